//! The servers that share the database, by their signs of life.

use super::{StoreError, Transaction};

/// A server that gave no sign for this long is dead. Longer than any pause of a living one.
pub const DEAD_AFTER_MS: i64 = 30_000;

/// A sign of life. Servers long dead are forgotten.
///
/// # Errors
/// When the database fails.
pub async fn beat(tx: &mut Transaction, id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO servers (id, seen_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at")
        .bind(id.to_owned())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM servers WHERE seen_at < $1").bind(now - DEAD_AFTER_MS).execute(&mut **tx).await?;
    Ok(())
}

/// Forgets every server but this one: on a database that only one can use, the others are dead.
///
/// # Errors
/// When the database fails.
pub async fn forget_others(tx: &mut Transaction, id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM servers WHERE id <> $1").bind(id.to_owned()).execute(&mut **tx).await?;
    Ok(())
}
