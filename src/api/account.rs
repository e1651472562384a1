//! アカウント: what everybody sets for themselves.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::role::OpenedBy;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Who is signed in.
    pub me: Me,
    /// The header's figures; empty as long as nothing but the enrolment is open.
    pub status: Status,
    /// How the session was opened: a PIN changes nothing here.
    pub opened_by: OpenedBy,
    /// There is a second factor.
    pub has_totp: bool,
    /// The desk asks for one, and nothing else is open before it is there.
    pub must_enrol: bool,
    /// There is a PIN.
    pub has_pin: bool,
}

/// A picture of black squares on white: the dark ones as a path in units of one square.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Squares on a side.
    pub width: usize,
    /// For an SVG's `d`.
    pub path: String,
}

/// A second factor that is offered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// For typing into the app by hand.
    pub secret: String,
    /// For the app's camera.
    pub picture: Picture,
    /// Goes back to the server with the first code: the secret, sealed.
    pub offer: String,
}

/// Somebody who may take over on a shared tablet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// The account's key.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// The page of who is signed in.
///
/// # Errors
/// When the caller is not signed in or the database is not there.
#[server(prefix = "/api", endpoint = "account", input = server_fn::codec::Json)]
pub async fn load_account() -> Result<Account, AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require(Right::See)?;
    Ok(account::load(&state::current(), &user).await?)
}

/// Takes a new password; all other sessions of the account end.
///
/// # Errors
/// When the old password is wrong or the new one too short; after too many guesses, how long to wait.
#[server(prefix = "/api", endpoint = "change_password", input = server_fn::codec::Json)]
pub async fn change_password(current: String, new: String) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require_password(Right::See)?;
    Ok(account::change_password(&state::current(), &user, current, new).await?)
}

/// Ends every session of the account, this one too.
///
/// # Errors
/// When the caller is not signed in or the database is not there.
#[server(prefix = "/api", endpoint = "sign_out_everywhere", input = server_fn::codec::Json)]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require(Right::See)?;
    Ok(account::sign_out_everywhere(&state::current(), &user).await?)
}

/// Offers a second factor.
///
/// # Errors
/// When there is one already.
#[server(prefix = "/api", endpoint = "begin_totp", input = server_fn::codec::Json)]
pub async fn begin_totp() -> Result<Enrolment, AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require_password(Right::See)?;
    Ok(account::second_factor::begin(&state::current(), &user).await?)
}

/// Makes the offered second factor the account's, by its first code.
///
/// # Errors
/// When the code is not the offer's.
#[server(prefix = "/api", endpoint = "confirm_totp", input = server_fn::codec::Json)]
pub async fn confirm_totp(offer: String, code: String) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require_password(Right::See)?;
    Ok(account::second_factor::confirm(&state::current(), &user, &offer, &code).await?)
}

/// Takes the second factor away.
///
/// # Errors
/// When the password is wrong, or the desk asks for a second factor.
#[server(prefix = "/api", endpoint = "remove_totp", input = server_fn::codec::Json)]
pub async fn remove_totp(password: String) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require_password(Right::See)?;
    Ok(account::second_factor::remove(&state::current(), &user, password).await?)
}

/// Takes a new PIN; an empty one takes it away. Sessions that it opened end.
///
/// # Errors
/// When it is no PIN.
#[server(prefix = "/api", endpoint = "set_pin", input = server_fn::codec::Json)]
pub async fn set_pin(pin: String) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require_password(Right::See)?;
    Ok(account::set_pin(&state::current(), &user, &pin).await?)
}

/// Says whether this device is one that people share.
///
/// # Errors
/// When the caller is not signed in by a password.
#[server(prefix = "/api", endpoint = "share_device", input = server_fn::codec::Json)]
pub async fn share_device(shared: bool) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require_password(Right::See)?;
    Ok(account::share_device(&state::current(), &user, shared).await?)
}

/// Who may take over on this shared tablet.
///
/// # Errors
/// When the device is not shared.
#[server(prefix = "/api", endpoint = "colleagues", input = server_fn::codec::Json)]
pub async fn load_colleagues() -> Result<Vec<Colleague>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{account, auth, state};
    let user = auth::require(Right::See)?;
    Ok(account::colleagues(&state::current(), &user).await?)
}
