//! Sessions, known by the hash of their token alone.

use super::{StoreError, Transaction};
use crate::domain::role::Role;
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

/// A living session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose it is.
    pub user_id: i64,
    /// The account's name.
    pub name: String,
    /// What the person may do now.
    pub role: Role,
    /// When it was last used.
    pub last_seen_at: i64,
}

/// The living session with this token, of an account that may still sign in.
///
/// # Errors
/// When the database fails.
pub async fn living(conn: &mut AnyConnection, token_hash: &str, now: i64) -> Result<Option<Session>, StoreError> {
    let row: Option<(i64, String, String, i64)> = sqlx::query_as(
        "SELECT users.id, users.name, users.role, sessions.last_seen_at FROM sessions JOIN users ON users.id = sessions.user_id \
         WHERE token_hash = $1 AND last_seen_at >= $2 AND sessions.created_at >= $3 AND active = 1",
    )
    .bind(token_hash.to_owned())
    .bind(now - IDLE_MS)
    .bind(now - ABSOLUTE_MS)
    .fetch_optional(conn)
    .await?;
    row.map(|(user_id, name, role, last_seen_at)| {
        let role = Role::from_code(&role).ok_or(StoreError::Corrupt("users.role"))?;
        Ok(Session { user_id, name, role, last_seen_at })
    })
    .transpose()
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
