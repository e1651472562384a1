//! Two servers on one database: they share the work and the news, and one goes on when the other is gone.
//!
//! A SQLite file has one server; these tests say something on PostgreSQL, where the whole suite runs again.

use crate::harness::{Browser, Order, PASSWORD, ServerProcess, Stream, TestDesk, USER, binary, until};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::simulator::Faults;
use serde_json::json;
use std::collections::HashSet;

/// A desk with a second server beside it, in a process, and a browser on that.
async fn two(orders: &[Order]) -> Option<(TestDesk, ServerProcess, Browser)> {
    let desk = TestDesk::start().await;
    if !desk.state().store.is_shared() {
        return None;
    }
    desk.import(orders).await;
    let second = ServerProcess::start(binary(&desk.config)).await;
    let browser = Browser::sign_in(&second.base, USER, PASSWORD).await;
    Some((desk, second, browser))
}

#[tokio::test]
async fn what_happens_on_one_is_seen_on_the_other() {
    let Some((desk, _second, browser)) = two(&[Order::new("A-1")]).await else { return };
    let mut stream = Stream::open(&browser, None, None).await;
    stream.next_of("status").await;
    let pressed = desk.press("A-1", ActKind::Register).await.unwrap();
    stream.until(pressed.id, Credit::Ok).await;
    let mut same_session = Browser::new(&browser.base);
    same_session.cookie.clone_from(&desk.browser.cookie);
    assert_eq!(same_session.get("/").await.status, 200, "a session holds on both");
}

#[tokio::test]
async fn both_work_on_one_queue_and_nothing_is_sent_twice() {
    let numbers: Vec<String> = (0..120).map(|nth| format!("A-{nth:03}")).collect();
    let orders: Vec<Order> = numbers.iter().map(|number| Order::new(number)).collect();
    let Some((mut desk, _second, _)) = two(&orders).await else { return };
    // Both begin with small batches, so that neither is through before the other has begun.
    desk.stop().await;
    (desk.config.batch_size, desk.config.concurrency) = (2, 1);
    desk.start_again().await;
    desk.np.faults(Faults { delay: 1.0, delay_ms: 20, ..Faults::default() });
    let ids: Vec<i64> = {
        let mut conn = desk.state().store.read().await.unwrap();
        sqlx::query_scalar("SELECT id FROM orders").fetch_all(&mut *conn).await.unwrap()
    };
    let _: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": ids })).await.unwrap();
    until("everything is settled", async || servers_at_work(&desk).await.1 == numbers.len()).await;
    assert_eq!(servers_at_work(&desk).await.0.len(), 2, "each had its part");
    let ledger = desk.np.ledger();
    assert_eq!(ledger.len(), numbers.len());
    assert!(ledger.iter().all(|transaction| transaction.calls.register == 1 && transaction.overlaps == 0));
}

/// Which servers sent something, and how many acts are done.
async fn servers_at_work(desk: &TestDesk) -> (HashSet<String>, usize) {
    let mut conn = desk.state().store.read().await.unwrap();
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT COALESCE(claimed_by, ''), state FROM acts").fetch_all(&mut *conn).await.unwrap();
    let done = rows.iter().filter(|(_, state)| state == "done").count();
    (rows.into_iter().map(|(server, _)| server).filter(|server| !server.is_empty()).collect(), done)
}

#[tokio::test]
async fn what_a_killed_server_had_sent_is_looked_into_by_the_other() {
    let Some((mut desk, second, browser)) = two(&[Order::new("A-1")]).await else { return };
    // Only the second server is there to send; then the first comes back, and the second dies with its call under way.
    desk.stop().await;
    desk.np.faults(Faults { delay: 1.0, delay_ms: 60_000, ..Faults::default() });
    desk.browser.base.clone_from(&browser.base);
    desk.press("A-1", ActKind::Register).await.unwrap();
    until("NP has it", async || !desk.np.ledger().is_empty()).await;
    desk.start_again().await;
    second.kill().await;
    desk.np.faults(Faults::default());
    let row = desk.wait_until("A-1", "a person is asked", |row| row.standing.lamps.asks_person).await;
    assert_eq!(row.standing.lamps.credit, Credit::Unknown);
    crate::lost_register::enter_np_id(&desk, "A-1", &desk.np.only("A-1").np_transaction_id).await.unwrap();
    desk.wait_until("A-1", "the id settles it", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!((desk.np.ledger().len(), desk.np.only("A-1").overlaps), (1, 0));
}
