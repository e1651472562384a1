//! One transaction as the ledger keeps it.

use time::{Date, OffsetDateTime};

use super::review::Review;
use super::snapshot::Calls;
use super::state::State;
use crate::simulator::rules::goods::Goods;
use crate::simulator::rules::heading::Settlement;
use crate::simulator::rules::marks::Marks;
use crate::simulator::rules::np_id::NpId;
use crate::simulator::rules::party::Party;

/// Which merchant a transaction belongs to: the place of its credential in the settings.
pub(crate) type Merchant = usize;

/// A shipment report that was accepted.
#[derive(Debug, Clone)]
pub(crate) struct Shipment {
    pub(crate) carrier: Box<str>,
    pub(crate) slip: Box<str>,
}

/// One transaction.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) merchant: Merchant,
    pub(crate) id: NpId,
    pub(crate) shop_id: Box<str>,
    pub(crate) settlement: Settlement,
    pub(crate) amount: u32,
    pub(crate) registered_at: OffsetDateTime,
    pub(crate) customer: Party,
    /// `None` when the goods go to the purchaser.
    pub(crate) destination: Option<Box<Party>>,
    pub(crate) goods: Goods,
    pub(crate) review: Review,
    /// Yen of the purchaser's credit that this transaction holds.
    pub(crate) reserved: u32,
    pub(crate) shipment: Option<Shipment>,
    pub(crate) paid_at: Option<OffsetDateTime>,
    pub(crate) cancelled: bool,
    /// When the customer is going to pay.
    pub(crate) pays_at: Option<OffsetDateTime>,
    /// When an unshipped OK lapses.
    pub(crate) expires_at: Option<OffsetDateTime>,
    /// Whether it is the base of a re-registration already.
    pub(crate) reregistered: bool,
    /// How many re-registrations led to it.
    pub(crate) generation: u8,
    pub(crate) calls: Calls,
}

impl Record {
    /// The state at a given time; only the review moves by time alone.
    pub(crate) fn state(&self, now: OffsetDateTime) -> State {
        if self.cancelled {
            State::Cancelled
        } else if self.paid_at.is_some() {
            State::Paid
        } else if self.shipment.is_some() {
            State::Shipped
        } else {
            self.review.state(now)
        }
    }

    /// The day of registration, against which the order date is held.
    pub(crate) fn registered_on(&self) -> Date {
        self.registered_at.date()
    }

    /// All marks of the order.
    pub(crate) fn marks(&self) -> Marks {
        joined(&self.customer, self.destination.as_deref(), &self.goods)
    }
}

/// The marks of all parts of an order.
pub(crate) fn joined(customer: &Party, destination: Option<&Party>, goods: &Goods) -> Marks {
    let mut all = Marks::default();
    let parts = [&customer.marks, &goods.marks].into_iter().chain(destination.map(|party| &party.marks));
    parts.filter_map(Option::as_deref).for_each(|marks| all.join(marks));
    all
}
