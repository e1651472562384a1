//! 利用者: the accounts, as 管理 sees and changes them. Nobody can lock the desk: there is always an active 管理, and nobody
//! takes away the own way in.

pub mod invitations;
pub mod rules;

use crate::api::people::{OpenInvitation, People, Person};
use crate::domain::audit::AuditKind;
use crate::domain::role::Role;
use crate::server::acts::automation::AUTOMATIC;
use crate::server::auth::SessionUser;
use crate::server::auth::rules::SignInRules;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::orders::page;
use crate::server::state::AppState;
use crate::server::store::audit::COMMAND;
use crate::server::store::users::User;
use crate::server::store::{Transaction, invitations as stored, sessions, users};
use std::borrow::Cow;

const LONGEST_NAME: usize = 40;
const OWN: ServerError = ServerError::Conflict(Cow::Borrowed(
    "自分のアカウントはここでは変更できません。アカウント画面を使うか、ほかの管理の人に依頼してください。",
));
const LAST: ServerError =
    ServerError::Conflict(Cow::Borrowed("有効な管理の利用者がほかにいないため、変更できません。先に別の人を管理にしてください。"));

/// Everybody who may sign in, and the rules.
///
/// # Errors
/// When the database fails.
pub async fn load(state: &AppState, user: &SessionUser) -> Result<People, ServerError> {
    let status = page::status(&state.store).await?;
    let mut conn = state.store.read().await?;
    let rules = SignInRules::load(&mut conn).await?;
    let person = |account: User| Person {
        id: account.id,
        name: account.name,
        role: account.role,
        active: account.active,
        has_totp: account.totp_sealed.is_some(),
        has_pin: account.pin_hash.is_some(),
        last_seen: account.last_seen_at.map(clock::minutes).unwrap_or_default(),
    };
    let invitation = |invitation: stored::Invitation| OpenInvitation {
        id: invitation.id,
        name: invitation.name,
        role: invitation.role,
        invited_by: invitation.invited_by,
        expires_at: clock::minutes(invitation.expires_at),
    };
    Ok(People {
        me: user.me(),
        status,
        my_id: user.id,
        people: users::all(&mut conn).await?.into_iter().map(person).collect(),
        invitations: stored::open(&mut conn, clock::now_ms()).await?.into_iter().map(invitation).collect(),
        managers_need_code: rules.managers_need_code,
        allowed_addresses: rules.allowed_text(),
        your_address: user.address.to_string(),
    })
}

/// Gives somebody another role.
///
/// # Errors
/// When it is the caller or the last active 管理, or the database fails.
pub async fn set_role(state: &AppState, user: &SessionUser, person_id: i64, role: Role) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    let person = somebody_else(&mut tx, user, person_id).await?;
    if person.role == role {
        return Ok(());
    }
    if person.role == Role::Manager {
        refuse_the_last(&mut tx, &person).await?;
    }
    users::set_role(&mut tx, person.id, role).await?;
    let what = format!("{} の権限を {} から {} に変更", person.name, person.role.label(), role.label());
    user.note(&mut tx, AuditKind::People, &what).await?;
    Ok(state.store.commit(tx).await?)
}

/// Lets somebody sign in, or not; then sessions and streams end at once.
///
/// # Errors
/// As [`set_role`].
pub async fn set_active(state: &AppState, user: &SessionUser, person_id: i64, active: bool) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    let person = somebody_else(&mut tx, user, person_id).await?;
    if !active {
        refuse_the_last(&mut tx, &person).await?;
        sessions::end_all(&mut tx, person.id, None).await?;
    }
    users::set_active(&mut tx, person.id, active).await?;
    let what = format!("{} を{}", person.name, if active { "有効にした" } else { "停止した" });
    user.note(&mut tx, AuditKind::People, &what).await?;
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}

/// Ends every session of somebody.
///
/// # Errors
/// When it is the caller, or the database fails.
pub async fn end_sessions(state: &AppState, user: &SessionUser, person_id: i64) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    let person = somebody_else(&mut tx, user, person_id).await?;
    sessions::end_all(&mut tx, person.id, None).await?;
    user.note(&mut tx, AuditKind::People, &format!("{} をすべての端末からログアウトさせた", person.name)).await?;
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}

/// Takes somebody's second factor away. The sessions end: whoever has the phone may have opened them.
///
/// # Errors
/// When it is the caller, there is none, or the database fails.
pub async fn reset_totp(state: &AppState, user: &SessionUser, person_id: i64) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    let person = somebody_else(&mut tx, user, person_id).await?;
    if person.totp_sealed.is_none() {
        return Err(ServerError::Conflict(Cow::Borrowed("この利用者は2段階認証を登録していません。")));
    }
    users::set_totp(&mut tx, person.id, None, 0).await?;
    sessions::end_all(&mut tx, person.id, None).await?;
    user.note(&mut tx, AuditKind::People, &format!("{} の2段階認証を解除", person.name)).await?;
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}

/// A name as it is stored.
///
/// # Errors
/// When it is empty, too long, cannot be read on a screen, or stands for no person in the history.
pub fn account_name(typed: &str) -> Result<String, ServerError> {
    let name = typed.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(is_unseen) {
        return Err(ServerError::BadInput(format!("利用者名は1文字以上{LONGEST_NAME}文字以内で入力してください。")));
    }
    if [AUTOMATIC, COMMAND].contains(&name) {
        return Err(ServerError::BadInput(format!("「{name}」は操作履歴で使う名前のため、利用者名にはできません。")));
    }
    Ok(name.to_owned())
}

/// Two names that look the same must be the same.
fn is_unseen(c: char) -> bool {
    let formats = ['\u{ad}'..='\u{ad}', '\u{200b}'..='\u{200f}', '\u{2028}'..='\u{202e}', '\u{2060}'..='\u{206f}', '\u{feff}'..='\u{feff}'];
    c.is_control() || formats.iter().any(|range| range.contains(&c))
}

async fn somebody_else(tx: &mut Transaction, user: &SessionUser, person_id: i64) -> Result<User, ServerError> {
    if person_id == user.id {
        return Err(OWN);
    }
    users::by_id(tx, person_id).await?.ok_or(ServerError::NotFound("利用者が見つかりません。画面を再読み込みしてください。"))
}

/// Under the write lock, so that two who remove each other cannot both succeed.
async fn refuse_the_last(tx: &mut Transaction, person: &User) -> Result<(), ServerError> {
    let is_last = person.role == Role::Manager && person.active && !users::has_other_manager(tx, person.id).await?;
    if is_last { Err(LAST) } else { Ok(()) }
}
