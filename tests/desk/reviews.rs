//! Verdicts that take time are asked for by themselves, at growing intervals and never in a storm.

use crate::harness::{Np, Order, TestDesk, until};
use atobarai_desk::api::acts::{RunReport, RunRowState};
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::simulator::Settings;
use serde_json::json;
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

#[tokio::test]
async fn a_run_says_what_became_of_orders_that_were_under_review() {
    let np = Np::with(Settings { asynchronous: true, review: Duration::from_hours(1), ..Settings::default() }).await;
    let desk = TestDesk::with(np, |config| config.first_check = Duration::from_hours(1)).await;
    let marks = [("A-1", ""), ("A-2", "【NG002】"), ("A-3", "【保留RE009】"), ("A-4", ""), ("A-5", "")];
    desk.import(&marks.map(|(number, mark)| Order::new(number).marked(mark))).await;
    let mut ids = Vec::new();
    for (number, _) in marks {
        ids.push(desk.order(number).await.id);
    }
    let run: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": ids })).await.unwrap();
    let report = async || desk.browser.ask::<RunReport>("run", &[("run_id", &run.to_string())]).await.unwrap();
    until("NP has taken all of them", async || report().await.summary.open == 0).await;
    let before = report().await;
    assert_eq!((before.summary.reviewing, before.summary.done, before.summary.attention), (5, 0, 0));
    assert!(before.rows.iter().all(|row| row.state == RunRowState::Reviewing && row.text == "与信中"), "{before:?}");

    desk.done("A-4", ActKind::Cancel).await;
    desk.np.simulator.skip_time(Duration::from_hours(1));
    for number in ["A-1", "A-2", "A-3"] {
        desk.done(number, ActKind::Check).await;
    }
    // What becomes of an order after its verdict is no news of this run.
    desk.done("A-1", ActKind::Cancel).await;
    let after = report().await;
    let told: Vec<_> = after.rows.iter().map(|row| (row.label.as_str(), row.state, row.text.as_str(), row.codes.as_str())).collect();
    assert_eq!(
        (after.summary.reviewing, after.summary.done, after.summary.attention, after.summary.open, after.summary.failed),
        (1, 2, 2, 0, 0),
        "{told:#?}"
    );
    let of = |number: &str| *told.iter().find(|row| row.0 == number).unwrap();
    assert_eq!(of("A-1"), ("A-1", RunRowState::Done, "与信中 → 与信OK", ""));
    assert_eq!(of("A-4"), ("A-4", RunRowState::Done, "与信中 → キャンセル済", ""));
    assert_eq!(of("A-5"), ("A-5", RunRowState::Reviewing, "与信中", ""));
    for (number, verdict, code) in [("A-2", "与信中 → 与信NG ", "NG002"), ("A-3", "与信中 → 保留 ", "RE009")] {
        let (_, state, text, codes) = of(number);
        assert!(state == RunRowState::Attention && text.starts_with(verdict) && codes == code, "{number}: {text} {codes}");
    }
    assert!(told[..2].iter().all(|row| row.1 == RunRowState::Attention), "what somebody has to look at comes first: {told:#?}");
}
