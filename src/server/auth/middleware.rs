//! Who is asking, and from where: looked up once per request, and a closed door for everybody else.

use super::address;
use super::rules::SignInRules;
use super::session::{Kind, SessionUser, token_hash};
use crate::api::AppError;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::http::errors;
use crate::server::state::AppState;
use crate::server::store::{StoreError, sessions};
use axum::extract::{Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use tokio::sync::Semaphore;

/// A session's last use is written at most this often.
const TOUCH_EVERY_MS: i64 = 60_000;

/// Where the request being served came from.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// Who asks.
enum Caller {
    /// Somebody with a living session.
    User(Box<SessionUser>),
    /// Somebody without.
    Stranger,
    /// Somebody at an address that may not use the desk.
    Elsewhere,
}

/// Puts the [`ClientAddress`] and the [`SessionUser`] into the request; without the latter, only what must be open is served.
pub async fn guard(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let address = address::of(&request, &state.config.trusted_proxies);
    request.extensions_mut().insert(ClientAddress(address));
    let path = request.uri().path();
    // Whoever watches the process is not asked where: the answer is a number.
    if path == "/healthz" {
        return next.run(request).await;
    }
    match caller(&state, request.headers(), address).await {
        Ok(Caller::Elsewhere) => return errors::answer(path, AppError::Elsewhere { address: address.to_string() }),
        Ok(Caller::User(user)) if user.must_enrol && !leads_to_enrolment(path) => return enrol_first(path),
        Ok(Caller::User(user)) => {
            request.extensions_mut().insert(*user);
        }
        Ok(Caller::Stranger) | Err(_) if is_asset(path) => {}
        // What is open stays open when the database does not answer.
        Ok(Caller::Stranger) | Err(_) if is_open(path) => {
            if let Err(wait) = state.guesses.visit(address) {
                return errors::answer(path, AppError::Wait { seconds: wait.as_secs() + 1 });
            }
        }
        Ok(Caller::Stranger) if path.starts_with("/api/") => return errors::answer(path, AppError::SignedOut),
        Ok(Caller::Stranger) => return (StatusCode::SEE_OTHER, [(LOCATION, "/login")]).into_response(),
        Err(error) => return errors::answer(path, error.into()),
    }
    next.run(request).await
}

/// 管理 without the second factor that the rules ask for is led to where it is set up.
fn enrol_first(path: &str) -> Response {
    if path.starts_with("/api/") {
        return errors::answer(path, AppError::EnrolFirst);
    }
    (StatusCode::SEE_OTHER, [(LOCATION, "/account")]).into_response()
}

fn leads_to_enrolment(path: &str) -> bool {
    let steps = ["/account", "/api/account", "/api/begin_totp", "/api/confirm_totp", "/session/end"];
    steps.contains(&path) || is_asset(path)
}

/// Looks and scripts, and what has a door of its own: nothing of a shop's.
fn is_asset(path: &str) -> bool {
    matches!(path, "/metrics" | "/favicon.svg") || path.starts_with("/pkg/")
}

/// Signing in, and taking an invitation.
fn is_open(path: &str) -> bool {
    matches!(path, "/login" | "/login/code" | "/invite" | "/session" | "/session/code" | "/session/invite")
}

async fn caller(state: &AppState, headers: &HeaderMap, address: IpAddr) -> Result<Caller, ServerError> {
    let (token, now) = (Kind::Session.token(state, headers), clock::now_ms());
    let mut conn = state.store.read().await?;
    let rules = SignInRules::load(&mut conn).await?;
    if !rules.let_in(address) {
        return Ok(Caller::Elsewhere);
    }
    let Some(hash) = token.map(|token| token_hash(&token)) else { return Ok(Caller::Stranger) };
    let Some(session) = sessions::living(&mut conn, &hash, now).await? else { return Ok(Caller::Stranger) };
    drop(conn);
    if now - session.last_seen_at > TOUCH_EVERY_MS {
        touch(state, hash.clone(), session.user_id, now);
    }
    Ok(Caller::User(Box::new(SessionUser::of(session, &rules, address, hash))))
}

/// One at a time: while somebody else writes, the others are written down with their next request.
static TOUCHING: Semaphore = Semaphore::const_new(1);

/// Writes down that a session was used. Nobody waits for it: a long import would keep everybody from looking.
fn touch(state: &AppState, hash: String, user_id: i64, now: i64) {
    let Ok(permit) = TOUCHING.try_acquire() else { return };
    let store = state.store.clone();
    tokio::spawn(async move {
        let written = async {
            let mut tx = store.begin().await?;
            sessions::seen(&mut tx, &hash, user_id, now).await?;
            Ok::<_, StoreError>(tx.commit().await?)
        };
        if let Err(error) = written.await {
            tracing::warn!(%error, "the use of a session could not be written down");
        }
        drop(permit);
    });
}
