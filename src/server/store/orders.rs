//! Reading orders for the grid, and the whole of one order.

use super::StoreError;
use super::order_state::{LampColumns, codes_from_text, refused_from_text};
use crate::api::row::OrderRow;
use crate::api::view::View;
use crate::domain::lane::Lane;
use crate::domain::yen::Yen;
use crate::domain::{chars, validity};
use crate::server::clock;
use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, Arguments, AssertSqlSafe};
use std::fmt::Write as _;

/// Columns and joins of a grid row.
macro_rules! rows {
    ($($rest:tt)*) => {
        concat!(
            "SELECT o.id, o.version, o.contents_version, o.order_number, o.ordered_at, o.status, o.buyer_name, o.repeat_customer, o.note, o.device, \
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

/// The rows of a view from `offset`, newest order first.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut AnyConnection,
    view: &View,
    shop_id: Option<i64>,
    offset: i64,
    limit: i64,
) -> Result<Vec<OrderRow>, StoreError> {
    let filter = Filter::of(view, shop_id, &[limit, offset])?;
    // The positions come from an index alone, the columns only for the rows that are shown.
    let sql = format!(
        "{} (SELECT id FROM orders {} ORDER BY ordered_at DESC, id DESC LIMIT $1 OFFSET $2) ORDER BY o.ordered_at DESC, o.id DESC",
        rows!("WHERE o.id IN"),
        filter.conditions
    );
    let rows: Vec<Row> = sqlx::query_as_with(AssertSqlSafe(sql), filter.arguments).fetch_all(conn).await?;
    rows.into_iter().map(OrderRow::try_from).collect()
}

/// The keys of a view's orders, newest first.
///
/// # Errors
/// When the database fails.
pub async fn keys(conn: &mut AnyConnection, view: &View, shop_id: Option<i64>, limit: i64) -> Result<Vec<i64>, StoreError> {
    let filter = Filter::of(view, shop_id, &[limit])?;
    let sql = format!("SELECT id FROM orders {} ORDER BY ordered_at DESC, id DESC LIMIT $1", filter.conditions);
    Ok(sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_all(conn).await?)
}

/// How many orders a search finds. Without a search the lane counts know.
///
/// # Errors
/// When the database fails.
pub async fn count_found(conn: &mut AnyConnection, view: &View, shop_id: Option<i64>) -> Result<i64, StoreError> {
    let filter = Filter::of(view, shop_id, &[])?;
    let sql = format!("SELECT COUNT(*) FROM orders {}", filter.conditions);
    Ok(sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_one(conn).await?)
}

/// What a view asks for.
struct Filter {
    /// `WHERE …`, or empty.
    conditions: String,
    /// The query's own numbers, then what the conditions stand for.
    arguments: AnyArguments,
}

impl Filter {
    fn of(view: &View, shop_id: Option<i64>, numbers: &[i64]) -> Result<Self, StoreError> {
        let mut filter = Self { conditions: String::new(), arguments: AnyArguments::default() };
        for number in numbers {
            filter.arguments.add(*number).map_err(sqlx::Error::Encode)?;
        }
        filter.demand("lane =", view.lane.map(Lane::code))?;
        filter.demand("shop_id =", shop_id)?;
        filter.demand("search LIKE", search_pattern(&view.search))?;
        Ok(filter)
    }

    fn demand<'a, T: sqlx::Encode<'a, Any> + sqlx::Type<Any>>(&mut self, condition: &str, value: Option<T>) -> Result<(), StoreError> {
        let Some(value) = value else { return Ok(()) };
        self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        let word = if self.conditions.is_empty() { "WHERE" } else { " AND" };
        let _ = write!(self.conditions, "{word} {condition} ${}", self.arguments.len());
        Ok(())
    }
}

/// The rows of the orders named by outbox lines `from..=to`, each once, as they stand now.
///
/// # Errors
/// When the database fails.
pub async fn changed_between(conn: &mut AnyConnection, from: i64, to: i64) -> Result<Vec<OrderRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(rows!("WHERE o.id IN (SELECT order_id FROM events WHERE seq BETWEEN $1 AND $2)"))
        .bind(from)
        .bind(to)
        .fetch_all(conn)
        .await?;
    rows.into_iter().map(OrderRow::try_from).collect()
}

/// One order's grid row.
///
/// # Errors
/// When the database fails.
pub async fn row(conn: &mut AnyConnection, id: i64) -> Result<Option<OrderRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as(rows!("WHERE o.id = $1")).bind(id).fetch_optional(conn).await?;
    row.map(OrderRow::try_from).transpose()
}

/// LIKE's own signs are left out on both sides: they have no power in a query and hide no order that has them.
pub(super) fn searchable(text: &str) -> String {
    chars::search_key(text).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect()
}

/// `%query%`; `None` when nothing is left to look for.
fn search_pattern(search: &str) -> Option<String> {
    let key = searchable(search);
    (!key.is_empty()).then(|| format!("%{key}%"))
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
        };
        let lamps = columns.parse()?;
        let age = row.registered_at.filter(|_| validity::awaits_report(&lamps)).map(clock::days_since);
        let notes = row.automation_note.into_iter().chain(age.and_then(validity::warning)).collect();
        Ok(Self {
            lamps,
            notes,
            id: row.id,
            version: row.version,
            contents_version: row.contents_version,
            order_number: row.order_number,
            ordered_at: clock::minutes(row.ordered_at),
            status: row.status,
            buyer_name: row.buyer_name,
            repeat_customer: row.repeat_customer == 1,
            note: row.note,
            device: row.device,
            payment_method: row.payment_method,
            reasons: codes_from_text(&row.reasons)?,
            refused: refused_from_text(row.refused.as_deref())?,
            edited: row.edited == 1,
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
