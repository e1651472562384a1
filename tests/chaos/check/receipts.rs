//! What people were told, and what the ledger has.

use super::Violation;
use crate::evidence::Books;
use crate::harness::USER;
use crate::receipts::Presses;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was accepted is there, although the server died right after it said so; and nothing is there that nobody pressed.
/// A press whose server died before it answered may be there or not.
pub fn every_press_is_in_the_ledger_once(books: &Books) -> Vec<Violation> {
    let mut recorded: BTreeMap<(i64, &str), usize> = BTreeMap::new();
    for act in books.acts.iter().filter(|act| act.run_id.is_none() && act.requested_by == USER) {
        *recorded.entry((act.order_id, &act.kind)).or_default() += 1;
    }
    let numbers: HashMap<i64, &str> = books.orders.iter().map(|order| (order.id, order.order_number.as_str())).collect();
    let pressed = books.receipts.presses.iter().map(|((order_id, kind), presses)| ((*order_id, *kind), *presses));
    let pressed: BTreeMap<(i64, &str), Presses> = pressed.collect();
    let keys: BTreeSet<_> = recorded.keys().chain(pressed.keys()).copied().collect();
    keys.into_iter()
        .filter_map(|key| {
            let (acts, told) = (recorded.get(&key).copied().unwrap_or(0), pressed.get(&key).copied().unwrap_or_default());
            let fits = (told.accepted..=told.accepted + told.unanswered).contains(&acts);
            let said = format!("{told:?}, {acts} acts {}", key.1);
            (!fits).then(|| Violation::new("every accepted press is in the ledger, once", numbers[&key.0], &said, ""))
        })
        .collect()
}

pub fn every_run_is_there(books: &Books) -> Vec<Violation> {
    let missing = books.receipts.runs.iter().filter(|run| !books.runs.iter().any(|(id, _)| id == *run));
    missing.map(|run| Violation::new("every accepted run is there", &run.to_string(), "", "")).collect()
}
