//! `POST /transactions`: 取引登録.

use time::OffsetDateTime;

use super::book::Ledger;
use super::record::{Merchant, Record};
use super::review::Case;
use super::snapshot::Calls;
use crate::simulator::answer::Element;
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::contract::Contract;
use crate::simulator::rules::registration::Registration;

/// The circumstances of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion {
    pub(crate) merchant: Merchant,
    pub(crate) contract: Contract,
    pub(crate) now: OffsetDateTime,
    /// Whether the fault of an unknown hold code strikes in this request.
    pub(crate) unknown_hold: bool,
}

impl Ledger {
    /// Registers an order whose members were found sound.
    pub(crate) fn register(&mut self, order: Registration, occasion: Occasion) -> Result<Element, Codes> {
        let Registration { shop_id, settlement, amount, customer, destination, goods } = order;
        let pair = (occasion.merchant, shop_id, amount);
        if let Some(place) = self.twin(&pair, occasion.now) {
            self.records[place].calls.register += 1;
            return Err(Codes::from("E0102002"));
        }
        let case = Case {
            customer: &customer,
            destination: destination.as_deref(),
            goods: &goods,
            above_limit: self.credit.would_exceed(customer.purchaser, amount, self.terms.credit_limit),
            unknown_hold: occasion.unknown_hold,
        };
        let review = self.review(&case, occasion.now);
        let (merchant, shop_id, amount) = pair;
        let id = self.serials.next(occasion.now);
        let place = self.shelve(Record {
            merchant,
            id,
            shop_id,
            settlement,
            amount,
            registered_at: occasion.now,
            customer,
            destination,
            goods,
            review,
            reserved: 0,
            shipment: None,
            paid_at: None,
            cancelled: false,
            pays_at: None,
            expires_at: None,
            reregistered: false,
            generation: 0,
            calls: Calls { register: 1, ..Calls::default() },
        });
        self.commit_review(place);
        Ok(self.result(place, occasion.now))
    }

    /// The answer to a registration or change.
    pub(super) fn result(&self, place: usize, now: OffsetDateTime) -> Element {
        let record = &self.records[place];
        let mut element = Element::about(record.id);
        element.shop_transaction_id = Some(record.shop_id.to_string());
        record.review.tell(now, &mut element);
        element
    }
}
