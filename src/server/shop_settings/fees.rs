//! What a fee rule would make of the last orders, before it is saved.

use crate::api::shops::FeePreview;
use crate::domain::fee::{FeeForm, FeeOrigin, FeeRule, fee_of, set_fee};
use crate::server::acts::ledger::NO_SHOP;
use crate::server::error::ServerError;
use crate::server::store::fees::{self, Bill};
use crate::server::store::{Store, shops};

/// Orders that are shown.
const ORDERS: i64 = 20;

/// What the rule would have made of the shop's last orders, had they been imported with it. Nothing is changed.
///
/// # Errors
/// When the rule has faults, or there is no such shop.
pub async fn preview(store: &Store, shop_code: &str, form: &FeeForm) -> Result<Vec<FeePreview>, ServerError> {
    let rule = FeeRule::read(form).map_err(|faults| ServerError::BadInput(faults.join("")))?;
    let mut conn = store.read().await?;
    let shop = shops::by_code(&mut conn, shop_code).await?.ok_or(NO_SHOP)?;
    let bills = fees::last_bills(&mut conn, shop.id, ORDERS).await?;
    Ok(bills.into_iter().map(|bill| judge(&rule, bill)).collect())
}

fn judge(rule: &FeeRule, bill: Bill) -> FeePreview {
    let Bill { order_number, contents, origin } = bill;
    // An earlier rule is taken back first: what counts is the order as its file told it.
    let imported = origin.applied.and_then(|step| set_fee(&contents, step.before));
    let mut then = imported.unwrap_or_else(|| contents.clone());
    let mut origin = FeeOrigin { applied: None, ..origin };
    rule.apply(&mut then, &mut origin);
    FeePreview {
        order_number,
        billed_now: contents.billed_amount,
        fee_now: fee_of(&contents),
        is_covered: origin.applied.is_some(),
        fee_then: fee_of(&then),
        billed_then: then.billed_amount,
    }
}
