//! What the side sheet shows.

use crate::api::sheet::Sheet;
use crate::server::acts::ledger::{NO_ORDER, NO_SHOP};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::store::{Store, carriers, contents, order_state, orders, shops, timeline};

/// One order with its contents and its timeline.
///
/// # Errors
/// When the order is not there.
pub async fn load(store: &Store, order_id: i64) -> Result<Sheet, ServerError> {
    let mut conn = store.read().await?;
    let row = orders::row(&mut conn, order_id).await?.ok_or(NO_ORDER)?;
    let contents = contents::of(&mut conn, order_id).await?.ok_or(NO_ORDER)?;
    let order = order_state::load(&mut conn, order_id).await?.ok_or(NO_ORDER)?;
    let shop = shops::by_id(&mut conn, order.shop_id).await?.ok_or(NO_SHOP)?;
    Ok(Sheet {
        row,
        carriers: carriers::book(&mut conn, &shop).await?,
        contents,
        shop_transaction_id: order.shop_transaction_id,
        np_transaction_id: order.np_transaction_id.map(String::from),
        today: clock::today(),
        timeline: timeline::of_order(&mut conn, order_id).await?,
    })
}
