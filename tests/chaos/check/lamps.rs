//! Every lamp shows what NP has.

use super::Violation;
use crate::evidence::{Books, OrderFact};
use atobarai_desk::domain::lamp::{Credit, Payment, Shipment};
use atobarai_desk::simulator::{State, Transaction};

pub fn credit_is_the_truth(books: &Books) -> Vec<Violation> {
    books
        .living()
        .into_iter()
        .filter(|(order, living)| !credit_fits(order, living))
        .map(|(order, living)| differs("the credit lamp shows what NP has", order, &living))
        .collect()
}

fn credit_fits(order: &OrderFact, living: &[&Transaction]) -> bool {
    let lamps = order.lamps();
    let transaction = match (lamps.credit, living) {
        (Credit::None | Credit::Cancelled, _) => return living.is_empty(),
        (Credit::Error, _) if !lamps.registered => return living.is_empty(),
        (_, [transaction]) => transaction,
        (_, _) => return false,
    };
    if order.np_transaction_id.as_ref() != Some(&transaction.np_transaction_id)
        || order.shop_transaction_id.as_ref() != Some(&transaction.shop_transaction_id)
    {
        return false;
    }
    match lamps.credit {
        Credit::Ok => matches!(transaction.state, State::Ok | State::Shipped | State::Paid),
        Credit::Hold => transaction.state == State::Hold && order.reasons == text(&transaction.hold_codes),
        Credit::Ng => {
            let reasons: Vec<String> = transaction.ng_code.iter().cloned().collect();
            matches!(transaction.state, State::Refused | State::Error) && order.reasons == text(&reasons)
        }
        // NP refused a change, and keeps what it had, which may be any verdict: the lamp tells of the change alone.
        Credit::Error => !matches!(transaction.state, State::Shipped | State::Paid | State::Cancelled),
        // The calm lasts longer than any review, and a person asked.
        Credit::Reviewing | Credit::Sending | Credit::Unknown | Credit::None | Credit::Cancelled => false,
    }
}

/// After the storm a person asked for the payment of everything that was synced. What NP does not disclose may be paid.
pub fn shipment_and_payment_are_the_truth(books: &Books) -> Vec<Violation> {
    let fits = |order: &OrderFact, living: &[&Transaction]| {
        let (lamps, state) = (order.lamps(), living.first().map(|transaction| transaction.state));
        match (lamps.shipment, lamps.payment) {
            (Shipment::Synced, Payment::Paid) => state == Some(State::Paid),
            (Shipment::Synced, Payment::Unpaid) => state == Some(State::Shipped),
            (Shipment::Synced, Payment::Undisclosed) => matches!(state, Some(State::Shipped | State::Paid)),
            (Shipment::None | Shipment::Ready | Shipment::Failed, Payment::None) => !matches!(state, Some(State::Shipped | State::Paid)),
            (Shipment::Sending | Shipment::Unknown | Shipment::Synced, Payment::None)
            | (
                Shipment::None | Shipment::Ready | Shipment::Failed | Shipment::Sending | Shipment::Unknown,
                Payment::Paid | Payment::Unpaid | Payment::Undisclosed,
            ) => false,
        }
    };
    let wrong = books.living().into_iter().filter(|(order, living)| !fits(order, living));
    wrong.map(|(order, living)| differs("the shipment and payment lamps show what NP has", order, &living)).collect()
}

/// What was edited here and not sent yet is known to differ, and marked so; it is not reported before NP has it.
pub fn amounts_are_the_same(books: &Books) -> Vec<Violation> {
    let differ = |(order, living): &(&OrderFact, Vec<&Transaction>)| {
        let may_differ = order.edited == 1 && order.lamps().shipment != Shipment::Synced;
        !may_differ && living.iter().any(|transaction| i64::from(transaction.billed_amount) != order.billed_amount)
    };
    books.living().into_iter().filter(differ).map(|(order, living)| differs("NP bills what we bill", order, &living)).collect()
}

fn differs(rule: &'static str, order: &OrderFact, living: &[&Transaction]) -> Violation {
    Violation::new(rule, &order.order_number, &format!("{order:?}"), &format!("{living:?}"))
}

fn text(codes: &[String]) -> String {
    serde_json::to_string(codes).unwrap()
}
