//! 利用者: who may use the desk, from where, and how they sign in.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::role::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Key.
    pub id: i64,
    /// Name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// May sign in.
    pub active: bool,
    /// Has a second factor.
    pub has_totp: bool,
    /// Has a PIN.
    pub has_pin: bool,
    /// When the person was last there, in Japan; empty: never.
    pub last_seen: String,
}

/// One open invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvitation {
    /// Key.
    pub id: i64,
    /// The name of the account to be; empty: to be chosen.
    pub name: String,
    /// What the account will be allowed to do.
    pub role: Role,
    /// Who has invited.
    pub invited_by: String,
    /// When it ends, in Japan.
    pub expires_at: String,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Who is signed in.
    pub me: Me,
    /// The header's figures.
    pub status: Status,
    /// The account of who asks: it is changed elsewhere.
    pub my_id: i64,
    /// Every account.
    pub people: Vec<Person>,
    /// The invitations that nobody has taken.
    pub invitations: Vec<OpenInvitation>,
    /// 管理 takes a second factor.
    pub managers_need_code: bool,
    /// The addresses that may use the desk, one a line; empty: all.
    pub allowed_addresses: String,
    /// Where this request came from.
    pub your_address: String,
}

/// Everybody who may sign in, and the rules.
///
/// # Errors
/// When the caller may not set, or the database is not there.
#[server(prefix = "/api", endpoint = "people", input = server_fn::codec::Json)]
pub async fn load_people() -> Result<People, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, people, state};
    let user = auth::require(Right::Set)?;
    Ok(people::load(&state::current(), &user).await?)
}

/// Invites somebody; returns the path of the link, which is shown this once.
///
/// # Errors
/// When the name is taken or too long, or the days are too many.
#[server(prefix = "/api", endpoint = "invite", input = server_fn::codec::Json)]
pub async fn invite(name: String, role: Role, days: i64) -> Result<String, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, people, state};
    let user = auth::require(Right::Set)?;
    Ok(people::invitations::invite(&state::current(), &user, &name, role, days).await?)
}

/// Takes an invitation back.
///
/// # Errors
/// When it is not open any more.
#[server(prefix = "/api", endpoint = "revoke_invitation", input = server_fn::codec::Json)]
pub async fn revoke_invitation(id: i64) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, people, state};
    let user = auth::require(Right::Set)?;
    Ok(people::invitations::revoke(&state::current(), &user, id).await?)
}

/// Gives somebody another role.
///
/// # Errors
/// When it is the caller, or the last active 管理.
#[server(prefix = "/api", endpoint = "set_role", input = server_fn::codec::Json)]
pub async fn set_role(person_id: i64, role: Role) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, people, state};
    let user = auth::require(Right::Set)?;
    Ok(people::set_role(&state::current(), &user, person_id, role).await?)
}

/// Lets somebody sign in, or not; then sessions and streams end at once.
///
/// # Errors
/// As [`set_role`].
#[server(prefix = "/api", endpoint = "set_active", input = server_fn::codec::Json)]
pub async fn set_active(person_id: i64, active: bool) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, people, state};
    let user = auth::require(Right::Set)?;
    Ok(people::set_active(&state::current(), &user, person_id, active).await?)
}

/// Ends every session of somebody.
///
/// # Errors
/// When it is the caller, or nobody.
#[server(prefix = "/api", endpoint = "end_sessions", input = server_fn::codec::Json)]
pub async fn end_sessions(person_id: i64) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, people, state};
    let user = auth::require(Right::Set)?;
    Ok(people::end_sessions(&state::current(), &user, person_id).await?)
}

/// Takes somebody's second factor away, for who has lost the phone.
///
/// # Errors
/// When it is the caller, or there is none.
#[server(prefix = "/api", endpoint = "reset_totp", input = server_fn::codec::Json)]
pub async fn reset_totp(person_id: i64) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, people, state};
    let user = auth::require(Right::Set)?;
    Ok(people::reset_totp(&state::current(), &user, person_id).await?)
}

/// Saves the rules of signing in.
///
/// # Errors
/// When an address cannot be read, or the caller would be locked out.
#[server(prefix = "/api", endpoint = "save_sign_in_rules", input = server_fn::codec::Json)]
pub async fn save_sign_in_rules(managers_need_code: bool, allowed_addresses: String) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, people, state};
    let user = auth::require(Right::Set)?;
    Ok(people::rules::save(&state::current(), &user, managers_need_code, &allowed_addresses).await?)
}
