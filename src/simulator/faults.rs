//! What may go wrong between a shop and NP.

use serde::{Deserialize, Serialize};

use super::endpoint::Endpoint;

/// Probabilities of faults, each from 0 to 1 (anything outside is brought inside).
///
/// A request meets at most one of the faults from `lose_before` to `html`, tried in the order in which they stand here.
/// The faults after those change what is in an answer, and can come together. Requests with
/// wrong credentials meet none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// The connection closes without an answer; nothing was applied.
    pub lose_before: f64,
    /// The connection closes without an answer; everything was applied.
    pub lose_after: f64,
    /// The request is applied at once and answered after [`delay_ms`](Self::delay_ms).
    pub delay: f64,
    /// 401 in spite of good credentials; nothing was applied.
    pub error_401: f64,
    /// 429 with `Retry-After`; nothing was applied.
    pub error_429: f64,
    /// 500; nothing was applied.
    pub error_500: f64,
    /// 502 from a gateway that lost the answer; everything was applied.
    pub error_502: f64,
    /// 503 with `Retry-After`, as in maintenance; nothing was applied.
    pub error_503: f64,
    /// A JSON answer that ends half-way; everything was applied.
    pub truncate_json: f64,
    /// 200 with an HTML page instead of JSON; nothing was applied.
    pub html: f64,
    /// `results` and `errors` come in another order.
    pub shuffle: f64,
    /// Some elements of a batch are missing from the answer, at least one; everything was applied.
    pub drop_elements: f64,
    /// Orders that would be OK are held with `RE099`, which no list knows. The hold is real: an update reviews again.
    pub unknown_hold: f64,
    /// `errors[]` without `id`.
    pub without_id: f64,
    /// Milliseconds that [`delay`](Self::delay) takes; more than a client's timeout makes the answer lost for it.
    pub delay_ms: u64,
    /// Seconds in `Retry-After`.
    pub retry_after_seconds: u32,
    /// Endpoints that faults may strike; empty means all.
    pub only: Vec<Endpoint>,
    /// How many requests may be struck before faults stop; `None` for no end. With a probability of 1 this makes
    /// exactly the next so many requests fail.
    pub times: Option<u32>,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            lose_before: 0.0,
            lose_after: 0.0,
            delay: 0.0,
            error_401: 0.0,
            error_429: 0.0,
            error_500: 0.0,
            error_502: 0.0,
            error_503: 0.0,
            truncate_json: 0.0,
            html: 0.0,
            shuffle: 0.0,
            drop_elements: 0.0,
            unknown_hold: 0.0,
            without_id: 0.0,
            delay_ms: 35_000,
            retry_after_seconds: 1,
            only: Vec::new(),
            times: None,
        }
    }
}
