//! Opening and ending sessions: the forms on the login page and in the header.

use super::password;
use super::throttle::Throttle;
use crate::api::AppError;
use crate::api::status::Me;
use crate::domain::role::{Right, Role};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::{sessions, users};
use axum::extract::State;
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionUser {
    /// The account's key.
    pub id: i64,
    /// The account's name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Which session, for what lives longer than a request.
    pub(super) token_hash: String,
}

impl SessionUser {
    /// The user, if the role holds the right.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when it does not.
    pub fn allowed(self, right: Right) -> Result<Self, AppError> {
        if self.role.may(right) { Ok(self) } else { Err(AppError::Forbidden) }
    }

    /// What the browser is told about who is signed in.
    pub fn me(&self) -> Me {
        Me { name: self.name.clone(), role: self.role }
    }

    /// Whether the session still lives. While the database does not answer, it is not taken for ended.
    pub async fn is_signed_in(&self, state: &AppState) -> bool {
        let Ok(mut conn) = state.store.read().await else { return true };
        sessions::living(&mut conn, &self.token_hash, clock::now_ms()).await.map_or(true, |user| user.is_some())
    }
}

/// The login form.
#[derive(Deserialize)]
pub struct Login {
    name: String,
    password: String,
}

/// Passwords checked at once: argon2 takes 19 MB and a core for each, and strangers may ask for as many as they like.
const PLACES: usize = 2;

/// Guesses so far, and the places at which passwords are checked.
#[derive(Clone, Debug)]
pub struct Guesses {
    throttle: Arc<Throttle>,
    places: Arc<Semaphore>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { throttle: Arc::default(), places: Arc::new(Semaphore::new(PLACES)) }
    }
}

/// `POST /session`: checks the password and opens a session.
pub async fn open(State(state): State<AppState>, Extension(guesses): Extension<Guesses>, Form(login): Form<Login>) -> Response {
    let account = login.name.trim().to_owned();
    // Taken before the throttle is asked: guesses made at the same moment do not slip by it.
    let _place = guesses.places.acquire().await;
    if let Some(wait) = guesses.throttle.wait(&account) {
        return see_other(&format!("/login?wait={}", wait.as_secs() + 1), None);
    }
    match sign_in(&state, &account, login.password).await {
        Ok(Some(token)) => {
            guesses.throttle.succeeded(&account);
            see_other("/", Some(&cookie(&state, &token, sessions::ABSOLUTE_MS / 1000)))
        }
        Ok(None) => {
            guesses.throttle.failed(&account);
            tracing::warn!("a sign-in was refused");
            see_other("/login?failed=1", None)
        }
        Err(error) => {
            tracing::error!(%error, "signing in failed");
            see_other("/login?trouble=1", None)
        }
    }
}

/// `POST /session/end`: ends the session.
pub async fn close(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Some(token) = token(&state, &headers)
        && let Err(error) = end(&state, &token).await
    {
        tracing::error!(%error, "signing out failed");
    }
    see_other("/login", Some(&cookie(&state, "", 0)))
}

async fn end(state: &AppState, token: &str) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    sessions::close(&mut tx, &token_hash(token)).await?;
    Ok(tx.commit().await?)
}

async fn sign_in(state: &AppState, account: &str, password: String) -> Result<Option<String>, ServerError> {
    let user = {
        let mut conn = state.store.read().await?;
        users::by_name(&mut conn, account).await?
    };
    let stored = user.as_ref().map(|user| user.password_hash.clone());
    let fits = tokio::task::spawn_blocking(move || password::fits(&password, stored.as_deref()))
        .await
        .map_err(|error| ServerError::Internal(error.to_string()))?;
    let Some(user) = user.filter(|_| fits) else { return Ok(None) };
    let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let mut tx = state.store.begin().await?;
    sessions::open(&mut tx, &token_hash(&token), user.id, clock::now_ms()).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// A stolen database must not let anybody in: it holds only this.
pub(super) fn token_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// The session's token in a request.
pub(super) fn token(state: &AppState, headers: &HeaderMap) -> Option<String> {
    let name = cookie_name(state);
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, token)| token.to_owned())
}

/// `__Host-` pins the cookie to https and to this host; browsers refuse it on plain http, where the desk runs on loopback.
fn cookie_name(state: &AppState) -> &'static str {
    if state.config.secure_cookies { "__Host-desk" } else { "desk" }
}

fn cookie(state: &AppState, token: &str, seconds: i64) -> String {
    let secure = if state.config.secure_cookies { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", cookie_name(state))
}

fn see_other(to: &str, cookie: Option<&str>) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    if let Some(value) = cookie.and_then(|cookie| cookie.parse().ok()) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
    response
}
