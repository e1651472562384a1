//! What was shipped was OK, and NP knows the parcel that we know.

use super::Violation;
use crate::evidence::{ActFact, Books};
use serde_json::Value;
use std::collections::HashMap;

/// NP itself refuses a report without OK (`E0100120`): an act that met this code was sent although it should not have been.
pub fn nothing_is_shipped_without_ok(books: &Books) -> Vec<Violation> {
    let too_early = |act: &&ActFact| act.before_credit != "ok" || act.codes.contains("E0100120");
    reports(books)
        .filter(too_early)
        .map(|act| Violation::new("nothing is shipped without OK", &act.reference, &format!("{act:?}"), &act.codes))
        .collect()
}

/// Reported, done and known to NP are the same, with the same number and carrier.
pub fn reported_means_known_to_np(books: &Books) -> Vec<Violation> {
    let done: HashMap<&str, &ActFact> = reports(books).filter(|act| act.state == "done").map(|act| (act.reference.as_str(), act)).collect();
    let by_id = books.by_np_id();
    let mut found = Vec::new();
    for transaction in &books.np {
        let ours = done.get(transaction.np_transaction_id.as_str()).map(|act| parcel(act));
        let nps = transaction.slip_no.clone().map(|slip| (transaction.carrier.clone().unwrap_or_default(), slip));
        if ours != nps {
            let (says, np_says) = (format!("{ours:?}"), format!("{nps:?}"));
            found.push(Violation::new("a report is done when NP knows the parcel", &transaction.shop_transaction_id, &says, &np_says));
        }
    }
    for order in books.orders.iter().filter(|order| order.shipment == "synced") {
        let nps = order.np_transaction_id.as_deref().and_then(|id| by_id.get(id)).and_then(|transaction| transaction.slip_no.clone());
        if order.slip_number != nps {
            let (says, np_says) = (format!("{:?}", order.slip_number), format!("{nps:?}"));
            found.push(Violation::new("a synced order shows the number that NP has", &order.order_number, &says, &np_says));
        }
    }
    found
}

pub fn no_slip_number_is_used_twice(books: &Books) -> Vec<Violation> {
    let mut owners: HashMap<&str, Vec<&str>> = HashMap::new();
    for order in &books.orders {
        if let Some(slip) = &order.slip_number {
            owners.entry(slip).or_default().push(&order.order_number);
        }
    }
    owners.retain(|_, orders| orders.len() > 1);
    owners.into_iter().map(|(slip, orders)| Violation::new("no slip number is used twice", slip, &orders.join(", "), "")).collect()
}

fn reports(books: &Books) -> impl Iterator<Item = &ActFact> {
    books.acts.iter().filter(|act| act.kind == "report_shipment")
}

/// Carrier and slip number as they were sent.
fn parcel(act: &ActFact) -> (String, String) {
    let payload: Value = serde_json::from_str(&act.payload).unwrap();
    let text = |name: &str| payload[name].as_str().unwrap_or_default().to_owned();
    (text("pd_company_code"), text("slip_no"))
}
