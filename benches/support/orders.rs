//! Orders that NP gives credit, each by a purchaser of its own.

use atobarai_desk::domain::fee::FeeOrigin;
use atobarai_desk::domain::order::{Contents, Line, Party};
use atobarai_desk::domain::yen::Yen;
use atobarai_desk::server::clock;
use atobarai_desk::server::store::import::NewOrder;

/// When the first order came: a day of January 2025.
const FIRST_AT: i64 = 1_736_000_000_000;

/// So many orders, a minute apart, the newest now.
#[allow(dead_code, reason = "for the bench of 与信を実行")]
pub fn many(count: i64) -> Vec<NewOrder> {
    let now = clock::now_ms();
    (0..count).map(|nth| order(nth, now - (count - nth) * 60_000)).collect()
}

/// The orders from one number to another, a minute apart, whatever else there is.
#[allow(dead_code, reason = "for the bench of the grid")]
pub fn range(from: i64, to: i64) -> Vec<NewOrder> {
    (from..to).map(|nth| order(nth, FIRST_AT + nth * 60_000)).collect()
}

fn order(nth: i64, ordered_at: i64) -> NewOrder {
    let line = |name: &str, price| Line { name: name.to_owned(), code: format!("G-{}", nth % 900), price: Yen(price), quantity: 1 };
    let lines = vec![line("りんご サンふじ 5kg", 2_890 + nth % 1_000), line("送料", 770)];
    let billed_amount = Yen::sum(lines.iter().map(|line| line.price)).unwrap();
    let buyer = Party {
        name: format!("{}　{}", ["佐藤", "鈴木", "高橋", "田中"][usize::try_from(nth % 4).unwrap()], nth),
        kana: "サトウ　ハナコ".to_owned(),
        zip: "1070052".to_owned(),
        address: format!("東京都港区赤坂{}-{}", nth % 9 + 1, nth % 30 + 1),
        tel: format!("090{nth:08}"),
        ..Party::default()
    };
    NewOrder {
        order_number: format!("B-{nth:07}"),
        ordered_at,
        status: "新規受付".to_owned(),
        payment_method: "NP後払い".to_owned(),
        device: "PC".to_owned(),
        note: String::new(),
        total_amount: billed_amount,
        contents: Contents { ordered_on: clock::day(ordered_at), destination: None, buyer, lines, billed_amount },
        carrier: ["ヤマト運輸", "佐川急便", "ゆうパック"][usize::try_from(nth % 3).unwrap()].to_owned(),
        cool: false,
        pickup: false,
        parcels: 1,
        deliver_on: if nth % 3 == 0 { String::new() } else { clock::day(ordered_at + 3 * 24 * 60 * 60 * 1_000).to_string() },
        deliver_time: String::new(),
        fee: FeeOrigin::default(),
        source_hash: format!("bench-{nth}"),
    }
}
