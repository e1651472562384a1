//! Signing in: the password, and the code where there is a second factor.

use super::middleware::ClientAddress;
use super::session::{self, Kind, SessionUser, note, see_other, welcome};
use super::throttle::Guess;
use super::totp::TotpSecret;
use crate::domain::audit::AuditKind;
use crate::domain::role::OpenedBy;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::secrets::SealedColumn;
use crate::server::state::AppState;
use crate::server::store::users::User;
use crate::server::store::{Transaction, sessions, sign_ins, users};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Form};
use serde::Deserialize;
use std::net::IpAddr;
use std::time::Duration;

/// Stands in the history for a name that is no account's: it may be a password that went into the wrong field.
const NOBODY: &str = "（登録のない利用者名）";

/// The login form.
#[derive(Deserialize)]
pub struct Login {
    name: String,
    password: String,
}

/// How a sign-in came out.
enum Outcome {
    /// A session: its token.
    Open(String),
    /// A code is asked for: the token of this sign-in.
    Code(String),
    /// Wrong.
    Refused,
    /// Right, and the account may not sign in any more.
    Stopped,
    /// Too late for a code: from the beginning.
    Late,
    /// Too many guesses.
    Wait(Duration),
}

impl Outcome {
    /// Where it leads from a page of signing in.
    fn answer(self, state: &AppState, page: &str) -> Response {
        match self {
            Self::Open(token) => welcome(state, &token),
            Self::Code(token) => see_other("/login/code", &[Kind::SignIn.cookie(state, &token, sign_ins::LIVES_MS / 1000)]),
            Self::Refused => see_other(&format!("{page}?failed=1"), &[]),
            Self::Stopped => see_other("/login?stopped=1", &[]),
            Self::Late => see_other("/login?late=1", &[]),
            Self::Wait(wait) => see_other(&format!("{page}?wait={}", wait.as_secs() + 1), &[]),
        }
    }
}

fn answer(state: &AppState, page: &str, outcome: Result<Outcome, ServerError>) -> Response {
    outcome.map_or_else(
        |error| {
            tracing::error!(%error, "signing in failed");
            see_other("/login?trouble=1", &[])
        },
        |outcome| outcome.answer(state, page),
    )
}

/// `POST /session`: checks the password, and opens a session or asks for the code.
pub async fn open(
    State(state): State<AppState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    user: Option<Extension<SessionUser>>,
    Form(login): Form<Login>,
) -> Response {
    let outcome = check_password(&state, login, address, user.as_ref().map(|Extension(user)| user)).await;
    answer(&state, "/login", outcome)
}

async fn check_password(state: &AppState, login: Login, address: IpAddr, now_here: Option<&SessionUser>) -> Result<Outcome, ServerError> {
    let account = login.name.trim();
    let guesses = vec![Guess::account(account), Guess::at(address)];
    let place = match state.guesses.place(guesses).await {
        Ok(place) => place,
        Err(wait) => return Ok(Outcome::Wait(wait)),
    };
    let user = {
        let mut conn = state.store.read().await?;
        users::by_name(&mut conn, account).await?
    };
    let fits = place.fits(login.password, user.as_ref().map(|user| user.password_hash.clone())).await?;
    drop(place);
    let mut tx = state.store.begin().await?;
    // Read again under the write lock: what was changed meanwhile counts.
    let user = match user {
        Some(seen) if fits => users::by_id(&mut tx, seen.id).await?.filter(|user| user.password_hash == seen.password_hash),
        seen => {
            tracing::warn!("a sign-in was refused");
            let who = seen.as_ref().map_or(NOBODY, |user| user.name.as_str());
            note(&mut tx, who, AuditKind::SignInRefused, "パスワードが違います", address).await?;
            None
        }
    };
    let outcome = match user {
        None => Outcome::Refused,
        Some(user) if !user.active => {
            note(&mut tx, &user.name, AuditKind::SignInRefused, "停止中の利用者です", address).await?;
            Outcome::Stopped
        }
        Some(user) if user.totp_sealed.is_some() => {
            let token = session::new_token();
            sign_ins::begin(&mut tx, &session::token_hash(&token), user.id, clock::now_ms()).await?;
            Outcome::Code(token)
        }
        Some(user) => Outcome::Open(begin(&mut tx, &user, "パスワードでログイン", address, now_here).await?),
    };
    state.store.commit(tx).await?;
    // On a shared tablet the session of whoever was there has ended.
    state.hub.sessions_ended();
    Ok(outcome)
}

/// The form of the code.
#[derive(Deserialize)]
pub struct Code {
    code: String,
}

/// `POST /session/code`: checks the code and opens the session.
pub async fn code(
    State(state): State<AppState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    user: Option<Extension<SessionUser>>,
    headers: HeaderMap,
    Form(typed): Form<Code>,
) -> Response {
    let token = Kind::SignIn.token(&state, &headers).unwrap_or_default();
    let outcome = check_code(&state, &token, &typed.code, address, user.as_ref().map(|Extension(user)| user)).await;
    answer(&state, "/login/code", outcome)
}

async fn check_code(
    state: &AppState,
    token: &str,
    code: &str,
    address: IpAddr,
    now_here: Option<&SessionUser>,
) -> Result<Outcome, ServerError> {
    let (hash, now) = (session::token_hash(token), clock::now_ms());
    let waiting = {
        let mut conn = state.store.read().await?;
        sign_ins::waiting(&mut conn, &hash, now).await?
    };
    let Some(user_id) = waiting else { return Ok(Outcome::Late) };
    let place = match state.guesses.place(vec![Guess::Code(user_id), Guess::at(address)]).await {
        Ok(place) => place,
        Err(wait) => return Ok(Outcome::Wait(wait)),
    };
    let mut tx = state.store.begin().await?;
    // Under the write lock: of two requests with the same code only one finds it unused.
    let waiting = sign_ins::waiting(&mut tx, &hash, now).await?.is_some();
    let Some(user) = users::by_id(&mut tx, user_id).await?.filter(|user| waiting && user.active) else { return Ok(Outcome::Late) };
    let step = unused_step(state, &user, code, now)?;
    place.was(step.is_some());
    let outcome = if let Some(step) = step {
        users::use_totp_step(&mut tx, user.id, step).await?;
        sign_ins::end(&mut tx, &hash).await?;
        Outcome::Open(begin(&mut tx, &user, "パスワードと認証コードでログイン", address, now_here).await?)
    } else {
        note(&mut tx, &user.name, AuditKind::SignInRefused, "認証コードが違います", address).await?;
        Outcome::Refused
    };
    state.store.commit(tx).await?;
    // On a shared tablet the session of whoever was there has ended.
    state.hub.sessions_ended();
    Ok(outcome)
}

/// The step of a code that is right, and that nobody has used.
fn unused_step(state: &AppState, user: &User, code: &str, now: i64) -> Result<Option<i64>, ServerError> {
    let Some(sealed) = &user.totp_sealed else { return Ok(None) };
    let secret = TotpSecret::from(state.keys.open(SealedColumn::Totp, user.id, sealed)?);
    Ok(secret.step_of(code, now).filter(|step| *step > user.totp_step))
}

/// Opens the session of somebody who has shown who it is. On a shared tablet it takes the place of the one there.
async fn begin(
    tx: &mut Transaction,
    user: &User,
    how: &str,
    address: IpAddr,
    now_here: Option<&SessionUser>,
) -> Result<String, ServerError> {
    let device = now_here.and_then(|user| user.device.as_deref());
    if let Some(before) = now_here.filter(|user| user.device.is_some()) {
        sessions::close(tx, &before.token_hash).await?;
    }
    note(tx, &user.name, AuditKind::SignIn, how, address).await?;
    Ok(session::open(tx, user.id, OpenedBy::Password, device, clock::now_ms()).await?)
}
