//! 接続テスト, and letting a shop's queue go on after one.

use super::ledger::NO_SHOP;
use crate::domain::audit::AuditKind;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::provider::Probe;
use crate::server::state::AppState;
use crate::server::store::shops::{self, Shop};
use crate::server::store::{StoreError, links};

/// After a restore without the key, say.
const DOES_NOT_OPEN: &str =
    "SPコードがないか、鍵ファイルに合いません。設定の「モール詳細設定」か atobarai-desk shop でSPコードを入力し直してください。";
const CHANGED_MEANWHILE: &str = "接続テストの間に設定が変更されました。もう一度お試しください。";

/// Tests the shop's credentials and, when they are good, lets its queue go on.
///
/// # Errors
/// What the test said, as a sentence for the screen.
pub async fn resume(state: &AppState, user: &SessionUser, shop_code: &str) -> Result<(), ServerError> {
    let shop = find(state, shop_code).await?;
    match probe(state, &shop).await? {
        Probe::Good => go_on(state, &shop, Some(user)).await,
        found @ (Probe::Refused | Probe::Unreachable | Probe::Busy(_) | Probe::Maintenance(_)) => {
            Err(ServerError::BadInput(found.sentence().to_owned()))
        }
    }
}

/// 接続テスト of the settings as they are stored. Good credentials let a queue go on that was stopped because of bad ones;
/// not one that waits for a look at NP after a restore.
///
/// # Errors
/// When the shop lacks credentials, or the database fails.
pub async fn test(state: &AppState, shop_code: &str) -> Result<Probe, ServerError> {
    let shop = find(state, shop_code).await?;
    let found = probe(state, &shop).await?;
    if found == Probe::Good {
        go_on(state, &shop, None).await?;
    }
    Ok(found)
}

async fn find(state: &AppState, code: &str) -> Result<Shop, ServerError> {
    let mut conn = state.store.read().await?;
    shops::by_code(&mut conn, code).await?.ok_or(NO_SHOP)
}

async fn probe(state: &AppState, shop: &Shop) -> Result<Probe, ServerError> {
    shop.is_ready()?;
    let access = state.access(shop).map_err(|_| ServerError::BadInput(DOES_NOT_OPEN.to_owned()))?;
    Ok(state.provider.probe(&access).await)
}

/// Lets the queue go on under the settings that were tested. Only a person's wish ends the wait after a restore.
async fn go_on(state: &AppState, tested: &Shop, wished_by: Option<&SessionUser>) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    let shop = shops::by_id(&mut tx, tested.id).await?.ok_or(StoreError::Changed)?;
    if shop.settings_version != tested.settings_version {
        return Err(ServerError::Conflict(CHANGED_MEANWHILE.into()));
    }
    if wished_by.is_some() || shop.paused_because.as_deref() != Some(shops::RESTORED) {
        shops::set_paused(&mut tx, shop.id, None).await?;
    }
    if let Some(user) = wished_by {
        user.note_of_shop(&mut tx, AuditKind::Act, "止めていた送信を再開", shop.id).await?;
    }
    // The test has just shown that NP answers: no need to wait out an earlier trouble.
    links::try_now(&mut tx, shop.id).await?;
    Ok(state.store.commit(tx).await?)
}
