//! Verdicts that take time are asked for by themselves, at growing intervals and never in a storm.

use crate::harness::{Np, Order, TestDesk, until};
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::simulator::Settings;
use std::time::Duration;

const FIND: &str = "POST /v1/authorizations/find";

#[tokio::test]
async fn a_review_that_takes_time_ends_by_itself() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【審査中】")).await;
    let row = desk.done("A-1", ActKind::Register).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.buttons()), (Credit::Reviewing, vec![Press::Check, Press::Cancel]));
    desk.wait_until("A-1", "the review ends", |row| row.standing.lamps.credit == Credit::Ok).await;
    let checks: Vec<_> = desk.acts("A-1").await.into_iter().filter(|act| act.kind == "check").collect();
    assert!(!checks.is_empty() && checks.iter().all(|act| act.requested_by == "自動"), "{checks:#?}");
    let asked = desk.np.requests().len();
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert_eq!(desk.np.requests().len(), asked, "a decided order is not asked about any more");
}

#[tokio::test]
async fn a_detailed_review_is_waited_for_and_other_holds_are_not() {
    // The desk waits 120 times the first wait for RE029.
    let desk = TestDesk::with(Np::start().await, |config| config.first_check = Duration::from_millis(5)).await;
    desk.import(&[Order::new("A-1").marked("【保留RE029】"), Order::new("A-2").marked("【保留RE009】")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.done("A-2", ActKind::Register).await;
    until("RE029 was asked about by itself", async || desk.np.only("A-1").calls.find_review > 0).await;
    assert_eq!((desk.np.only("A-2").calls.find_review, desk.order("A-2").await.standing.lamps.credit), (0, Credit::Hold));
    assert_eq!(desk.last_act("A-1").await.requested_by, "自動");
}

#[tokio::test]
async fn orders_under_review_are_asked_about_together_and_ever_more_rarely() {
    let np = Np::with(Settings { asynchronous: true, review: Duration::from_hours(1), ..Settings::default() }).await;
    let desk = TestDesk::with(np, |config| config.first_check = Duration::from_millis(500)).await;
    let numbers: Vec<String> = (0..20).map(|nth| format!("A-{nth:02}")).collect();
    desk.import(&numbers.iter().map(|number| Order::new(number)).collect::<Vec<_>>()).await;
    let ids: Vec<i64> = desk.page().await.page.rows.iter().map(|row| row.id).collect();
    let arguments = serde_json::json!({ "action": ActKind::Register, "order_ids": ids });
    let _: i64 = desk.browser.call("start_run", arguments).await.unwrap();
    tokio::time::sleep(Duration::from_secs(4)).await;
    let asked = desk.np.bodies(FIND);
    assert!((1..=4).contains(&asked.len()), "{}", asked.len());
    for number in &numbers {
        let transaction = desk.np.only(number);
        assert!((1..=3).contains(&transaction.calls.find_review) && transaction.overlaps == 0, "{transaction:?}");
        assert_eq!(desk.order(number).await.standing.lamps.credit, Credit::Reviewing);
    }
    desk.np.simulator.skip_time(Duration::from_hours(1));
    let row = desk.done(&numbers[0], ActKind::Check).await;
    assert_eq!(row.standing.lamps.credit, Credit::Ok, "whoever cannot wait asks by hand");
}
