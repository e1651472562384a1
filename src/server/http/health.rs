//! For those who watch the process.

use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::acts;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;

/// `GET /healthz`: 200 when the database answers.
pub async fn healthz(State(state): State<AppState>) -> StatusCode {
    if state.store.is_alive().await { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

/// `GET /metrics`: acts by kind and state, as Prometheus text.
pub async fn metrics(State(state): State<AppState>) -> Response {
    match text(&state).await {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn text(state: &AppState) -> Result<String, ServerError> {
    let mut conn = state.store.read().await?;
    let mut text = String::from("# HELP desk_acts Acts in the ledger.\n# TYPE desk_acts gauge\n");
    for (kind, act_state, count) in acts::counts(&mut conn).await? {
        let _ = writeln!(text, "desk_acts{{kind=\"{}\",state=\"{}\"}} {count}", kind.code(), act_state.code());
    }
    Ok(text)
}
