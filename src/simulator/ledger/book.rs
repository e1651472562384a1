//! The ledger's shelves and the moves that all acts share.

use std::collections::HashMap;
use std::time::Duration;

use time::OffsetDateTime;

use super::credit::Credit;
use super::due::{Due, Reminders};
use super::record::{Merchant, Record};
use super::review::{Case, Review, Verdict};
use super::serial::Serials;
use crate::simulator::clock::{months_before, to_signed};
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::np_id::NpId;

/// NP's terms, from the settings.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// Whether every review takes time.
    pub(crate) asynchronous: bool,
    /// How long a review takes that takes time.
    pub(crate) review: Duration,
    /// Yen a purchaser may owe; `None` for no limit.
    pub(crate) credit_limit: Option<u32>,
    /// Days an OK stays good without a shipment report.
    pub(crate) expiry_days: u16,
}

/// A registration's name towards its merchant: NP takes the same id with the same amount for the same order.
type Pair = (Merchant, Box<str>, u32);

/// All transactions.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(super) terms: Terms,
    pub(super) records: Vec<Record>,
    pub(super) by_id: HashMap<NpId, usize>,
    /// Places of transactions that are not cancelled.
    by_pair: HashMap<Pair, Vec<usize>>,
    pub(super) credit: Credit,
    pub(super) reminders: Reminders,
    pub(super) serials: Serials,
}

impl Ledger {
    /// An empty ledger.
    pub(crate) fn new(terms: Terms) -> Self {
        Self {
            terms,
            records: Vec::new(),
            by_id: HashMap::new(),
            by_pair: HashMap::new(),
            credit: Credit::default(),
            reminders: Reminders::default(),
            serials: Serials::default(),
        }
    }

    /// The place of a merchant's own transaction. Another's does not exist for it (`E0100113`).
    pub(super) fn place(&self, merchant: Merchant, id: NpId) -> Result<usize, Codes> {
        let place = self.by_id.get(&id).copied();
        place.filter(|place| self.records[*place].merchant == merchant).ok_or(Codes::from("E0100113"))
    }

    /// A transaction of the last month with the same id and amount that is not cancelled (`E0102002`).
    pub(super) fn twin(&self, pair: &Pair, now: OffsetDateTime) -> Option<usize> {
        let since = months_before(now.date(), 1);
        let places = self.by_pair.get(pair)?;
        places.iter().copied().find(|place| self.records[*place].registered_on() >= since)
    }

    /// Puts a new record on its shelves.
    pub(super) fn shelve(&mut self, record: Record) -> usize {
        let place = self.records.len();
        self.by_id.insert(record.id, place);
        self.records.push(record);
        self.enter_pair(place);
        place
    }

    /// Makes a record findable by its id and amount.
    pub(super) fn enter_pair(&mut self, place: usize) {
        let pair = self.pair(place);
        self.by_pair.entry(pair).or_default().push(place);
    }

    /// Undoes [`enter_pair`](Self::enter_pair), before either changes or when the record is cancelled.
    pub(super) fn leave_pair(&mut self, place: usize) {
        let pair = self.pair(place);
        if let Some(places) = self.by_pair.get_mut(&pair) {
            places.retain(|other| *other != place);
            if places.is_empty() {
                self.by_pair.remove(&pair);
            }
        }
    }

    /// The open transactions with this id and amount.
    #[cfg(test)]
    pub(super) fn places(&self, pair: &Pair) -> &[usize] {
        self.by_pair.get(pair).map_or(&[], Vec::as_slice)
    }

    /// How many transactions are findable by their id and amount.
    #[cfg(test)]
    pub(super) fn findable(&self) -> usize {
        self.by_pair.values().map(Vec::len).sum()
    }

    fn pair(&self, place: usize) -> Pair {
        let record = &self.records[place];
        (record.merchant, record.shop_id.clone(), record.amount)
    }

    /// Reviews an order.
    pub(super) fn review(&self, case: &Case<'_>, now: OffsetDateTime) -> Review {
        let takes = if self.terms.asynchronous || case.takes_time() { self.terms.review } else { Duration::ZERO };
        Review { verdict: case.decide(), begun_at: now, decided_at: now.saturating_add(to_signed(takes)) }
    }

    /// Takes the credit that a reviewed record holds, and sets the day its OK lapses.
    pub(super) fn commit_review(&mut self, place: usize) {
        let days = time::Duration::days(i64::from(self.terms.expiry_days));
        let record = &mut self.records[place];
        record.expires_at = None;
        match record.review.verdict {
            Verdict::Ok => {
                let lapses = record.review.decided_at.saturating_add(days);
                record.expires_at = Some(lapses);
                self.reminders.add(lapses, place, Due::Expiry);
            }
            Verdict::Hold(_) => {}
            Verdict::Refused(_) | Verdict::Error => return,
        }
        record.reserved = record.amount;
        self.credit.reserve(record.customer.purchaser, record.amount);
    }

    /// Gives back the credit a record holds.
    pub(super) fn release(&mut self, place: usize) {
        let record = &mut self.records[place];
        self.credit.release(record.customer.purchaser, record.reserved);
        record.reserved = 0;
    }

    /// Cancels: the credit is free again, and so is the id.
    pub(super) fn close(&mut self, place: usize) {
        self.release(place);
        self.leave_pair(place);
        let record = &mut self.records[place];
        record.cancelled = true;
        record.pays_at = None;
        record.expires_at = None;
    }
}
