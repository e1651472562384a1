//! Answers as NP words them (np-api.md §1.1, §3).

use axum::http::StatusCode;
use serde::Serialize;

use super::endpoint::Endpoint;
use super::rules::codes::Codes;
use super::rules::np_id::NpId;

/// One element of `results`. Which members it has depends on the endpoint.
#[derive(Debug, Serialize)]
pub(crate) struct Element {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) base_np_transaction_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shop_transaction_id: Option<String>,
    pub(crate) np_transaction_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authori_result: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authori_required_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authori_ng: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authori_hold: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payment_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) customer_payment_date: Option<String>,
}

impl Element {
    /// A result that says no more than which transaction it is about.
    pub(crate) fn about(id: NpId) -> Self {
        Self {
            base_np_transaction_id: None,
            shop_transaction_id: None,
            np_transaction_id: id.to_string(),
            authori_result: None,
            authori_required_date: None,
            authori_ng: None,
            authori_hold: None,
            payment_status: None,
            customer_payment_date: None,
        }
    }
}

/// One element of `errors`.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    /// 加盟店取引ID for a registration, NP取引ID elsewhere; missing when the request had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) codes: Codes,
}

/// A whole answer. Both lists may have something in them.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) results: Option<Vec<Element>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<Failure>,
}

impl Answer {
    /// Refuses the request as a whole.
    pub(crate) fn refused(code: &'static str) -> Self {
        Self { results: None, errors: vec![Failure { id: None, codes: Codes::from(code) }] }
    }

    /// Adds what became of one element.
    pub(crate) fn add(&mut self, id: Option<&str>, outcome: Result<Element, Codes>) {
        match outcome {
            Ok(element) => self.results.get_or_insert_default().push(element),
            Err(codes) => self.errors.push(Failure { id: id.map(str::to_owned), codes }),
        }
    }

    /// 201 or 200 when at least one element went well, otherwise 400 (np-api.md §1.2).
    pub(crate) fn status(&self, endpoint: Endpoint) -> StatusCode {
        match (endpoint, self.results.as_ref().is_some_and(|results| !results.is_empty())) {
            (_, false) => StatusCode::BAD_REQUEST,
            (Endpoint::Register, true) => StatusCode::CREATED,
            (
                Endpoint::Update
                | Endpoint::Cancel
                | Endpoint::FindReview
                | Endpoint::ReportShipment
                | Endpoint::FindPayment
                | Endpoint::Reregister,
                true,
            ) => StatusCode::OK,
        }
    }
}
