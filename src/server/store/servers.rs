//! The servers that share the database, by their signs of life.

use super::{StoreError, Transaction};

/// A sign of life. Servers that gave none since `dead_before` are forgotten.
///
/// # Errors
/// When the database fails.
pub async fn beat(tx: &mut Transaction, id: &str, now: i64, dead_before: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO servers (id, seen_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at")
        .bind(id.to_owned())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM servers WHERE seen_at < $1").bind(dead_before).execute(&mut **tx).await?;
    Ok(())
}

/// This server stops, and leaves nothing behind.
///
/// # Errors
/// When the database fails.
pub async fn leave(tx: &mut Transaction, id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM servers WHERE id = $1").bind(id.to_owned()).execute(&mut **tx).await?;
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
