//! Writing imported orders.

use super::contents::{contents_text, search_text};
use super::lanes::Moves;
use super::{StoreError, Transaction, events, search, take_numbers};
use crate::domain::chars;
use crate::domain::fee::FeeOrigin;
use crate::domain::lamp::Lamps;
use crate::domain::masked::prints_only;
use crate::domain::order::{Contents, is_np_payment};
use crate::domain::yen::Yen;
use sqlx::AnyConnection;

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

/// What the store knows of an order number before an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Not there.
    New,
    /// There, from the same lines.
    Same,
    /// There, from other lines.
    Different,
}

/// Compares an order of a file with the store.
///
/// # Errors
/// When the database fails.
pub async fn compare(conn: &mut AnyConnection, shop_id: i64, order_number: &str, source_hash: &str) -> Result<Known, StoreError> {
    let stored: Option<String> = sqlx::query_scalar("SELECT source_hash FROM orders WHERE shop_id = $1 AND order_number = $2")
        .bind(shop_id)
        .bind(order_number.to_owned())
        .fetch_optional(conn)
        .await?;
    Ok(match stored {
        None => Known::New,
        Some(hash) if hash == source_hash => Known::Same,
        Some(_) => Known::Different,
    })
}

/// Writes new orders with their lane counts and outbox lines; returns their keys in the same order.
///
/// # Errors
/// When the database fails; an order number that is there already is such a failure, so that nothing is half imported.
pub async fn insert(tx: &mut Transaction, shop_id: i64, orders: &[NewOrder], now: i64) -> Result<Vec<i64>, StoreError> {
    let count = i64::try_from(orders.len()).map_err(|_| StoreError::Corrupt("import size"))?;
    if count == 0 {
        return Ok(Vec::new());
    }
    let first_id = take_numbers(tx, "order", count).await?;
    let mut ids = Vec::with_capacity(orders.len());
    let mut moves = Moves::default();
    for (nth, order) in (0_i64..).zip(orders) {
        let lamps = Lamps::fresh(is_np_payment(&order.payment_method));
        insert_one(tx, first_id + nth, shop_id, order, lamps, now).await?;
        moves.count(shop_id, lamps.lane(), order.ordered_at, 1);
        ids.push(first_id + nth);
    }
    events::append(tx, &ids).await?;
    moves.write(tx).await?;
    Ok(ids)
}

async fn insert_one(tx: &mut Transaction, id: i64, shop_id: i64, order: &NewOrder, lamps: Lamps, now: i64) -> Result<(), StoreError> {
    let contents = &order.contents;
    let buyer_tel = chars::digits(&contents.buyer.tel);
    let repeat_customer: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM orders WHERE shop_id = $1 AND buyer_tel = $2 AND buyer_name = $3")
        .bind(shop_id)
        .bind(buyer_tel.clone())
        .bind(contents.buyer.name.clone())
        .fetch_one(&mut **tx)
        .await?;
    let found_by = search_text(&order.order_number, contents, "");
    sqlx::query(
        "INSERT INTO orders (id, shop_id, order_number, ordered_at, status, payment_method, device, note, repeat_customer, total_amount, \
         billed_amount, contents, buyer_name, buyer_tel, receiver_name, receiver_tel, carrier, cool, pickup, parcels, deliver_on, \
         deliver_time, shipped_on, search, source_hash, credit, shipment, payment, origin, by_np, lane, reasons, created_at, \
         mall_fee, fee_before, fee_after) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, '', $23, $24, $25, \
         $26, $27, $28, $29, $30, '[]', $31, $32, $33, $34)",
    )
    .bind(id)
    .bind(shop_id)
    .bind(order.order_number.clone())
    .bind(order.ordered_at)
    .bind(order.status.clone())
    .bind(order.payment_method.clone())
    .bind(order.device.clone())
    .bind(order.note.clone())
    .bind(repeat_customer.min(1))
    .bind(order.total_amount.0)
    .bind(contents.billed_amount.0)
    .bind(contents_text(contents))
    .bind(contents.buyer.name.clone())
    .bind(buyer_tel)
    .bind(contents.receiver().name.clone())
    .bind(contents.receiver().tel.clone())
    .bind(order.carrier.clone())
    .bind(i64::from(order.cool))
    .bind(i64::from(order.pickup))
    .bind(order.parcels)
    .bind(order.deliver_on.clone())
    .bind(order.deliver_time.clone())
    .bind(found_by.clone())
    .bind(order.source_hash.clone())
    .bind(lamps.credit.code())
    .bind(lamps.shipment.code())
    .bind(lamps.payment.code())
    .bind(lamps.origin.code())
    .bind(i64::from(lamps.by_np))
    .bind(lamps.lane().code())
    .bind(now)
    .bind(i64::from(order.fee.by_mall))
    .bind(order.fee.applied.map(|step| step.before.0))
    .bind(order.fee.applied.map(|step| step.after.0))
    .execute(&mut **tx)
    .await?;
    search::set(tx, id, &found_by).await
}
