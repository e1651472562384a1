//! The rules of signing in, as 管理 changes them.

use crate::domain::audit::AuditKind;
use crate::server::auth::rules::SignInRules;
use crate::server::auth::{SessionUser, address};
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::users;
use std::borrow::Cow;

/// Saves the rules, unless they would lock out the one who saves them.
///
/// # Errors
/// When an address cannot be read, the caller would be locked out, or the database fails.
pub async fn save(state: &AppState, user: &SessionUser, managers_need_code: bool, addresses: &str) -> Result<(), ServerError> {
    let allowed = address::parse_networks(addresses).map_err(|piece| {
        ServerError::BadInput(format!("「{piece}」を読み取れません。192.0.2.10 や 192.0.2.0/24 のように入力してください。"))
    })?;
    let rules = SignInRules { allowed, managers_need_code };
    if !rules.let_in(user.address) {
        let here = user.address;
        return Err(ServerError::BadInput(format!(
            "今の接続元 {here} が含まれていないため保存できません（保存すると自分が利用できなくなります）。"
        )));
    }
    let mut tx = state.store.begin().await?;
    let before = SignInRules::load(&mut tx).await?;
    if rules.managers_need_code && !before.managers_need_code {
        let own = users::by_id(&mut tx, user.id).await?;
        if own.is_none_or(|own| own.totp_sealed.is_none()) {
            return Err(ServerError::Conflict(Cow::Borrowed("先に自分の2段階認証をアカウント画面で登録してください。")));
        }
    }
    if rules == before {
        return Ok(());
    }
    rules.save(&mut tx).await?;
    if rules.managers_need_code != before.managers_need_code {
        let what = if rules.managers_need_code { "必須にした" } else { "任意にした" };
        user.note(&mut tx, AuditKind::Settings, &format!("管理の2段階認証を{what}")).await?;
    }
    if rules.allowed != before.allowed {
        let list = if rules.allowed.is_empty() { "制限なし".to_owned() } else { rules.allowed_text().replace('\n', "、") };
        user.note(&mut tx, AuditKind::Settings, &format!("利用できる接続元を変更（{list}）")).await?;
    }
    state.store.commit(tx).await?;
    state.hub.sessions_ended();
    Ok(())
}
