//! Which orders the desk acts on by itself, as their shops' switches say.

use super::StoreError;
use sqlx::AnyConnection;

/// Orders whose verdict is due to be asked for, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn due_for_check(conn: &mut AnyConnection, now: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT orders.id FROM orders JOIN shops ON shops.id = orders.shop_id WHERE check_at IS NOT NULL AND check_at <= $1 \
         AND open_act IS NULL AND paused_because IS NULL ORDER BY check_at LIMIT $2",
    )
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
    Ok(sqlx::query_scalar(
        "SELECT orders.id FROM orders JOIN shops ON shops.id = orders.shop_id WHERE credit = 'ok' AND shipment = 'ready' \
         AND open_act IS NULL AND by_np = 1 AND origin = 'api' AND automation_note IS NULL AND paused_because IS NULL \
         AND (slip_sync = 'entered' OR (slip_sync = 'shipped' AND shipped_on <> '' AND shipped_on <= $1)) ORDER BY orders.id LIMIT $2",
    )
    .bind(today.to_owned())
    .bind(limit)
    .fetch_all(conn)
    .await?)
}
