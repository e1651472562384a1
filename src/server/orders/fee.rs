//! The payment fee of an order: by the shop's rule as it is imported, by hand afterwards. Nothing else moves it.

use crate::domain::act::ActKind;
use crate::domain::fee::{HIGHEST, fee_of, set_fee};
use crate::domain::order::is_np_payment;
use crate::domain::table::Refusal;
use crate::domain::yen::Yen;
use crate::server::acts::automation::AUTOMATIC;
use crate::server::acts::ledger::NO_ORDER;
use crate::server::error::ServerError;
use crate::server::store::import::NewOrder;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::shops::Shop;
use crate::server::store::{Transaction, contents, timeline};

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

/// Sets the fee of a stored order by hand, whatever the rule says (手数料一括入力), in the caller's transaction. An order
/// that has this fee already is left as it is; one that NP knows is marked as edited, as by every edit.
///
/// # Errors
/// Why the order may not be edited, or what is wrong with the fee. Then nothing has been written.
pub async fn set_by_hand(tx: &mut Transaction, who: &str, order_id: i64, fee: Yen) -> Result<(), ServerError> {
    if !(0..=HIGHEST).contains(&fee.0) {
        return Err(ServerError::BadInput(format!("手数料は0円から{}円までの整数で入力してください。", Yen(HIGHEST))));
    }
    let order = order_state::load(tx, order_id).await?.ok_or(NO_ORDER)?;
    if !order.lamps.by_np {
        return Err(Refusal::OtherPayment.into());
    }
    order.lamps.may_edit()?;
    let before = contents::of(tx, order_id).await?.ok_or(NO_ORDER)?;
    let old = fee_of(&before);
    if old == fee {
        return Ok(());
    }
    let after = set_fee(&before, fee).filter(|after| (1..=HIGHEST).contains(&after.billed_amount.0)).ok_or_else(|| {
        let billed = before.billed_amount;
        ServerError::BadInput(format!("手数料を{fee}円にすると、請求額（いま{billed}円）が1円から{}円までに収まりません。", Yen(HIGHEST)))
    })?;
    let edited = order.lamps.act_for_contents() == ActKind::Update;
    contents::replace(tx, order_id, &order.order_number, &after).await?;
    order_state::save(tx, &order, &OrderState { edited, ..order.clone() }).await?;
    let what = format!("手数料を入力（手数料 {old}円 → {fee}円、請求額 {}円）", after.billed_amount);
    Ok(timeline::note_change(tx, order_id, order.version + 1, who, &what).await?)
}
