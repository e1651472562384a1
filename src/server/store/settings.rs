//! Settings of the whole desk, one JSON text by name.

use super::{StoreError, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::AnyConnection;

/// A setting, or its default when nobody has set it.
///
/// # Errors
/// When the database fails or the stored text is not such a setting.
pub async fn load<T: DeserializeOwned + Default>(conn: &mut AnyConnection, name: &'static str) -> Result<T, StoreError> {
    let text: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1").bind(name).fetch_optional(conn).await?;
    text.map_or_else(|| Ok(T::default()), |text| serde_json::from_str(&text).map_err(|_| StoreError::Corrupt("settings.value")))
}

/// Writes a setting.
///
/// # Errors
/// When the database fails.
pub async fn save<T: Serialize>(tx: &mut Transaction, name: &'static str, value: &T) -> Result<(), StoreError> {
    let text = serde_json::to_string(value).map_err(|_| StoreError::Corrupt("settings.value"))?;
    sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(name)
        .bind(text)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
