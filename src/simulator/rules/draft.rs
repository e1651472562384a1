//! A registration, change or re-registration as read from one element.

use serde_json::Value;
use time::Date;

use super::codes::Codes;
use super::contract::Contract;
use super::email::check_email;
use super::fields::{Field, Object, field};
use super::goods::{Goods, check_goods};
use super::heading::{Settlement, check_amount, check_order_date, check_settlement, check_shop_id, check_site};
use super::party::{Party, check_party, is_blank};
use super::party_codes::{DESTINATION, PURCHASER};

/// Where the goods go.
#[derive(Debug)]
pub(crate) enum Destination {
    /// Nothing was said: as before, or to the purchaser.
    Unsaid,
    /// To the purchaser: all members came blank.
    Purchaser,
    /// To someone named.
    Other(Box<Party>),
}

impl Destination {
    /// The party named, if one is.
    pub(crate) fn named(&self) -> Option<&Party> {
        match self {
            Self::Other(party) => Some(party),
            Self::Unsaid | Self::Purchaser => None,
        }
    }

    /// What a registration or change makes of the destination that was there before.
    pub(crate) fn over(self, before: Option<Box<Party>>) -> Option<Box<Party>> {
        match self {
            Self::Unsaid => before,
            Self::Purchaser => None,
            Self::Other(party) => Some(party),
        }
    }
}

/// The members found in one element. In a change, `None` means that the member stays as it was; in a
/// registration, that it was not sound.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) shop_id: Option<Box<str>>,
    pub(crate) order_date: Option<Date>,
    pub(crate) settlement: Option<Settlement>,
    pub(crate) amount: Option<u32>,
    pub(crate) customer: Option<Party>,
    pub(crate) destination: Destination,
    pub(crate) goods: Option<Goods>,
}

/// Reads a change: what is not there stays, what is there has to be whole. A party or the goods list replaces the
/// stored one entirely (np-api.md §3.2). An empty string is not "not there": it would blank a required member.
pub(crate) fn read_change(element: &Object, contract: Contract, found: &mut Codes) -> Draft {
    read(element, contract, |name| element.get(name).is_some_and(|value| !value.is_null()), found)
}

/// Reads the members that `takes` names, and adds the codes that marks in them ask for.
pub(crate) fn read(element: &Object, contract: Contract, takes: impl Fn(&str) -> bool, found: &mut Codes) -> Draft {
    let nothing = Object::new();
    let mut draft = Draft {
        shop_id: None,
        order_date: None,
        settlement: None,
        amount: None,
        customer: None,
        destination: Destination::Unsaid,
        goods: None,
    };
    if takes("shop_transaction_id") {
        draft.shop_id = check_shop_id(element, found);
    }
    if takes("shop_order_date") {
        draft.order_date = check_order_date(element, found);
    }
    if takes("settlement_type") {
        draft.settlement = check_settlement(element, contract.wiz_allowed, found);
    }
    check_site(element, found);
    if takes("billed_amount") {
        draft.amount = check_amount(element, found);
    }
    if takes("customer") {
        let customer = object(element, "customer").unwrap_or(&nothing);
        draft.customer = Some(check_party(customer, &PURCHASER, found));
        check_email(customer, contract.email_required, found);
    }
    if takes("dest_customer") {
        draft.destination = match field(element, "dest_customer") {
            Field::Absent => Destination::Unsaid,
            Field::Other(Value::Object(blank)) if is_blank(blank) => Destination::Purchaser,
            Field::Text(_) | Field::Other(_) => {
                let named = object(element, "dest_customer").unwrap_or(&nothing);
                Destination::Other(Box::new(check_party(named, &DESTINATION, found)))
            }
        };
    }
    if takes("goods") {
        draft.goods = check_goods(element, found);
    }
    add_forced_errors(&draft, found);
    draft
}

fn object<'a>(element: &'a Object, name: &str) -> Option<&'a Object> {
    match field(element, name) {
        Field::Other(Value::Object(object)) => Some(object),
        Field::Absent | Field::Text(_) | Field::Other(_) => None,
    }
}

fn add_forced_errors(draft: &Draft, found: &mut Codes) {
    let customer = draft.customer.as_ref().and_then(|party| party.marks.as_deref());
    let destination = draft.destination.named().and_then(|party| party.marks.as_deref());
    let goods = draft.goods.as_ref().and_then(|goods| goods.marks.as_deref());
    for marks in [customer, destination, goods].into_iter().flatten() {
        marks.errors.iter().for_each(|code| found.push_forced(code));
    }
}
