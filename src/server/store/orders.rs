//! Reading orders for the grid, and the whole of one order.

use super::StoreError;
use super::editing::check_items_from_text;
use super::order_state::{LampColumns, codes_from_text, refused_from_text};
use super::values::{list, rows_at_once};
use crate::api::row::{OrderRow, Standing};
use crate::domain::validity;
use crate::domain::yen::Yen;
use crate::server::clock;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashMap;

/// Columns and joins of a grid row.
macro_rules! rows {
    ($($rest:tt)*) => {
        concat!(
            "SELECT o.id, o.version, o.contents_version, o.order_number, o.ordered_at, o.status, o.buyer_name, o.repeat_customer, o.note, o.check_items, o.device, \
             o.payment_method, o.credit, o.shipment, o.payment, o.origin, o.by_np, o.np_transaction_id, o.open_act, o.asks_person, o.erased_at, \
             o.reasons, o.refused, o.edited, o.total_amount, o.billed_amount, s.name AS shop, o.receiver_name, o.receiver_tel, o.carrier, \
             o.cool, o.pickup, o.parcels, o.deliver_on, o.deliver_time, o.shipped_on, o.slip_number, o.automation_note, o.registered_at \
             FROM orders o JOIN shops s ON s.id = o.shop_id ",
            $($rest)*
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    version: i64,
    contents_version: i64,
    order_number: String,
    ordered_at: i64,
    status: String,
    buyer_name: String,
    repeat_customer: i64,
    note: String,
    check_items: String,
    device: String,
    payment_method: String,
    credit: String,
    shipment: String,
    payment: String,
    origin: String,
    by_np: i64,
    np_transaction_id: Option<String>,
    open_act: Option<String>,
    asks_person: i64,
    erased_at: Option<i64>,
    reasons: String,
    refused: Option<String>,
    edited: i64,
    total_amount: i64,
    billed_amount: i64,
    shop: String,
    receiver_name: String,
    receiver_tel: String,
    carrier: String,
    cool: i64,
    pickup: i64,
    parcels: i64,
    deliver_on: String,
    deliver_time: String,
    shipped_on: String,
    slip_number: Option<String>,
    automation_note: Option<String>,
    registered_at: Option<i64>,
}

/// The rows of these orders, in the same sequence.
///
/// # Errors
/// When the database fails.
pub async fn rows(conn: &mut AnyConnection, ids: &[i64]) -> Result<Vec<OrderRow>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(rows_at_once(1)) {
        let sql = format!("{} ({})", rows!("WHERE o.id IN"), list(1, ids.len()));
        let query = ids.iter().fold(sqlx::query_as::<_, Row>(AssertSqlSafe(sql)), |query, id| query.bind(*id));
        for row in query.fetch_all(&mut *conn).await? {
            found.insert(row.id, OrderRow::try_from(row)?);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// One order's grid row.
///
/// # Errors
/// When the database fails.
pub async fn row(conn: &mut AnyConnection, id: i64) -> Result<Option<OrderRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(rows!("WHERE o.id = $1")).bind(id).fetch_optional(conn).await?;
    row.map(OrderRow::try_from).transpose()
}

impl TryFrom<Row> for OrderRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let columns = LampColumns {
            credit: &row.credit,
            shipment: &row.shipment,
            payment: &row.payment,
            origin: &row.origin,
            by_np: row.by_np,
            registered: row.np_transaction_id.is_some(),
            open_act: row.open_act.as_deref(),
            asks_person: row.asks_person,
            erased: row.erased_at.is_some(),
            edited: row.edited,
        };
        let lamps = columns.parse()?;
        let age = row.registered_at.filter(|_| validity::awaits_report(&lamps)).map(clock::days_since);
        let notes = row.automation_note.into_iter().chain(age.and_then(validity::warning)).collect();
        Ok(Self {
            standing: Standing {
                lamps,
                reasons: codes_from_text(&row.reasons)?,
                refused: refused_from_text(row.refused.as_deref())?,
                notes,
            },
            id: row.id,
            version: row.version,
            contents_version: row.contents_version,
            order_number: row.order_number,
            ordered_at: clock::minutes(row.ordered_at),
            status: row.status,
            buyer_name: row.buyer_name,
            repeat_customer: row.repeat_customer == 1,
            note: row.note,
            check_items: check_items_from_text(&row.check_items)?,
            device: row.device,
            payment_method: row.payment_method,
            total_amount: Yen(row.total_amount),
            billed_amount: Yen(row.billed_amount),
            shop: row.shop,
            receiver_name: row.receiver_name,
            receiver_tel: row.receiver_tel,
            carrier: row.carrier,
            cool: row.cool == 1,
            pickup: row.pickup == 1,
            parcels: row.parcels,
            deliver_on: row.deliver_on,
            deliver_time: row.deliver_time,
            shipped_on: row.shipped_on,
            slip_number: row.slip_number,
        })
    }
}
