//! Views that people gave a name.

use super::{StoreError, Transaction, take_numbers};
use crate::server::clock;
use sqlx::AnyConnection;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SavedView {
    /// Key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The query string of its address.
    pub query: String,
}

/// All of them, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<SavedView>, StoreError> {
    Ok(sqlx::query_as("SELECT id, name, query FROM saved_views ORDER BY id").fetch_all(conn).await?)
}

/// Saves a view; false when another has its name.
///
/// # Errors
/// When the database fails.
pub async fn save(tx: &mut Transaction, name: &str, query: &str, who: &str) -> Result<bool, StoreError> {
    let known: Option<String> =
        sqlx::query_scalar("SELECT query FROM saved_views WHERE name = $1").bind(name.to_owned()).fetch_optional(&mut **tx).await?;
    if let Some(known) = known {
        return Ok(known == query);
    }
    let id = take_numbers(tx, "view", 1).await?;
    sqlx::query("INSERT INTO saved_views (id, name, query, created_by, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(name.to_owned())
        .bind(query.to_owned())
        .bind(who.to_owned())
        .bind(clock::now_ms())
        .execute(&mut **tx)
        .await?;
    Ok(true)
}

/// Forgets a view.
///
/// # Errors
/// When the database fails.
pub async fn delete(tx: &mut Transaction, id: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM saved_views WHERE id = $1").bind(id).execute(&mut **tx).await?;
    Ok(())
}
