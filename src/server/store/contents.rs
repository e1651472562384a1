//! The whole of an order: what is bought, by whom, where it goes, in which parcel.

use super::search::{self, searchable};
use super::values::{list, rows_at_once};
use super::{StoreError, Transaction};
use crate::domain::chars;
use crate::domain::id::NpTransactionId;
use crate::domain::order::Contents;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashMap;

/// One order's contents.
///
/// # Errors
/// When the database fails or the stored contents cannot be read.
pub async fn of(conn: &mut AnyConnection, id: i64) -> Result<Option<Contents>, StoreError> {
    let text: Option<String> = sqlx::query_scalar("SELECT contents FROM orders WHERE id = $1").bind(id).fetch_optional(conn).await?;
    text.as_deref().map(contents_from_text).transpose()
}

/// Replaces an order's contents and what the grid shows of them. The caller has saved the state as a whole row's in the same
/// transaction (`order_state::save`), which checked the version and told the outbox.
///
/// # Errors
/// When the database fails.
pub async fn replace(tx: &mut Transaction, id: i64, order_number: &str, contents: &Contents) -> Result<(), StoreError> {
    let (slip_number, before): (Option<String>, String) =
        sqlx::query_as("SELECT slip_number, contents FROM orders WHERE id = $1").bind(id).fetch_one(&mut **tx).await?;
    let before = contents_from_text(&before)?;
    // 合計金額 stays what the file said as long as what is bought stays.
    let total = if before.lines == contents.lines { None } else { contents.goods_total() };
    let found_by = search_text(order_number, contents, slip_number.as_deref().unwrap_or_default());
    sqlx::query(
        "UPDATE orders SET contents = $2, buyer_name = $3, receiver_name = $4, receiver_tel = $5, billed_amount = $6, search = $7, \
         buyer_tel = $8, total_amount = COALESCE($9, total_amount), contents_version = contents_version + 1 WHERE id = $1",
    )
    .bind(id)
    .bind(contents_text(contents))
    .bind(contents.buyer.name.clone())
    .bind(contents.receiver().name.clone())
    .bind(contents.receiver().tel.clone())
    .bind(contents.billed_amount.0)
    .bind(found_by.clone())
    .bind(chars::digits(&contents.buyer.tel))
    .bind(total.map(|total| total.0))
    .execute(&mut **tx)
    .await?;
    search::set(tx, id, &found_by).await
}

/// Sets slip number, carrier, parcel count and shipping day. As with [`replace`], the state is saved beside it.
///
/// # Errors
/// When the database fails.
pub async fn set_slip(tx: &mut Transaction, id: i64, slip_number: Option<&str>, carrier: &str, shipped_on: &str) -> Result<(), StoreError> {
    let (order_number, text): (String, String) =
        sqlx::query_as("SELECT order_number, contents FROM orders WHERE id = $1").bind(id).fetch_one(&mut **tx).await?;
    let contents = contents_from_text(&text)?;
    let found_by = search_text(&order_number, &contents, slip_number.unwrap_or_default());
    sqlx::query("UPDATE orders SET slip_number = $2, carrier = $3, shipped_on = $4, search = $5 WHERE id = $1")
        .bind(id)
        .bind(slip_number.map(ToOwned::to_owned))
        .bind(carrier.to_owned())
        .bind(shipped_on.to_owned())
        .bind(found_by.clone())
        .execute(&mut **tx)
        .await?;
    search::set(tx, id, &found_by).await
}

/// The number of another order that has this slip number already, with dashes or without.
///
/// # Errors
/// When the database fails.
pub async fn other_with_slip(conn: &mut AnyConnection, id: i64, slip_number: &str) -> Result<Option<String>, StoreError> {
    // The first condition is the index's own: SQLite looks for no other way to it.
    let sql = "SELECT order_number FROM orders WHERE slip_number IS NOT NULL AND REPLACE(slip_number, '-', '') = $1 AND id <> $2 LIMIT 1";
    Ok(sqlx::query_scalar(sql).bind(slip_number.replace('-', "")).bind(id).fetch_optional(conn).await?)
}

/// Whether a text is the number of an order.
///
/// # Errors
/// When the database fails.
pub async fn is_order_number(conn: &mut AnyConnection, text: &str) -> Result<bool, StoreError> {
    let found: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM orders WHERE shop_id IN (SELECT id FROM shops) AND order_number = $1")
        .bind(text.to_owned())
        .fetch_one(conn)
        .await?;
    Ok(found > 0)
}

/// The number of another order that has this NP取引ID, of those registered at the same NP: each environment counts for itself.
///
/// # Errors
/// When the database fails.
pub async fn other_with_np_id(conn: &mut AnyConnection, id: i64, np_id: &NpTransactionId) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT order_number FROM orders WHERE np_transaction_id = $1 AND id <> $2 \
         AND registered_in = (SELECT registered_in FROM orders WHERE id = $2) LIMIT 1",
    )
    .bind(np_id.as_str().to_owned())
    .bind(id)
    .fetch_optional(conn)
    .await?)
}

/// The contents of many orders, by key.
///
/// # Errors
/// As [`of`].
pub async fn of_all(conn: &mut AnyConnection, ids: &[i64]) -> Result<HashMap<i64, Contents>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(rows_at_once(1)) {
        let sql = format!("SELECT id, contents FROM orders WHERE id IN ({})", list(1, ids.len()));
        let query = ids.iter().fold(sqlx::query_as::<_, (i64, String)>(AssertSqlSafe(sql)), |query, id| query.bind(*id));
        for (id, text) in query.fetch_all(&mut *conn).await? {
            found.insert(id, contents_from_text(&text)?);
        }
    }
    Ok(found)
}

/// The parcel of an order, as somebody entered it.
#[derive(sqlx::FromRow)]
pub struct ParcelOf {
    id: i64,
    /// 配送業者
    pub carrier: String,
    /// 伝票番号, or empty
    pub slip_number: String,
    /// 出荷日, or empty
    pub shipped_on: String,
    /// 注文日時, in milliseconds
    pub ordered_at: i64,
}

/// The parcels of many orders, by key, for the shipment report.
///
/// # Errors
/// When the database fails.
pub async fn parcels_of(conn: &mut AnyConnection, ids: &[i64]) -> Result<HashMap<i64, ParcelOf>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(rows_at_once(1)) {
        let sql = format!(
            "SELECT id, carrier, COALESCE(slip_number, '') AS slip_number, shipped_on, ordered_at FROM orders WHERE id IN ({})",
            list(1, ids.len())
        );
        let query = ids.iter().fold(sqlx::query_as::<_, ParcelOf>(AssertSqlSafe(sql)), |query, id| query.bind(*id));
        let rows = query.fetch_all(&mut *conn).await?;
        found.extend(rows.into_iter().map(|parcel| (parcel.id, parcel)));
    }
    Ok(found)
}

/// What an order's shipment says.
#[derive(sqlx::FromRow)]
pub struct Sent {
    /// The shop.
    pub shop_id: i64,
    /// 受注番号
    pub order_number: String,
    /// 配送業者, as it is stored
    pub carrier: String,
    /// 伝票番号, or empty
    pub slip_number: String,
    /// 出荷日, or empty
    pub shipped_on: String,
}

/// The shipment of one order.
///
/// # Errors
/// When the database fails.
pub async fn sent(conn: &mut AnyConnection, id: i64) -> Result<Option<Sent>, StoreError> {
    let sql = "SELECT shop_id, order_number, carrier, COALESCE(slip_number, '') AS slip_number, shipped_on FROM orders WHERE id = $1";
    Ok(sqlx::query_as(sql).bind(id).fetch_optional(conn).await?)
}

pub(super) fn contents_from_text(text: &str) -> Result<Contents, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("orders.contents"))
}

pub(super) fn contents_text(contents: &Contents) -> String {
    serde_json::to_string(contents).expect("contents are plain data")
}

/// What a search looks through: number, names, kana, phone digits, slip number, all folded the same way as the query.
pub(super) fn search_text(order_number: &str, contents: &Contents, slip_number: &str) -> String {
    let receiver = contents.receiver();
    let buyer = &contents.buyer;
    let words = [order_number, &buyer.name, &buyer.kana, &receiver.name, &receiver.kana, &buyer.tel, &receiver.tel, slip_number];
    words.map(searchable).join("\n")
}
