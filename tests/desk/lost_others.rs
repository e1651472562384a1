//! Lost answers to everything but a registration (design §4, the table).

use crate::acts::codes;
use crate::harness::{Np, Order, TestDesk, once};
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::lamp::{Credit, Payment, Shipment};
use atobarai_desk::domain::lane::Lane;
use atobarai_desk::simulator::{Endpoint, Faults, State};
use serde_json::json;
use std::time::Duration;

const UPDATE: &str = "PATCH /v1/transactions/update";
const FIND: &str = "POST /v1/authorizations/find";

fn lines(desk: &TestDesk) -> Vec<String> {
    desk.np.calls().into_iter().map(|request| request.line).collect()
}

async fn repair(desk: &TestDesk, number: &str) {
    let sheet = desk.sheet(number).await;
    let mut contents = sheet.contents;
    "東京都港区赤坂９－９－９".clone_into(&mut contents.buyer.address);
    let arguments =
        json!({ "order_id": sheet.row.id, "contents_version": sheet.row.contents_version, "contents": contents, "resend": true });
    let _: OrderRow = desk.browser.call("save_contents", arguments).await.unwrap();
}

#[tokio::test]
async fn a_lost_update_asks_for_the_verdict_first_and_is_then_resent() {
    for faults in [Faults { lose_after: 1.0, ..Faults::default() }, Faults { lose_before: 1.0, ..Faults::default() }] {
        let desk = TestDesk::with_order(Order::new("A-1").without_house_number()).await;
        desk.done("A-1", ActKind::Register).await;
        desk.np.faults(once(Faults { only: vec![Endpoint::Update], ..faults }));
        repair(&desk, "A-1").await;
        let row = desk.wait_until("A-1", "the repair is taken", |row| row.standing.lamps.open_act.is_none()).await;
        assert_eq!((row.standing.lamps.credit, row.standing.lamps.unsent, row.standing.reasons), (Credit::Ok, false, Vec::new()));
        assert_eq!(lines(&desk)[1..], [UPDATE, FIND, UPDATE]);
        let sent = desk.np.bodies(UPDATE);
        assert_eq!(sent[0], sent[1]);
        assert_eq!(desk.np.only("A-1").state, State::Ok);
    }
}

#[tokio::test]
async fn an_update_that_stays_lost_shows_unknown_and_can_be_looked_up() {
    let desk = TestDesk::with(Np::start().await, |config| config.first_wait = Duration::from_millis(2)).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.np.faults(Faults { lose_before: 1.0, only: vec![Endpoint::Update], ..Faults::default() });
    desk.press("A-1", ActKind::Update).await.unwrap();
    let row = desk.wait_until("A-1", "a person is asked", |row| row.standing.lamps.asks_person).await;
    assert_eq!(
        (row.standing.lamps.credit, row.standing.lamps.buttons()),
        (Credit::Unknown, vec![Press::LookUp]),
        "the id is known: none is asked for"
    );
    desk.np.faults(Faults::default());
    let _: OrderRow = desk.browser.call("look_up", json!({ "order_id": row.id })).await.unwrap();
    desk.wait_until("A-1", "the update is taken", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(desk.np.only("A-1").calls.update, 1);
}

#[tokio::test]
async fn a_lost_cancel_that_landed_is_a_success_when_it_is_repeated() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.np.faults(once(Faults { lose_after: 1.0, ..Faults::default() }));
    let row = desk.done("A-1", ActKind::Cancel).await;
    assert_eq!((row.standing.lamps.credit, row.standing.reasons, row.standing.lamps.lane()), (Credit::Cancelled, Vec::new(), Lane::Rest));
    let act = desk.last_act("A-1").await;
    assert_eq!((act.state.as_str(), act.codes.as_str(), act.attempts), ("done", r#"["E0100114"]"#, 2));
    assert_eq!(desk.np.only("A-1").state, State::Cancelled);
}

#[tokio::test]
async fn a_lost_cancel_that_never_arrived_is_repeated() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.np.faults(once(Faults { lose_before: 1.0, ..Faults::default() }));
    assert_eq!(desk.done("A-1", ActKind::Cancel).await.standing.lamps.credit, Credit::Cancelled);
    assert_eq!((desk.np.only("A-1").state, desk.np.only("A-1").calls.cancel), (State::Cancelled, 1));
}

#[tokio::test]
async fn a_lost_report_that_landed_is_a_success_when_it_is_repeated() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    desk.np.faults(once(Faults { lose_after: 1.0, ..Faults::default() }));
    let row = desk.done("A-1", ActKind::ReportShipment).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.shipment, row.standing.reasons), (Credit::Ok, Shipment::Synced, Vec::new()));
    let act = desk.last_act("A-1").await;
    assert_eq!((act.state.as_str(), act.codes.as_str(), act.attempts), ("done", r#"["E0100115"]"#, 2));
    assert_eq!(desk.np.bodies("POST /v1/shipments").len(), 2);
}

#[tokio::test]
async fn a_lost_report_shows_unknown_in_its_own_lamp_until_it_is_settled() {
    let desk = TestDesk::with(Np::start().await, |config| config.first_wait = Duration::from_millis(400)).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    desk.np.faults(once(Faults { lose_before: 1.0, ..Faults::default() }));
    desk.press("A-1", ActKind::ReportShipment).await.unwrap();
    let row = desk.wait_until("A-1", "the report is lost", |row| row.standing.lamps.shipment == Shipment::Unknown).await;
    assert_eq!(
        (row.standing.lamps.credit, row.standing.lamps.lane(), row.standing.lamps.buttons()),
        (Credit::Ok, Lane::Unknown, vec![Press::LookUp])
    );
    let entry = desk.sheet("A-1").await.timeline[0].clone();
    assert!(entry.trouble.is_some() && entry.next_try.is_some(), "{entry:?}");
    desk.wait_until("A-1", "the report is taken", |row| row.standing.lamps.shipment == Shipment::Synced).await;
}

#[tokio::test]
async fn lost_questions_are_simply_asked_again() {
    let desk = TestDesk::with_order(Order::new("A-1").without_house_number()).await;
    desk.done("A-1", ActKind::Register).await;
    desk.np.faults(once(Faults { truncate_json: 1.0, ..Faults::default() }));
    let row = desk.done("A-1", ActKind::Check).await;
    assert_eq!((row.standing.lamps.credit, row.standing.reasons, desk.np.bodies(FIND).len()), (Credit::Hold, codes(&["RE009"]), 2));

    repair(&desk, "A-1").await;
    desk.wait_until("A-1", "the repair is taken", |row| row.standing.lamps.credit == Credit::Ok).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    desk.done("A-1", ActKind::ReportShipment).await;
    desk.np.faults(once(Faults { lose_after: 1.0, ..Faults::default() }));
    assert_eq!(desk.done("A-1", ActKind::CheckPayment).await.standing.lamps.payment, Payment::Unpaid);
}

#[tokio::test]
async fn a_question_that_stays_unanswered_is_asked_until_np_is_back() {
    let desk = TestDesk::with(Np::start().await, |config| config.first_wait = Duration::from_millis(2)).await;
    desk.import(&[Order::new("A-1").without_house_number()]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.np.faults(Faults { drop_elements: 1.0, ..Faults::default() });
    desk.press("A-1", ActKind::Check).await.unwrap();
    // More often than the automatic steps of an act that could have changed something.
    crate::harness::until("it was asked eight times", async || desk.np.bodies(FIND).len() >= 8).await;
    desk.np.faults(Faults::default());
    let row = desk.wait_until("A-1", "the question is answered", |row| row.standing.lamps.open_act.is_none()).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.asks_person), (Credit::Hold, false));
}
