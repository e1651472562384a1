//! How a simulator behaves.

use std::time::Duration;

use super::credential::Credential;
use super::faults::Faults;

/// How long answers take, drawn evenly between the two.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Latency {
    /// Shortest.
    pub min: Duration,
    /// Longest; below `min` it counts as `min`.
    pub max: Duration,
}

/// Everything that can be set. The default accepts [`Credential::default`], reviews at once, has NP's limits and no
/// faults.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Merchants that may call. Each sees its own transactions only.
    pub credentials: Vec<Credential>,
    /// Whether every review takes time, as under a contract without real-time review (np-api.md §1.4).
    pub asynchronous: bool,
    /// How long such a review takes: 審査前 for the first half, 審査中 for the second. Orders marked 【審査中】 take it too.
    pub review: Duration,
    /// Yen that one purchaser may owe over all merchants before NG001; `None` for no limit.
    pub credit_limit: Option<u32>,
    /// Days after which an OK without a shipment report is cancelled.
    pub expiry_days: u16,
    /// How many months old an order may be when it is registered.
    pub order_date_months: u8,
    /// Whether 決済方法 03 (wiz) is in the contract.
    pub wiz_allowed: bool,
    /// Whether the contract demands an e-mail address.
    pub email_required: bool,
    /// How long every answer takes. The request takes effect after it.
    pub latency: Latency,
    /// What goes wrong.
    pub faults: Faults,
    /// Seed of everything random; `None` for a different run each time.
    pub seed: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            credentials: vec![Credential::default()],
            asynchronous: false,
            review: Duration::from_secs(8),
            credit_limit: Some(55_000),
            expiry_days: 90,
            order_date_months: 3,
            wiz_allowed: true,
            email_required: false,
            latency: Latency::default(),
            faults: Faults::default(),
            seed: None,
        }
    }
}
