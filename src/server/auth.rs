//! Signing in: argon2 passwords, sessions known by a hash, a throttle on guesses.

pub mod middleware;
pub mod password;
pub mod session;
mod throttle;

pub use session::SessionUser;

use crate::api::AppError;
use crate::server::error::set_status;
use axum::http::request::Parts;
use leptos::prelude::use_context;

/// The signed-in user of the request being served. Every server function begins with it.
///
/// # Errors
/// [`AppError::SignedOut`] without a living session.
#[expect(clippy::unused_async, reason = "server functions await it; rights will be read from the database")]
pub async fn require_user() -> Result<SessionUser, AppError> {
    let user = use_context::<Parts>().and_then(|parts| parts.extensions.get::<SessionUser>().cloned());
    user.ok_or_else(|| {
        set_status(&AppError::SignedOut);
        AppError::SignedOut
    })
}
