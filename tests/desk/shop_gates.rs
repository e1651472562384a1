//! What the settings mean for acts: 接続テスト, queues that stop and go on, 環境, 支払い方法.

use crate::harness::{Np, Order, SHOP, SP_CODE, TestDesk, database, once, shop, until};
use crate::shop_settings::{NO_SP_CODE, change, refused, save_with, settings, test};
use atobarai_desk::api::acts::{RunPreview, RunReport, RunSummary};
use atobarai_desk::api::shops::SpCodeState;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::bulk::Bulk;
use atobarai_desk::domain::lamp::{Credit, Shipment};
use atobarai_desk::domain::shop::{Environment, PaymentMethods, ShopForm, SlipSync};
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::store::audit::By;
use atobarai_desk::server::store::shops;
use atobarai_desk::server::{payment_methods, runs, startup};
use atobarai_desk::simulator::Faults;
use serde_json::json;
use std::time::Duration;

async fn offer(desk: &TestDesk, np: bool) {
    desk.browser.call::<()>("save_payment_methods", json!({ "methods": { "np": np } })).await.unwrap();
}

async fn paused(desk: &TestDesk) -> Option<String> {
    desk.page().await.status.shops[0].paused_because.clone()
}

async fn set_paused(desk: &TestDesk, why: &str) {
    let mut tx = desk.state().store.begin().await.unwrap();
    let shop = shops::by_code(&mut tx, SHOP).await.unwrap().unwrap();
    shops::set_paused(&mut tx, shop.id, Some(why)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_test_says_plainly_what_np_says() {
    let desk = TestDesk::start().await;
    for (faults, words) in [
        (Faults { error_401: 1.0, ..Faults::default() }, "加盟店コード・SPコード・端末IDが受け付けられませんでした"),
        (Faults { error_503: 1.0, ..Faults::default() }, "NPがメンテナンス中です"),
        (Faults { error_429: 1.0, ..Faults::default() }, "NPが混み合っています"),
        (Faults { lose_before: 1.0, ..Faults::default() }, "NPに接続できませんでした"),
    ] {
        desk.np.faults(once(faults));
        let found = test(&desk, SHOP).await.unwrap();
        assert!(!found.is_good && found.sentence.contains(words), "{found:?}");
    }
    assert!(test(&desk, SHOP).await.unwrap().is_good);
    assert_eq!((desk.np.calls().len(), desk.np.probes()), (0, 5), "nothing but the test goes to NP");
}

#[tokio::test]
async fn a_good_test_lets_a_queue_go_on_but_not_one_that_waits_for_a_look_at_np() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    for (why, goes_on) in [("NPに加盟店コードが受け付けられませんでした。", true), (shops::RESTORED, false)] {
        set_paused(&desk, why).await;
        change(&desk, |form| ShopForm { name: format!("{}２", form.name), ..form }).await.unwrap();
        assert_eq!(paused(&desk).await.as_deref(), Some(why), "a name lets nothing go on");
        assert!(test(&desk, SHOP).await.unwrap().is_good);
        assert_eq!(paused(&desk).await.is_none(), goes_on, "{why}");
    }
    change(&desk, |form| ShopForm { terminal_id: "1".to_owned(), ..form }).await.unwrap();
    assert_eq!(paused(&desk).await.as_deref(), Some(shops::RESTORED), "other credentials are no look at NP");
    set_paused(&desk, "別の理由").await;
    change(&desk, |form| ShopForm { terminal_id: "2000022000".to_owned(), ..form }).await.unwrap();
    assert_eq!(paused(&desk).await, None, "other credentials are tried");
}

#[tokio::test]
async fn an_sp_code_that_is_taken_away_stops_the_queue_until_another_is_typed() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    set_paused(&desk, "テスト").await;
    desk.press("A-1", ActKind::Register).await.unwrap();
    let seen = settings(&desk, SHOP).await;
    let cleared = save_with(&desk, &seen, seen.form.clone(), json!("Clear")).await.unwrap();
    assert_eq!((cleared.sp_code.clone(), paused(&desk).await.as_deref()), (SpCodeState::Missing, Some(NO_SP_CODE)));
    assert!(refused(NO_SP_CODE)(desk.press("A-2", ActKind::Register).await.unwrap_err()));
    let resume = desk.browser.call::<()>("resume_shop", json!({ "shop": SHOP })).await.unwrap_err();
    assert!(refused(NO_SP_CODE)(resume));
    assert!(desk.np.requests().is_empty());
    save_with(&desk, &cleared, cleared.form.clone(), json!({ "Replace": SP_CODE })).await.unwrap();
    desk.wait_until("A-1", "what was waiting goes out", |row| row.standing.lamps.credit == Credit::Ok).await;
}

#[tokio::test]
async fn an_environment_is_not_left_while_acts_are_open_and_its_registrations_stay_there() {
    let other = Np::start().await;
    let address = other.address();
    let desk = TestDesk::with(Np::start().await, move |config| config.np_sandbox = address).await;
    let going = |environment| move |form| ShopForm { environment, ..form };
    desk.import(&[Order::new("A-1").marked("【審査中】"), Order::new("A-2")]).await;
    set_paused(&desk, "テスト").await;
    desk.press("A-1", ActKind::Register).await.unwrap();
    let error = change(&desk, going(Environment::Sandbox)).await.unwrap_err();
    assert!(refused("終わっていない処理があるため、環境を変更できません")(error));
    change(&desk, |form| ShopForm { name: "名前だけ".to_owned(), ..form }).await.unwrap();
    desk.browser.call::<()>("resume_shop", json!({ "shop": SHOP })).await.unwrap();
    desk.wait_until("A-1", "NP has it", |row| row.standing.lamps.open_act.is_none() && row.standing.lamps.registered).await;
    // Nobody presses: an open check would be a reason to refuse.
    until("no act is open", async || change(&desk, going(Environment::Sandbox)).await.is_ok()).await;

    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(other.requests().is_empty(), "what is registered at one NP is not asked about at another");
    let row = desk.order("A-1").await;
    let error = desk.press("A-1", ActKind::Cancel).await.unwrap_err();
    assert!(refused("別の環境で登録したもの")(error));
    let ids = json!({ "action": ActKind::Cancel, "order_ids": [row.id] });
    let preview: RunPreview = desk.browser.call("preview_run", ids).await.unwrap();
    assert_eq!((preview.will_send, preview.left_out.len()), (0, 1), "{preview:?}");
    assert_eq!(desk.done("A-2", ActKind::Register).await.standing.lamps.credit, Credit::Ok, "a new one begins where the shop is now");
    assert_eq!((other.ledger().len(), desk.np.ledger().len()), (1, 1));
    change(&desk, going(Environment::Simulator)).await.unwrap();
    desk.wait_until("A-1", "it is asked about again", |row| row.standing.lamps.credit == Credit::Ok).await;
}

#[tokio::test]
async fn an_environment_is_not_left_while_a_run_has_lines_to_record() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let id = desk.order("A-1").await.id;
    let mut tx = desk.state().store.begin().await.unwrap();
    let run = runs::open(&mut tx, "tester", &Bulk::Act(ActKind::Register), &[id]).await.unwrap();
    desk.state().store.commit(tx).await.unwrap();
    let going = |form| ShopForm { environment: Environment::Sandbox, ..form };
    assert!(refused("終わっていない処理があるため")(change(&desk, going).await.unwrap_err()));
    runs::begin(desk.state(), run, Bulk::Act(ActKind::Register), "tester");
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    change(&desk, going).await.unwrap();
}

#[tokio::test]
async fn without_np_in_the_payment_methods_nothing_new_is_asked_and_nothing_is_lost() {
    let desk = TestDesk::start().await;
    change(&desk, |mut form| {
        form.automation.credit = true;
        form.automation.slip_sync = SlipSync::Entered;
        form
    })
    .await
    .unwrap();
    desk.import(&[Order::new("A-1")]).await;
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    set_paused(&desk, "テスト").await;
    desk.press("A-1", ActKind::Update).await.unwrap();
    offer(&desk, false).await;
    desk.browser.call::<()>("resume_shop", json!({ "shop": SHOP })).await.unwrap();
    desk.wait_until("A-1", "what has begun ends", |row| row.standing.lamps.open_act.is_none()).await;
    assert_eq!(desk.np.only("A-1").calls.update, 1);

    let sentence = "支払い方法でNP後払いが選ばれていません。";
    assert!(refused(sentence)(desk.press("A-1", ActKind::Cancel).await.unwrap_err()));
    desk.slip("A-1", "1234-5678-9013").await.unwrap();
    desk.import(&[Order::new("A-2")]).await;
    let runs: Vec<RunSummary> = desk.browser.ask("runs", &[]).await.unwrap();
    let run = runs.iter().find(|run| run.kind == "register").unwrap().id.to_string();
    let report = async || desk.browser.ask::<RunReport>("run", &[("run_id", &run)]).await.unwrap();
    until("the import's run has ended", async || report().await.summary.open == 0).await;
    assert!(report().await.rows[0].text.contains(sentence), "the history says why no credit was asked for");
    tokio::time::sleep(Duration::from_millis(1_300)).await;
    assert_eq!(
        (desk.order("A-1").await.standing.lamps.shipment, desk.order("A-2").await.standing.lamps.credit),
        (Shipment::Ready, Credit::None)
    );

    let html = desk.browser.get("/settings/shops?shop=main").await.text;
    assert!(!html.contains("data-block=\"np\"") && html.contains("[NP後払い設定]が表示されていない場合は"), "{html}");
    assert_eq!(settings(&desk, SHOP).await.form.merchant_code, "SIM00001");
    offer(&desk, true).await;
    desk.wait_until("A-1", "what waited goes out", |row| row.standing.lamps.shipment == Shipment::Synced).await;
    assert!(desk.browser.get("/settings/shops?shop=main").await.text.contains("data-block=\"np\""));
}

#[tokio::test]
async fn a_new_desk_has_no_payment_method_and_a_shop_with_its_contract_brings_np() {
    let desk = TestDesk::start().await;
    let mut config = desk.config.clone();
    config.database_url = database::second(&desk.folder).await;
    let new = startup::open(config).await.unwrap();
    assert!(!payment_methods::current(&new.store).await.unwrap().np);
    save_shop(&new, shop(SHOP, "みほん青果店"), &SpCode::new(SP_CODE)).await.unwrap();
    assert!(payment_methods::current(&new.store).await.unwrap().np);
    let mut conn = new.store.read().await.unwrap();
    let told: Vec<String> = sqlx::query_scalar("SELECT what FROM audit WHERE shop_id IS NULL").fetch_all(&mut *conn).await.unwrap();
    assert_eq!(told, ["支払い方法「NP後払い」を利用する"]);
    drop(conn);
    payment_methods::save(&new, By { who: "tester", address: None }, PaymentMethods { np: false }).await.unwrap();
    save_shop(&new, shop(SHOP, "みほん青果店"), &SpCode::new(SP_CODE)).await.unwrap();
    assert!(!payment_methods::current(&new.store).await.unwrap().np, "what somebody has chosen stays chosen");
    new.store.close().await;
}
