//! ネクストエンジン 汎用受注CSV: 41 columns, one row per line item, order columns repeated (order-files.md §5).

mod order;

use super::file::{Row, Table};
use crate::api::files::ImportProblem;
use crate::domain::masked::prints_only;
use crate::server::error::ServerError;
use crate::server::store::import::NewOrder;
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
/// What a file holds.
#[derive(Debug)]
pub struct ReadFile {
    /// Its orders, in the order of their first row.
    pub orders: Vec<ReadOrder>,
    /// Columns that are not taken over.
    pub unused_columns: Vec<String>,
}

/// One order of a file.
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

prints_only!(ReadOrder { first_row, order_number, problems });

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
    let order = if problems.is_empty() { order::read(rows, &mut problems) } else { None };
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

#[cfg(test)]
mod tests;
