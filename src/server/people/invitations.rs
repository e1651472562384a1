//! Inviting people: by a link that opens one account, once, for some days.

use super::account_name;
use crate::domain::audit::AuditKind;
use crate::domain::role::Role;
use crate::server::auth::SessionUser;
use crate::server::auth::session::{new_token, token_hash};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::invitations::{self, NewInvitation};
use crate::server::store::users;
use std::borrow::Cow;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const LONGEST_DAYS: i64 = 30;

/// Invites somebody; returns the path of the link. The token is nowhere but in it.
///
/// # Errors
/// When the name is taken or too long, the days are too many, or the database fails.
pub async fn invite(state: &AppState, user: &SessionUser, name: &str, role: Role, days: i64) -> Result<String, ServerError> {
    if !(1..=LONGEST_DAYS).contains(&days) {
        return Err(ServerError::BadInput(format!("有効期間は1日から{LONGEST_DAYS}日の間で指定してください。")));
    }
    let name = if name.trim().is_empty() { String::new() } else { account_name(name)? };
    let (token, now) = (new_token(), clock::now_ms());
    let mut tx = state.store.begin().await?;
    if users::by_name(&mut tx, &name).await?.is_some() {
        return Err(ServerError::Conflict(Cow::Borrowed("その利用者名はすでに使われています。別の名前にしてください。")));
    }
    let invitation =
        NewInvitation { token_hash: &token_hash(&token), name: &name, role, invited_by: &user.name, expires_at: now + days * DAY_MS };
    invitations::create(&mut tx, invitation, now).await?;
    let whom = if name.is_empty() { "名前は本人が決める" } else { &name };
    user.note(&mut tx, AuditKind::People, &format!("{} の招待を作成（{whom}、{days}日間有効）", role.label())).await?;
    state.store.commit(tx).await?;
    Ok(format!("/invite?token={token}"))
}

/// Takes an invitation back.
///
/// # Errors
/// When it is not open any more, or the database fails.
pub async fn revoke(state: &AppState, user: &SessionUser, id: i64) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    if !invitations::remove(&mut tx, id).await? {
        return Err(ServerError::NotFound("この招待はもうありません。すでに使われたか、取り消されています。"));
    }
    user.note(&mut tx, AuditKind::People, "招待を取り消した").await?;
    Ok(state.store.commit(tx).await?)
}
