//! The control surface, overlaps, and stopping.

use std::time::Duration;

use atobarai_desk::simulator::{Latency, Settings, Simulator, serve};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{client, np, order, start};

#[tokio::test]
async fn the_front_page_says_what_this_is() {
    let np = np().await;
    let text = np.client.get(&np.base).send().await.unwrap().text().await.unwrap();
    assert!(text.contains("シミュレーター") && text.contains("simulator"));
}

#[tokio::test]
async fn a_test_outside_the_process_reads_the_ledger_and_sets_faults_payments_and_time() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let post = |path: &str, body: Value| np.client.post(format!("{}/simulator/{path}", np.base)).json(&body).send();

    let refused = post(&format!("paid/{id}"), json!({})).await.unwrap();
    assert_eq!(refused.status(), 409);
    assert_eq!(post("paid/25040100099", json!({})).await.unwrap().status(), 404);
    np.shipped(&id).await;
    assert_eq!(post(&format!("paid/{id}"), json!({})).await.unwrap().status(), 204);
    assert_eq!(post("clock", json!({ "skip_seconds": 60 })).await.unwrap().status(), 204);

    let set = post("faults", json!({ "error_503": 1.0, "times": 1, "only": ["find_review"] })).await.unwrap();
    assert_eq!(set.status(), 200);
    let struck = np.send(Method::POST, "/v1/authorizations/find", json!([{ "np_transaction_id": id }])).await.unwrap();
    assert_eq!(struck.status(), 503);
    assert_eq!(post("faults", json!({ "eror_503": 1.0 })).await.unwrap().status(), 400);

    let ledger: Value = np.client.get(format!("{}/simulator/ledger", np.base)).send().await.unwrap().json().await.unwrap();
    let transaction = &ledger["transactions"][0];
    assert_eq!(transaction["np_transaction_id"], json!(id));
    assert_eq!(transaction["state"], "paid");
    assert_eq!(transaction["slip_no"], "1234-5678-9012");
    assert_eq!(transaction["calls"]["report_shipment"], 1);
    assert_eq!(ledger["faults_played"], json!({ "error_503": 1 }));
    let text = ledger.to_string();
    assert!(!text.contains("見本") && !text.contains("赤坂"), "no personal data in the ledger");
}

#[tokio::test]
async fn web_pages_cannot_reach_the_control_surface() {
    let np = np().await;
    let url = format!("{}/simulator/ledger", np.base);
    let from_a_page = np.client.get(&url).header("Origin", "https://evil.example").send().await.unwrap();
    assert_eq!(from_a_page.status(), 403);
    let rebound = np.client.get(&url).header("Host", "evil.example:8765").send().await.unwrap();
    assert_eq!(rebound.status(), 403);
}

#[tokio::test]
async fn requests_about_one_transaction_at_the_same_time_are_noticed() {
    let latency = Latency { min: Duration::from_millis(400), max: Duration::from_millis(400) };
    let np = start(Settings { latency, ..Settings::default() }).await;
    let (first, second) = tokio::join!(np.register(json!([order("A")])), np.register(json!([order("A")])));
    assert_eq!([first.status.as_u16(), second.status.as_u16()].iter().sum::<u16>(), 201 + 400);
    let id = np.simulator.ledger()[0].np_transaction_id.clone();
    assert_eq!(np.transaction(&id).overlaps, 1);
    let ids = [id.as_str()];
    tokio::join!(np.find_review(&ids), np.find_payment(&ids), np.find_review(&ids));
    assert_eq!(np.transaction(&id).overlaps, 3);
}

#[tokio::test]
async fn requests_one_after_the_other_do_not_overlap_even_if_the_first_was_given_up() {
    let latency = Latency { min: Duration::from_millis(800), max: Duration::from_millis(800) };
    let np = start(Settings { latency, ..Settings::default() }).await;
    let id = np.registered(order("A")).await;
    let body = json!({ "transactions": [{ "np_transaction_id": id }] });
    let request = np.request(Method::POST, "/v1/authorizations/find").json(&body).timeout(Duration::from_millis(200));
    assert!(request.send().await.unwrap_err().is_timeout());
    tokio::time::sleep(Duration::from_millis(400)).await;
    np.find_review(&[&id]).await;
    assert_eq!(np.transaction(&id).overlaps, 0);
}

#[tokio::test]
async fn stopping_lets_the_request_under_way_finish_and_takes_no_more() {
    let latency = Latency { min: Duration::from_millis(800), max: Duration::from_millis(800) };
    let simulator = Simulator::new(Settings { latency, ..Settings::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, simulator.clone(), async {
        let _ = stopped.await;
    }));
    let url = format!("{base}/v1/transactions");
    let running = tokio::spawn(
        client()
            .post(&url)
            .basic_auth("SIM00001", Some("sim-sp-code"))
            .header("X-NP-Terminal-Id", "2000022000")
            .json(&json!({ "transactions": [order("A")] }))
            .send(),
    );
    tokio::time::sleep(Duration::from_millis(400)).await;
    stop.send(()).unwrap();
    assert_eq!(running.await.unwrap().unwrap().status(), 201);
    tokio::time::timeout(Duration::from_secs(2), server).await.expect("it stops").unwrap().unwrap();
    assert!(client().post(&url).send().await.unwrap_err().is_connect());
}
