//! The servers that share the database, by their signs of life.

use super::{StoreError, Transaction};

/// A sign of life. Returns how many signs each of the other servers has given.
///
/// # Errors
/// When the database fails.
pub async fn beat(tx: &mut Transaction, id: &str) -> Result<Vec<(String, i64)>, StoreError> {
    sqlx::query("INSERT INTO servers (id, beats) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET beats = servers.beats + 1")
        .bind(id.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(sqlx::query_as("SELECT id, beats FROM servers WHERE id <> $1").bind(id.to_owned()).fetch_all(&mut **tx).await?)
}

/// A server has stopped, or is dead.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Transaction, id: &str) -> Result<(), StoreError> {
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
