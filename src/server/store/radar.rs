//! Sums and lists of the radar.

use super::StoreError;
use crate::api::radar::{AtRisk, Skipped};
use crate::domain::lamp::{Credit, Shipment};
use crate::domain::radar::Bar;
use crate::domain::validity::VALID_DAYS;
use crate::domain::yen::Yen;
use crate::server::clock;
use sqlx::AnyConnection;

/// What is in the bars that are about age.
const UNREPORTED: &str = "o.credit = 'ok' AND o.shipment <> 'synced'";
/// What is in the other one. A credit that was cancelled has its goods on the way back.
const WITHOUT_OK: &str =
    "o.slip_number IS NOT NULL AND o.by_np = 1 AND o.shipment <> 'synced' AND o.credit <> 'ok' AND o.credit <> 'cancelled'";
/// When an order began to wait. One that came with its result has no registration of its own.
const SINCE: &str = "COALESCE(o.registered_at, o.ordered_at)";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const OF_SHOP: &str = "($1 IS NULL OR o.shop_id = $1)";

/// Orders and what they are billed, with and without a slip number.
#[derive(Clone, Copy, Default)]
pub struct Sum {
    /// With one.
    pub shipped: (i64, Yen),
    /// Without.
    pub waiting: (i64, Yen),
}

impl Sum {
    fn of(rows: Vec<(i64, i64, i64)>) -> Self {
        let mut sum = Self::default();
        for (has_slip, orders, yen) in rows {
            let side = if has_slip == 1 { &mut sum.shipped } else { &mut sum.waiting };
            *side = (orders, Yen(yen));
        }
        sum
    }
}

/// When an age of so many days began, in unix milliseconds: what is younger came later.
fn days_ago(days: i64) -> i64 {
    clock::end_of(clock::today()) - days * DAY_MS
}

/// The times between which the orders of a bar began to wait: not before, before.
fn edges(bar: Bar) -> (i64, i64) {
    let Some(from) = bar.from_day() else { return (i64::MIN, i64::MAX) };
    let next = Bar::ALL.iter().filter_map(|bar| bar.from_day()).find(|day| *day > from);
    let before = if from == 0 { i64::MAX } else { days_ago(from) };
    (next.map_or(i64::MIN, days_ago), before)
}

/// What is in a bar.
///
/// # Errors
/// When the database fails.
pub async fn sum(conn: &mut AnyConnection, bar: Bar, shop_id: Option<i64>) -> Result<Sum, StoreError> {
    let (from, before) = edges(bar);
    let which = if bar == Bar::NotOk { WITHOUT_OK } else { UNREPORTED };
    let sql = format!(
        "SELECT CAST(CASE WHEN o.slip_number IS NULL THEN 0 ELSE 1 END AS BIGINT), COUNT(*), CAST(SUM(o.billed_amount) AS BIGINT) \
         FROM orders o WHERE {which} AND {OF_SHOP} AND {SINCE} >= $2 AND {SINCE} < $3 \
         GROUP BY CASE WHEN o.slip_number IS NULL THEN 0 ELSE 1 END"
    );
    Ok(Sum::of(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(shop_id).bind(from).bind(before).fetch_all(conn).await?))
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    order_number: String,
    shop: String,
    credit: String,
    shipment: String,
    billed_amount: i64,
    slip_number: Option<String>,
    since: i64,
}

/// The orders of a bar, the oldest first.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn list(conn: &mut AnyConnection, bar: Bar, shop_id: Option<i64>, limit: i64) -> Result<Vec<AtRisk>, StoreError> {
    let (from, before) = edges(bar);
    let which = if bar == Bar::NotOk { WITHOUT_OK } else { UNREPORTED };
    at_risk(conn, which, shop_id, (from, before), limit).await
}

/// The OK that expires first.
///
/// # Errors
/// As [`list`].
pub async fn oldest(conn: &mut AnyConnection, shop_id: Option<i64>) -> Result<Option<AtRisk>, StoreError> {
    Ok(at_risk(conn, UNREPORTED, shop_id, (i64::MIN, i64::MAX), 1).await?.pop())
}

async fn at_risk(
    conn: &mut AnyConnection,
    which: &str,
    shop_id: Option<i64>,
    (from, before): (i64, i64),
    limit: i64,
) -> Result<Vec<AtRisk>, StoreError> {
    let sql = format!(
        "SELECT o.id, o.order_number, s.name AS shop, o.credit, o.shipment, o.billed_amount, o.slip_number, {SINCE} AS since \
         FROM orders o JOIN shops s ON s.id = o.shop_id WHERE {which} AND {OF_SHOP} AND {SINCE} >= $2 AND {SINCE} < $3 \
         ORDER BY {SINCE}, o.id LIMIT $4"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(shop_id).bind(from).bind(before).bind(limit).fetch_all(conn).await?;
    rows.into_iter().map(AtRisk::try_from).collect()
}

impl TryFrom<Row> for AtRisk {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            order_id: row.id,
            order_number: row.order_number,
            shop: row.shop,
            credit: Credit::from_code(&row.credit).ok_or(StoreError::Corrupt("orders.credit"))?.label().to_owned(),
            shipment: Shipment::from_code(&row.shipment).ok_or(StoreError::Corrupt("orders.shipment"))?.label().to_owned(),
            billed_amount: Yen(row.billed_amount),
            slip_number: row.slip_number,
            days: clock::days_since(row.since),
            expires_on: clock::day(row.since + VALID_DAYS * DAY_MS).to_string(),
        })
    }
}

/// Orders that wait, and that automation left alone.
macro_rules! left_alone {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM orders o WHERE o.automation_note IS NOT NULL AND o.credit = 'ok' AND o.shipment <> 'synced' \
              AND ($1 IS NULL OR o.shop_id = $1) ",
            $rest
        )
    };
}

/// Orders that automation left alone, the newest first, and how many there are.
///
/// # Errors
/// When the database fails.
pub async fn skipped(conn: &mut AnyConnection, shop_id: Option<i64>, limit: i64) -> Result<(Vec<Skipped>, i64), StoreError> {
    let total = sqlx::query_scalar(left_alone!("SELECT COUNT(*)", "")).bind(shop_id).fetch_one(&mut *conn).await?;
    let rows: Vec<(i64, String, String)> =
        sqlx::query_as(left_alone!("SELECT o.id, o.order_number, o.automation_note", "ORDER BY o.id DESC LIMIT $2"))
            .bind(shop_id)
            .bind(limit)
            .fetch_all(conn)
            .await?;
    Ok((rows.into_iter().map(|(order_id, order_number, why)| Skipped { order_id, order_number, why }).collect(), total))
}

/// An answer about a credit: which order, what, when.
#[derive(Clone, sqlx::FromRow)]
pub struct Answered {
    /// The order.
    pub order_id: i64,
    /// The credit lamp's word.
    pub result: String,
    /// Unix milliseconds.
    pub settled_at: i64,
}

/// How often NP answered with a word, by weeks of seven days from `since`.
///
/// # Errors
/// When the database fails.
pub async fn answers(conn: &mut AnyConnection, credit: Credit, shop_id: Option<i64>, since: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    Ok(sqlx::query_as(
        // A hold that is asked about again and is still one has been counted; what was refused has left the word as it was.
        "SELECT (a.settled_at - $3) / 604800000, COUNT(*) FROM acts a \
         WHERE a.result = $2 AND a.settled_at >= $3 AND ($1 IS NULL OR a.shop_id = $1) AND a.state = 'done' \
         AND (a.kind IN ('register', 'update') OR (a.kind = 'check' AND a.result <> COALESCE(\
         (SELECT p.result FROM acts p WHERE p.order_id = a.order_id AND p.id < a.id AND p.state = 'done' AND p.result IS NOT NULL \
         ORDER BY p.id DESC LIMIT 1), ''))) \
         GROUP BY (a.settled_at - $3) / 604800000",
    )
    .bind(shop_id)
    .bind(credit.label())
    .bind(since)
    .fetch_all(conn)
    .await?)
}

/// The answers 与信OK and 保留 of orders that were held since a time, each order's in their order.
///
/// # Errors
/// When the database fails.
pub async fn of_held(conn: &mut AnyConnection, shop_id: Option<i64>, since: i64) -> Result<Vec<Answered>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT order_id, result, settled_at FROM acts WHERE order_id IN \
         (SELECT order_id FROM acts WHERE result = $2 AND settled_at >= $4 AND ($1 IS NULL OR shop_id = $1)) \
         AND result IN ($2, $3) AND state = 'done' AND settled_at >= $4 ORDER BY order_id, settled_at, id",
    )
    .bind(shop_id)
    .bind(Credit::Hold.label())
    .bind(Credit::Ok.label())
    .bind(since)
    .fetch_all(conn)
    .await?)
}
