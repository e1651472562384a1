//! Who is asking: looked up once per request, and a closed door for everybody else.

use super::session::{SessionUser, token, token_hash};
use crate::api::AppError;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::http::errors;
use crate::server::state::AppState;
use crate::server::store::sessions;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// A session's last use is written at most this often.
const TOUCH_EVERY_MS: i64 = 60_000;

/// Puts the [`SessionUser`] into the request; without one, only what must be open is served.
pub async fn guard(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    match user(&state, request.headers()).await {
        Ok(Some(user)) => {
            request.extensions_mut().insert(user);
        }
        // What is open stays open when the database does not answer: the health check above all.
        Ok(None) | Err(_) if is_open(request.uri().path()) => {}
        Ok(None) if request.uri().path().starts_with("/api/") => {
            return (StatusCode::UNAUTHORIZED, Json(AppError::SignedOut)).into_response();
        }
        Ok(None) => return (StatusCode::SEE_OTHER, [(LOCATION, "/login")]).into_response(),
        Err(error) => return errors::answer(request.uri().path(), error.into()),
    }
    next.run(request).await
}

/// Signing in, its looks, the health of the process, and what has a door of its own: nothing of a shop's.
fn is_open(path: &str) -> bool {
    matches!(path, "/login" | "/session" | "/healthz" | "/metrics" | "/favicon.svg") || path.starts_with("/pkg/")
}

async fn user(state: &AppState, headers: &HeaderMap) -> Result<Option<SessionUser>, ServerError> {
    let Some(token) = token(state, headers) else { return Ok(None) };
    let (hash, now) = (token_hash(&token), clock::now_ms());
    let found = {
        let mut conn = state.store.read().await?;
        sessions::living(&mut conn, &hash, now).await?
    };
    let Some(session) = found else { return Ok(None) };
    if now - session.last_seen_at > TOUCH_EVERY_MS {
        let mut tx = state.store.begin().await?;
        sessions::seen(&mut tx, &hash, now).await?;
        tx.commit().await?;
    }
    Ok(Some(SessionUser { id: session.user_id, name: session.name, role: session.role, token_hash: hash }))
}
