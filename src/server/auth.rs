//! Signing in: argon2 passwords, a second factor, PINs on shared tablets, sessions known by a hash, a throttle on guesses;
//! and what who is signed in may do.

pub mod address;
pub mod guesses;
pub mod invite;
pub mod middleware;
pub mod password;
pub mod rules;
pub mod session;
pub mod sign_in;
pub mod switch;
pub(in crate::server) mod throttle;
pub(in crate::server) mod totp;

pub use session::SessionUser;

use crate::api::AppError;
use crate::domain::role::{OpenedBy, Right};
use crate::server::error::set_status;
use axum::http::request::Parts;
use leptos::prelude::use_context;

/// The signed-in user of the request being served, who has to hold the right. Every server function begins with it.
///
/// # Errors
/// [`AppError::SignedOut`] without a living session, [`AppError::Forbidden`] without the right.
pub fn require(right: Right) -> Result<SessionUser, AppError> {
    let user = use_context::<Parts>().and_then(|parts| parts.extensions.get::<SessionUser>().cloned());
    let user = user.ok_or(AppError::SignedOut).and_then(|user| user.allowed(right));
    user.inspect_err(set_status)
}

/// As [`require`], for what a PIN does not open: an account's own password, PIN and second factor.
///
/// # Errors
/// [`AppError::NeedsPassword`] in a session that was opened by a PIN.
pub fn require_password(right: Right) -> Result<SessionUser, AppError> {
    let user = require(right)?;
    match user.opened_by {
        OpenedBy::Password => Ok(user),
        OpenedBy::Pin => Err(AppError::NeedsPassword).inspect_err(set_status),
    }
}
