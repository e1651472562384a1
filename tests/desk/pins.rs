//! PINs: on a shared tablet people take over from each other, and never get more than the work on orders.

use crate::harness::{Browser, Order, PASSWORD, Stream, TestDesk, USER, cookie_of};
use atobarai_desk::api::AppError;
use atobarai_desk::api::account::{Account, Colleague};
use atobarai_desk::domain::role::{OpenedBy, Role};
use reqwest::StatusCode;
use serde_json::json;

/// A desk with a tablet that a packer has signed in on and shares, and a PIN of the manager.
struct PackingTable {
    desk: TestDesk,
    tablet: Browser,
    manager: i64,
    packer: i64,
}

impl PackingTable {
    async fn start() -> Self {
        let desk = TestDesk::with_order(Order::new("A-1")).await;
        let tablet = desk.sign_in_new("梱包の人", Role::Packer).await;
        desk.browser.call::<()>("set_pin", json!({ "pin": "2468" })).await.unwrap();
        tablet.call::<()>("set_pin", json!({ "pin": "１３５７９" })).await.unwrap();
        tablet.call::<()>("share_device", json!({ "shared": true })).await.unwrap();
        let (manager, packer) = (desk.person(USER).await.id, desk.person("梱包の人").await.id);
        Self { desk, tablet, manager, packer }
    }
}

async fn account(browser: &Browser) -> Account {
    browser.call("account", json!({})).await.unwrap()
}

#[tokio::test]
async fn a_pin_is_four_to_eight_digits() {
    let desk = TestDesk::start().await;
    for wrong in ["1", "123", "123456789", "12a4", "12 34", "-1234"] {
        let error = desk.browser.call::<()>("set_pin", json!({ "pin": wrong })).await.unwrap_err();
        assert_eq!(error.to_string(), "PINは数字4桁から8桁で入力してください。", "{wrong}");
    }
    for right in ["1234", " 12345678 ", "１２３４"] {
        desk.browser.call::<()>("set_pin", json!({ "pin": right })).await.unwrap();
        assert!(desk.person(USER).await.has_pin);
    }
    desk.browser.call::<()>("set_pin", json!({ "pin": "" })).await.unwrap();
    assert!(!desk.person(USER).await.has_pin);
}

#[tokio::test]
async fn a_pin_gives_the_session_to_somebody_else_with_the_rights_of_orders_at_most() {
    let PackingTable { desk, mut tablet, manager, packer } = PackingTable::start().await;
    let colleagues: Vec<Colleague> = tablet.call("colleagues", json!({})).await.unwrap();
    let names: Vec<&str> = colleagues.iter().map(|colleague| colleague.name.as_str()).collect();
    assert_eq!(names, [USER, "梱包の人"]);
    assert!(tablet.get("/").await.text.contains("href=\"/switch\"") && !desk.browser.get("/").await.text.contains("href=\"/switch\""));
    assert!(tablet.get("/switch").await.text.contains("だれに交代しますか"));
    let before = tablet.clone();
    assert_eq!(tablet.switch(manager, "2468").await.location(), "/");
    assert_eq!(desk.last_line().await, format!("{USER} sign_in 梱包の人 から交代（PIN）"));
    assert_eq!(before.get("/").await.location(), "/login", "the old session has ended");
    let mine = account(&tablet).await;
    assert_eq!((mine.me.name.as_str(), mine.me.role, mine.me.shared, mine.opened_by), (USER, Role::Clerk, true, OpenedBy::Pin));
    assert_eq!(tablet.get("/settings/people").await.status, StatusCode::FORBIDDEN);
    assert_eq!(tablet.call::<()>("set_role", json!({ "person_id": packer, "role": "manager" })).await, Err(AppError::Forbidden));
    for (function, arguments) in [
        ("change_password", json!({ "current": PASSWORD, "new": "another password" })),
        ("begin_totp", json!({})),
        ("confirm_totp", json!({ "offer": "", "code": "" })),
        ("remove_totp", json!({ "password": PASSWORD })),
        ("set_pin", json!({ "pin": "0000" })),
        ("share_device", json!({ "shared": false })),
    ] {
        let answer = tablet.call_raw(function, &arguments).await;
        assert_eq!((answer.status, answer.json()), (StatusCode::FORBIDDEN, json!("NeedsPassword")), "{function}");
    }
    assert!(tablet.get("/account").await.text.contains("PINで交代しています"));
    // The password makes a manager of the same person on the same tablet.
    let answer = tablet.log_in(USER, PASSWORD).await;
    let spent = tablet.clone();
    tablet.cookie = Some(cookie_of(&answer));
    assert_eq!((spent.get("/").await.location(), tablet.get("/settings/people").await.status), ("/login", StatusCode::OK));
    assert!(account(&tablet).await.me.shared, "the tablet stays shared");
    assert_eq!(tablet.switch(packer, "13579").await.location(), "/");
    assert_eq!(account(&tablet).await.me.role, Role::Packer);
    tablet.post("/session/end").await;
    assert_eq!(tablet.switch(manager, "2468").await.location(), "/login", "signing out ends it for everybody");
}

#[tokio::test]
async fn without_a_shared_tablet_no_pin_opens_anything() {
    let PackingTable { desk, manager, .. } = PackingTable::start().await;
    let mut browser = desk.sign_in_new("閲覧の人", Role::Viewer).await;
    assert_eq!(browser.switch(manager, "2468").await.location(), "/switch");
    assert!(browser.get("/switch").await.text.contains("この端末は共有端末ではありません。"));
    assert!(matches!(browser.call::<Vec<Colleague>>("colleagues", json!({})).await, Err(AppError::Refused(_))));
    assert_eq!(account(&browser).await.me.name, "閲覧の人");
    let mut stranger = Browser::new(&desk.base());
    assert_eq!(stranger.switch(manager, "2468").await.location(), "/login");
    browser.call::<()>("share_device", json!({ "shared": true })).await.unwrap();
    browser.call::<()>("share_device", json!({ "shared": false })).await.unwrap();
    assert_eq!(browser.switch(manager, "2468").await.location(), "/switch");
}

#[tokio::test]
async fn wrong_pins_are_counted_by_person_and_tablet_whoever_took_over_meanwhile() {
    let PackingTable { desk, mut tablet, manager, packer } = PackingTable::start().await;
    let failed = format!("/switch?person={manager}&failed=1");
    for nth in 0..5 {
        assert_eq!(tablet.switch(manager, "0000").await.location(), failed);
        assert_eq!(desk.last_line().await, format!("{USER} sign_in_refused PINが違います（梱包の人 の共有端末）"));
        if nth == 2 {
            assert_eq!(tablet.switch(packer, "13579").await.location(), "/", "the own PIN still fits");
        }
    }
    let answer = tablet.switch(manager, "2468").await;
    assert!(answer.location().starts_with(&format!("/switch?person={manager}&wait=")), "{}", answer.location());
    assert!(tablet.get(answer.location()).await.text.contains("PINの入力に続けて失敗したため"));
    assert_eq!(tablet.switch(packer, "13579").await.location(), "/");
    for (person, pin) in [(4711, "2468"), (packer, ""), (manager, "2468")] {
        assert_ne!(tablet.switch(person, pin).await.location(), "/", "{person} {pin}");
    }
}

#[tokio::test]
async fn sharing_the_tablet_anew_does_not_make_guesses_free() {
    let PackingTable { mut tablet, manager, .. } = PackingTable::start().await;
    let mut tried = 0;
    for _ in 0..11 {
        for _ in 0..5 {
            tried += i32::from(tablet.switch(manager, "0000").await.location().contains("failed"));
        }
        tablet.call::<()>("share_device", json!({ "shared": false })).await.unwrap();
        tablet.call::<()>("share_device", json!({ "shared": true })).await.unwrap();
    }
    assert_eq!(tried, 50);
}

#[tokio::test]
async fn a_session_by_pin_ends_with_the_pin_the_account_and_the_first_sign_in() {
    let PackingTable { desk, mut tablet, manager, packer } = PackingTable::start().await;
    tablet.switch(manager, "2468").await;
    let mut stream = Stream::open(&tablet, None, None).await;
    desk.browser.call::<()>("set_pin", json!({ "pin": "9999" })).await.unwrap();
    while stream.next().await.is_some() {}
    assert_eq!(tablet.get("/").await.location(), "/login", "the PIN that opened it is no more");
    assert_eq!(desk.browser.get("/").await.status, 200, "the session by password goes on");

    let mut tablet = Browser::sign_in(&desk.base(), "梱包の人", PASSWORD).await;
    tablet.call::<()>("share_device", json!({ "shared": true })).await.unwrap();
    desk.browser.call::<()>("set_active", json!({ "person_id": packer, "active": false })).await.unwrap();
    assert_eq!(tablet.switch(manager, "9999").await.location(), "/login");
    desk.browser.call::<()>("set_active", json!({ "person_id": packer, "active": true })).await.unwrap();

    let mut tablet = Browser::sign_in(&desk.base(), "梱包の人", PASSWORD).await;
    tablet.call::<()>("share_device", json!({ "shared": true })).await.unwrap();
    let six_days = atobarai_desk::server::clock::now_ms() - 6 * 24 * 3_600_000;
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE sessions SET created_at = $1 WHERE device IS NOT NULL").bind(six_days).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    tablet.switch(manager, "9999").await;
    let mut conn = desk.state().store.read().await.unwrap();
    let kept: i64 = sqlx::query_scalar("SELECT created_at FROM sessions WHERE opened_by = 'pin'").fetch_one(&mut *conn).await.unwrap();
    assert_eq!(kept, six_days, "switching does not make the week since the password longer");
}
