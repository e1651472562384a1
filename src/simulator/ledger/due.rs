//! What happens by itself: customers pay, and OKs lapse.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use time::OffsetDateTime;

use super::book::Ledger;
use super::state::State;
use crate::simulator::rules::np_id::NpId;

/// Something that falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    Payment,
    Expiry,
}

/// Times that fall due, earliest first. An entry is a reminder only: whether it still holds is looked up in the record,
/// so that nothing has to be taken out when a transaction is changed or cancelled.
#[derive(Debug, Default)]
pub(crate) struct Reminders(BinaryHeap<Reverse<(OffsetDateTime, usize, Due)>>);

impl Reminders {
    /// Adds a reminder for the record at this place.
    pub(crate) fn add(&mut self, at: OffsetDateTime, place: usize, due: Due) {
        self.0.push(Reverse((at, place, due)));
    }

    fn pop(&mut self, now: OffsetDateTime) -> Option<(OffsetDateTime, usize, Due)> {
        let Reverse((at, _, _)) = self.0.peek()?;
        if *at > now {
            return None;
        }
        self.0.pop().map(|Reverse(reminder)| reminder)
    }
}

/// Why a transaction cannot be marked as paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaymentRefused {
    /// There is none with this id.
    #[error("no such transaction")]
    Unknown,
    /// Customers pay what has been shipped: it is not, or is cancelled or paid already.
    #[error("the transaction is not waiting for payment")]
    NotBilled,
}

impl Ledger {
    /// Brings the ledger up to the present. Every act begins with it.
    pub(crate) fn advance(&mut self, now: OffsetDateTime) {
        while let Some((at, place, due)) = self.reminders.pop(now) {
            let Some(record) = self.records.get(place) else { continue };
            match due {
                Due::Payment if record.pays_at == Some(at) => self.settle(place, at),
                Due::Expiry if record.expires_at == Some(at) => self.close(place),
                Due::Payment | Due::Expiry => {}
            }
        }
    }

    /// The customer of a shipped transaction pays.
    pub(crate) fn pay(&mut self, id: NpId, now: OffsetDateTime) -> Result<(), PaymentRefused> {
        let place = self.by_id.get(&id).copied().ok_or(PaymentRefused::Unknown)?;
        match self.records[place].state(now) {
            State::Shipped => {
                self.settle(place, now);
                Ok(())
            }
            State::BeforeReview
            | State::UnderReview
            | State::Hold
            | State::Refused
            | State::Error
            | State::Ok
            | State::Paid
            | State::Cancelled => Err(PaymentRefused::NotBilled),
        }
    }

    fn settle(&mut self, place: usize, at: OffsetDateTime) {
        let record = &mut self.records[place];
        record.paid_at = Some(at);
        record.pays_at = None;
        self.release(place);
    }
}
