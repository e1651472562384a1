//! Every kind of fault: what the caller sees, and whether it took effect.

use std::time::{Duration, Instant};

use atobarai_desk::simulator::{Endpoint, Faults, Latency, Settings};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{Np, day, np, order, start};

fn once(faults: Faults) -> Faults {
    Faults { times: Some(1), ..faults }
}

async fn try_register(np: &Np, shop_id: &str) -> reqwest::Result<reqwest::Response> {
    np.send(Method::POST, "/v1/transactions", json!([order(shop_id)])).await
}

#[tokio::test]
async fn a_lost_answer_leaves_not_a_single_byte_on_the_connection() {
    let np = np().await;
    np.simulator.set_faults(once(Faults { lose_after: 1.0, ..Faults::default() }));
    let body = json!({ "transactions": [order("A")] }).to_string();
    let request = format!(
        "POST /v1/transactions HTTP/1.1\r\nHost: np\r\nAuthorization: Basic U0lNMDAwMDE6c2ltLXNwLWNvZGU=\r\n\
         X-NP-Terminal-Id: 2000022000\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = tokio::net::TcpStream::connect(np.base.trim_start_matches("http://")).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut received = Vec::new();
    let _ = stream.read_to_end(&mut received).await;
    assert!(received.is_empty(), "{}", String::from_utf8_lossy(&received));
    assert_eq!(np.simulator.ledger().len(), 1, "the order was registered all the same");
}

#[tokio::test]
async fn an_answer_lost_before_applying_had_no_effect_and_one_lost_after_had() {
    let np = np().await;
    np.simulator.set_faults(once(Faults { lose_before: 1.0, ..Faults::default() }));
    let error = try_register(&np, "A").await.unwrap_err();
    assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
    assert!(np.simulator.ledger().is_empty());

    np.simulator.set_faults(once(Faults { lose_after: 1.0, ..Faults::default() }));
    try_register(&np, "A").await.unwrap_err();
    assert_eq!(np.simulator.ledger().len(), 1);
    let again = np.register(json!([order("A")])).await;
    assert_eq!(again.codes(), ["E0102002"], "sent again it is a duplicate");
}

#[tokio::test]
async fn a_delayed_answer_is_applied_before_the_caller_gives_up() {
    let np = np().await;
    np.simulator.set_faults(once(Faults { delay: 1.0, delay_ms: 5_000, ..Faults::default() }));
    let request = np.request(Method::POST, "/v1/transactions").json(&json!({ "transactions": [order("A")] }));
    let error = request.timeout(Duration::from_secs(1)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(np.simulator.ledger().len(), 1);

    np.simulator.set_faults(once(Faults { delay: 1.0, delay_ms: 200, ..Faults::default() }));
    let begun = Instant::now();
    assert_eq!(try_register(&np, "B").await.unwrap().status(), 201);
    assert!(begun.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn error_statuses_say_whether_to_wait_and_only_502_took_effect() {
    for (faults, status, waits, effect) in [
        (Faults { error_401: 1.0, ..Faults::default() }, 401, false, false),
        (Faults { error_429: 1.0, ..Faults::default() }, 429, true, false),
        (Faults { error_500: 1.0, ..Faults::default() }, 500, false, false),
        (Faults { error_502: 1.0, ..Faults::default() }, 502, false, true),
        (Faults { error_503: 1.0, ..Faults::default() }, 503, true, false),
    ] {
        let np = start(Settings { faults: Faults { retry_after_seconds: 7, ..once(faults) }, ..Settings::default() }).await;
        let response = try_register(&np, "A").await.unwrap();
        assert_eq!(response.status(), status);
        let retry_after = response.headers().get("Retry-After").map(|value| value.to_str().unwrap());
        assert_eq!(retry_after, waits.then_some("7"), "{status}");
        assert_eq!(np.simulator.ledger().len(), usize::from(effect), "{status}");
    }
}

#[tokio::test]
async fn json_may_end_half_way_and_html_may_come_instead() {
    let np = np().await;
    np.simulator.set_faults(once(Faults { truncate_json: 1.0, ..Faults::default() }));
    let response = try_register(&np, "A").await.unwrap();
    assert_eq!(response.status(), 201);
    let text = response.text().await.unwrap();
    assert!(text.starts_with("{\"results\":[{"), "{text}");
    assert!(serde_json::from_str::<Value>(&text).is_err());
    assert_eq!(np.simulator.ledger().len(), 1);

    np.simulator.set_faults(once(Faults { html: 1.0, ..Faults::default() }));
    let response = try_register(&np, "B").await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers()["Content-Type"].to_str().unwrap().starts_with("text/html"));
    assert!(response.text().await.unwrap().contains("<html"));
    assert_eq!(np.simulator.ledger().len(), 1);
}

#[tokio::test]
async fn shuffled_results_are_the_same_in_another_order() {
    let np = start(Settings { seed: Some(1), ..Settings::default() }).await;
    np.simulator.set_faults(Faults { shuffle: 1.0, ..Faults::default() });
    let names: Vec<String> = (0..50).map(|n| format!("N-{n:02}")).collect();
    let orders: Vec<Value> = names.iter().map(|name| order(name)).collect();
    let answer = np.register(json!(orders)).await;
    let results = answer.body["results"].as_array().unwrap();
    let mut got: Vec<&str> = results.iter().map(|result| result["shop_transaction_id"].as_str().unwrap()).collect();
    assert_ne!(got, names);
    got.sort_unstable();
    assert_eq!(got, names);
}

#[tokio::test]
async fn dropped_elements_are_missing_from_the_answer_only() {
    let np = np().await;
    np.simulator.set_faults(Faults { drop_elements: 1.0, ..Faults::default() });
    let orders: Vec<Value> = (0..10).map(|n| order(&format!("N-{n}"))).collect();
    let answer = np.register(json!(orders)).await;
    let told = answer.body["results"].as_array().unwrap().len();
    assert!((5..10).contains(&told), "{told}");
    assert_eq!(np.simulator.ledger().len(), 10);

    let answer = np.register(json!([order("SINGLE")])).await;
    assert_eq!(answer.body["results"], json!([]));
    assert_eq!(answer.status, 201);
}

#[tokio::test]
async fn an_unknown_hold_code_is_a_real_hold() {
    let np = np().await;
    np.simulator.set_faults(once(Faults { unknown_hold: 1.0, ..Faults::default() }));
    let answer = np.register(json!([order("A")])).await;
    assert_eq!(answer.result(0)["authori_hold"], json!(["RE099"]));
    let id = answer.np_id();
    assert_eq!(np.find_review(&[&id]).await.result(0)["authori_hold"], json!(["RE099"]));
    let answer = np.update(json!([{ "np_transaction_id": id, "shop_order_date": day(0) }])).await;
    assert_eq!(answer.authori_result(), "00");
}

#[tokio::test]
async fn errors_may_come_without_id() {
    let np = np().await;
    np.simulator.set_faults(once(Faults { without_id: 1.0, ..Faults::default() }));
    let answer = np.cancel(&["25040100001"]).await;
    assert_eq!(answer.body["errors"], json!([{ "codes": ["E0100113"] }]));
}

#[tokio::test]
async fn faults_strike_the_endpoints_they_are_aimed_at() {
    let np = np().await;
    np.simulator.set_faults(Faults { error_500: 1.0, only: vec![Endpoint::Cancel], ..Faults::default() });
    let id = np.registered(order("A")).await;
    let cancel = np.send(Method::PATCH, "/v1/transactions/cancel", json!([{ "np_transaction_id": id }])).await.unwrap();
    assert_eq!(cancel.status(), 500);
    assert_eq!(np.simulator.faults_played().get("error_500"), Some(&1));
}

#[tokio::test]
async fn latency_makes_every_answer_wait() {
    let latency = Latency { min: Duration::from_millis(120), max: Duration::from_millis(150) };
    let np = start(Settings { latency, ..Settings::default() }).await;
    let begun = Instant::now();
    np.registered(order("A")).await;
    assert!(begun.elapsed() >= Duration::from_millis(120));
}
