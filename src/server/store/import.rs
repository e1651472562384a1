//! Writing imported orders.

use super::contents::{contents_from_text, contents_text, search_text};
use super::counts::{Moves, Place};
use super::events::{self, Extent};
use super::values::{list, placeholders, rows_at_once};
use super::{StoreError, Transaction, search, take_numbers};
use crate::domain::chars;
use crate::domain::fee::FeeOrigin;
use crate::domain::lamp::Lamps;
use crate::domain::masked::prints_only;
use crate::domain::order::{Contents, is_np_payment};
use crate::domain::yen::Yen;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow};
use std::collections::{HashMap, HashSet};

/// An order as a file tells it.
#[derive(Clone, PartialEq)]
pub struct NewOrder {
    /// 受注番号
    pub order_number: String,
    /// 注文日時, unix milliseconds
    pub ordered_at: i64,
    /// 受注ステータス
    pub status: String,
    /// お支払い方法
    pub payment_method: String,
    /// 利用端末
    pub device: String,
    /// 備考
    pub note: String,
    /// 合計金額
    pub total_amount: Yen,
    /// Buyer, destination, lines, 請求額
    pub contents: Contents,
    /// 配送業者
    pub carrier: String,
    /// 冷凍
    pub cool: bool,
    /// コンビニ受取
    pub pickup: bool,
    /// 個口
    pub parcels: i64,
    /// お届け日, or empty
    pub deliver_on: String,
    /// 時刻, or empty
    pub deliver_time: String,
    /// Where its payment fee came from.
    pub fee: FeeOrigin,
    /// SHA-256 of the order's lines in the file: the same file again is known by it.
    pub source_hash: String,
}

prints_only!(NewOrder { order_number, ordered_at, total_amount });

/// The orders of a shop that are there already, of those that are named, each with the digest of the lines it came from.
///
/// # Errors
/// When the database fails.
pub async fn known(conn: &mut AnyConnection, shop_id: i64, order_numbers: &[&str]) -> Result<HashMap<String, String>, StoreError> {
    let select = "SELECT order_number, source_hash FROM orders WHERE shop_id = $1";
    Ok(by_number(conn, select, shop_id, order_numbers).await?.into_iter().collect())
}

/// What of a stored order a file may have otherwise.
#[derive(Clone, PartialEq)]
pub struct Held {
    /// Buyer, destination, lines, 請求額
    pub contents: Contents,
    /// お支払い方法
    pub payment_method: String,
    /// 配送業者
    pub carrier: String,
}

/// Those of a shop's orders that are named, by number, except where they were blanked.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn held(conn: &mut AnyConnection, shop_id: i64, order_numbers: &[&str]) -> Result<HashMap<String, Held>, StoreError> {
    let select = "SELECT order_number, contents, payment_method, carrier FROM orders WHERE shop_id = $1 AND erased_at IS NULL";
    let rows: Vec<(String, String, String, String)> = by_number(conn, select, shop_id, order_numbers).await?;
    let held = |(number, contents, payment_method, carrier): (String, String, String, String)| {
        Ok((number, Held { contents: contents_from_text(&contents)?, payment_method, carrier }))
    };
    rows.into_iter().map(held).collect()
}

/// The names of other shops that have orders with these numbers, by number.
///
/// # Errors
/// When the database fails.
pub async fn elsewhere(conn: &mut AnyConnection, shop_id: i64, order_numbers: &[&str]) -> Result<HashMap<String, String>, StoreError> {
    let others = "SELECT order_number, shops.name FROM orders JOIN shops ON shops.id = orders.shop_id \
                  WHERE shop_id IN (SELECT id FROM shops WHERE id <> $1)";
    Ok(by_number(conn, others, shop_id, order_numbers).await?.into_iter().collect())
}

/// What a query, which is given the shop, knows of the orders with these numbers.
async fn by_number<T: for<'row> FromRow<'row, AnyRow> + Send + Unpin>(
    conn: &mut AnyConnection,
    select: &str,
    shop_id: i64,
    order_numbers: &[&str],
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    for numbers in order_numbers.chunks(rows_at_once(1)) {
        let sql = format!("{select} AND order_number IN ({})", list(2, numbers.len()));
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(shop_id);
        let query = numbers.iter().fold(query, |query, number| query.bind((*number).to_owned()));
        found.extend(query.fetch_all(&mut *conn).await?);
    }
    Ok(found)
}

/// Writes new orders with their counts and outbox lines; returns their keys in the same order.
///
/// # Errors
/// When the database fails; an order number that is there already is such a failure, so that nothing is half imported.
pub async fn insert(tx: &mut Transaction, shop_id: i64, orders: &[NewOrder], now: i64) -> Result<Vec<i64>, StoreError> {
    let count = i64::try_from(orders.len()).map_err(|_| StoreError::Corrupt("import size"))?;
    if count == 0 {
        return Ok(Vec::new());
    }
    let first_id = take_numbers(tx, "order", count).await?;
    let ids: Vec<i64> = (first_id..first_id + count).collect();
    let mut buyers = buyers_among(tx, shop_id, orders).await?;
    let mut moves = Moves::default();
    let mut rows = Vec::with_capacity(orders.len());
    for (id, order) in ids.iter().zip(orders) {
        let lamps = Lamps::fresh(is_np_payment(&order.payment_method));
        moves.count(Place { shop_id, lane: lamps.lane(), status: &order.status }, order.ordered_at, 1);
        let repeats = !buyers.insert(buyer(order));
        rows.push(Row { id: *id, order, lamps, repeats, found_by: search_text(&order.order_number, &order.contents, "") });
    }
    for rows in rows.chunks(rows_at_once(COLUMNS)) {
        insert_rows(tx, shop_id, rows, now).await?;
    }
    search::set_all(tx, &rows.iter().map(|row| (row.id, row.found_by.as_str())).collect::<Vec<_>>()).await?;
    events::append(tx, &ids.iter().map(|id| (*id, FIRST_VERSION)).collect::<Vec<_>>(), Extent::Row).await?;
    moves.write(tx).await?;
    Ok(ids)
}

/// By what a buyer is known again: the digits of the phone number, and the name.
fn buyer(order: &NewOrder) -> (String, String) {
    let buyer = &order.contents.buyer;
    (chars::digits(&buyer.tel), buyer.name.clone())
}

/// Who of these orders' buyers has bought before. Each is looked up by the index: `OFFSET` keeps PostgreSQL from reading all
/// orders instead, which it takes for few while a first import fills the table.
async fn buyers_among(tx: &mut Transaction, shop_id: i64, orders: &[NewOrder]) -> Result<HashSet<(String, String)>, StoreError> {
    let mut found = HashSet::new();
    for orders in orders.chunks(rows_at_once(2)) {
        let sql = format!(
            "SELECT v.column1, v.column2 FROM (VALUES {}) AS v WHERE EXISTS (SELECT 1 FROM orders \
             WHERE shop_id = $1 AND buyer_tel = v.column1 AND buyer_name = v.column2 LIMIT 1 OFFSET 0)",
            placeholders(2, orders.len(), 2)
        );
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(shop_id);
        let query = orders.iter().map(buyer).fold(query, |query, (tel, name)| query.bind(tel).bind(name));
        found.extend(query.fetch_all(&mut **tx).await?);
    }
    Ok(found)
}

/// An order on its way into the table.
struct Row<'a> {
    id: i64,
    order: &'a NewOrder,
    lamps: Lamps,
    repeats: bool,
    found_by: String,
}

/// Columns that are written.
const COLUMNS: usize = 36;
/// The version of an order that has just come in, as the schema has it.
const FIRST_VERSION: i64 = 1;

async fn insert_rows(tx: &mut Transaction, shop_id: i64, rows: &[Row<'_>], now: i64) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO orders (id, shop_id, order_number, ordered_at, status, payment_method, device, note, repeat_customer, total_amount, \
         billed_amount, contents, buyer_name, buyer_tel, receiver_name, receiver_tel, carrier, cool, pickup, parcels, deliver_on, \
         deliver_time, shipped_on, search, source_hash, credit, shipment, payment, origin, by_np, lane, reasons, created_at, \
         mall_fee, fee_before, fee_after) VALUES {}",
        placeholders(1, rows.len(), COLUMNS)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for Row { id, order, lamps, repeats, found_by } in rows {
        let contents = &order.contents;
        query = query
            .bind(*id)
            .bind(shop_id)
            .bind(order.order_number.clone())
            .bind(order.ordered_at)
            .bind(order.status.clone())
            .bind(order.payment_method.clone())
            .bind(order.device.clone())
            .bind(order.note.clone())
            .bind(i64::from(*repeats))
            .bind(order.total_amount.0)
            .bind(contents.billed_amount.0)
            .bind(contents_text(contents))
            .bind(contents.buyer.name.clone())
            .bind(chars::digits(&contents.buyer.tel))
            .bind(contents.receiver().name.clone())
            .bind(contents.receiver().tel.clone())
            .bind(order.carrier.clone())
            .bind(i64::from(order.cool))
            .bind(i64::from(order.pickup))
            .bind(order.parcels)
            .bind(order.deliver_on.clone())
            .bind(order.deliver_time.clone())
            .bind("")
            .bind(found_by.clone())
            .bind(order.source_hash.clone())
            .bind(lamps.credit.code())
            .bind(lamps.shipment.code())
            .bind(lamps.payment.code())
            .bind(lamps.origin.code())
            .bind(i64::from(lamps.by_np))
            .bind(lamps.lane().code())
            .bind("[]")
            .bind(now)
            .bind(i64::from(order.fee.by_mall))
            .bind(order.fee.applied.map(|step| step.before.0))
            .bind(order.fee.applied.map(|step| step.after.0));
    }
    query.execute(&mut **tx).await?;
    Ok(())
}
