//! Sessions: who they are of, their cookie, and their end.

use super::rules::SignInRules;
use crate::api::AppError;
use crate::api::status::Me;
use crate::domain::audit::AuditKind;
use crate::domain::role::{OpenedBy, Right, Role};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::http::cookie;
use crate::server::state::AppState;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::sessions::{self, NewSession, Session};
use crate::server::store::{StoreError, Transaction};
use axum::Extension;
use axum::extract::State;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionUser {
    /// The account's key.
    pub id: i64,
    /// The account's name.
    pub name: String,
    /// What the person may do in this session.
    pub role: Role,
    /// Where the request came from.
    pub address: IpAddr,
    /// How the session was opened.
    pub opened_by: OpenedBy,
    /// The shared tablet it is on.
    pub device: Option<String>,
    /// 管理 without the second factor that the rules ask for.
    pub must_enrol: bool,
    /// Which session, for what lives longer than a request.
    pub(in crate::server) token_hash: String,
}

impl SessionUser {
    /// Whose session this is, and what it opens.
    pub(super) fn of(session: Session, rules: &SignInRules, address: IpAddr, token_hash: String) -> Self {
        let role = session.opened_by.limits(session.role);
        Self {
            id: session.user_id,
            name: session.name,
            role,
            address,
            opened_by: session.opened_by,
            device: session.device,
            must_enrol: rules.managers_need_code && role == Role::Manager && !session.has_totp,
            token_hash,
        }
    }

    /// The user, if the role holds the right.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when it does not.
    pub fn allowed(self, right: Right) -> Result<Self, AppError> {
        if self.role.may(right) { Ok(self) } else { Err(AppError::Forbidden) }
    }

    /// What the browser is told about who is signed in.
    pub fn me(&self) -> Me {
        Me { name: self.name.clone(), role: self.role, shared: self.device.is_some() }
    }

    /// Whether the session still lives, and may still see orders from where it is. While the database does not answer, it is
    /// not taken for ended.
    pub async fn is_signed_in(&self, state: &AppState) -> bool {
        let looked_up = async {
            let mut conn = state.store.read().await?;
            let rules = SignInRules::load(&mut conn).await?;
            let Some(session) = sessions::living(&mut conn, &self.token_hash, clock::now_ms()).await? else { return Ok(false) };
            let now = Self::of(session, &rules, self.address, self.token_hash.clone());
            Ok::<_, StoreError>(rules.let_in(self.address) && !now.must_enrol)
        };
        looked_up.await.unwrap_or(true)
    }

    /// For the history of operations.
    pub fn by(&self) -> By<'_> {
        By { who: &self.name, address: Some(self.address) }
    }

    /// Adds a line to the history of operations, in this person's name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note(&self, tx: &mut Transaction, kind: AuditKind, what: &str) -> Result<(), StoreError> {
        audit::append(tx, Entry { by: self.by(), kind, what, shop_id: None }).await
    }

    /// As [`SessionUser::note`], about something of a shop.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_of_shop(&self, tx: &mut Transaction, kind: AuditKind, what: &str, shop_id: i64) -> Result<(), StoreError> {
        audit::append(tx, Entry { by: self.by(), kind, what, shop_id: Some(shop_id) }).await
    }
}

/// Adds a line about an account to the history of operations.
pub(super) async fn note(tx: &mut Transaction, who: &str, kind: AuditKind, what: &str, address: IpAddr) -> Result<(), StoreError> {
    audit::append(tx, Entry { by: By { who, address: Some(address) }, kind, what, shop_id: None }).await
}

/// `POST /session/end`: ends the session.
pub async fn close(State(state): State<AppState>, user: Option<Extension<SessionUser>>) -> Response {
    if let Some(Extension(user)) = user
        && let Err(error) = end(&state, &user).await
    {
        tracing::error!(%error, "signing out failed");
    }
    see_other("/login", &[Kind::Session.cookie(&state, "", 0)])
}

async fn end(state: &AppState, user: &SessionUser) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    sessions::close(&mut tx, &user.token_hash).await?;
    user.note(&mut tx, AuditKind::SignIn, "ログアウト").await?;
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}

/// Opens a session; returns its token.
pub(super) async fn open(
    tx: &mut Transaction,
    user_id: i64,
    opened_by: OpenedBy,
    device: Option<&str>,
    since: i64,
) -> Result<String, StoreError> {
    let token = new_token();
    let session = NewSession { token_hash: &token_hash(&token), user_id, opened_by, device, created_at: since };
    sessions::open(tx, session, clock::now_ms()).await?;
    Ok(token)
}

/// A token nobody can guess.
pub(in crate::server) fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// A stolen database must not let anybody in: it holds only this.
pub(in crate::server) fn token_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// What a cookie stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A session.
    Session,
    /// A sign-in that waits for its code.
    SignIn,
}

impl Kind {
    /// `__Host-` pins the cookie to https and to this host; browsers refuse it on plain http, where the desk runs on loopback.
    fn name(self, state: &AppState) -> &'static str {
        match (self, state.config.secure_cookies) {
            (Self::Session, true) => "__Host-desk",
            (Self::Session, false) => "desk",
            (Self::SignIn, true) => "__Host-desk-code",
            (Self::SignIn, false) => "desk-code",
        }
    }

    /// The token in a request.
    pub(super) fn token(self, state: &AppState, headers: &HeaderMap) -> Option<String> {
        cookie(headers, self.name(state)).map(str::to_owned)
    }

    /// The header's value that sets it; no seconds take it away.
    pub(super) fn cookie(self, state: &AppState, token: &str, seconds: i64) -> String {
        let secure = if state.config.secure_cookies { "; Secure" } else { "" };
        format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", self.name(state))
    }
}

/// The way into the desk, with the cookie of a session that was opened.
pub(super) fn welcome(state: &AppState, token: &str) -> Response {
    let session = Kind::Session.cookie(state, token, sessions::ABSOLUTE_MS / 1000);
    see_other("/", &[session])
}

/// Leads to another page, with cookies set.
pub(super) fn see_other(to: &str, cookies: &[String]) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    for value in cookies.iter().filter_map(|cookie| cookie.parse().ok()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}
