//! Signing in: argon2 passwords, sessions known by a hash, a throttle on guesses; and what who is signed in may do.

pub mod middleware;
pub mod password;
pub mod session;
mod throttle;

pub use session::SessionUser;

use crate::api::AppError;
use crate::domain::role::Right;
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
