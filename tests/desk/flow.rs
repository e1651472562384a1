//! A line in trouble is slowed down, tried without risk, and used again as soon as it is mended.

use crate::harness::{Np, Order, TestDesk, once, until};
use atobarai_desk::api::status::{Me, Status};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::simulator::{Endpoint, Faults};
use serde_json::json;
use std::time::{Duration, Instant};

async fn twenty(desk: &TestDesk) -> Vec<String> {
    let numbers: Vec<String> = (0..20).map(|nth| format!("A-{nth:02}")).collect();
    desk.import(&numbers.iter().map(|number| Order::new(number)).collect::<Vec<_>>()).await;
    numbers
}

async fn press_all(desk: &TestDesk) {
    let ids: Vec<i64> = desk.page().await.page.rows.iter().map(|row| row.id).collect();
    let _: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": ids })).await.unwrap();
}

#[tokio::test]
async fn one_failed_call_does_not_make_the_whole_queue_doubtful() {
    let desk = TestDesk::with(Np::start().await, |config| {
        (config.first_wait, config.batch_size, config.concurrency) = (Duration::from_millis(600), 1, 1);
    })
    .await;
    let numbers = twenty(&desk).await;
    desk.np.faults(Faults { error_503: 1.0, retry_after_seconds: 0, ..Faults::default() });
    press_all(&desk).await;
    until("the line is tried again and again", async || desk.np.probes() >= 4).await;
    assert_eq!(desk.np.bodies("POST /v1/transactions").len(), 1, "one act found out; the others wait");
    desk.np.faults(Faults::default());
    for number in &numbers {
        desk.wait_until(number, "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
        assert_eq!(desk.np.only(number).calls.register, 1, "{number}");
    }
    let mut lost = 0;
    for number in &numbers {
        lost += desk.last_act(number).await.losses;
    }
    assert_eq!(lost, 1);
}

#[tokio::test]
async fn a_good_test_is_followed_by_one_act_and_only_its_answer_ends_the_trouble() {
    let desk = TestDesk::with(Np::start().await, |config| config.first_wait = Duration::from_millis(600)).await;
    twenty(&desk).await;
    // The credentials test is another endpoint: it goes through all the time.
    desk.np.faults(Faults { error_429: 1.0, retry_after_seconds: 0, only: vec![Endpoint::Register], ..Faults::default() });
    press_all(&desk).await;
    until("the line is tried four times", async || desk.np.probes() >= 4).await;
    let sizes: Vec<usize> =
        desk.np.bodies("POST /v1/transactions").iter().map(|body| body.matches("shop_transaction_id").count()).collect();
    assert!(sizes[0] == 20 && sizes.len() >= 3 && sizes[1..].iter().all(|size| *size == 1), "{sizes:?}");
}

#[tokio::test]
async fn the_wait_that_np_asks_for_holds_for_the_whole_shop_and_is_shown() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    desk.np.faults(once(Faults { error_503: 1.0, retry_after_seconds: 4, ..Faults::default() }));
    let begun = Instant::now();
    desk.press("A-1", ActKind::Register).await.unwrap();
    desk.wait_until("A-1", "NP is under maintenance", |row| row.standing.lamps.credit == Credit::Unknown).await;
    desk.press("A-2", ActKind::Register).await.unwrap();
    let (_, status): (Me, Status) = desk.browser.call("header", json!({})).await.unwrap();
    let slowed = status.shops[0].slowed.clone().expect("everybody is told");
    assert!(slowed.starts_with("NPがメンテナンス中です。") && slowed.contains("自動で再開"), "{slowed}");
    assert!(desk.browser.get("/").await.text.contains("NPがメンテナンス中です。"));
    desk.wait_until("A-2", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert!(begun.elapsed() >= Duration::from_secs(4), "{:?}", begun.elapsed());
    let (_, status): (Me, Status) = desk.browser.call("header", json!({})).await.unwrap();
    assert_eq!(status.shops[0].slowed, None);
}
