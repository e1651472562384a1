//! 手数料一括入力: the payment fee by hand, whatever the shop's rule says. It is a line of the order, and the bill moves with it.

use super::{Editable, Edited, Left};
use crate::domain::fee::{HIGHEST, fee_of, set_fee};
use crate::domain::table::Refusal;
use crate::domain::yen::Yen;

pub(super) fn checked(fee: Yen) -> Result<Yen, String> {
    if (0..=HIGHEST).contains(&fee.0) {
        Ok(fee)
    } else {
        Err(format!("手数料は0円から{}円までの整数で入力してください。", Yen(HIGHEST)))
    }
}

pub(super) fn apply(order: &Editable, fee: Yen) -> Result<Edited, Left> {
    if !order.lamps.by_np {
        return Err(Refusal::OtherPayment.into());
    }
    order.lamps.may_edit()?;
    let Some(contents) = &order.contents else { return Err(Refusal::Erased.into()) };
    let (old, billed) = (fee_of(contents), contents.billed_amount);
    if old == fee {
        return Ok((order.clone(), String::new()));
    }
    let charged = set_fee(contents, fee).filter(|charged| (1..=HIGHEST).contains(&charged.billed_amount.0)).ok_or_else(|| {
        Left::Unfit(format!("手数料を{fee}円にすると、請求額（いま{billed}円）が1円から{}円までに収まりません。", Yen(HIGHEST)))
    })?;
    let what = format!("手数料を入力（手数料 {old}円 → {fee}円、請求額 {}円）", charged.billed_amount);
    Ok((Editable { contents: Some(charged), ..order.clone() }, what))
}
