//! A registration whose answer was lost: resent unchanged, never doubled, and in the end a person's question.

use crate::acts::codes;
use crate::harness::{Order, TestDesk, once};
use atobarai_desk::api::AppError;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::lamp::{Credit, Lamps};
use atobarai_desk::domain::lane::Lane;
use atobarai_desk::simulator::{Endpoint, Faults, State};
use serde_json::json;

const REGISTER: &str = "POST /v1/transactions";
const FIND: &str = "POST /v1/authorizations/find";

fn asks(row: &OrderRow) -> bool {
    row.standing.lamps.asks_person
}

pub async fn enter_np_id(desk: &TestDesk, number: &str, id: &str) -> Result<OrderRow, AppError> {
    let order_id = desk.order(number).await.id;
    desk.browser.call("enter_np_id", json!({ "order_id": order_id, "np_transaction_id": id })).await
}

/// An order that NP has registered, and of which the desk knows no id.
pub async fn landed(desk: &TestDesk, number: &str) -> OrderRow {
    desk.np.faults(once(Faults { lose_after: 1.0, only: vec![Endpoint::Register], ..Faults::default() }));
    desk.press(number, ActKind::Register).await.unwrap();
    desk.wait_until(number, "a person is asked", asks).await
}

#[tokio::test]
async fn a_lost_answer_to_register_is_resent_unchanged() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let row = landed(&desk, "A-1").await;
    let act = desk.last_act("A-1").await;
    let sent = desk.np.bodies(REGISTER);
    assert_eq!(sent, vec![format!(r#"{{"transactions":[{}]}}"#, act.payload); 2], "the same bytes twice");
    assert_eq!((act.state.as_str(), act.attempts, act.doubtful), ("asking", 2, 1));
    assert_eq!(
        (row.standing.lamps.credit, row.standing.lamps.lane(), row.standing.reasons.clone()),
        (Credit::Unknown, Lane::Unknown, codes(&["E0102002"]))
    );
    assert_eq!(row.standing.lamps.buttons(), [Press::LookUp, Press::EnterNpId]);
    let transaction = desk.np.only("A-1");
    assert_eq!((transaction.state, transaction.calls.register, transaction.overlaps), (State::Ok, 2, 0));
    let trouble = desk.sheet("A-1").await.timeline[0].trouble.clone().unwrap();
    assert_eq!(trouble, "NPに同じ取引が登録済みです。NPの管理画面でNP取引IDを確かめて入力してください。");
}

#[tokio::test]
async fn the_id_from_nps_screen_settles_a_lost_registration() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    landed(&desk, "A-1").await;
    for wrong in ["", "1234", "1812120000a", "181212000011"] {
        let error = enter_np_id(&desk, "A-1", wrong).await.unwrap_err();
        assert_eq!(error, AppError::BadInput("NP取引IDは半角数字11文字で入力してください。".to_owned()), "{wrong}");
    }
    enter_np_id(&desk, "A-1", "18121299999").await.unwrap();
    let row = desk.wait_until("A-1", "the wrong id is found out", asks).await;
    assert_eq!((row.standing.lamps.registered, row.standing.lamps.buttons()), (false, vec![Press::LookUp, Press::EnterNpId]));
    let trouble = desk.last_act("A-1").await.trouble.unwrap();
    assert_eq!(trouble, "入力されたNP取引IDの取引がNPに見つかりません。番号を確かめてください。");

    let id = desk.np.only("A-1").np_transaction_id;
    enter_np_id(&desk, "A-1", &id).await.unwrap();
    let row = desk.wait_until("A-1", "the right id settles it", |row| row.standing.lamps.credit == Credit::Ok).await;
    let settled = Lamps { credit: Credit::Ok, registered: true, ..Lamps::fresh(true) };
    assert_eq!((row.standing.lamps, row.standing.reasons), (settled, Vec::new()));
    assert_eq!(desk.sheet("A-1").await.np_transaction_id, Some(id));
    assert_eq!((desk.np.bodies(REGISTER).len(), desk.np.bodies(FIND).len()), (2, 2));
    assert_eq!(desk.np.ledger().len(), 1);
}

#[tokio::test]
async fn the_id_of_another_order_is_refused() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    desk.done("A-2", ActKind::Register).await;
    landed(&desk, "A-1").await;
    let error = enter_np_id(&desk, "A-1", &desk.np.only("A-2").np_transaction_id).await.unwrap_err();
    assert!(matches!(&error, AppError::BadInput(sentence) if sentence.contains("A-2")), "{error:?}");
    let row = desk.order("A-1").await;
    assert_eq!((row.standing.lamps.asks_person, row.standing.lamps.registered), (true, false));

    // NP's test system counts for itself: there the same number is another transaction's.
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE orders SET registered_in = 'sandbox' WHERE order_number = 'A-2'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let row = enter_np_id(&desk, "A-1", &desk.np.only("A-2").np_transaction_id).await.unwrap();
    assert!(row.standing.lamps.registered);
}

#[tokio::test]
async fn a_lost_answer_about_the_entered_id_is_asked_for_again() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    landed(&desk, "A-1").await;
    desk.np.faults(once(Faults { lose_before: 1.0, only: vec![Endpoint::FindReview], ..Faults::default() }));
    enter_np_id(&desk, "A-1", &desk.np.only("A-1").np_transaction_id).await.unwrap();
    desk.wait_until("A-1", "it is settled by the id", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(desk.np.bodies(REGISTER).len(), 2, "the registration is not sent a third time");
}

#[tokio::test]
async fn looking_again_while_a_person_is_asked_changes_nothing_at_np() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let row = landed(&desk, "A-1").await;
    let _: OrderRow = desk.browser.call("look_up", json!({ "order_id": row.id })).await.unwrap();
    desk.wait_until("A-1", "it asks again", |now| now.standing.lamps.asks_person && now.version > row.version + 1).await;
    let transaction = desk.np.only("A-1");
    assert_eq!((transaction.state, transaction.calls.register), (State::Ok, 3));
}

#[tokio::test]
async fn a_request_that_never_arrived_is_resent_and_registered_once() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.np.faults(once(Faults { lose_before: 1.0, ..Faults::default() }));
    desk.press("A-1", ActKind::Register).await.unwrap();
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    let sent = desk.np.bodies(REGISTER);
    assert!(sent.len() == 2 && sent[0] == sent[1], "{sent:?}");
    assert_eq!(desk.np.only("A-1").calls.register, 1);
    let act = desk.last_act("A-1").await;
    assert_eq!((act.state.as_str(), act.attempts, act.trouble), ("done", 2, None));
}

#[tokio::test]
async fn when_every_automatic_step_is_used_up_a_person_is_asked_and_can_look_again() {
    let desk = TestDesk::with(crate::harness::Np::start().await, |config| config.first_wait = std::time::Duration::from_millis(2)).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.np.faults(Faults { lose_before: 1.0, only: vec![Endpoint::Register], ..Faults::default() });
    desk.press("A-1", ActKind::Register).await.unwrap();
    let row = desk.wait_until("A-1", "a person is asked", asks).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.buttons()), (Credit::Unknown, vec![Press::LookUp, Press::EnterNpId]));
    assert_eq!(desk.last_act("A-1").await.attempts, 6);
    desk.np.faults(Faults::default());
    let _: OrderRow = desk.browser.call("look_up", json!({ "order_id": row.id })).await.unwrap();
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(desk.np.only("A-1").calls.register, 1);
}

#[tokio::test]
async fn elements_missing_from_an_answer_are_lost_and_the_others_are_settled() {
    let desk = TestDesk::start().await;
    let numbers: Vec<String> = (0..7).map(|nth| format!("A-{nth}")).collect();
    desk.import(&numbers.iter().map(|number| Order::new(number)).collect::<Vec<_>>()).await;
    desk.np.faults(once(Faults { drop_elements: 1.0, shuffle: 1.0, only: vec![Endpoint::Register], ..Faults::default() }));
    let ids: Vec<i64> = desk.page().await.page.rows.iter().map(|row| row.id).collect();
    let _: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": ids })).await.unwrap();
    let mut lost = 0;
    for number in &numbers {
        let ended = |row: &OrderRow| row.standing.lamps.credit == Credit::Ok || row.standing.lamps.asks_person;
        let row = desk.wait_until(number, "it is settled or asked about", ended).await;
        let (act, transaction) = (desk.last_act(number).await, desk.np.only(number));
        if row.standing.lamps.asks_person {
            lost += 1;
            assert_eq!((act.attempts, transaction.calls.register), (2, 2), "{number}");
            enter_np_id(&desk, number, &transaction.np_transaction_id).await.unwrap();
            desk.wait_until(number, "the id settles it", |row| row.standing.lamps.credit == Credit::Ok).await;
        } else {
            assert_eq!((act.attempts, transaction.calls.register), (1, 1), "{number}");
        }
    }
    assert!((1..numbers.len()).contains(&lost), "{lost} of {}", numbers.len());
    assert_eq!(desk.np.ledger().len(), numbers.len());
}
