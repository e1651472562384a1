//! NP answers with anything but an answer, or cannot be reached, or does not let us in.

use crate::harness::{Np, Order, SHOP, SP_CODE, TestDesk, once, shop, until};
use atobarai_desk::api::AppError;
use atobarai_desk::api::status::{Me, Status};
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::store::links;
use atobarai_desk::simulator::{Endpoint, Faults, Settings, Simulator, State, serve};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::net::TcpSocket;

async fn paused(desk: &TestDesk) -> Option<String> {
    let (_, status): (Me, Status) = desk.browser.call("header", json!({})).await.unwrap();
    status.shops[0].paused_because.clone()
}

/// Troubles of the shop's line since the last answer.
async fn troubles(desk: &TestDesk) -> i64 {
    let mut conn = desk.state().store.read().await.unwrap();
    links::of(&mut conn, 1).await.unwrap().troubles
}

async fn resume(desk: &TestDesk) -> Result<(), AppError> {
    desk.browser.call("resume_shop", json!({ "shop": SHOP })).await
}

#[tokio::test]
async fn maintenance_broken_json_and_pages_leave_the_act_doubtful_until_it_is_settled() {
    for (faults, what, landed) in [
        (Faults { error_500: 1.0, ..Faults::default() }, "システムエラー", false),
        (Faults { error_502: 1.0, ..Faults::default() }, "システムエラー", true),
        (Faults { error_503: 1.0, ..Faults::default() }, "メンテナンス", false),
        (Faults { truncate_json: 1.0, ..Faults::default() }, "読み取れませんでした", true),
        (Faults { html: 1.0, ..Faults::default() }, "読み取れませんでした", false),
    ] {
        let desk = TestDesk::with(Np::start().await, |config| config.first_wait = Duration::from_millis(300)).await;
        desk.import(&[Order::new("A-1")]).await;
        desk.np.faults(once(Faults { retry_after_seconds: 0, ..faults.clone() }));
        desk.press("A-1", ActKind::Register).await.unwrap();
        let row = desk.wait_until("A-1", "the answer is lost", |row| row.standing.lamps.credit == Credit::Unknown).await;
        assert_eq!(row.standing.lamps.buttons(), [Press::LookUp], "{faults:?}");
        let act = desk.last_act("A-1").await;
        assert_eq!((act.state.as_str(), act.doubtful), ("unknown", 1), "{faults:?}");
        assert!(act.trouble.as_deref().unwrap().contains(what), "{act:?}");
        let row =
            desk.wait_until("A-1", "it is settled", |row| row.standing.lamps.credit == Credit::Ok || row.standing.lamps.asks_person).await;
        assert_eq!(row.standing.lamps.asks_person, landed, "{faults:?}");
        assert_eq!(desk.np.only("A-1").state, State::Ok);
    }
}

#[tokio::test]
async fn maintenance_is_waited_for_as_long_as_np_says() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.np.faults(once(Faults { error_503: 1.0, retry_after_seconds: 1, ..Faults::default() }));
    let begun = Instant::now();
    let row = desk.done("A-1", ActKind::Register).await;
    assert_eq!(row.standing.lamps.credit, Credit::Ok);
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn too_many_requests_puts_the_act_back_without_doubt() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.np.faults(once(Faults { error_429: 1.0, retry_after_seconds: 1, ..Faults::default() }));
    let begun = Instant::now();
    desk.press("A-1", ActKind::Register).await.unwrap();
    until("it is put back", async || desk.last_act("A-1").await.trouble.is_some()).await;
    let (act, row) = (desk.last_act("A-1").await, desk.order("A-1").await);
    assert_eq!((act.state.as_str(), act.doubtful, row.standing.lamps.credit), ("queued", 0, Credit::Sending), "nothing is unknown");
    assert_eq!(act.trouble.unwrap(), "NPが混み合っているため、あとで送り直します。");
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    let act = desk.last_act("A-1").await;
    assert_eq!((act.doubtful, desk.np.only("A-1").calls.register), (0, 1));
}

#[tokio::test]
async fn an_np_that_cannot_be_reached_loses_nothing_and_goes_on_when_it_is_back() {
    // Bound and not listening: the port is ours, and connections to it are refused.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let desk = TestDesk::with(Np::start().await, |config| config.np_simulator = format!("http://{address}/v1")).await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    for number in ["A-1", "A-2"] {
        desk.press(number, ActKind::Register).await.unwrap();
    }
    until("the line was tried three times", async || troubles(&desk).await >= 3).await;
    let (act, row) = (desk.last_act("A-1").await, desk.order("A-1").await);
    assert_eq!((act.doubtful, row.standing.lamps.credit), (0, Credit::Sending), "nothing was sent, so nothing is unknown");
    assert_eq!(act.trouble.unwrap(), "NPに接続できませんでした。送信はしていません。");
    assert_eq!(paused(&desk).await, None);
    assert_eq!(
        resume(&desk).await.unwrap_err().to_string(),
        "接続テスト: NPに接続できませんでした。しばらくしてからもう一度お試しください。"
    );

    let simulator = Simulator::new(Settings::default());
    tokio::spawn(serve(socket.listen(64).unwrap(), simulator.clone(), std::future::pending()));
    for number in ["A-1", "A-2"] {
        desk.wait_until(number, "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    }
    let calls: Vec<u32> = simulator.ledger().iter().map(|transaction| transaction.calls.register).collect();
    assert_eq!(calls, [1, 1]);
}

#[tokio::test]
async fn refused_credentials_stop_the_shop_and_a_good_test_lets_it_go_on() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    desk.np.faults(Faults { error_401: 1.0, ..Faults::default() });
    desk.press("A-1", ActKind::Register).await.unwrap();
    until("the shop is paused", async || paused(&desk).await.is_some()).await;
    assert_eq!(paused(&desk).await.unwrap(), "NPに加盟店コード・SPコード・端末IDが受け付けられませんでした。");
    assert!(desk.browser.get("/").await.text.contains("送信を止めています。"), "everybody sees it");
    let act = desk.last_act("A-1").await;
    assert_eq!((act.state.as_str(), act.doubtful), ("queued", 0));

    desk.press("A-2", ActKind::Register).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_300)).await;
    assert_eq!(desk.np.bodies("POST /v1/transactions").len(), 1, "a paused queue sends nothing");
    let sentence = "接続テスト: 加盟店コード・SPコード・端末IDが受け付けられませんでした。設定を確かめてください。";
    assert_eq!(resume(&desk).await.unwrap_err().to_string(), sentence);
    assert!(paused(&desk).await.is_some());

    desk.np.faults(Faults::default());
    resume(&desk).await.unwrap();
    for number in ["A-1", "A-2"] {
        desk.wait_until(number, "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
        assert_eq!(desk.np.only(number).calls.register, 1);
    }
    assert_eq!(paused(&desk).await, None);
}

#[tokio::test]
async fn a_wrong_sp_code_keeps_acts_queued_until_the_right_one_is_saved() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    save_shop(desk.state(), shop(SHOP, "みほん青果店"), &SpCode::new("wrong")).await.unwrap();
    desk.press("A-1", ActKind::Register).await.unwrap();
    until("the shop is paused", async || paused(&desk).await.is_some()).await;
    assert!(resume(&desk).await.is_err());
    assert!(desk.np.ledger().is_empty());
    save_shop(desk.state(), shop(SHOP, "みほん青果店"), &SpCode::new(SP_CODE)).await.unwrap();
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(paused(&desk).await, None);
}

#[tokio::test]
async fn one_shops_trouble_does_not_stop_another() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    save_shop(desk.state(), shop("second", "二号店"), &SpCode::new("wrong")).await.unwrap();
    let file = crate::harness::shift_jis(&crate::harness::csv(&[Order::new("B-1")]));
    desk.browser.import("second", &file, true).await.unwrap();
    desk.press("B-1", ActKind::Register).await.unwrap();
    until("the second shop is paused", async || desk.last_act("B-1").await.trouble.is_some()).await;
    assert_eq!(desk.done("A-1", ActKind::Register).await.standing.lamps.credit, Credit::Ok);
    assert_eq!(desk.order("B-1").await.standing.lamps.credit, Credit::Sending);
}

#[tokio::test]
async fn refusals_before_sending_do_not_use_up_the_steps_of_a_lost_answer() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let only = vec![Endpoint::Register];
    desk.np.faults(Faults { error_429: 1.0, retry_after_seconds: 0, only, ..Faults::default() });
    desk.press("A-1", ActKind::Register).await.unwrap();
    until("it was put back six times", async || desk.last_act("A-1").await.attempts >= 6).await;
    desk.np.faults(once(Faults { lose_before: 1.0, ..Faults::default() }));
    let ended = |row: &atobarai_desk::api::row::OrderRow| row.standing.lamps.credit == Credit::Ok || row.standing.lamps.asks_person;
    let row = desk.wait_until("A-1", "it is settled", ended).await;
    assert_eq!(row.standing.lamps.credit, Credit::Ok, "one lost answer is no reason to ask a person: {:?}", desk.acts("A-1").await);
}
