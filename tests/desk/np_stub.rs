//! The NP client before a server that answers as NP might one day.

use crate::np::access;
use atobarai_desk::domain::act::{ActKind, Answer, Verdict};
use atobarai_desk::domain::lamp::Payment;
use atobarai_desk::domain::reason::Code;
use atobarai_desk::server::np::{Endpoint, NpClient};
use atobarai_desk::server::provider::{Outgoing, PaymentProvider, Probe, Reply};
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A server that gives the same answer to everything; its address, and how often it was asked.
async fn stub(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let app = Router::new().fallback(move || {
        count.fetch_add(1, Ordering::SeqCst);
        std::future::ready(answer())
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (base, asked)
}

fn batch(references: &[&str]) -> Vec<Outgoing> {
    references.iter().map(|reference| Outgoing { reference: (*reference).to_owned(), payload: "{}".to_owned() }).collect()
}

async fn reply(status: u16, body: &'static str, endpoint: Endpoint, references: &[&str]) -> Reply {
    let (base, _) = stub(move || (StatusCode::from_u16(status).unwrap(), body).into_response()).await;
    NpClient::new(Duration::from_secs(30)).unwrap().send(&access(&base), endpoint, &batch(references)).await
}

#[tokio::test]
async fn results_and_errors_in_one_answer_are_both_read() {
    let body = r#"{"results":[{"shop_transaction_id":"OD-3","np_transaction_id":"25040100012","authori_result":"40","x":{"y":[1]}},
        {"shop_transaction_id":"OD-1","np_transaction_id":25040100011,"authori_result":"10","authori_hold":["RE099"]}],
        "errors":[{"id":"OD-2","codes":["E0102005","E9999999"]}],"notice":"新しい項目"}"#;
    for status in [200, 201, 400] {
        let Reply::Answered(received) = reply(status, body, Endpoint::Register, &["OD-1", "OD-2", "OD-3"]).await else {
            panic!("{status}")
        };
        assert_eq!(received["OD-1"].answer, Answer::Verdict(Verdict::Hold(vec![Code::new("RE099")])));
        assert_eq!(received["OD-1"].np_transaction_id.as_ref().unwrap().as_str(), "25040100011", "a number is taken as its text");
        assert_eq!(received["OD-2"].answer, Answer::Refused(vec![Code::new("E0102005"), Code::new("E9999999")]));
        assert_eq!(received["OD-3"].answer, Answer::Verdict(Verdict::Reviewing));
    }
}

#[tokio::test]
async fn numbers_may_come_as_floats() {
    let body = r#"{"results":[{"np_transaction_id":25040100011.0,"payment_status":20.0}]}"#;
    let Reply::Answered(received) = reply(200, body, Endpoint::FindPayment, &["25040100011"]).await else { panic!() };
    assert_eq!(received["25040100011"].answer, Answer::Payment(Payment::Paid));
    let body = r#"{"results":[{"np_transaction_id":"25040100011","payment_status":20.5}]}"#;
    assert_eq!(reply(200, body, Endpoint::FindPayment, &["25040100011"]).await, Reply::Answered(HashMap::new()));
}

#[tokio::test]
async fn an_error_without_an_id_belongs_to_a_lone_element_only() {
    let body = r#"{"errors":[{"codes":["E0100113"]}]}"#;
    let Reply::Answered(received) = reply(400, body, Endpoint::Cancel, &["25040100011"]).await else { panic!() };
    assert_eq!(received["25040100011"].answer, Answer::Refused(vec![Code::new("E0100113")]));
    let Reply::Answered(received) = reply(400, body, Endpoint::Cancel, &["25040100011", "25040100012"]).await else { panic!() };
    assert!(received.is_empty(), "nobody knows whose it is");
}

#[tokio::test]
async fn a_verdict_that_names_no_transaction_or_no_known_result_settles_nothing() {
    for body in [
        r#"{"results":[{"shop_transaction_id":"OD-1","authori_result":"00"}]}"#,
        r#"{"results":[{"shop_transaction_id":"OD-1","np_transaction_id":"2504","authori_result":"00"}]}"#,
        r#"{"results":[{"shop_transaction_id":"OD-1","np_transaction_id":"25040100011","authori_result":"99"}]}"#,
        r#"{"results":[{"shop_transaction_id":"OD-9","np_transaction_id":"25040100011","authori_result":"00"}]}"#,
        r#"{"results":[null,7,"x",[]],"errors":[null,{"id":"OD-1"}]}"#,
        r#"{"results":[]}"#,
    ] {
        let reply = reply(201, body, Endpoint::Register, &["OD-1"]).await;
        assert_eq!(reply, Reply::Answered(HashMap::new()), "{body}");
    }
}

#[tokio::test]
async fn what_is_no_answer_is_lost_and_statuses_mean_what_they_say() {
    let id = &["25040100011"];
    for (status, body) in
        [(200, "<html></html>"), (200, ""), (200, "{}"), (200, "[]"), (400, "nonsense"), (404, r#"{"results":[]}"#), (418, "")]
    {
        let reply = reply(status, body, Endpoint::Cancel, id).await;
        assert!(matches!(&reply, Reply::Lost { what, retry_after: None } if what.contains("読み取れません")), "{status} {body}: {reply:?}");
    }
    for status in [500, 502, 504, 599] {
        assert!(matches!(reply(status, r#"{"results":[]}"#, Endpoint::Cancel, id).await, Reply::Lost { .. }), "{status}");
    }
    for status in [401, 403] {
        assert_eq!(reply(status, r#"{"results":[]}"#, Endpoint::Cancel, id).await, Reply::Unauthorized, "{status}");
    }
    assert_eq!(reply(429, "", Endpoint::Cancel, id).await, Reply::TooMany(None));
}

#[tokio::test]
async fn np_may_say_how_long_to_wait() {
    for (status, told, wait) in
        [(429, "7", Some(7)), (503, "120", Some(120)), (429, "Wed, 21 Oct 2026 07:28:00 GMT", None), (503, "-1", None)]
    {
        let code = StatusCode::from_u16(status).unwrap();
        let (base, _) = stub(move || (code, [(header::RETRY_AFTER, told)]).into_response()).await;
        let reply = NpClient::new(Duration::from_secs(30)).unwrap().call(&access(&base), ActKind::Check, &batch(&["25040100011"])).await;
        let (Reply::TooMany(retry_after) | Reply::Lost { retry_after, .. }) = reply else { panic!("{reply:?}") };
        assert_eq!(retry_after, wait.map(Duration::from_secs), "{status} {told}");
    }
}

#[tokio::test]
async fn credentials_are_never_carried_to_where_a_redirect_points() {
    let (elsewhere, asked) = stub(|| (StatusCode::OK, r#"{"results":[{"np_transaction_id":"25040100011"}]}"#).into_response()).await;
    for status in [301, 302, 303, 307, 308] {
        let (code, to) = (StatusCode::from_u16(status).unwrap(), elsewhere.clone());
        let (base, _) = stub(move || (code, [(header::LOCATION, to.clone())]).into_response()).await;
        let client = NpClient::new(Duration::from_secs(30)).unwrap();
        let reply = client.call(&access(&base), ActKind::Cancel, &batch(&["25040100011"])).await;
        assert!(matches!(reply, Reply::Lost { .. }), "{status}: {reply:?}");
        assert_eq!(client.probe(&access(&base)).await, Probe::Unreachable, "{status}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    let endless = || {
        let chunks = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 64 * 1024]));
        axum::body::Body::from_stream(chunks).into_response()
    };
    let (base, _) = stub(endless).await;
    let reply = NpClient::new(Duration::from_secs(30)).unwrap().call(&access(&base), ActKind::Check, &batch(&["25040100011"])).await;
    assert!(matches!(reply, Reply::Lost { .. }), "{reply:?}");
}
