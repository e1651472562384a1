//! ネクストエンジン 汎用受注CSV: 41 columns, one row per line item, order columns repeated (order-files.md §5).

use super::file::{Row, Table};
use crate::api::files::ImportProblem;
use crate::domain::id::ShopTransactionId;
use crate::domain::order::{Contents, Day, Line, Party, is_np_payment};
use crate::domain::yen::Yen;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::store::import::NewOrder;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Columns that say the same in every row of an order.
const ORDER_COLUMNS: &[&str] = &[
    "店舗伝票番号",
    "受注日",
    "受注郵便番号",
    "受注住所１",
    "受注住所２",
    "受注名",
    "受注名カナ",
    "受注電話番号",
    "受注メールアドレス",
    "発送郵便番号",
    "発送先住所１",
    "発送先住所２",
    "発送先名",
    "発送先カナ",
    "発送電話番号",
    "支払方法",
    "発送方法",
    "商品計",
    "税金",
    "発送料",
    "手数料",
    "ポイント",
    "その他費用",
    "合計金額",
    "ギフトフラグ",
    "時間帯指定",
    "日付指定",
    "作業者欄",
    "備考",
    "出荷済フラグ",
    "のし",
    "ラッピング",
    "メッセージ",
];
/// Columns of a line item.
const LINE_COLUMNS: &[&str] = &["商品名", "商品コード", "商品価格", "受注数量", "商品オプション"];
/// Amounts beside the goods, the name they get as a line towards NP, and their sign in 合計金額.
const EXTRA_AMOUNTS: &[(&str, &str, i64)] = &[
    ("税金", "消費税", 1),
    ("発送料", "送料", 1),
    ("手数料", "手数料", 1),
    ("その他費用", "その他費用", 1),
    ("ポイント", "ポイント利用", -1),
];

/// What a file holds.
#[derive(Debug)]
pub struct ReadFile {
    /// Its orders, in the order of their first row.
    pub orders: Vec<ReadOrder>,
    /// Columns that are not taken over.
    pub unused_columns: Vec<String>,
}

/// One order of a file.
#[derive(Debug)]
pub struct ReadOrder {
    /// Row as a spreadsheet counts.
    pub first_row: u64,
    /// 店舗伝票番号
    pub order_number: String,
    /// 受注名
    pub buyer_name: String,
    /// The order, when nothing is wrong with it.
    pub order: Option<NewOrder>,
    /// What is wrong with it.
    pub problems: Vec<ImportProblem>,
}

/// Reads a whole file.
///
/// # Errors
/// When it is no such file; what is wrong with single orders stands in their problems.
pub fn read(bytes: &[u8]) -> Result<ReadFile, ServerError> {
    let required: Vec<&str> = ORDER_COLUMNS.iter().chain(LINE_COLUMNS).copied().collect();
    let table = Table::read(bytes, &required)?;
    let known: Vec<String> = required.iter().map(|name| crate::domain::chars::to_half_width(name)).collect();
    let unused = |name: &&String| !known.contains(&crate::domain::chars::to_half_width(name));
    let unused_columns: Vec<String> =
        table.header.iter().filter(unused).map(|name| if name.is_empty() { "（名前なし）".to_owned() } else { name.clone() }).collect();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<Vec<Row<'_>>> = Vec::new();
    for row in table.rows() {
        let number = row.cell("店舗伝票番号");
        // Rows without a number belong to nobody: each is reported on its own.
        let position = if number.is_empty() { groups.len() } else { *positions.entry(number).or_insert(groups.len()) };
        if position == groups.len() {
            groups.push(Vec::new());
        }
        groups[position].push(row);
    }
    if groups.is_empty() {
        return Err(ServerError::BadInput("見出し行だけで、受注が1件もありません。".to_owned()));
    }
    Ok(ReadFile { orders: groups.iter().map(|rows| read_order(rows)).collect(), unused_columns })
}

fn read_order(rows: &[Row<'_>]) -> ReadOrder {
    let first = rows[0];
    let mut problems: Vec<ImportProblem> = rows.iter().flat_map(Row::problems).collect();
    if problems.is_empty() {
        problems = disagreements(rows);
    }
    let order = if problems.is_empty() { Reader { problems: &mut problems }.order(rows) } else { None };
    ReadOrder {
        first_row: first.number,
        order_number: first.cell("店舗伝票番号").to_owned(),
        buyer_name: first.cell("受注名").to_owned(),
        order: order.filter(|_| problems.is_empty()),
        problems,
    }
}

/// Order columns in which a later row says something else than the first.
fn disagreements(rows: &[Row<'_>]) -> Vec<ImportProblem> {
    let first = rows[0];
    let mut found = Vec::new();
    for row in &rows[1..] {
        let differs = |column: &&&str| row.cell(column) != first.cell(column);
        let message = format!("同じ受注の{}行目と値が違います。", first.number);
        found.extend(ORDER_COLUMNS.iter().filter(differs).map(|column| row.problem(column, message.clone())));
    }
    found
}

/// Reads one order, collecting every problem instead of stopping at the first.
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
        let goods_total = Yen::sum(rows.iter().filter_map(|row| Yen::parse(row.cell("商品計"))).take(1))?;
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

fn hash(rows: &[Row<'_>]) -> String {
    use std::fmt::Write as _;
    let mut hasher = Sha256::new();
    for cell in rows.iter().flat_map(Row::cells) {
        hasher.update(cell.trim());
        hasher.update([0x1f]);
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests;
