//! Taking an invitation: the link's token opens an account once.

use super::middleware::ClientAddress;
use super::session::{self, note, see_other, welcome};
use crate::api::invite::{Offer, Problem};
use crate::domain::audit::AuditKind;
use crate::domain::role::{OpenedBy, Right};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::people::account_name;
use crate::server::state::AppState;
use crate::server::store::invitations::{self, Invitation};
use crate::server::store::{Store, StoreError, users};
use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Form};
use serde::Deserialize;
use sqlx::AnyConnection;
use std::net::IpAddr;

/// The form.
#[derive(Deserialize)]
pub struct Accept {
    token: String,
    #[serde(default)]
    name: String,
    password: String,
    again: String,
}

/// What the link offers, if it still opens anything.
///
/// # Errors
/// When the database fails.
pub async fn offer(store: &Store, token: &str) -> Result<Option<Offer>, ServerError> {
    let mut conn = store.read().await?;
    let found = open(&mut conn, token).await?;
    Ok(found.map(|invitation| Offer { name: invitation.name, role: invitation.role, invited_by: invitation.invited_by }))
}

/// The invitation, while whoever made it may still invite: somebody who was stopped does not come back by an own link.
async fn open(conn: &mut AnyConnection, token: &str) -> Result<Option<Invitation>, StoreError> {
    let found = invitations::by_token(conn, &session::token_hash(token), clock::now_ms()).await?;
    let Some(invitation) = found else { return Ok(None) };
    let inviter = users::by_name(conn, &invitation.invited_by).await?;
    Ok(inviter.is_some_and(|by| by.active && by.role.may(Right::Set)).then_some(invitation))
}

/// `POST /session/invite`: makes the account and opens its first session.
pub async fn accept(
    State(state): State<AppState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    Form(form): Form<Accept>,
) -> Response {
    let page = |problem: Problem| {
        let token = crate::domain::chars::percent_encoded(&form.token);
        see_other(&format!("/invite?token={token}&problem={}", problem.code()), &[])
    };
    match take(&state, &form, address).await {
        Ok(Ok(token)) => welcome(&state, &token),
        Ok(Err(problem)) => page(problem),
        Err(error) => {
            tracing::error!(%error, "an invitation could not be taken");
            page(Problem::Trouble)
        }
    }
}

async fn take(state: &AppState, form: &Accept, address: IpAddr) -> Result<Result<String, Problem>, ServerError> {
    // Strangers make the server hash nothing.
    let Some(offer) = offer(&state.store, &form.token).await? else { return Ok(Err(Problem::Over)) };
    let chosen = if offer.name.is_empty() { &form.name } else { &offer.name };
    let Ok(name) = account_name(chosen) else { return Ok(Err(Problem::Name)) };
    if super::password::is_too_short(&form.password) {
        return Ok(Err(Problem::Short));
    }
    if form.password != form.again {
        return Ok(Err(Problem::Different));
    }
    let hash = state.guesses.hash(form.password.clone()).await?;
    let mut tx = state.store.begin().await?;
    // Under the write lock: of two who open the link at once, one gets the account.
    let Some(invitation) = open(&mut tx, &form.token).await? else { return Ok(Err(Problem::Over)) };
    if users::by_name(&mut tx, &name).await?.is_some() {
        return Ok(Err(Problem::Taken));
    }
    invitations::remove(&mut tx, invitation.id).await?;
    let user_id = users::create(&mut tx, &name, &hash, invitation.role, clock::now_ms()).await?;
    let what = format!("招待を受けて登録（{}、招待した人: {}）", invitation.role.label(), invitation.invited_by);
    note(&mut tx, &name, AuditKind::People, &what, address).await?;
    let token = session::open(&mut tx, user_id, OpenedBy::Password, None, clock::now_ms()).await?;
    state.store.commit(tx).await?;
    Ok(Ok(token))
}
