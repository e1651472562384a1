//! Sessions, known by the hash of their token alone.

use super::{StoreError, Transaction};
use sqlx::AnyConnection;

/// A session ends this long after it was last used.
pub const IDLE_MS: i64 = 12 * 60 * 60 * 1000;
/// A session ends this long after sign-in, however busy.
pub const ABSOLUTE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Opens a session, and sweeps out those that have ended.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Transaction, token_hash: &str, user_id: i64, now: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE last_seen_at < $1 OR created_at < $2")
        .bind(now - IDLE_MS)
        .bind(now - ABSOLUTE_MS)
        .execute(&mut **tx)
        .await?;
    sqlx::query("INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at) VALUES ($1, $2, $3, $3)")
        .bind(token_hash.to_owned())
        .bind(user_id)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The user of a living session: name, and when it was last seen.
///
/// # Errors
/// When the database fails.
pub async fn user_of(conn: &mut AnyConnection, token_hash: &str, now: i64) -> Result<Option<(String, i64)>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT users.name, sessions.last_seen_at FROM sessions JOIN users ON users.id = sessions.user_id \
         WHERE token_hash = $1 AND last_seen_at >= $2 AND sessions.created_at >= $3",
    )
    .bind(token_hash.to_owned())
    .bind(now - IDLE_MS)
    .bind(now - ABSOLUTE_MS)
    .fetch_optional(conn)
    .await?)
}

/// Notes that a session was used.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Transaction, token_hash: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1")
        .bind(token_hash.to_owned())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn close(tx: &mut Transaction, token_hash: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE token_hash = $1").bind(token_hash.to_owned()).execute(&mut **tx).await?;
    Ok(())
}
