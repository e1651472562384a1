//! Sign-ins between the password and the code, known by the hash of their token alone.

use super::{StoreError, Transaction};
use sqlx::AnyConnection;

/// Whoever has typed the password has this long to type the code.
pub const LIVES_MS: i64 = 10 * 60 * 1000;

/// Begins one, and sweeps out those that came to nothing.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut Transaction, token_hash: &str, user_id: i64, now: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_ins WHERE created_at < $1").bind(now - LIVES_MS).execute(&mut **tx).await?;
    sqlx::query("INSERT INTO sign_ins (token_hash, user_id, created_at) VALUES ($1, $2, $3)")
        .bind(token_hash.to_owned())
        .bind(user_id)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whose sign-in this is, if it still waits for its code.
///
/// # Errors
/// When the database fails.
pub async fn waiting(conn: &mut AnyConnection, token_hash: &str, now: i64) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar("SELECT user_id FROM sign_ins WHERE token_hash = $1 AND created_at >= $2")
        .bind(token_hash.to_owned())
        .bind(now - LIVES_MS)
        .fetch_optional(conn)
        .await?)
}

/// Ends one.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Transaction, token_hash: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_ins WHERE token_hash = $1").bind(token_hash.to_owned()).execute(&mut **tx).await?;
    Ok(())
}

/// Ends all of an account.
///
/// # Errors
/// When the database fails.
pub async fn end_all(tx: &mut Transaction, user_id: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_ins WHERE user_id = $1").bind(user_id).execute(&mut **tx).await?;
    Ok(())
}
