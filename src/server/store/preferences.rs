//! What one person chose for the screen, one JSON text by name.

use super::{StoreError, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::AnyConnection;

/// A choice, or its default. One that an older program wrote and this one cannot read is no choice.
///
/// # Errors
/// When the database fails.
pub async fn load<T: DeserializeOwned + Default>(conn: &mut AnyConnection, user_id: i64, name: &'static str) -> Result<T, StoreError> {
    let text: Option<String> = sqlx::query_scalar("SELECT value FROM preferences WHERE user_id = $1 AND name = $2")
        .bind(user_id)
        .bind(name)
        .fetch_optional(conn)
        .await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Keeps a choice.
///
/// # Errors
/// When the database fails.
pub async fn save<T: Serialize>(tx: &mut Transaction, user_id: i64, name: &'static str, value: &T) -> Result<(), StoreError> {
    let text = serde_json::to_string(value).map_err(|_| StoreError::Corrupt("preferences.value"))?;
    sqlx::query(
        "INSERT INTO preferences (user_id, name, value) VALUES ($1, $2, $3) ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
    )
    .bind(user_id)
    .bind(name)
    .bind(text)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
