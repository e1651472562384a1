//! People who may sign in.

use super::{StoreError, Transaction, sessions, take_numbers};
use crate::domain::role::Role;
use sqlx::AnyConnection;

/// One account with what it signs in by.
#[derive(Clone)]
pub struct User {
    /// Key.
    pub id: i64,
    /// Name, unique.
    pub name: String,
    /// argon2 in PHC form.
    pub password_hash: String,
    /// What the person may do.
    pub role: Role,
    /// May sign in.
    pub active: bool,
    /// The secret of the second factor, sealed.
    pub totp_sealed: Option<String>,
    /// The step whose code was used last: no code is good twice.
    pub totp_step: i64,
    /// argon2 of the PIN, in PHC form.
    pub pin_hash: Option<String>,
    /// When somebody was last there.
    pub last_seen_at: Option<i64>,
}

type Row = (i64, String, String, String, i64, Option<String>, i64, Option<String>, Option<i64>);

macro_rules! users {
    ($which:literal) => {
        concat!(
            "SELECT id, name, password_hash, role, active, NULLIF(totp_sealed, ''), totp_step, pin_hash, last_seen_at FROM users ",
            $which
        )
    };
}

impl TryFrom<Row> for User {
    type Error = StoreError;

    fn try_from((id, name, password_hash, role, active, totp_sealed, totp_step, pin_hash, last_seen_at): Row) -> Result<Self, StoreError> {
        let role = Role::from_code(&role).ok_or(StoreError::Corrupt("users.role"))?;
        Ok(Self { id, name, password_hash, role, active: active == 1, totp_sealed, totp_step, pin_hash, last_seen_at })
    }
}

/// The account with this name.
///
/// # Errors
/// When the database fails.
pub async fn by_name(conn: &mut AnyConnection, name: &str) -> Result<Option<User>, StoreError> {
    let row: Option<Row> = sqlx::query_as(users!("WHERE name = $1")).bind(name.to_owned()).fetch_optional(conn).await?;
    row.map(User::try_from).transpose()
}

/// The account with this key.
///
/// # Errors
/// When the database fails.
pub async fn by_id(conn: &mut AnyConnection, id: i64) -> Result<Option<User>, StoreError> {
    let row: Option<Row> = sqlx::query_as(users!("WHERE id = $1")).bind(id).fetch_optional(conn).await?;
    row.map(User::try_from).transpose()
}

/// Every account, by name.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<User>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(users!("ORDER BY name, id")).fetch_all(conn).await?;
    rows.into_iter().map(User::try_from).collect()
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

/// Whether somebody else than this account could still change the settings.
///
/// # Errors
/// When the database fails.
pub async fn has_other_manager(conn: &mut AnyConnection, id: i64) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users WHERE role = $2 AND active = 1 AND id <> $1")
        .bind(id)
        .bind(Role::Manager.code())
        .fetch_one(conn)
        .await?;
    Ok(count > 0)
}

/// Makes an account; returns its key.
///
/// # Errors
/// When the database fails, or the name is taken.
pub async fn create(tx: &mut Transaction, name: &str, password_hash: &str, role: Role, now: i64) -> Result<i64, StoreError> {
    let id = take_numbers(tx, "user", 1).await?;
    sqlx::query("INSERT INTO users (id, name, password_hash, role, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(name.to_owned())
        .bind(password_hash.to_owned())
        .bind(role.code())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(id)
}

/// Makes an account of 管理, or gives an existing one a new password and ends its sessions.
///
/// # Errors
/// When the database fails.
pub async fn set_password(tx: &mut Transaction, name: &str, password_hash: &str, now: i64) -> Result<(), StoreError> {
    let Some(user) = by_name(tx, name).await? else {
        create(tx, name, password_hash, Role::Manager, now).await?;
        return Ok(());
    };
    change_password(tx, user.id, password_hash).await?;
    sessions::end_all(tx, user.id, None).await
}

/// Gives an account another password.
///
/// # Errors
/// When the database fails.
pub async fn change_password(tx: &mut Transaction, id: i64, password_hash: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1").bind(id).bind(password_hash.to_owned()).execute(&mut **tx).await?;
    Ok(())
}

/// Gives an account another role.
///
/// # Errors
/// When the database fails.
pub async fn set_role(tx: &mut Transaction, id: i64, role: Role) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET role = $2 WHERE id = $1").bind(id).bind(role.code()).execute(&mut **tx).await?;
    Ok(())
}

/// Lets an account sign in, or not.
///
/// # Errors
/// When the database fails.
pub async fn set_active(tx: &mut Transaction, id: i64, active: bool) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET active = $2 WHERE id = $1").bind(id).bind(i64::from(active)).execute(&mut **tx).await?;
    Ok(())
}

/// Gives an account a second factor whose code of this step was just used, or takes it away.
///
/// # Errors
/// When the database fails.
pub async fn set_totp(tx: &mut Transaction, id: i64, sealed: Option<&str>, step: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET totp_sealed = $2, totp_step = $3 WHERE id = $1")
        .bind(id)
        .bind(sealed.map(ToOwned::to_owned))
        .bind(step)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes the step whose code was used.
///
/// # Errors
/// When the database fails.
pub async fn use_totp_step(tx: &mut Transaction, id: i64, step: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET totp_step = $2 WHERE id = $1").bind(id).bind(step).execute(&mut **tx).await?;
    Ok(())
}

/// Gives an account a PIN, or takes it away.
///
/// # Errors
/// When the database fails.
pub async fn set_pin(tx: &mut Transaction, id: i64, pin_hash: Option<&str>) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET pin_hash = $2 WHERE id = $1").bind(id).bind(pin_hash.map(ToOwned::to_owned)).execute(&mut **tx).await?;
    Ok(())
}

/// Notes that somebody was there.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Transaction, id: i64, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET last_seen_at = $2 WHERE id = $1").bind(id).bind(now).execute(&mut **tx).await?;
    Ok(())
}
