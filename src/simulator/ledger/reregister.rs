//! `POST /transactions/reregister`: 一部返品取引再登録.

use super::book::Ledger;
use super::record::Record;
use super::register::Occasion;
use super::review::{Review, Verdict};
use super::snapshot::Calls;
use super::state::State;
use crate::simulator::answer::Element;
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::np_id::NpId;
use crate::simulator::rules::registration::Remainder;

/// How often the rest of an order may be re-registered (`E0131011`). NP's number is not known.
const MOST_REREGISTRATIONS: u8 = 3;

impl Ledger {
    /// Registers what the customer keeps of a shipped order. People, carrier and slip number come from the cancelled
    /// base; there is no new review and no new shipment report (np-api.md §3.7).
    pub(crate) fn reregister(&mut self, base: NpId, kept: Remainder, occasion: Occasion) -> Result<Element, Codes> {
        let Remainder { shop_id, amount, goods } = kept;
        let base_place = self.place(occasion.merchant, base)?;
        self.records[base_place].calls.reregister += 1;
        self.check_base(base_place, amount, occasion)?;

        let now = occasion.now;
        let id = self.serials.next(now);
        let origin = &mut self.records[base_place];
        origin.reregistered = true;
        let record = Record {
            merchant: origin.merchant,
            id,
            shop_id,
            settlement: origin.settlement,
            amount,
            registered_at: now,
            customer: origin.customer.clone(),
            destination: origin.destination.clone(),
            goods,
            review: Review { verdict: Verdict::Ok, begun_at: now, decided_at: now },
            reserved: 0,
            shipment: origin.shipment.clone(),
            paid_at: None,
            cancelled: false,
            pays_at: None,
            expires_at: None,
            reregistered: false,
            generation: origin.generation + 1,
            calls: Calls::default(),
        };
        let place = self.shelve(record);
        self.commit_review(place);
        self.records[place].expires_at = None;
        self.expect_payment(place, now);
        let mut element = self.result(place, now);
        element.base_np_transaction_id = Some(base.to_string());
        Ok(element)
    }

    /// The base has to be a shipped and then cancelled transaction. No source tells the code for one that is not; to
    /// this endpoint it does not exist (`E0100113`).
    fn check_base(&self, place: usize, amount: u32, occasion: Occasion) -> Result<(), Codes> {
        let base = &self.records[place];
        if base.state(occasion.now) != State::Cancelled || base.shipment.is_none() {
            return Err(Codes::from("E0100113"));
        }
        let mut found = Codes::default();
        if base.reregistered {
            found.push("E0131006");
        }
        if amount > base.amount {
            found.push("E0131010");
        }
        if base.generation >= MOST_REREGISTRATIONS {
            found.push("E0131011");
        }
        found.into_result()
    }
}
