//! What those who watch the process are told, and who they may be.

use crate::harness::{Browser, Np, Order, Stream, TestDesk, once, until};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::simulator::Faults;
use reqwest::{Method, StatusCode};
use std::time::Duration;

async fn lines(desk: &TestDesk) -> Vec<String> {
    let answer = desk.browser.get("/metrics").await;
    assert!(answer.header("content-type").starts_with("text/plain"), "{}", answer.text);
    answer.text.lines().map(ToOwned::to_owned).collect()
}

#[tokio::test]
async fn acts_calls_and_listeners_are_counted() {
    let desk = TestDesk::with(Np::start().await, |config| config.first_wait = Duration::from_secs(30)).await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.np.faults(once(Faults { lose_before: 1.0, ..Faults::default() }));
    desk.press("A-2", ActKind::Register).await.unwrap();
    desk.wait_until("A-2", "its answer is lost", |row| row.standing.lamps.credit == Credit::Unknown).await;
    let stream = Stream::open(&desk.browser, None, None).await;
    let told = lines(&desk).await;
    for line in [
        r#"desk_acts_settled_total{kind="register",state="done"} 1"#,
        r#"desk_acts_settled_total{kind="register",state="unknown"} 1"#,
        r#"desk_acts_open{kind="register",shop="main",state="unknown"} 1"#,
        r#"desk_np_call_seconds_count{kind="register",reply="answered"} 1"#,
        r#"desk_np_call_seconds_count{kind="register",reply="lost"} 1"#,
        "desk_event_streams 1",
    ] {
        assert!(told.iter().any(|other| other == line), "{line} in {told:#?}");
    }
    drop(stream);
    until("nobody listens", async || lines(&desk).await.iter().any(|line| line == "desk_event_streams 0")).await;
}

#[tokio::test]
async fn only_this_machine_a_session_or_the_token_may_read_them() {
    let desk = TestDesk::start().await;
    let stranger = Browser::new(&desk.base());
    assert_eq!(stranger.get("/metrics").await.status, StatusCode::OK, "this machine");
    for header in ["forwarded", "x-forwarded-for", "x-real-ip", "via"] {
        let passed_on = stranger.request(Method::GET, "/metrics").header(header, "203.0.113.9");
        assert_eq!(stranger.send(passed_on).await.status, StatusCode::UNAUTHORIZED, "{header}");
    }
    let with_token = TestDesk::with(Np::start().await, |config| config.metrics_token = Some("watch me".to_owned().into())).await;
    let stranger = Browser::new(&with_token.base());
    let ask = async |token: &str| stranger.send(stranger.request(Method::GET, "/metrics").bearer_auth(token)).await.status;
    assert_eq!(stranger.get("/metrics").await.status, StatusCode::UNAUTHORIZED, "with a token set, this machine needs it too");
    assert_eq!((ask("watch").await, ask("watch me").await), (StatusCode::UNAUTHORIZED, StatusCode::OK));
    assert_eq!(with_token.browser.get("/metrics").await.status, StatusCode::OK, "who is signed in");
}
