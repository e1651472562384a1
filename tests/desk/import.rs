//! Importing order files: preview, commit, and importing again.

use crate::audit::sources;
use crate::harness::{COLUMNS, Order, TestDesk, csv, shift_jis};
use atobarai_desk::api::AppError;
use atobarai_desk::api::acts::{RunReport, RunRowState, RunSummary};
use atobarai_desk::api::files::ImportOutcome;
use atobarai_desk::domain::lamp::{Credit, Lamps};
use atobarai_desk::domain::order::Line;
use atobarai_desk::domain::yen::Yen;

/// A gift of two lines with everything in it that a file can hold.
fn gift() -> Order {
    Order::new("NE-0001")
        .cell("受注日", "2026/11/20 09:56:30")
        .cell("発送郵便番号", "530-0001")
        .cell("発送先住所１", "大阪府大阪市北区梅田")
        .cell("発送先住所２", "１－１")
        .cell("発送先名", "配送　次郎")
        .cell("発送先カナ", "ハイソウ　ジロウ")
        .cell("発送電話番号", "06-6000-0000")
        .cell("発送方法", "クール宅急便")
        .cell("ポイント", "100")
        .cell("ギフトフラグ", "1")
        .cell("時間帯指定", "14-16時")
        .cell("日付指定", "2026/11/28")
        .cell("備考", "一行目\r\n二行目, \"引用\"")
        .cell("のし", "内祝")
}
use std::path::Path;

#[tokio::test]
async fn a_file_as_next_engine_writes_it_is_taken_over_whole() {
    let desk = TestDesk::start().await;
    let text = csv(&[gift(), Order::new("NE-0002")]);
    assert_eq!((COLUMNS.len(), text.lines().next().unwrap().split(',').count()), (41, 41));
    assert_eq!(text.matches("NE-0001").count(), 2, "one row per line item");
    let report = desk.import_file(&shift_jis(&text), true).await.unwrap();
    assert!(report.committed);
    assert_eq!(report.unused_columns, ["顧客区分", "顧客コード", "消費税率（%）"]);
    let rows: Vec<_> =
        report.rows.iter().map(|row| (row.row, row.order_number.as_str(), row.billed_amount.as_str(), row.outcome)).collect();
    assert_eq!(rows, [(2, "NE-0001", "6,080", ImportOutcome::New), (4, "NE-0002", "6,180", ImportOutcome::New)]);

    let sheet = desk.sheet("NE-0001").await;
    let row = &sheet.row;
    assert_eq!((row.standing.lamps, row.ordered_at.as_str(), row.shop.as_str()), (Lamps::fresh(true), "2026-11-20 09:56", "みほん青果店"));
    assert_eq!((row.total_amount, row.billed_amount), (Yen(5_350), Yen(6_080)));
    assert_eq!((row.deliver_on.as_str(), row.deliver_time.as_str(), row.cool), ("2026-11-28", "14-16時", true));
    assert_eq!(row.note, "一行目 二行目, \"引用\" / ギフト / のし: 内祝");
    let contents = &sheet.contents;
    assert_eq!(contents.goods_total(), Some(row.total_amount), "what stands beside the goods is none of them");
    assert_eq!((contents.buyer.name.as_str(), contents.buyer.email.as_str()), ("見本　花子", "hanako@example.jp"));
    assert_eq!(contents.buyer.address, "東京都港区赤坂９－９－９　みほんビル２０１");
    let destination = contents.destination.as_ref().unwrap();
    assert_eq!((destination.name.as_str(), destination.address.as_str()), ("配送　次郎", "大阪府大阪市北区梅田　１－１"));
    let line = |name: &str, code: &str, price, quantity| Line { name: name.to_owned(), code: code.to_owned(), price: Yen(price), quantity };
    assert_eq!(
        contents.lines,
        [
            line("りんご５ｋｇ", "C-0", 2_890, 1),
            line("みかん５ｋｇ", "C-1", 1_230, 2),
            line("送料", "", 500, 1),
            line("手数料", "", 330, 1),
            line("ポイント利用", "", -100, 1),
        ]
    );
    assert_eq!(desk.sheet("NE-0002").await.contents.destination, None, "the parcel goes to the buyer");
}

#[tokio::test]
async fn a_preview_changes_nothing() {
    let desk = TestDesk::start().await;
    let before = desk.page().await;
    let report = desk.import_file(&shift_jis(&csv(&[gift()])), false).await.unwrap();
    assert_eq!((report.committed, report.count(ImportOutcome::New)), (false, 1));
    assert_eq!(desk.page().await, before);
    assert_eq!(desk.browser.ask::<Vec<RunSummary>>("runs", &[]).await.unwrap(), []);
}

#[tokio::test]
async fn the_same_file_again_changes_nothing_and_another_one_is_left_alone() {
    let desk = TestDesk::start().await;
    let file = shift_jis(&csv(&[gift(), Order::new("NE-0002")]));
    desk.import_file(&file, true).await.unwrap();
    let before = desk.page().await;
    let again = desk.import_file(&file, true).await.unwrap();
    assert_eq!(again.count(ImportOutcome::Unchanged), 2, "{again:#?}");
    assert_eq!(desk.page().await, before);

    let changed = csv(&[gift().cell("備考", "急ぎ"), Order::new("NE-0002"), Order::new("NE-0003")]);
    let report = desk.import_file(&shift_jis(&changed), true).await.unwrap();
    let told: Vec<_> = report.rows.iter().map(|row| (row.outcome, row.differs.as_str())).collect();
    let same = (ImportOutcome::Different, "購入者・配送先・商品・請求額・支払方法・配送業者は、いまの受注と同じです。");
    assert_eq!(told, [same, (ImportOutcome::Unchanged, ""), (ImportOutcome::New, "")]);
    let changed = csv(&[Order::new("NE-0002").without_house_number().cell("受注電話番号", "03-1111-2222")]);
    let report = desk.import_file(&shift_jis(&changed), false).await.unwrap();
    assert_eq!(report.rows[0].differs, "いまの受注と違う項目: 購入者の住所、購入者の電話番号");
    let changed = csv(&[Order::new("NE-0002").cell("支払方法", "クレジットカード").cell("発送方法", "佐川急便")]);
    let report = desk.import_file(&shift_jis(&changed), false).await.unwrap();
    assert_eq!(report.rows[0].differs, "いまの受注と違う項目: 支払方法、配送業者");
    assert!(desk.order("NE-0001").await.note.contains("一行目"), "what is there is left as it is");
    assert_eq!(desk.page().await.page.total, Some(3));
}

#[tokio::test]
async fn the_same_number_may_come_from_another_shop() {
    use crate::harness::{SP_CODE, shop};
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let secret = atobarai_desk::server::secrets::SpCode::new(SP_CODE);
    atobarai_desk::server::cli::save_shop(desk.state(), shop("second", "二号店"), &secret).await.unwrap();
    let file = shift_jis(&csv(&[Order::new("A-1")]));
    let report = desk.browser.import("second", &file, true).await.unwrap();
    assert_eq!((report.count(ImportOutcome::New), report.rows[0].elsewhere.as_deref()), (1, Some("みほん青果店")), "it is named");
    assert_eq!(desk.page().await.page.total, Some(2));
    assert_eq!(desk.import_file(&file, false).await.unwrap().rows[0].elsewhere, None, "it is known to be this shop's");
    let error = desk.browser.import("nobody", &file, true).await.unwrap_err();
    assert_eq!(error, AppError::NotFound("店舗が見つかりません。".to_owned()));
}

#[tokio::test]
async fn utf_8_with_and_without_a_byte_order_mark_is_read_too() {
    for mark in [&b"\xEF\xBB\xBF"[..], b""] {
        let desk = TestDesk::start().await;
        let text = csv(&[Order::new("A-1").cell("受注名", "髙橋　😀")]).replace("\r\n", "\n");
        desk.import_file(&[mark, text.as_bytes()].concat(), true).await.unwrap();
        assert_eq!(desk.order("A-1").await.buyer_name, "髙橋　😀");
    }
}

#[tokio::test]
async fn an_order_that_is_not_paid_by_np_is_taken_over_without_buttons() {
    let desk = TestDesk::with_order(Order::new("受注１").cell("支払方法", "クレジットカード")).await;
    let row = desk.order("受注１").await;
    assert_eq!((row.standing.lamps.by_np, row.standing.lamps.credit, row.standing.lamps.buttons()), (false, Credit::None, Vec::new()));
}

#[tokio::test]
async fn a_second_order_of_a_buyer_is_marked() {
    let desk = TestDesk::start().await;
    let same = |number: &str| Order::new(number).cell("受注電話番号", "090-0000-0001");
    desk.import(&[same("A-1")]).await;
    desk.import(&[same("A-2"), Order::new("A-3")]).await;
    let mut marked = Vec::new();
    for number in ["A-1", "A-2", "A-3"] {
        marked.push(desk.order(number).await.repeat_customer);
    }
    assert_eq!(marked, [false, true, false]);
}

#[tokio::test]
async fn an_import_stands_in_the_history_with_a_line_per_order() {
    let desk = TestDesk::start().await;
    let text = csv(&[Order::new("A-1"), Order::new("A-2").cell("受注日", "昨日")]);
    desk.import_file(&shift_jis(&text), true).await.unwrap();
    let runs: Vec<RunSummary> = desk.browser.ask("runs", &[]).await.unwrap();
    assert_eq!((runs[0].kind.as_str(), runs[0].total, runs[0].open), ("import", 2, 0));
    assert_eq!((runs[0].done, runs[0].failed, runs[0].left_out), (1, 1, 0));
    let report: RunReport = desk.browser.ask("run", &[("run_id", &runs[0].id.to_string())]).await.unwrap();
    let lines: Vec<_> = report.rows.iter().map(|row| (row.label.as_str(), row.state, row.order_id.is_some())).collect();
    assert_eq!(lines, [("A-2", RunRowState::Failed, false), ("A-1", RunRowState::Done, true)], "what failed comes first");
    assert!(report.rows[0].text.contains("4行目 受注日"), "{:?}", report.rows[0]);
}

#[tokio::test]
async fn hostile_text_is_kept_as_text() {
    let script = "<script>alert(1)</script>";
    let order = Order::new("A-1").cell("備考", script).cell("受注名", "<img src=x onerror=alert(2)>").cell("発送方法", "=cmd|'/c calc'!A1");
    let desk = TestDesk::with_order(order).await;
    let row = desk.order("A-1").await;
    assert_eq!((row.note.as_str(), row.carrier.as_str()), (script, "=cmd|'/c calc'!A1"));
    let id = row.id;
    for path in ["/".to_owned(), format!("/?open={id}"), "/?q=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(), "/?q=%22%3E%3Cimg".to_owned()]
    {
        let html = desk.browser.get(&path).await.text;
        assert!(!html.contains(script) && !html.contains("<img"), "{path}: {html}");
    }
    let html = desk.browser.get("/").await.text;
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && html.contains("&lt;img src=x onerror=alert(2)&gt;"));
}

/// What stands inside a `<textarea>` is painted by the server without any escape: its text is set by its value.
#[test]
fn no_text_is_painted_inside_a_textarea() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = 0;
    for path in sources(&src) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for after in text.split("<textarea").skip(1) {
            found += 1;
            let (inside, _) = after.split_once("</textarea>").unwrap();
            assert!(inside.ends_with('>'), "{}", path.display());
        }
    }
    assert!(found > 2, "{found}");
}
