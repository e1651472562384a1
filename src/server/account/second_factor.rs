//! An account's second factor: offered, taken by its first code, given up by the password.

use super::{prove, unchanged};
use crate::api::account::Enrolment;
use crate::domain::audit::AuditKind;
use crate::domain::role::Role;
use crate::server::auth::SessionUser;
use crate::server::auth::rules::SignInRules;
use crate::server::auth::throttle::Guess;
use crate::server::auth::totp::TotpSecret;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::secrets::SealedColumn;
use crate::server::state::AppState;
use crate::server::store::{sessions, users};
use sqlx::AnyConnection;
use std::borrow::Cow;

const ALREADY: ServerError =
    ServerError::Conflict(Cow::Borrowed("2段階認証はすでに登録されています。登録し直すときは、先に解除してください。"));

/// Offers a new secret. Nothing is stored before its first code has come: an app that did not read it locks nobody out.
///
/// # Errors
/// When there is a second factor already, or the database fails.
pub async fn begin(state: &AppState, user: &SessionUser) -> Result<Enrolment, ServerError> {
    refuse_second(&mut *state.store.read().await?, user).await?;
    let secret = TotpSecret::generate();
    let picture = secret.picture(&user.name).ok_or_else(|| ServerError::Internal("the QR code is too long".to_owned()))?;
    let shown = secret.shown();
    // Only sealed, and given to the browser: whoever changes the key meanwhile makes the offer void, and no more.
    let tx = state.store.begin().await?;
    let offer = state.keys.seal(&tx, SealedColumn::Totp, user.id, secret.expose())?;
    Ok(Enrolment { secret: shown, picture, offer })
}

/// Makes the offered secret the account's second factor, by its first code. Other sessions of the account end: they were
/// opened without it.
///
/// # Errors
/// When the code is not one of the offer's, or the database fails.
pub async fn confirm(state: &AppState, user: &SessionUser, offer: &str, code: &str) -> Result<(), ServerError> {
    let place = state.guesses.place(vec![Guess::Code(user.id)]).await.map_err(ServerError::Wait)?;
    let unreadable = |_| ServerError::BadInput("登録の準備からやり直してください。".to_owned());
    let secret = TotpSecret::from(state.keys.open(SealedColumn::Totp, user.id, offer).map_err(unreadable)?);
    let step = secret.step_of(code, clock::now_ms());
    place.was(step.is_some());
    let wrong = || ServerError::BadInput("認証コードが違います。アプリに表示されている6桁の数字を入力してください。".to_owned());
    let step = step.ok_or_else(wrong)?;
    let mut tx = state.store.begin().await?;
    refuse_second(&mut tx, user).await?;
    let sealed = state.keys.seal(&tx, SealedColumn::Totp, user.id, secret.expose())?;
    users::set_totp(&mut tx, user.id, Some(&sealed), step).await?;
    sessions::end_all(&mut tx, user.id, Some(&user.token_hash)).await?;
    user.note(&mut tx, AuditKind::People, "自分の2段階認証を登録").await?;
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}

/// Gives the second factor up.
///
/// # Errors
/// When the password is wrong, the desk asks for a second factor, or the database fails.
pub async fn remove(state: &AppState, user: &SessionUser, password: String) -> Result<(), ServerError> {
    let seen = prove(state, user, password).await?;
    let mut tx = state.store.begin().await?;
    unchanged(&mut tx, &seen).await?;
    if user.role == Role::Manager && SignInRules::load(&mut tx).await?.managers_need_code {
        return Err(ServerError::Conflict(Cow::Borrowed(
            "管理の利用者には2段階認証が必須のため、解除できません。利用者の設定を確かめてください。",
        )));
    }
    users::set_totp(&mut tx, user.id, None, 0).await?;
    user.note(&mut tx, AuditKind::People, "自分の2段階認証を解除").await?;
    state.store.commit(tx).await?;
    Ok(())
}

async fn refuse_second(conn: &mut AnyConnection, user: &SessionUser) -> Result<(), ServerError> {
    let account = users::by_id(conn, user.id).await?;
    if account.is_some_and(|account| account.totp_sealed.is_some()) { Err(ALREADY) } else { Ok(()) }
}
