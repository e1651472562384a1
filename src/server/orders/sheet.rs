//! What the side sheet shows.

use crate::api::sheet::Sheet;
use crate::domain::lamp::Credit;
use crate::domain::reason::{self, Advice};
use crate::server::acts::ledger::{NO_ORDER, NO_SHOP};
use crate::server::business_day;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::postal;
use crate::server::state::AppState;
use crate::server::store::order_state::OrderState;
use crate::server::store::{carriers, contents, order_state, orders, registrations, shops, timeline};
use sqlx::AnyConnection;

/// One order with its contents and its timeline.
///
/// # Errors
/// When the order is not there.
pub async fn load(state: &AppState, order_id: i64) -> Result<Sheet, ServerError> {
    let mut conn = state.store.read().await?;
    let row = orders::row(&mut conn, order_id).await?.ok_or(NO_ORDER)?;
    let contents = contents::of(&mut conn, order_id).await?.ok_or(NO_ORDER)?;
    let order = order_state::load(&mut conn, order_id).await?.ok_or(NO_ORDER)?;
    let shop = shops::by_id(&mut conn, order.shop_id).await?.ok_or(NO_SHOP)?;
    Ok(Sheet {
        row,
        carriers: carriers::book(&mut conn, &shop).await?,
        zips: postal::of_contents(&contents),
        sent: registrations::last_sent(&mut conn, &[order_id]).await?.get(&order_id).and_then(|payload| state.provider.contents(payload)),
        verdict_by: verdict_by(&mut conn, &order).await?,
        contents,
        shop_transaction_id: order.shop_transaction_id,
        np_transaction_id: order.np_transaction_id.map(String::from),
        today: clock::today(),
        timeline: timeline::of_order(&mut conn, order_id).await?,
    })
}

/// 18:00 of the business day after NP said that it looks at the order in detail (np-api.md §4.4).
async fn verdict_by(conn: &mut AnyConnection, order: &OrderState) -> Result<Option<String>, ServerError> {
    let waits = order.reasons.iter().find(|code| order.lamps.credit == Credit::Hold && reason::explain(code).advice == Advice::Wait);
    let Some(code) = waits else { return Ok(None) };
    let since = registrations::first_answer_with(conn, order.id, code.as_str()).await?;
    Ok(since.map(|since| format!("{} 18:00", business_day::after(clock::day(since)))))
}
