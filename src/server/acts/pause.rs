//! Letting a shop's queue go on after its credentials were refused.

use super::ledger::NO_SHOP;
use crate::domain::audit::AuditKind;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::provider::Probe;
use crate::server::state::AppState;
use crate::server::store::audit::{self, Entry};
use crate::server::store::{links, shops};

/// After a restore without the key, say.
const DOES_NOT_OPEN: &str = "SPコードがないか、鍵ファイルに合いません。SPコードを入力し直してください。";

/// Tests the shop's credentials and, when they are good, lets its queue go on.
///
/// # Errors
/// What the test said, as a sentence for the screen.
pub async fn resume(state: &AppState, user: &SessionUser, shop_code: &str) -> Result<(), ServerError> {
    let shop = {
        let mut conn = state.store.read().await?;
        shops::by_code(&mut conn, shop_code).await?.ok_or(NO_SHOP)?
    };
    let access = state.access(&shop).map_err(|_| ServerError::BadInput(DOES_NOT_OPEN.to_owned()))?;
    let sentence = match state.provider.probe(&access).await {
        Probe::Good => {
            let mut tx = state.store.begin().await?;
            shops::set_paused(&mut tx, shop.id, None).await?;
            // The test has just shown that NP answers: no need to wait out an earlier trouble.
            links::try_now(&mut tx, shop.id).await?;
            let entry = Entry {
                who: &user.name, kind: AuditKind::Act, what: "止めていた送信を再開", shop_id: Some(shop.id), address: ""
            };
            audit::append(&mut tx, entry).await?;
            state.store.commit(tx).await?;
            return Ok(());
        }
        Probe::Refused => "接続テスト: 加盟店コード・SPコード・端末IDが受け付けられませんでした。設定を確かめてください。",
        Probe::Unreachable => "接続テスト: NPに接続できませんでした。しばらくしてからもう一度お試しください。",
        Probe::Busy(_) => "接続テスト: NPが混み合っています。しばらくしてからもう一度お試しください。",
        Probe::Maintenance(_) => "接続テスト: NPがメンテナンス中です。終わってからもう一度お試しください。",
    };
    Err(ServerError::BadInput(sentence.to_owned()))
}
