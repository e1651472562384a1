//! One way for errors to the browser: [`ServerError`] becomes [`AppError`] here and nowhere else.

use super::secrets::SealError;
use super::store::StoreError;
use crate::api::AppError;
use crate::domain::id::InvalidId;
use crate::domain::preflight::Violation;
use crate::domain::table::Refusal;
use axum::http::StatusCode;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::borrow::Cow;
use std::time::Duration;

/// What can go wrong while serving a request.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored secret.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The order's state forbids it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What else is there, or was done meanwhile, forbids it; the sentence is for the screen.
    #[error("conflict: {0}")]
    Conflict(Cow<'static, str>),
    /// Entered values break rules.
    #[error("{} rules broken", .0.len())]
    Invalid(Vec<Violation>),
    /// A value that belongs to no field of an order; the sentence is for the screen.
    #[error("bad input: {0}")]
    BadInput(String),
    /// The thing asked for is not there; the sentence is for the screen.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// Too many wrong guesses.
    #[error("too many guesses: wait {0:?}")]
    Wait(Duration),
    /// Something this program takes for impossible.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<InvalidId> for ServerError {
    fn from(error: InvalidId) -> Self {
        Self::BadInput(error.to_string())
    }
}

impl From<sqlx::Error> for ServerError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<ServerError> for AppError {
    fn from(error: ServerError) -> Self {
        let told = match error {
            ServerError::Store(StoreError::Changed) => Self::Changed,
            ServerError::Store(StoreError::Database(ref cause)) if is_unavailable(cause) => Self::Unavailable { reference: log(&error) },
            ServerError::Store(_) | ServerError::Seal(_) | ServerError::Internal(_) => Self::Internal { reference: log(&error) },
            ServerError::Refused(refusal) => Self::Refused(refusal.to_string()),
            ServerError::Conflict(sentence) => Self::Refused(sentence.into_owned()),
            ServerError::Invalid(violations) => Self::Invalid(violations),
            ServerError::BadInput(sentence) => Self::BadInput(sentence),
            ServerError::Wait(wait) => Self::Wait { seconds: wait.as_secs() + 1 },
            ServerError::NotFound(what) => Self::NotFound(what.to_owned()),
        };
        set_status(&told);
        told
    }
}

/// Gives the answer being made the status of its error.
pub(crate) fn set_status(error: &AppError) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status(error));
    }
}

/// The HTTP status of an error.
pub fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::SignedOut => StatusCode::UNAUTHORIZED,
        AppError::Forbidden | AppError::NeedsPassword | AppError::EnrolFirst | AppError::Elsewhere { .. } => StatusCode::FORBIDDEN,
        AppError::Wait { .. } | AppError::TooMany => StatusCode::TOO_MANY_REQUESTS,
        AppError::NotFound(_) => StatusCode::NOT_FOUND,
        AppError::Refused(_) | AppError::Changed => StatusCode::CONFLICT,
        AppError::Invalid(_) | AppError::BadInput(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Internal { .. } | AppError::Transport => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn is_unavailable(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_))
}

fn log(error: &ServerError) -> String {
    reference_for(&error.to_string())
}

/// Writes the details to the log and returns the reference that finds them.
pub(in crate::server) fn reference_for(error: &str) -> String {
    let reference = format!("{:08x}", rand::random::<u32>());
    tracing::error!(reference, error, "request failed");
    reference
}
