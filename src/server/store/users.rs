//! People who may sign in.

use super::{StoreError, Transaction, take_numbers};
use sqlx::AnyConnection;

/// One account.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct User {
    /// Key.
    pub id: i64,
    /// Name, unique.
    pub name: String,
    /// argon2 in PHC form.
    pub password_hash: String,
}

/// The account with this name.
///
/// # Errors
/// When the database fails.
pub async fn by_name(conn: &mut AnyConnection, name: &str) -> Result<Option<User>, StoreError> {
    Ok(sqlx::query_as("SELECT id, name, password_hash FROM users WHERE name = $1").bind(name.to_owned()).fetch_optional(conn).await?)
}

/// The names of all accounts.
///
/// # Errors
/// When the database fails.
pub async fn names(conn: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar("SELECT name FROM users ORDER BY name").fetch_all(conn).await?)
}

/// Whether anybody may sign in.
///
/// # Errors
/// When the database fails.
pub async fn exist(conn: &mut AnyConnection) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(conn).await?;
    Ok(count > 0)
}

/// Makes an account, or gives an existing one a new password and ends its sessions.
///
/// # Errors
/// When the database fails.
pub async fn set_password(tx: &mut Transaction, name: &str, password_hash: &str, now: i64) -> Result<(), StoreError> {
    if let Some(user) = by_name(tx, name).await? {
        sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1")
            .bind(user.id)
            .bind(password_hash.to_owned())
            .execute(&mut **tx)
            .await?;
        sqlx::query("DELETE FROM sessions WHERE user_id = $1").bind(user.id).execute(&mut **tx).await?;
        return Ok(());
    }
    let id = take_numbers(tx, "user", 1).await?;
    sqlx::query("INSERT INTO users (id, name, password_hash, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(name.to_owned())
        .bind(password_hash.to_owned())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
