//! The screen: choosing a shop, its settings with their history, saving them.

use super::{NewSpCode, Wanted, write};
use crate::api::shops::{ShopChange, ShopSettings, ShopSummary, SpCodeChange, SpCodeState};
use crate::domain::audit::AuditKind;
use crate::domain::shop::{Environment, ShopForm, code_fault, sp_code_fault};
use crate::server::acts::ledger::NO_SHOP;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::secrets::SpCode;
use crate::server::state::AppState;
use crate::server::store::shops::{self, Shop};
use crate::server::store::{Store, audit, automation};
use crate::server::{clock, payment_methods};
use sqlx::AnyConnection;

/// Lines of the history that are shown.
const HISTORY: i64 = 100;

/// All shops, and the settings of the one that is chosen.
///
/// # Errors
/// When there is no such shop.
pub async fn load(store: &Store, chosen: Option<&str>) -> Result<(Vec<ShopSummary>, Option<ShopSettings>), ServerError> {
    let mut conn = store.read().await?;
    let all = shops::all(&mut conn).await?;
    let settings = match chosen {
        None => None,
        Some(code) => {
            let shop = all.iter().find(|shop| shop.code == code).ok_or(NO_SHOP)?;
            Some(settings(&mut conn, shop).await?)
        }
    };
    Ok((all.into_iter().map(summary).collect(), settings))
}

fn summary(shop: Shop) -> ShopSummary {
    ShopSummary {
        missing: shop.is_ready().err().map(|missing| missing.to_string()),
        code: shop.code,
        name: shop.name,
        environment: shop.environment.label().to_owned(),
    }
}

async fn settings(conn: &mut AnyConnection, shop: &Shop) -> Result<ShopSettings, ServerError> {
    let wanted = audit::Wanted { kind: Some(AuditKind::Settings), shop_id: Some(shop.id), ..audit::Wanted::default() };
    let history = audit::lines(conn, &wanted, HISTORY).await?;
    Ok(ShopSettings {
        code: shop.code.clone(),
        version: shop.settings_version,
        form: shop.form(),
        sp_code: match &shop.sp_code_sealed {
            None => SpCodeState::Missing,
            Some(_) => SpCodeState::Set { since: shop.sp_code_set_at.map(clock::minutes) },
        },
        np_is_offered: payment_methods::load(conn).await?.np,
        reportable: automation::reportable(conn, shop.id).await?,
        history: history.into_iter().map(|line| ShopChange { at: line.at, who: line.who, what: line.what }).collect(),
    })
}

/// Adds a shop without credentials: nothing is sent for it until they are typed.
///
/// # Errors
/// When the code or the name is none, or the code is taken.
pub async fn add(state: &AppState, user: &SessionUser, code: &str, name: &str) -> Result<(), ServerError> {
    let code = code.trim();
    if let Some(sentence) = code_fault(code) {
        return Err(ServerError::BadInput(sentence));
    }
    let mut tx = state.store.begin().await?;
    if shops::by_code(&mut tx, code).await?.is_some() {
        return Err(ServerError::Conflict(format!("店舗コード「{code}」はすでに使われています。別のコードにしてください。").into()));
    }
    let form = Shop::new(code, name, Environment::Sandbox, "").form();
    write(state, &mut tx, Wanted { by: user.by(), code, form, sp_code: NewSpCode::Keep, copied_from: None }).await?;
    state.store.commit(tx).await?;
    Ok(())
}

/// Saves the settings that a person has changed, having seen them at `version`.
///
/// # Errors
/// What is wrong with them; that they cannot be changed now; or that somebody else was first.
pub async fn save(
    state: &AppState,
    user: &SessionUser,
    code: &str,
    version: i64,
    form: ShopForm,
    sp_code: SpCodeChange,
) -> Result<ShopSettings, ServerError> {
    let sp_code = match sp_code {
        SpCodeChange::Keep => NewSpCode::Keep,
        SpCodeChange::Clear => NewSpCode::Clear,
        SpCodeChange::Replace(typed) => match sp_code_fault(typed.as_str()) {
            Some(sentence) => return Err(ServerError::BadInput(sentence)),
            None => NewSpCode::Replace(SpCode::new(typed.as_str())),
        },
    };
    let mut tx = state.store.begin().await?;
    let shop = shops::by_code(&mut tx, code).await?.ok_or(NO_SHOP)?;
    check_version(&shop, version)?;
    let shop = write(state, &mut tx, Wanted { by: user.by(), code, form, sp_code, copied_from: None }).await?;
    let settings = settings(&mut tx, &shop).await?;
    state.store.commit(tx).await?;
    Ok(settings)
}

/// Whether the settings are still those that the person has seen.
pub(super) fn check_version(shop: &Shop, seen: i64) -> Result<(), ServerError> {
    let changed = "ほかの人が先にこの店舗の設定を変更しました。画面を再読み込みして、最新の設定を確かめてからもう一度操作してください。";
    if shop.settings_version == seen { Ok(()) } else { Err(ServerError::Conflict(changed.into())) }
}
