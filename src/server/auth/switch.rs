//! 交代: on a tablet that people share, a PIN takes the session over.

use super::session::{self, SessionUser, note, see_other, welcome};
use super::throttle::Guess;
use crate::domain::audit::AuditKind;
use crate::domain::role::OpenedBy;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::users::User;
use crate::server::store::{sessions, users};
use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Form};
use serde::Deserialize;
use std::time::Duration;

/// The form: who takes over, and the PIN.
#[derive(Deserialize)]
pub struct Switch {
    person: i64,
    pin: String,
}

enum Outcome {
    Taken(String),
    Refused,
    NotShared,
    Wait(Duration),
}

/// `POST /session/switch`: gives the session to somebody else.
pub async fn take_over(State(state): State<AppState>, Extension(before): Extension<SessionUser>, Form(switch): Form<Switch>) -> Response {
    let person = switch.person;
    match check(&state, &before, switch).await {
        Ok(Outcome::Taken(token)) => welcome(&state, &token),
        Ok(Outcome::Refused) => see_other(&format!("/switch?person={person}&failed=1"), &[]),
        Ok(Outcome::NotShared) => see_other("/switch", &[]),
        Ok(Outcome::Wait(wait)) => see_other(&format!("/switch?person={person}&wait={}", wait.as_secs() + 1), &[]),
        Err(error) => {
            tracing::error!(%error, "switching failed");
            see_other("/switch?trouble=1", &[])
        }
    }
}

async fn check(state: &AppState, before: &SessionUser, switch: Switch) -> Result<Outcome, ServerError> {
    let Some(device) = &before.device else { return Ok(Outcome::NotShared) };
    let guesses = vec![Guess::Pin(switch.person, device.clone()), Guess::AnyPin(switch.person)];
    let place = match state.guesses.place(guesses).await {
        Ok(place) => place,
        Err(wait) => return Ok(Outcome::Wait(wait)),
    };
    let user = {
        let mut conn = state.store.read().await?;
        users::by_id(&mut conn, switch.person).await?
    };
    let pin_hash = user.as_ref().filter(|user| user.active).and_then(|user| user.pin_hash.clone());
    let fits = place.fits(crate::server::account::as_pin(&switch.pin), pin_hash).await?;
    drop(place);
    let mut tx = state.store.begin().await?;
    // Under the write lock: neither the PIN nor this tablet's session may have been taken away meanwhile.
    let still_here = sessions::living(&mut tx, &before.token_hash, crate::server::clock::now_ms()).await?;
    let Some(here) = still_here.filter(|session| session.device.is_some()) else { return Ok(Outcome::NotShared) };
    let now = users::by_id(&mut tx, switch.person).await?;
    let unchanged = |seen: &User| now.as_ref().is_some_and(|now| now.active && now.pin_hash == seen.pin_hash);
    let outcome = match user {
        Some(user) if fits && unchanged(&user) => {
            sessions::close(&mut tx, &before.token_hash).await?;
            let what = format!("{} から交代（PIN）", before.name);
            note(&mut tx, &user.name, AuditKind::SignIn, &what, before.address).await?;
            Outcome::Taken(session::open(&mut tx, user.id, OpenedBy::Pin, Some(device), here.created_at).await?)
        }
        user => {
            let who = user.map_or_else(|| before.name.clone(), |user| user.name);
            let what = format!("PINが違います（{} の共有端末）", before.name);
            note(&mut tx, &who, AuditKind::SignInRefused, &what, before.address).await?;
            Outcome::Refused
        }
    };
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(outcome)
}
