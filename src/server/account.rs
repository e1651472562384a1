//! アカウント: what everybody sets for themselves, each change with the password or a line in the history.

pub mod second_factor;

use crate::api::account::{Account, Colleague};
use crate::api::status::Status;
use crate::domain::audit::AuditKind;
use crate::domain::chars::to_half_width;
use crate::server::auth::throttle::Guess;
use crate::server::auth::{SessionUser, password};
use crate::server::error::ServerError;
use crate::server::orders::page;
use crate::server::state::AppState;
use crate::server::store::users::User;
use crate::server::store::{Transaction, sessions, users};
use std::borrow::Cow;

const WRONG_PASSWORD: &str = "現在のパスワードが違います。";

/// The page of who is signed in.
///
/// # Errors
/// When the database fails.
pub async fn load(state: &AppState, user: &SessionUser) -> Result<Account, ServerError> {
    let account = {
        let mut conn = state.store.read().await?;
        users::by_id(&mut conn, user.id).await?.ok_or(ServerError::NotFound("利用者が見つかりません。"))?
    };
    Ok(Account {
        me: user.me(),
        status: if user.must_enrol { Status::default() } else { page::status(&state.store).await? },
        opened_by: user.opened_by,
        has_totp: account.totp_sealed.is_some(),
        must_enrol: user.must_enrol,
        has_pin: account.pin_hash.is_some(),
    })
}

/// Takes a new password; all other sessions of the account end.
///
/// # Errors
/// When the old one is wrong, the new one too short, or the database fails.
pub async fn change_password(state: &AppState, user: &SessionUser, current: String, new: String) -> Result<(), ServerError> {
    if password::is_too_short(&new) {
        return Err(ServerError::BadInput(format!("新しいパスワードは{}文字以上にしてください。", password::SHORTEST)));
    }
    let seen = prove(state, user, current).await?;
    let hash = state.guesses.hash(new).await?;
    let mut tx = state.store.begin().await?;
    unchanged(&mut tx, &seen).await?;
    users::change_password(&mut tx, user.id, &hash).await?;
    sessions::end_all(&mut tx, user.id, Some(&user.token_hash)).await?;
    user.note(&mut tx, AuditKind::People, "自分のパスワードを変更").await?;
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}

/// Ends every session of the account, this one too.
///
/// # Errors
/// When the database fails.
pub async fn sign_out_everywhere(state: &AppState, user: &SessionUser) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    sessions::end_all(&mut tx, user.id, None).await?;
    user.note(&mut tx, AuditKind::SignIn, "すべての端末からログアウト").await?;
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}

/// A PIN as it is hashed: full-width digits are digits too.
pub fn as_pin(typed: &str) -> String {
    to_half_width(typed.trim())
}

/// Takes a new PIN; an empty one takes it away. Sessions that the old one opened end.
///
/// # Errors
/// When it is no PIN, or the database fails.
pub async fn set_pin(state: &AppState, user: &SessionUser, typed: &str) -> Result<(), ServerError> {
    let pin = as_pin(typed);
    let hash = if pin.is_empty() {
        None
    } else if (4..=8).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(state.guesses.hash(pin).await?)
    } else {
        return Err(ServerError::BadInput("PINは数字4桁から8桁で入力してください。".to_owned()));
    };
    let mut tx = state.store.begin().await?;
    users::set_pin(&mut tx, user.id, hash.as_deref()).await?;
    sessions::end_by_pin(&mut tx, user.id).await?;
    user.note(&mut tx, AuditKind::People, if hash.is_some() { "自分のPINを変更" } else { "自分のPINを削除" }).await?;
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}

/// Says whether this session is on a tablet that people share.
///
/// # Errors
/// When the database fails.
pub async fn share_device(state: &AppState, user: &SessionUser, shared: bool) -> Result<(), ServerError> {
    if shared == user.device.is_some() {
        return Ok(());
    }
    // A name of its own: wrong PINs are counted by it, whoever has taken over meanwhile.
    let device = shared.then(|| format!("{:032x}", rand::random::<u128>()));
    let mut tx = state.store.begin().await?;
    sessions::set_device(&mut tx, &user.token_hash, device.as_deref()).await?;
    user.note(&mut tx, AuditKind::People, if shared { "この端末を共有端末にした" } else { "この端末の共有をやめた" }).await?;
    state.store.commit(tx).await?;
    Ok(())
}

/// Who may take over on this shared tablet.
///
/// # Errors
/// When it is none, or the database fails.
pub async fn colleagues(state: &AppState, user: &SessionUser) -> Result<Vec<Colleague>, ServerError> {
    if user.device.is_none() {
        return Err(ServerError::Conflict(Cow::Borrowed(
            "この端末は共有端末ではありません。アカウント画面で共有端末にすると交代できます。",
        )));
    }
    let mut conn = state.store.read().await?;
    let people = users::all(&mut conn).await?.into_iter().filter(|person| person.active && person.pin_hash.is_some());
    Ok(people.map(|person| Colleague { id: person.id, name: person.name }).collect())
}

/// The account, when the password is right.
async fn prove(state: &AppState, user: &SessionUser, password: String) -> Result<User, ServerError> {
    let guesses = vec![Guess::account(&user.name), Guess::at(user.address)];
    let place = state.guesses.place(guesses).await.map_err(ServerError::Wait)?;
    let account = {
        let mut conn = state.store.read().await?;
        users::by_id(&mut conn, user.id).await?
    };
    let fits = place.fits(password, account.as_ref().map(|account| account.password_hash.clone())).await?;
    account.filter(|_| fits).ok_or_else(|| ServerError::BadInput(WRONG_PASSWORD.to_owned()))
}

/// Refuses when the password that was proved is not the account's any more.
async fn unchanged(tx: &mut Transaction, seen: &User) -> Result<(), ServerError> {
    match users::by_id(tx, seen.id).await? {
        Some(now) if now.active && now.password_hash == seen.password_hash => Ok(()),
        _ => Err(ServerError::BadInput(WRONG_PASSWORD.to_owned())),
    }
}
