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
}

/// Writes one line for each order in the transaction of the change.
///
/// # Errors
/// When the database fails.
pub async fn append(tx: &mut Transaction, order_ids: &[i64]) -> Result<(), StoreError> {
    let count = i64::try_from(order_ids.len()).map_err(|_| StoreError::Corrupt("count of events"))?;
    let first = take_numbers(tx, "event", count).await?;
    let now = crate::server::clock::now_ms();
    for (ids, first) in order_ids.chunks(rows_at_once(3)).zip((first..).step_by(rows_at_once(3))) {
        let sql = format!("INSERT INTO events (seq, order_id, created_at) VALUES {}", placeholders(1, ids.len(), 3));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (seq, id) in (first..).zip(ids) {
            query = query.bind(seq).bind(*id).bind(now);
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
    Ok(sqlx::query_as("SELECT seq, order_id FROM events WHERE seq > $1 ORDER BY seq LIMIT $2")
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
