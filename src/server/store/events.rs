//! The outbox: which orders changed, in commit order.

use super::values::{placeholders, rows_at_once};
use super::{StoreError, Transaction, take_numbers};
use sqlx::{AnyConnection, AssertSqlSafe};

/// One outbox line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Event {
    /// Position in the outbox, without gaps that could be filled later.
    pub seq: i64,
    /// The order that changed.
    pub order_id: i64,
    /// The version that the change made.
    pub version: i64,
    /// 1 when more of the grid's row may have changed than its [`Extent::Standing`].
    whole: i64,
}

/// How much of an order's row in the grid a change touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The lamps and what explains them.
    Standing,
    /// Whatever the row shows.
    Row,
}

impl Event {
    /// How much changed.
    pub const fn extent(&self) -> Extent {
        if self.whole == 0 { Extent::Standing } else { Extent::Row }
    }
}

/// Writes one line for each order, given with its new version, in the transaction of the change.
///
/// # Errors
/// When the database fails.
pub async fn append(tx: &mut Transaction, changed: &[(i64, i64)], extent: Extent) -> Result<(), StoreError> {
    let count = i64::try_from(changed.len()).map_err(|_| StoreError::Corrupt("count of events"))?;
    let first = take_numbers(tx, "event", count).await?;
    let now = crate::server::clock::now_ms();
    let whole = i64::from(extent == Extent::Row);
    for (orders, first) in changed.chunks(rows_at_once(5)).zip((first..).step_by(rows_at_once(5))) {
        let values = placeholders(1, orders.len(), 5);
        let sql = format!("INSERT INTO events (seq, order_id, version, whole, created_at) VALUES {values}");
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (seq, (id, version)) in (first..).zip(orders) {
            query = query.bind(seq).bind(*id).bind(*version).bind(whole).bind(now);
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// The lines behind `after`, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn after(conn: &mut AnyConnection, after: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
    Ok(sqlx::query_as("SELECT seq, order_id, version, whole FROM events WHERE seq > $1 ORDER BY seq LIMIT $2")
        .bind(after)
        .bind(limit)
        .fetch_all(conn)
        .await?)
}

/// The oldest and the newest line that can be replayed. Without any line the oldest is the one to come.
///
/// # Errors
/// When the database fails.
pub async fn bounds(conn: &mut AnyConnection) -> Result<(i64, i64), StoreError> {
    Ok(sqlx::query_as(
        "SELECT CAST(COALESCE((SELECT MIN(seq) FROM events), value + 1) AS BIGINT), value FROM counters WHERE name = 'event'",
    )
    .fetch_one(conn)
    .await?)
}

/// Forgets lines older than `before` (unix milliseconds): a browser away for longer loads its view anew.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Transaction, before: i64) -> Result<u64, StoreError> {
    Ok(sqlx::query("DELETE FROM events WHERE created_at < $1").bind(before).execute(&mut **tx).await?.rows_affected())
}
