//! The payment fee of an order as it is imported, by the shop's rule. Afterwards only people move it (`domain::edit`).

use crate::domain::order::is_np_payment;
use crate::server::acts::automation::AUTOMATIC;
use crate::server::error::ServerError;
use crate::server::store::import::NewOrder;
use crate::server::store::shops::Shop;
use crate::server::store::{Transaction, timeline};

/// The order with the fee that the shop's rule says. Orders that are paid in another way have no such fee.
pub fn by_rule(shop: &Shop, mut order: NewOrder) -> NewOrder {
    if is_np_payment(&order.payment_method) {
        shop.fee_rule.apply(&mut order.contents, &mut order.fee);
    }
    order
}

/// Notes in the timeline of an order that was just written what the rule has changed: its bill is not what the file said.
///
/// # Errors
/// When the database fails.
pub async fn note_rule(tx: &mut Transaction, order_id: i64, order: &NewOrder) -> Result<(), ServerError> {
    let Some(step) = order.fee.applied.filter(|step| step.is_change()) else { return Ok(()) };
    let billed = order.contents.billed_amount;
    let what = format!("手数料設定を適用（手数料 {}円 → {}円、請求額 {billed}円）", step.before, step.after);
    Ok(timeline::note_change(tx, order_id, 1, AUTOMATIC, &what).await?)
}
