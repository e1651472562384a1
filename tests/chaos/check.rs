//! The rules that hold whatever happened, each a function from both sides' books to what breaks it.

#[path = "check/acts.rs"]
mod acts;
#[path = "check/calls.rs"]
mod calls;
#[path = "check/lamps.rs"]
mod lamps;
#[path = "check/receipts.rs"]
mod receipts;
#[path = "check/registrations.rs"]
mod registrations;
#[path = "check/shipments.rs"]
mod shipments;
#[path = "check/tallies.rs"]
mod tallies;
#[cfg(test)]
#[path = "check/tests.rs"]
mod tests;

use crate::evidence::Books;
use std::fmt;

/// One broken rule, with what either side says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    rule: &'static str,
    whose: String,
    ours: String,
    nps: String,
}

impl Violation {
    pub fn new(rule: &'static str, whose: &str, ours: &str, nps: &str) -> Self {
        Self { rule, whose: whose.to_owned(), ours: ours.to_owned(), nps: nps.to_owned() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    ours: {}", self.rule, self.whose, self.ours)?;
        if self.nps.is_empty() { Ok(()) } else { write!(f, "\n    NP's: {}", self.nps) }
    }
}

/// Every rule.
pub fn everything(books: &Books) -> Vec<Violation> {
    let rules: [fn(&Books) -> Vec<Violation>; 18] = [
        registrations::no_order_has_two_living_ones,
        registrations::np_has_none_that_we_did_not_ask_for,
        registrations::done_means_registered,
        registrations::no_id_belongs_to_two_orders,
        shipments::nothing_is_shipped_without_ok,
        shipments::reported_means_known_to_np,
        shipments::no_slip_number_is_used_twice,
        calls::none_overlap,
        calls::np_heard_no_more_than_we_sent,
        acts::all_have_ended,
        acts::none_was_asked_in_vain,
        acts::cancelled_means_cancelled,
        lamps::credit_is_the_truth,
        lamps::shipment_and_payment_are_the_truth,
        lamps::amounts_are_the_same,
        receipts::every_press_is_in_the_ledger_once,
        receipts::every_run_is_there,
        tallies::runs_and_lanes_add_up,
    ];
    rules.into_iter().flat_map(|rule| rule(books)).collect()
}
