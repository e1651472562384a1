//! The server goes down at the worst moment; the next start finds out what became of everything.

use crate::harness::{Order, TestDesk, until};
use crate::lost_register::enter_np_id;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::server::clock;
use atobarai_desk::server::store::acts::{self, Batch};
use atobarai_desk::server::store::{Store, shops};
use atobarai_desk::simulator::{Endpoint, Faults, State};

/// Stops the worker's hand while the acts of a test are marked.
async fn pause(store: &Store, because: Option<&str>) {
    let mut tx = store.begin().await.unwrap();
    let shop = shops::by_code(&mut tx, crate::harness::SHOP).await.unwrap().unwrap();
    shops::set_paused(&mut tx, shop.id, because).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_act_that_was_marked_as_sent_is_recovered_and_sent_once() {
    let mut desk = TestDesk::with_order(Order::new("A-1")).await;
    pause(&desk.state().store, Some("テスト")).await;
    desk.press("A-1", ActKind::Register).await.unwrap();
    desk.stop().await;

    let store = Store::open(&desk.config.database_url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let shop_id = shops::by_code(&mut tx, crate::harness::SHOP).await.unwrap().unwrap().id;
    let batch = Batch { shop_id, kind: ActKind::Register, checks_first: false, doubtful: false };
    assert_eq!(acts::claim(&mut tx, &store.server_id, batch, clock::now_ms(), 10).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    pause(&store, None).await;
    store.close().await;

    desk.start_again().await;
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    let act = desk.last_act("A-1").await;
    assert_eq!((act.state.as_str(), act.attempts, act.losses), ("done", 2, 1), "the first sending counts as lost");
    assert_eq!(desk.np.only("A-1").calls.register, 1);
}

#[tokio::test]
async fn a_server_killed_while_np_works_on_a_registration_doubles_nothing() {
    let mut desk = TestDesk::with_order(Order::new("A-1")).await;
    let process = desk.move_into_process("warn").await;
    desk.np.faults(Faults { delay: 1.0, delay_ms: 60_000, only: vec![Endpoint::Register], ..Faults::default() });
    desk.press("A-1", ActKind::Register).await.unwrap();
    until("NP has it", async || !desk.np.ledger().is_empty()).await;
    process.kill().await;

    desk.np.faults(Faults::default());
    desk.start_again().await;
    let row = desk.wait_until("A-1", "a person is asked", |row| row.standing.lamps.asks_person).await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.buttons()), (Credit::Unknown, vec![Press::LookUp, Press::EnterNpId]));
    let sent = desk.np.bodies("POST /v1/transactions");
    assert!(sent.len() == 2 && sent[0] == sent[1], "{sent:?}");
    enter_np_id(&desk, "A-1", &desk.np.only("A-1").np_transaction_id).await.unwrap();
    desk.wait_until("A-1", "the id settles it", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!((desk.np.ledger().len(), desk.np.only("A-1").state), (1, State::Ok));
}

#[tokio::test]
async fn a_stop_waits_for_the_answer_that_is_on_its_way() {
    let mut desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.np.faults(Faults { delay: 1.0, delay_ms: 1_000, ..Faults::default() });
    desk.press("A-1", ActKind::Register).await.unwrap();
    until("NP has it", async || !desk.np.ledger().is_empty()).await;
    desk.stop().await;
    desk.start_again().await;
    let row = desk.order("A-1").await;
    assert_eq!((row.standing.lamps.credit, desk.last_act("A-1").await.attempts), (Credit::Ok, 1));
}

/// The server has stopped before it could send what was pressed; its database is open.
async fn stopped_with_a_queued_act() -> (TestDesk, Store) {
    let mut desk = TestDesk::with_order(Order::new("A-1")).await;
    pause(&desk.state().store, Some("テスト")).await;
    desk.press("A-1", ActKind::Register).await.unwrap();
    desk.stop().await;
    let store = Store::open(&desk.config.database_url).await.unwrap();
    pause(&store, None).await;
    (desk, store)
}

#[tokio::test]
async fn what_was_queued_at_the_stop_goes_out_after_the_start() {
    let (mut desk, store) = stopped_with_a_queued_act().await;
    store.close().await;
    assert!(desk.np.requests().is_empty());
    desk.start_again().await;
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(desk.last_act("A-1").await.doubtful, 0);
}

#[tokio::test]
async fn a_press_is_due_for_a_server_whose_clock_is_behind() {
    let (_desk, store) = stopped_with_a_queued_act().await;
    let an_hour_ago = clock::now_ms() - 3_600_000;
    let due = acts::due(&mut store.read().await.unwrap(), an_hour_ago).await.unwrap();
    assert_eq!(due.iter().map(|due| due.batch.kind).collect::<Vec<_>>(), [ActKind::Register]);
    store.close().await;
}

#[tokio::test]
async fn a_doubtful_act_stays_doubtful_over_a_restart() {
    let mut desk = TestDesk::with(crate::harness::Np::start().await, |config| config.first_wait = std::time::Duration::from_mins(1)).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.np.faults(crate::harness::once(Faults { lose_after: 1.0, ..Faults::default() }));
    desk.press("A-1", ActKind::Register).await.unwrap();
    desk.wait_until("A-1", "the answer is lost", |row| row.standing.lamps.credit == Credit::Unknown).await;
    desk.stop().await;
    desk.start_again().await;
    let row = desk.order("A-1").await;
    assert_eq!((row.standing.lamps.credit, row.standing.lamps.buttons()), (Credit::Unknown, vec![Press::LookUp]));
    let _: OrderRow = desk.browser.call("look_up", serde_json::json!({ "order_id": row.id })).await.unwrap();
    desk.wait_until("A-1", "NP says that it has it", |row| row.standing.lamps.asks_person).await;
    assert_eq!(desk.np.only("A-1").calls.register, 2);
}

#[tokio::test]
async fn a_run_that_a_stop_cut_off_goes_on_after_the_start() {
    use atobarai_desk::api::acts::RunReport;
    use atobarai_desk::server::store::runs;
    let mut desk = TestDesk::start().await;
    let numbers: Vec<String> = (0..5).map(|nth| format!("A-{nth}")).collect();
    desk.import(&numbers.iter().map(|number| Order::new(number)).collect::<Vec<_>>()).await;
    let ids: Vec<i64> = desk.page().await.page.rows.iter().map(|row| row.id).collect();
    desk.stop().await;
    // As the first transaction of a run leaves it.
    let store = Store::open(&desk.config.database_url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let run = runs::open(&mut tx, crate::harness::register_run(5)).await.unwrap();
    runs::add_orders(&mut tx, run, &ids).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;

    desk.start_again().await;
    for number in &numbers {
        desk.wait_until(number, "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
        assert_eq!(desk.np.only(number).calls.register, 1);
    }
    let report: RunReport = desk.browser.ask("run", &[("run_id", &run.to_string())]).await.unwrap();
    assert_eq!((report.rows.len(), report.summary.done, report.summary.open), (5, 5, 0));
}
