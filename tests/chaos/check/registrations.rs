//! One order, one living registration, and both sides know of it.

use super::Violation;
use crate::evidence::Books;
use std::collections::{HashMap, HashSet};

pub fn no_order_has_two_living_ones(books: &Books) -> Vec<Violation> {
    let twice = books.living().into_iter().filter(|(_, living)| living.len() > 1);
    twice
        .map(|(order, living)| {
            let ours = format!("{:?} {:?}", order.shop_transaction_id, order.np_transaction_id);
            Violation::new("no order has two living registrations", &order.order_number, &ours, &format!("{living:#?}"))
        })
        .collect()
}

pub fn np_has_none_that_we_did_not_ask_for(books: &Books) -> Vec<Violation> {
    let ours: HashSet<(&str, String)> = books
        .orders
        .iter()
        .flat_map(|order| order.shop_transaction_ids().into_iter().map(|id| (order.merchant_code.as_str(), id)))
        .collect();
    let strangers = books
        .np
        .iter()
        .filter(|transaction| !ours.contains(&(transaction.merchant_code.as_str(), transaction.shop_transaction_id.clone())));
    strangers
        .map(|transaction| {
            Violation::new("NP has nothing that no order asked for", &transaction.shop_transaction_id, "", &format!("{transaction:?}"))
        })
        .collect()
}

/// A registration under an id is done once if NP has a transaction under it, cancelled since or not; otherwise never.
pub fn done_means_registered(books: &Books) -> Vec<Violation> {
    let merchants: HashMap<i64, &str> = books.orders.iter().map(|order| (order.id, order.merchant_code.as_str())).collect();
    let mut done: HashMap<(&str, &str), usize> = HashMap::new();
    for act in books.acts.iter().filter(|act| act.kind == "register") {
        *done.entry((merchants[&act.order_id], &act.reference)).or_default() += usize::from(act.state == "done");
    }
    let by_id = books.by_shop_transaction_id();
    let keys: HashSet<_> = done.keys().chain(by_id.keys()).copied().collect();
    keys.into_iter()
        .filter_map(|key| {
            let (ours, nps) = (done.get(&key).copied().unwrap_or(0), by_id.get(&key).map_or(0, Vec::len));
            let (says, np_says) = (format!("{ours} done"), format!("{nps} transactions"));
            (ours != nps).then(|| Violation::new("a registration is done when NP has it", key.1, &says, &np_says))
        })
        .collect()
}

pub fn no_id_belongs_to_two_orders(books: &Books) -> Vec<Violation> {
    let mut owners: HashMap<&str, Vec<&str>> = HashMap::new();
    for order in &books.orders {
        if let Some(id) = &order.np_transaction_id {
            owners.entry(id).or_default().push(&order.order_number);
        }
    }
    owners.retain(|_, orders| orders.len() > 1);
    owners.into_iter().map(|(id, orders)| Violation::new("no NP id belongs to two orders", id, &orders.join(", "), "")).collect()
}
