//! Reading NP's answers, tolerantly where NP is loose and strictly where money is meant (np-api.md §1.1, §3, §4).

use super::endpoint::Endpoint;
use crate::domain::act::{Answer, Verdict};
use crate::domain::id::NpTransactionId;
use crate::domain::lamp::Payment;
use crate::domain::reason::Code;
use crate::server::provider::{Outgoing, Received};
use serde_json::Value;
use std::collections::HashMap;

/// Reads `results` and `errors`, which may both be there, and gives each element to the act it names.
///
/// `None` when the body is not an answer at all. Elements that name nobody, or that cannot be read, are left out: their
/// acts then count as lost, which is the truth.
pub fn answers(endpoint: Endpoint, batch: &[Outgoing], body: &[u8]) -> Option<HashMap<String, Received>> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let (results, errors) = (body.get("results"), body.get("errors"));
    if !results.is_some_and(Value::is_array) && !errors.is_some_and(Value::is_array) {
        return None;
    }
    let mut received = HashMap::with_capacity(batch.len());
    for element in elements(results) {
        if let (Some(reference), Some(answer)) = (attribute(batch, text(element, endpoint.reference())), result(endpoint, element)) {
            let np_transaction_id = text(element, "np_transaction_id").and_then(|id| NpTransactionId::parse(&id).ok());
            // A verdict about a transaction that cannot be named again is of no use: ask again.
            if matches!(endpoint, Endpoint::Register | Endpoint::Reregister) && np_transaction_id.is_none() {
                continue;
            }
            received.insert(reference, Received { answer, np_transaction_id, raw: element.to_string() });
        }
    }
    for element in elements(errors) {
        if let (Some(reference), Some(codes)) = (error_reference(batch, element), codes(element, "codes")) {
            received.insert(reference, Received { answer: Answer::Refused(codes), np_transaction_id: None, raw: element.to_string() });
        }
    }
    Some(received)
}

fn elements(array: Option<&Value>) -> impl Iterator<Item = &Value> {
    array.and_then(Value::as_array).into_iter().flatten()
}

/// Which act an error belongs to. NP may leave the id out; with one element sent it can only mean that one.
fn error_reference(batch: &[Outgoing], element: &Value) -> Option<String> {
    attribute(batch, text(element, "id"))
}

/// The act that an element names. Never by position.
fn attribute(batch: &[Outgoing], named: Option<String>) -> Option<String> {
    match named {
        Some(named) => batch.iter().any(|out| out.reference == named).then_some(named),
        None if batch.len() == 1 => Some(batch[0].reference.clone()),
        None => None,
    }
}

fn result(endpoint: Endpoint, element: &Value) -> Option<Answer> {
    match endpoint {
        Endpoint::Register | Endpoint::Reregister | Endpoint::FindAuthorization | Endpoint::Update => verdict(element).map(Answer::Verdict),
        Endpoint::Cancel => Some(Answer::Cancelled),
        Endpoint::ReportShipment => Some(Answer::Reported),
        Endpoint::FindPayment => payment(element).map(Answer::Payment),
    }
}

/// `authori_result` (np-api.md §4.2). A code NP may add one day is not guessed at: the act is lost and a person sees it.
fn verdict(element: &Value) -> Option<Verdict> {
    match text(element, "authori_result")?.as_str() {
        "00" => Some(Verdict::Ok),
        "10" => Some(Verdict::Hold(codes(element, "authori_hold").unwrap_or_default())),
        "20" | "30" => Some(Verdict::Ng(text(element, "authori_ng").filter(|code| !code.is_empty()).map(Code::new))),
        "40" | "50" => Some(Verdict::Reviewing),
        _ => None,
    }
}

/// `payment_status` (np-api.md §3.6).
fn payment(element: &Value) -> Option<Payment> {
    match text(element, "payment_status")?.as_str() {
        "10" => Some(Payment::Unpaid),
        "20" => Some(Payment::Paid),
        "30" => Some(Payment::Undisclosed),
        _ => None,
    }
}

/// A text member; numbers are taken as their text, `null` and the rest as absent.
fn text(element: &Value, key: &str) -> Option<String> {
    match element.get(key)? {
        Value::String(text) => Some(text.clone()),
        // 20.0 is 20: a server may send every number as a float.
        Value::Number(number) => {
            let integral = number.as_f64().filter(|n| number.is_f64() && n.fract() == 0.0);
            Some(integral.map_or_else(|| number.to_string(), |n| format!("{n:.0}")))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A list of codes; a single text counts as a list of one.
fn codes(element: &Value, key: &str) -> Option<Vec<Code>> {
    match element.get(key)? {
        Value::Array(codes) => Some(codes.iter().filter_map(Value::as_str).map(Code::new).collect()),
        Value::String(code) => Some(vec![Code::new(code)]),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::answers;
    use crate::domain::act::{Answer, Verdict};
    use crate::domain::reason::Code;
    use crate::server::np::Endpoint;
    use crate::server::provider::Outgoing;

    fn batch(references: &[&str]) -> Vec<Outgoing> {
        references.iter().map(|reference| Outgoing { reference: (*reference).to_owned(), payload: String::new() }).collect()
    }

    #[test]
    fn results_and_errors_are_both_read_and_matched_by_id() {
        let body = br#"{"results":[{"shop_transaction_id":"OD-3","np_transaction_id":"25040100012","authori_result":"40"},
            {"shop_transaction_id":"OD-1","np_transaction_id":"25040100011","authori_result":"00","new_member":1}],
            "errors":[{"id":"OD-2","codes":["E0102005","E0100059"]}]}"#;
        let received = answers(Endpoint::Register, &batch(&["OD-1", "OD-2", "OD-3"]), body).unwrap();
        assert_eq!(received["OD-1"].answer, Answer::Verdict(Verdict::Ok));
        assert_eq!(received["OD-2"].answer, Answer::Refused(vec![Code::new("E0102005"), Code::new("E0100059")]));
        assert_eq!(received["OD-3"].answer, Answer::Verdict(Verdict::Reviewing));
        assert_eq!(received["OD-3"].np_transaction_id.as_ref().unwrap().as_str(), "25040100012");
    }

    #[test]
    fn an_error_without_id_belongs_to_a_lone_element_and_to_nobody_in_a_batch() {
        let body = br#"{"errors":[{"codes":["EPRO0103"]}]}"#;
        assert_eq!(answers(Endpoint::Register, &batch(&["OD-1"]), body).unwrap().len(), 1);
        assert!(answers(Endpoint::Register, &batch(&["OD-1", "OD-2"]), body).unwrap().is_empty());
    }

    #[test]
    fn what_was_never_asked_is_not_believed() {
        let body = br#"{"results":[{"np_transaction_id":"25040199999"}]}"#;
        assert!(answers(Endpoint::Cancel, &batch(&["25040100011"]), body).unwrap().is_empty());
    }

    #[test]
    fn an_unknown_verdict_or_a_registration_without_np_id_counts_as_lost() {
        for body in [
            &br#"{"results":[{"shop_transaction_id":"OD-1","np_transaction_id":"25040100011","authori_result":"77"}]}"#[..],
            &br#"{"results":[{"shop_transaction_id":"OD-1","authori_result":"00"}]}"#[..],
        ] {
            assert!(answers(Endpoint::Register, &batch(&["OD-1"]), body).unwrap().is_empty());
        }
    }

    #[test]
    fn pages_and_truncated_bodies_are_no_answers() {
        for body in [&b"<html>maintenance</html>"[..], b"{\"results\":[{\"np_tr", b"{}", b"[]", b""] {
            assert_eq!(answers(Endpoint::FindAuthorization, &batch(&["25040100011"]), body), None);
        }
    }
}
