//! Which orders the desk acts on by itself, as their shops' switches say.

use super::shops::Shop;
use super::{StoreError, Transaction};
use sqlx::{AnyConnection, AssertSqlSafe};

/// What has to hold beside an order's own state: the shop can speak to NP, and to the one that knows the registration.
macro_rules! may_ask {
    () => {
        "open_act IS NULL AND paused_because IS NULL AND merchant_code <> '' AND sp_code_sealed <> '' AND registered_in = environment"
    };
}

/// Orders whose verdict is due to be asked for, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn due_for_check(conn: &mut AnyConnection, now: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(concat!(
        "SELECT orders.id FROM orders JOIN shops ON shops.id = orders.shop_id WHERE check_at IS NOT NULL AND check_at <= $1 AND ",
        may_ask!(),
        " ORDER BY check_at LIMIT $2"
    ))
    .bind(now)
    .bind(limit)
    .fetch_all(conn)
    .await?)
}

/// Orders whose slip number the shop's switch says to report now, by key.
///
/// # Errors
/// When the database fails.
pub async fn due_for_sync(conn: &mut AnyConnection, today: &str, limit: i64) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(concat!(
        "SELECT orders.id FROM orders JOIN shops ON shops.id = orders.shop_id WHERE credit = 'ok' AND shipment = 'ready' \
             AND by_np = 1 AND origin = 'api' AND automation_note IS NULL AND ",
        may_ask!(),
        " AND (slip_sync = 'entered' OR (slip_sync = 'shipped' AND shipped_on <> '' AND shipped_on <= $1)) ORDER BY orders.id LIMIT $2"
    ))
    .bind(today.to_owned())
    .bind(limit)
    .fetch_all(conn)
    .await?)
}

/// How many orders of a shop have a slip number that 自動同期 would report, at once or once their day has come.
///
/// # Errors
/// When the database fails.
pub async fn reportable(conn: &mut AnyConnection, shop_id: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM orders WHERE credit = 'ok' AND shipment = 'ready' AND by_np = 1 AND origin = 'api' AND shop_id = $1",
    )
    .bind(shop_id)
    .fetch_one(conn)
    .await?)
}

/// Orders that wait for a day of shipping that nobody has entered, by key.
///
/// # Errors
/// When the database fails.
pub async fn without_a_day(conn: &mut AnyConnection, limit: i64) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(concat!(
        "SELECT orders.id FROM orders JOIN shops ON shops.id = orders.shop_id WHERE credit = 'ok' AND shipment = 'ready' \
             AND by_np = 1 AND origin = 'api' AND automation_note IS NULL AND ",
        may_ask!(),
        " AND slip_sync = 'shipped' AND shipped_on = '' ORDER BY orders.id LIMIT $1"
    ))
    .bind(limit)
    .fetch_all(conn)
    .await?)
}

/// Gives the orders of a shop the questions that its switches ask for, and takes away those that they do not. A question
/// that waits for its time keeps it.
///
/// # Errors
/// When the database fails.
pub async fn reschedule(tx: &mut Transaction, shop: &Shop, now: i64) -> Result<(), StoreError> {
    let verdicts = "(credit = 'reviewing' OR (credit = 'hold' AND reasons LIKE '%RE029%'))";
    let payments = "credit = 'ok' AND shipment = 'synced' AND payment <> 'paid'";
    for (is_on, which) in [(shop.automation.check, verdicts), (shop.automation.payment, payments)] {
        let (time, there) = if is_on { (Some(now), "IS NULL") } else { (None, "IS NOT NULL") };
        let sql = format!("UPDATE orders SET check_at = $2 WHERE shop_id = $1 AND check_at {there} AND {which}");
        sqlx::query(AssertSqlSafe(sql)).bind(shop.id).bind(time).execute(&mut **tx).await?;
    }
    Ok(())
}
