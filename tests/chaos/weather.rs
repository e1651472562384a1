//! What goes wrong at NP while the storm lasts.

use crate::plan::Plan;
use atobarai_desk::simulator::{Credential, Faults, Latency, Settings, Simulator, SpCode, serve};
use std::time::Duration;
use tokio::net::TcpListener;

/// How long a server waits for NP: 30 s in use. All other times keep their proportion to it roughly.
pub const NP_TIMEOUT: Duration = Duration::from_millis(400);
/// Longer than [`NP_TIMEOUT`]: what takes so long comes too late.
const TOO_LATE: u64 = 900;

/// A simulator with a merchant for each shop; returns it with its base address.
pub async fn open(plan: &Plan, merchants: &[&str], sp_code: &str) -> (Simulator, String) {
    let credential =
        |merchant: &&str| Credential { merchant_code: (*merchant).to_owned(), sp_code: SpCode::new(sp_code), ..Credential::default() };
    let simulator = Simulator::new(Settings {
        credentials: merchants.iter().map(credential).collect(),
        review: Duration::from_millis(1_500),
        latency: Latency { min: Duration::from_millis(1), max: Duration::from_millis(80) },
        seed: Some(plan.seed),
        ..Settings::default()
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, simulator.clone(), std::future::pending()));
    (simulator, address)
}

/// About every third request meets a fault that costs its answer.
pub fn storm() -> Faults {
    Faults {
        lose_before: 0.04,
        lose_after: 0.05,
        delay: 0.03,
        error_401: 0.01,
        error_429: 0.03,
        error_500: 0.02,
        error_502: 0.04,
        error_503: 0.02,
        truncate_json: 0.04,
        html: 0.02,
        shuffle: 0.3,
        drop_elements: 0.12,
        unknown_hold: 0.04,
        without_id: 0.1,
        delay_ms: TOO_LATE,
        ..Faults::default()
    }
}
