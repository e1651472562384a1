//! What NP heard, and what we say we sent.

use super::Violation;
use crate::evidence::Books;
use std::collections::HashMap;

/// np-api.md §8: one call at a time for one transaction. NP counts a call from its first byte until it is answered or the
/// caller hangs up.
pub fn none_overlap(books: &Books) -> Vec<Violation> {
    let overlapped = books.np.iter().filter(|transaction| transaction.overlaps > 0);
    overlapped
        .map(|transaction| {
            let acts: Vec<_> = books
                .acts
                .iter()
                .filter(|act| act.reference == transaction.np_transaction_id || act.reference == transaction.shop_transaction_id)
                .map(|act| format!("{} {} {}: {} tries, {} lost", act.id, act.kind, act.state, act.attempts, act.losses))
                .collect();
            Violation::new("no call is in flight twice", &transaction.shop_transaction_id, &acts.join("; "), &format!("{transaction:?}"))
        })
        .collect()
}

/// Every call was recorded before it was sent. NP may have heard fewer than we tried, never more. A doubtful change or
/// registration goes out as a question first, so questions may come from three kinds of acts.
pub fn np_heard_no_more_than_we_sent(books: &Books) -> Vec<Violation> {
    let mut tries: HashMap<(&str, &str), i64> = HashMap::new();
    for act in &books.acts {
        *tries.entry((act.reference.as_str(), act.kind.as_str())).or_default() += act.attempts;
    }
    let mut found = Vec::new();
    for transaction in &books.np {
        let of = |reference: &str, kinds: &[&str]| -> i64 { kinds.iter().filter_map(|kind| tries.get(&(reference, kind))).sum() };
        let (np_id, shop_id) = (transaction.np_transaction_id.as_str(), transaction.shop_transaction_id.as_str());
        let registrations = of(shop_id, &["register"]);
        let calls = transaction.calls;
        let pairs = [
            ("register", registrations, calls.register),
            ("update", of(np_id, &["update"]), calls.update),
            ("cancel", of(np_id, &["cancel"]), calls.cancel),
            ("find_review", of(np_id, &["check", "update"]) + registrations, calls.find_review),
            ("report_shipment", of(np_id, &["report_shipment"]), calls.report_shipment),
            ("find_payment", of(np_id, &["check_payment"]), calls.find_payment),
            ("reregister", 0, calls.reregister),
        ];
        for (what, ours, nps) in pairs {
            if i64::from(nps) > ours {
                let (says, np_says) = (format!("{ours} tries to {what}"), format!("{nps} calls"));
                found.push(Violation::new("NP heard no more than we sent", shop_id, &says, &np_says));
            }
        }
    }
    found
}
