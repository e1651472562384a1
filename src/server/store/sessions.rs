//! Sessions, known by the hash of their token alone.

use super::{StoreError, Transaction, sign_ins, users};
use crate::domain::role::{OpenedBy, Role};
use sqlx::AnyConnection;

/// A session ends this long after it was last used.
pub const IDLE_MS: i64 = 12 * 60 * 60 * 1000;
/// A session ends this long after sign-in, however busy.
pub const ABSOLUTE_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// A session to be opened.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// The hash of its token.
    pub token_hash: &'a str,
    /// Whose it is.
    pub user_id: i64,
    /// How it was opened.
    pub opened_by: OpenedBy,
    /// The shared tablet it is on.
    pub device: Option<&'a str>,
    /// When somebody signed in by a password on this device.
    pub created_at: i64,
}

/// Opens a session, and sweeps out those that have ended.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Transaction, session: NewSession<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE last_seen_at < $1 OR created_at < $2")
        .bind(now - IDLE_MS)
        .bind(now - ABSOLUTE_MS)
        .execute(&mut **tx)
        .await?;
    sqlx::query("INSERT INTO sessions (token_hash, user_id, opened_by, device, created_at, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(session.token_hash.to_owned())
        .bind(session.user_id)
        .bind(session.opened_by.code())
        .bind(session.device.map(ToOwned::to_owned))
        .bind(session.created_at)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    users::seen(tx, session.user_id, now).await
}

/// A living session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose it is.
    pub user_id: i64,
    /// The account's name.
    pub name: String,
    /// What the account may do now.
    pub role: Role,
    /// The account has a second factor.
    pub has_totp: bool,
    /// How it was opened.
    pub opened_by: OpenedBy,
    /// The shared tablet it is on.
    pub device: Option<String>,
    /// When it was opened, or when the one was from which people switched to it.
    pub created_at: i64,
    /// When it was last used.
    pub last_seen_at: i64,
}

/// The living session with this token, of an account that may still sign in.
///
/// # Errors
/// When the database fails.
pub async fn living(conn: &mut AnyConnection, token_hash: &str, now: i64) -> Result<Option<Session>, StoreError> {
    type Row = (i64, String, String, Option<String>, String, Option<String>, i64, i64);
    let row: Option<Row> = sqlx::query_as(
        "SELECT users.id, users.name, users.role, NULLIF(users.totp_sealed, ''), opened_by, device, sessions.created_at, sessions.last_seen_at \
         FROM sessions JOIN users ON users.id = sessions.user_id \
         WHERE token_hash = $1 AND sessions.last_seen_at >= $2 AND sessions.created_at >= $3 AND active = 1",
    )
    .bind(token_hash.to_owned())
    .bind(now - IDLE_MS)
    .bind(now - ABSOLUTE_MS)
    .fetch_optional(conn)
    .await?;
    row.map(|(user_id, name, role, totp, opened_by, device, created_at, last_seen_at)| {
        let role = Role::from_code(&role).ok_or(StoreError::Corrupt("users.role"))?;
        let opened_by = OpenedBy::from_code(&opened_by).ok_or(StoreError::Corrupt("sessions.opened_by"))?;
        Ok(Session { user_id, name, role, has_totp: totp.is_some(), opened_by, device, created_at, last_seen_at })
    })
    .transpose()
}

/// Notes that a session was used.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Transaction, token_hash: &str, user_id: i64, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1")
        .bind(token_hash.to_owned())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    users::seen(tx, user_id, now).await
}

/// Says which shared tablet a session is on, or that it is on none.
///
/// # Errors
/// When the database fails.
pub async fn set_device(tx: &mut Transaction, token_hash: &str, device: Option<&str>) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET device = $2 WHERE token_hash = $1")
        .bind(token_hash.to_owned())
        .bind(device.map(ToOwned::to_owned))
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

/// Ends the sessions of an account, those that wait for their code too; `but` this one goes on.
///
/// # Errors
/// When the database fails.
pub async fn end_all(tx: &mut Transaction, user_id: i64, but: Option<&str>) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2")
        .bind(user_id)
        .bind(but.unwrap_or_default().to_owned())
        .execute(&mut **tx)
        .await?;
    sign_ins::end_all(tx, user_id).await
}

/// Ends the sessions of an account that were opened by its PIN.
///
/// # Errors
/// When the database fails.
pub async fn end_by_pin(tx: &mut Transaction, user_id: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND opened_by = $2")
        .bind(user_id)
        .bind(OpenedBy::Pin.code())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
