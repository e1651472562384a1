//! 受注ステータス: the shop's own list.

use crate::api::statuses::StatusSettings;
use crate::domain::audit::AuditKind;
use crate::domain::status::StatusList;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::{Store, StoreError, counts, settings};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

const NAME: &str = "statuses";

/// The list as it is now.
///
/// # Errors
/// When the database fails.
pub async fn current(conn: &mut AnyConnection) -> Result<StatusList, StoreError> {
    settings::load(conn, NAME).await
}

/// Refuses a word that is not in the list.
///
/// # Errors
/// When it is not there, or the database fails.
pub async fn must_have(conn: &mut AnyConnection, name: &str) -> Result<(), ServerError> {
    match current(conn).await?.colour(name) {
        Some(_) => Ok(()),
        None => {
            Err(ServerError::BadInput(format!("受注ステータス「{name}」は設定にありません。設定の「受注ステータス」で追加してください。")))
        }
    }
}

/// The list, with how many orders have each status.
///
/// # Errors
/// When the database fails.
pub async fn settings(store: &Store) -> Result<StatusSettings, ServerError> {
    let mut conn = store.read().await?;
    Ok(StatusSettings { list: current(&mut conn).await?, orders: in_use(&mut conn).await? })
}

async fn in_use(conn: &mut AnyConnection) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut orders = BTreeMap::new();
    for count in counts::all(conn).await? {
        *orders.entry(count.status).or_default() += count.orders;
    }
    Ok(orders)
}

/// Saves the list in the place of the one that its writer has seen. A status goes only when no order has it.
///
/// # Errors
/// What is wrong with the list, when somebody else has changed it, or when the database fails.
pub async fn save(state: &AppState, user: &SessionUser, seen: &StatusList, list: StatusList) -> Result<StatusSettings, ServerError> {
    let list = list.checked().map_err(ServerError::BadInput)?;
    let mut tx = state.store.begin().await?;
    let before = current(&mut tx).await?;
    if before != *seen {
        return Err(ServerError::Conflict(
            "ほかの人が先に受注ステータスを変更しました。画面を再読み込みして、もう一度変更してください。".into(),
        ));
    }
    let orders = in_use(&mut tx).await?;
    let names = |list: &StatusList| list.0.iter().map(|status| status.name.clone()).collect::<BTreeSet<_>>();
    for name in names(&before).difference(&names(&list)) {
        if let Some(orders) = orders.get(name) {
            return Err(ServerError::BadInput(format!(
                "受注ステータス「{name}」の受注が{orders}件あるため、削除できません。受注画面の処理パネルで別の受注ステータスに変更してから削除してください。"
            )));
        }
    }
    settings::save(&mut tx, NAME, &list).await?;
    let what = format!("受注ステータス: {}", list.0.iter().map(|status| status.name.as_str()).collect::<Vec<_>>().join("、"));
    user.note(&mut tx, AuditKind::Settings, &what).await?;
    state.store.commit(tx).await?;
    settings(&state.store).await
}
