//! From the rows of one order to the order.

use crate::api::files::ImportProblem;
use crate::domain::fee::FeeOrigin;
use crate::domain::id::ShopTransactionId;
use crate::domain::order::{Contents, Day, Line, Party, is_np_payment};
use crate::domain::yen::Yen;
use crate::server::orders::import::file::Row;
use crate::server::store::import::NewOrder;
use crate::server::{clock, digest};

/// Amounts beside the goods, the name they get as a line towards NP, and their sign in 合計金額.
const EXTRA_AMOUNTS: &[(&str, &str, i64)] = &[
    ("税金", "消費税", 1),
    ("発送料", "送料", 1),
    ("手数料", "手数料", 1),
    ("その他費用", "その他費用", 1),
    ("ポイント", "ポイント利用", -1),
];

/// Reads one order, collecting every problem instead of stopping at the first.
pub fn read(rows: &[Row<'_>], problems: &mut Vec<ImportProblem>) -> Option<NewOrder> {
    Reader { problems }.order(rows)
}

struct Reader<'a> {
    problems: &'a mut Vec<ImportProblem>,
}

impl Reader<'_> {
    fn order(&mut self, rows: &[Row<'_>]) -> Option<NewOrder> {
        let first = rows[0];
        let order_number = self.order_number(first);
        let ordered_at = self.required(first, "受注日", clock::parse, "日付は「2026/11/24 09:56:30」の形で入力してください。");
        let deliver_on = match first.cell("日付指定") {
            "" => Some(String::new()),
            text => {
                self.read(first, "日付指定", Day::parse(text), "日付は「2026/11/24」の形で入力してください。").map(|day| day.to_string())
            }
        };
        let lines = self.lines(rows);
        let billed_amount = self.required(first, "合計金額", Yen::parse, "円の整数で入力してください。");
        let lines = self.checked_sum(first, lines?, billed_amount?)?;
        let buyer =
            party(first, ["受注名", "受注名カナ", "受注郵便番号", "受注住所１", "受注住所２", "受注電話番号"], "受注メールアドレス");
        let receiver = party(first, ["発送先名", "発送先カナ", "発送郵便番号", "発送先住所１", "発送先住所２", "発送電話番号"], "");
        let goods_total = Yen::parse(first.cell("商品計"))?;
        let ordered_at = ordered_at?;
        let shipping = first.cell("発送方法");
        let everything = format!("{shipping} {} {}", first.cell("備考"), receiver.address);
        Some(NewOrder {
            order_number: order_number?,
            ordered_at,
            status: if first.cell("出荷済フラグ") == "1" { "出荷済" } else { "新規受付" }.to_owned(),
            payment_method: first.cell("支払方法").to_owned(),
            device: String::new(),
            note: note(first),
            total_amount: goods_total,
            contents: Contents {
                ordered_on: clock::day(ordered_at),
                destination: differing(&buyer, receiver),
                buyer,
                lines,
                billed_amount: billed_amount?,
            },
            carrier: shipping.to_owned(),
            cool: everything.contains("冷凍") || shipping.contains("クール"),
            pickup: ["コンビニ受取", "コンビニ受け取り", "局留"].iter().any(|word| everything.contains(word)),
            parcels: 1,
            deliver_on: deliver_on?,
            deliver_time: first.cell("時間帯指定").to_owned(),
            // 手数料 of this file is what the cart charges: a rule of the shop may replace it or add to it.
            fee: FeeOrigin::default(),
            source_hash: hash(rows),
        })
    }

    fn order_number(&mut self, row: Row<'_>) -> Option<String> {
        let number = row.cell("店舗伝票番号");
        if number.is_empty() {
            self.problems.push(row.problem("店舗伝票番号", "受注番号が空です。"));
            return None;
        }
        if is_np_payment(row.cell("支払方法"))
            && let Err(error) = ShopTransactionId::parse(number)
        {
            self.problems.push(row.problem("店舗伝票番号", error.to_string()));
            return None;
        }
        Some(number.to_owned())
    }

    fn lines(&mut self, rows: &[Row<'_>]) -> Option<Vec<Line>> {
        let lines: Vec<Option<Line>> = rows.iter().map(|row| self.line(*row)).collect();
        lines.into_iter().collect()
    }

    fn line(&mut self, row: Row<'_>) -> Option<Line> {
        let name = one_line(row.cell("商品名"));
        if name.is_empty() {
            self.problems.push(row.problem("商品名", "商品名が空です。"));
        }
        let price = self.required(row, "商品価格", Yen::parse, "円の整数で入力してください。");
        let quantity = self.required(
            row,
            "受注数量",
            |text| Yen::parse(text).map(|n| n.0).filter(|n| (1..=9999).contains(n)),
            "1から9999までの整数で入力してください。",
        );
        let option = one_line(row.cell("商品オプション"));
        let name = if option.is_empty() { name } else { format!("{name} {option}") };
        Some(Line { name, code: row.cell("商品コード").to_owned(), price: price?, quantity: quantity? })
    }

    /// Adds shipping, fees and discounts as lines, and sees that everything adds up to what the file bills.
    fn checked_sum(&mut self, row: Row<'_>, mut lines: Vec<Line>, billed: Yen) -> Option<Vec<Line>> {
        let goods = Yen::sum(lines.iter().filter_map(|line| line.price.times(line.quantity)))?;
        let stated = self.required(row, "商品計", Yen::parse, "円の整数で入力してください。")?;
        if goods != stated {
            self.problems.push(row.problem("商品計", format!("商品計{stated}円が、商品価格×受注数量の合計{goods}円と合いません。")));
            return None;
        }
        let mut total = goods;
        for (column, name, sign) in EXTRA_AMOUNTS {
            let amount = match row.cell(column) {
                "" => Yen(0),
                text => self.read(row, column, Yen::parse(text), "円の整数で入力してください。")?,
            };
            // Points are written with or without a minus sign; either way they lower the bill.
            let price = if *sign < 0 { Yen(-amount.0.abs()) } else { amount };
            if price != Yen(0) {
                total = Yen::sum([total, price])?;
                lines.push(Line { name: (*name).to_owned(), code: String::new(), price, quantity: 1 });
            }
        }
        if total != billed {
            self.problems
                .push(row.problem("合計金額", format!("合計金額{billed}円が、商品計・送料・手数料などの合計{total}円と合いません。")));
            return None;
        }
        Some(lines)
    }

    fn required<T>(&mut self, row: Row<'_>, column: &str, parse: impl Fn(&str) -> Option<T>, hint: &str) -> Option<T> {
        let text = row.cell(column);
        if text.is_empty() {
            self.problems.push(row.problem(column, "値が空です。"));
            return None;
        }
        self.read(row, column, parse(text), hint)
    }

    fn read<T>(&mut self, row: Row<'_>, column: &str, value: Option<T>, hint: &str) -> Option<T> {
        if value.is_none() {
            self.problems.push(row.problem(column, format!("「{}」を読み取れません。{hint}", row.cell(column))));
        }
        value
    }
}

fn party(row: Row<'_>, [name, kana, zip, address1, address2, tel]: [&str; 6], email: &str) -> Party {
    let address = [row.cell(address1), row.cell(address2)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
    Party {
        name: one_line(row.cell(name)),
        kana: one_line(row.cell(kana)),
        company: String::new(),
        department: String::new(),
        zip: row.cell(zip).to_owned(),
        address: one_line(&address),
        tel: row.cell(tel).to_owned(),
        email: if email.is_empty() { String::new() } else { row.cell(email).to_owned() },
    }
    .normalised()
}

/// The receiver, where it is somebody or somewhere else. A file without any destination means the buyer.
fn differing(buyer: &Party, receiver: Party) -> Option<Party> {
    let same = Party { email: String::new(), ..buyer.clone() } == receiver;
    let absent = receiver == Party::default();
    (!same && !absent).then_some(receiver)
}

/// 備考 and what else people wrote for the packing table, each with its column's name.
fn note(row: Row<'_>) -> String {
    let named = ["のし", "ラッピング", "メッセージ", "作業者欄"].map(|column| (column, row.cell(column)));
    let gift = if matches!(row.cell("ギフトフラグ"), "" | "0") { "" } else { "ギフト" };
    let parts = named.iter().filter(|(_, text)| !text.is_empty()).map(|(column, text)| format!("{column}: {text}"));
    let all = [row.cell("備考").to_owned(), gift.to_owned()].into_iter().filter(|text| !text.is_empty()).chain(parts);
    one_line(&all.collect::<Vec<_>>().join(" / "))
}

fn one_line(text: &str) -> String {
    text.split(['\r', '\n', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The rows' cells, so that the same rows are known when they come again.
fn hash(rows: &[Row<'_>]) -> String {
    digest::sha256(rows.iter().flat_map(Row::cells).flat_map(|cell| [cell.trim(), "\u{1f}"]))
}
