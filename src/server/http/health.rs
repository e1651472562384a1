//! For those who watch the process.

use crate::domain::role::Right;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::acts;
use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use secrecy::ExposeSecret;
use std::net::SocketAddr;
use subtle::ConstantTimeEq;

/// `GET /healthz`: 200 when the database answers.
pub async fn healthz(State(state): State<AppState>) -> StatusCode {
    if state.store.is_alive().await { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

/// `GET /metrics`: Prometheus text. For a person who may change the settings, for whoever has `DESK_METRICS_TOKEN`, and for this
/// machine itself.
pub async fn metrics(
    State(state): State<AppState>,
    ConnectInfo(caller): ConnectInfo<SocketAddr>,
    user: Option<Extension<SessionUser>>,
    headers: HeaderMap,
) -> Response {
    let may_see = user.is_some_and(|Extension(user)| user.role.may(Right::Set) && !user.must_enrol);
    if !may_see && !is_watcher(&state, caller, &headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match text(&state).await {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// With a token set, who has it; else a caller on this machine that no proxy passed on.
fn is_watcher(state: &AppState, caller: SocketAddr, headers: &HeaderMap) -> bool {
    if let Some(token) = &state.config.metrics_token {
        let given = headers.get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
        return given.is_some_and(|given| given.ct_eq(token.expose_secret().as_bytes()).into());
    }
    let passed_on = ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name));
    caller.ip().to_canonical().is_loopback() && !passed_on
}

async fn text(state: &AppState) -> Result<String, ServerError> {
    let open = {
        let mut conn = state.store.read().await?;
        acts::open(&mut conn).await?
    };
    state.metrics.text(&open).map_err(|error| ServerError::Internal(error.to_string()))
}
