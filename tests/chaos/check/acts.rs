//! How the acts ended.

use super::Violation;
use crate::evidence::{ActFact, Books};
use atobarai_desk::simulator::State;
use std::collections::HashSet;

/// A person has settled what stood in front of one, so every act is done or refused, and no order waits for one.
pub fn all_have_ended(books: &Books) -> Vec<Violation> {
    let acts = books.acts.iter().filter(|act| act.state != "done" && act.state != "refused");
    let acts = acts.map(|act| Violation::new("every act ends", &act.reference, &format!("{act:?}"), ""));
    let orders = books.orders.iter().filter(|order| order.open_act.is_some() || order.asks_person == 1);
    let orders = orders.map(|order| Violation::new("no order waits for an act", &order.order_number, &format!("{order:?}"), ""));
    acts.chain(orders).collect()
}

/// NP never had to say that a transaction does not exist, is withdrawn or is shipped already, unless an answer had been
/// lost before: the desk knew better than to ask.
pub fn none_was_asked_in_vain(books: &Books) -> Vec<Violation> {
    let in_vain = |act: &&ActFact| {
        let said = |code: &str| act.codes.contains(code);
        let already_so = match act.kind.as_str() {
            "cancel" => said("E0100114") && act.losses == 0,
            "report_shipment" => said("E0100114") || (said("E0100115") && act.losses == 0),
            _ => said("E0100114") || said("E0100115"),
        };
        already_so || said("E0100113") || said("EPRO0104") || said("EPRO0106")
    };
    let found = books.acts.iter().filter(in_vain);
    found
        .map(|act| Violation::new("nothing is asked that the desk knows better", &act.reference, &format!("{act:?}"), &act.codes))
        .collect()
}

/// A cancel is done when NP has withdrawn the transaction, and NP withdraws none by itself in so short a time.
pub fn cancelled_means_cancelled(books: &Books) -> Vec<Violation> {
    let done: HashSet<&str> =
        books.acts.iter().filter(|act| act.kind == "cancel" && act.state == "done").map(|act| act.reference.as_str()).collect();
    let differs = |transaction: &&atobarai_desk::simulator::Transaction| {
        done.contains(transaction.np_transaction_id.as_str()) != (transaction.state == State::Cancelled)
    };
    let found = books.np.iter().filter(differs);
    found
        .map(|transaction| {
            let says = if transaction.state == State::Cancelled { "no cancel is done" } else { "a cancel is done" };
            Violation::new("a cancel is done when NP has withdrawn it", &transaction.shop_transaction_id, says, &format!("{transaction:?}"))
        })
        .collect()
}
