//! Invitations that nobody has taken yet, known by the hash of their link's token alone.

use super::{StoreError, Transaction, take_numbers};
use crate::domain::role::Role;
use sqlx::AnyConnection;

/// One invitation.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Key.
    pub id: i64,
    /// The name of the account to be; empty: whoever takes it chooses.
    pub name: String,
    /// What the account will be allowed to do.
    pub role: Role,
    /// Who has invited.
    pub invited_by: String,
    /// When it ends.
    pub expires_at: i64,
}

type Row = (i64, String, String, String, i64);

impl TryFrom<Row> for Invitation {
    type Error = StoreError;

    fn try_from((id, name, role, invited_by, expires_at): Row) -> Result<Self, StoreError> {
        let role = Role::from_code(&role).ok_or(StoreError::Corrupt("invitations.role"))?;
        Ok(Self { id, name, role, invited_by, expires_at })
    }
}

/// An invitation to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewInvitation<'a> {
    /// The hash of the link's token.
    pub token_hash: &'a str,
    /// The name of the account to be; empty: whoever takes it chooses.
    pub name: &'a str,
    /// What the account will be allowed to do.
    pub role: Role,
    /// Who invites.
    pub invited_by: &'a str,
    /// When it ends.
    pub expires_at: i64,
}

/// Makes an invitation, and sweeps out those that have expired.
///
/// # Errors
/// When the database fails.
pub async fn create(tx: &mut Transaction, invitation: NewInvitation<'_>, now: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM invitations WHERE expires_at < $1").bind(now).execute(&mut **tx).await?;
    let id = take_numbers(tx, "invitation", 1).await?;
    sqlx::query(
        "INSERT INTO invitations (id, token_hash, name, role, invited_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(invitation.token_hash.to_owned())
    .bind(invitation.name.to_owned())
    .bind(invitation.role.code())
    .bind(invitation.invited_by.to_owned())
    .bind(now)
    .bind(invitation.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The open invitations, the one that ends first at the top.
///
/// # Errors
/// When the database fails.
pub async fn open(conn: &mut AnyConnection, now: i64) -> Result<Vec<Invitation>, StoreError> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT id, name, role, invited_by, expires_at FROM invitations WHERE expires_at >= $1 ORDER BY expires_at, id")
            .bind(now)
            .fetch_all(conn)
            .await?;
    rows.into_iter().map(Invitation::try_from).collect()
}

/// The open invitation with this token.
///
/// # Errors
/// When the database fails.
pub async fn by_token(conn: &mut AnyConnection, token_hash: &str, now: i64) -> Result<Option<Invitation>, StoreError> {
    let row: Option<Row> =
        sqlx::query_as("SELECT id, name, role, invited_by, expires_at FROM invitations WHERE token_hash = $1 AND expires_at >= $2")
            .bind(token_hash.to_owned())
            .bind(now)
            .fetch_optional(conn)
            .await?;
    row.map(Invitation::try_from).transpose()
}

/// Takes an invitation away; returns whether it was there.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut Transaction, id: i64) -> Result<bool, StoreError> {
    Ok(sqlx::query("DELETE FROM invitations WHERE id = $1").bind(id).execute(&mut **tx).await?.rows_affected() > 0)
}
