//! What a person can do about a lost answer: look now, or type the id that NP's own screen shows.

use super::ledger::NO_ORDER;
use crate::api::row::OrderRow;
use crate::domain::act::ActKind;
use crate::domain::audit::AuditKind;
use crate::domain::id::NpTransactionId;
use crate::server::auth::SessionUser;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::{acts, contents, orders, timeline};

/// Lets the lost act go out now.
///
/// # Errors
/// When nothing of this order is lost.
pub async fn look_up(state: &AppState, user: &SessionUser, order_id: i64) -> Result<OrderRow, ServerError> {
    settle_now(state, user, order_id, None).await
}

/// Takes an NP取引ID for a registration whose answer was lost, and asks NP about it.
///
/// # Errors
/// When it is not 11 digits, is another order's, or no registration of this order is lost.
pub async fn enter_np_id(state: &AppState, user: &SessionUser, order_id: i64, text: &str) -> Result<OrderRow, ServerError> {
    let id = NpTransactionId::parse(text)?;
    settle_now(state, user, order_id, Some(id)).await
}

async fn settle_now(
    state: &AppState,
    user: &SessionUser,
    order_id: i64,
    entered: Option<NpTransactionId>,
) -> Result<OrderRow, ServerError> {
    let mut tx = state.store.begin().await?;
    let order = order_state::load(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    let (act_id, kind) = acts::lost_of_order(&mut tx, order_id).await?.ok_or_else(nothing_lost)?;
    let mut after = OrderState { ..order.clone() };
    after.lamps.asks_person = false;
    let what = match (&entered, kind) {
        (None, _) => "結果を確認".to_owned(),
        (Some(id), ActKind::Register) => {
            if let Some(other) = contents::other_with_np_id(&mut tx, order_id, id).await? {
                return Err(ServerError::BadInput(format!("このNP取引IDは受注 {other} のものです。番号を確かめてください。")));
            }
            after.np_transaction_id = Some(id.clone());
            format!("NP取引IDを入力（{id}）")
        }
        (Some(_), ActKind::Check | ActKind::Update | ActKind::Cancel | ActKind::ReportShipment | ActKind::CheckPayment) => {
            return Err(nothing_lost());
        }
    };
    acts::look_now(&mut tx, act_id, after.checks_first(kind), clock::now_ms()).await?;
    order_state::save(&mut tx, &order, &after).await?;
    timeline::note_change(&mut tx, order_id, order.version + 1, &user.name, &what).await?;
    let line = format!("受注 {} の{what}", order.order_number);
    user.note_of_shop(&mut tx, AuditKind::Act, &line, order.shop_id).await?;
    let row = orders::row(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    state.store.commit(tx).await?;
    Ok(row)
}

fn nothing_lost() -> ServerError {
    ServerError::BadInput("この受注には結果不明の処理がありません。最新の状態を確かめてください。".to_owned())
}
