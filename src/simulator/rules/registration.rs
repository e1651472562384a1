//! Registrations and re-registrations: elements in which everything has to be there.

use time::Date;

use super::codes::Codes;
use super::contract::Contract;
use super::draft::read;
use super::fields::Object;
use super::goods::{Goods, check_sums};
use super::heading::Settlement;
use super::party::Party;

/// A sound 取引登録.
#[derive(Debug)]
pub(crate) struct Registration {
    pub(crate) shop_id: Box<str>,
    pub(crate) settlement: Settlement,
    pub(crate) amount: u32,
    pub(crate) customer: Party,
    /// `None` when the goods go to the purchaser.
    pub(crate) destination: Option<Box<Party>>,
    pub(crate) goods: Goods,
}

/// A sound 一部返品取引再登録: what the customer keeps of a shipped order (np-api.md §3.7).
#[derive(Debug)]
pub(crate) struct Remainder {
    pub(crate) shop_id: Box<str>,
    pub(crate) amount: u32,
    pub(crate) goods: Goods,
}

/// Reads a registration.
pub(crate) fn read_registration(element: &Object, contract: Contract, today: Date) -> Result<Registration, Codes> {
    let mut found = Codes::default();
    let draft = read(element, contract, |_| true, &mut found);
    if let Some(ordered) = draft.order_date {
        contract.check_window(ordered, today, &mut found);
    }
    if let (Some(settlement), Some(customer)) = (draft.settlement, &draft.customer) {
        check_one_party(settlement, customer, draft.destination.named(), &mut found);
    }
    if let (Some(amount), Some(goods)) = (draft.amount, &draft.goods) {
        check_sums(amount, goods.total, &mut found);
    }
    match (draft.shop_id, draft.settlement, draft.amount, draft.customer, draft.goods) {
        (Some(shop_id), Some(settlement), Some(amount), Some(customer), Some(goods)) if found.is_empty() => {
            Ok(Registration { shop_id, settlement, amount, customer, destination: draft.destination.over(None), goods })
        }
        _ => Err(found),
    }
}

/// Reads a re-registration.
pub(crate) fn read_remainder(element: &Object, contract: Contract, today: Date) -> Result<Remainder, Codes> {
    const MEMBERS: [&str; 4] = ["shop_transaction_id", "shop_order_date", "billed_amount", "goods"];
    let mut found = Codes::default();
    let draft = read(element, contract, |name| MEMBERS.contains(&name), &mut found);
    if let Some(ordered) = draft.order_date {
        contract.check_window(ordered, today, &mut found);
    }
    if let (Some(amount), Some(goods)) = (draft.amount, &draft.goods) {
        check_sums(amount, goods.total, &mut found);
    }
    match (draft.shop_id, draft.amount, draft.goods) {
        (Some(shop_id), Some(amount), Some(goods)) if found.is_empty() => Ok(Remainder { shop_id, amount, goods }),
        _ => Err(found),
    }
}

/// A wiz invoice lies in the parcel, so purchaser and destination must be one (`E0100016`).
pub(crate) fn check_one_party(settlement: Settlement, customer: &Party, destination: Option<&Party>, found: &mut Codes) {
    let differs = destination.is_some_and(|destination| destination.identity != customer.identity);
    if settlement == Settlement::Enclosed && differs {
        found.push("E0100016");
    }
}
