//! 利用者: roles change, people are stopped, and nobody can lock the desk.

use crate::harness::commands::command;
use crate::harness::{Browser, Order, PASSWORD, Stream, TestDesk, USER, binary};
use atobarai_desk::api::AppError;
use atobarai_desk::domain::role::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn refused(browser: &Browser, function: &str, arguments: Value, words: &str) {
    let error = browser.call::<()>(function, arguments).await.unwrap_err().to_string();
    assert!(error.contains(words), "{function}: {error}");
}

#[tokio::test]
async fn another_role_counts_from_the_next_request_on() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let clerk = desk.sign_in_new("佐藤", Role::Clerk).await;
    let id = desk.person("佐藤").await.id;
    assert_eq!(clerk.get("/settings/people").await.status, StatusCode::FORBIDDEN);
    desk.browser.call::<()>("set_role", json!({ "person_id": id, "role": "manager" })).await.unwrap();
    assert_eq!(desk.last_line().await, format!("{USER} people 佐藤 の権限を 受注 から 管理 に変更"));
    let page = clerk.get("/settings/people").await;
    assert!(page.status == 200 && page.text.contains("利用者の一覧"), "{}", page.status);
    desk.browser.call::<()>("set_role", json!({ "person_id": id, "role": "viewer" })).await.unwrap();
    let press = json!({ "order_id": 1, "version": 1, "kind": "register" });
    assert_eq!(clerk.call::<Value>("press", press).await, Err(AppError::Forbidden));
    let lines = desk.history().await.len();
    desk.browser.call::<()>("set_role", json!({ "person_id": id, "role": "viewer" })).await.unwrap();
    assert_eq!(desk.history().await.len(), lines, "nothing was changed");
}

#[tokio::test]
async fn who_is_stopped_is_out_at_once_with_every_session_and_stream() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let clerk = desk.sign_in_new("佐藤", Role::Clerk).await;
    let at_home = Browser::sign_in(&desk.base(), "佐藤", PASSWORD).await;
    let mut streams = (Stream::open(&clerk, None, None).await, Stream::open(&desk.browser, None, None).await);
    streams.0.next_of("beat").await;
    let id = desk.person("佐藤").await.id;
    let begun = Instant::now();
    desk.browser.call::<()>("set_active", json!({ "person_id": id, "active": false })).await.unwrap();
    while streams.0.next().await.is_some() {}
    assert!(begun.elapsed() < Duration::from_secs(1), "at once, not with the next beat: {:?}", begun.elapsed());
    streams.1.next_of("beat").await;
    for browser in [&clerk, &at_home] {
        assert_eq!(browser.get("/").await.location(), "/login");
        assert_eq!(browser.call_raw("runs", &json!({})).await.json(), json!("SignedOut"));
    }
    let answer = clerk.log_in("佐藤", PASSWORD).await;
    assert_eq!((answer.location(), answer.header("set-cookie")), ("/login?stopped=1", ""));
    assert_eq!(clerk.log_in("佐藤", "wrong").await.location(), "/login?failed=1", "only who knows the password is told");
    assert!(clerk.get("/login?stopped=1").await.text.contains("この利用者は停止されています。"));
    desk.browser.call::<()>("set_active", json!({ "person_id": id, "active": true })).await.unwrap();
    assert_eq!(clerk.get("/").await.location(), "/login", "the old sessions do not come back");
    Browser::sign_in(&desk.base(), "佐藤", PASSWORD).await;
}

#[tokio::test]
async fn the_last_manager_stays_and_nobody_changes_the_own_account_here() {
    let desk = TestDesk::start().await;
    let me = desk.person(USER).await.id;
    let other = desk.sign_in_new("佐藤", Role::Manager).await;
    let id = desk.person("佐藤").await.id;
    for (function, arguments) in [
        ("set_role", json!({ "person_id": me, "role": "viewer" })),
        ("set_active", json!({ "person_id": me, "active": false })),
        ("end_sessions", json!({ "person_id": me })),
        ("reset_totp", json!({ "person_id": me })),
    ] {
        refused(&desk.browser, function, arguments, "自分のアカウントはここでは変更できません").await;
    }
    // Two who take the settings from each other at the same moment: whoever comes second is the last one's victim no more.
    for _ in 0..5 {
        let demote = |person_id: i64| json!({ "person_id": person_id, "role": "clerk" });
        let (one, two) = tokio::join!(desk.browser.call::<()>("set_role", demote(id)), other.call::<()>("set_role", demote(me)));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let told = one.and(two).unwrap_err();
        assert!(told == AppError::Forbidden || told.to_string().contains("有効な管理の利用者がほかにいない"), "{told:?}");
        let mut tx = desk.state().store.begin().await.unwrap();
        let managers: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users WHERE role = 'manager'").fetch_one(&mut *tx).await.unwrap();
        assert_eq!(managers, 1);
        sqlx::query("UPDATE users SET role = 'manager'").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_new_password_takes_the_old_one_and_ends_the_other_sessions() {
    let desk = TestDesk::start().await;
    let other = Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    let change = |current: &str, new: &str| json!({ "current": current, "new": new });
    refused(&desk.browser, "change_password", change(PASSWORD, "too short"), "12文字以上").await;
    refused(&desk.browser, "change_password", change("wrong", "a longer password"), "現在のパスワードが違います。").await;
    assert_eq!(other.get("/account").await.status, 200);
    desk.browser.call::<()>("change_password", change(PASSWORD, "a longer password")).await.unwrap();
    assert_eq!((desk.browser.get("/account").await.status, other.get("/account").await.location()), (StatusCode::OK, "/login"));
    assert_eq!(other.log_in(USER, PASSWORD).await.location(), "/login?failed=1");
    Browser::sign_in(&desk.base(), USER, "a longer password").await;
    for _ in 0..5 {
        desk.browser.call::<()>("change_password", change("wrong", "a longer password")).await.unwrap_err();
    }
    let waits = desk.browser.call::<()>("change_password", change("a longer password", PASSWORD)).await;
    assert!(matches!(waits, Err(AppError::Wait { seconds: 20..=31 })), "guessed in a session or at the login: {waits:?}");
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_of_the_account_alone() {
    let desk = TestDesk::start().await;
    let clerk = desk.sign_in_new("佐藤", Role::Clerk).await;
    let at_home = Browser::sign_in(&desk.base(), "佐藤", PASSWORD).await;
    clerk.call::<()>("sign_out_everywhere", json!({})).await.unwrap();
    assert_eq!((clerk.get("/").await.location(), at_home.get("/").await.location()), ("/login", "/login"));
    assert_eq!(desk.browser.get("/").await.status, 200);
    let again = Browser::sign_in(&desk.base(), "佐藤", PASSWORD).await;
    let id = desk.person("佐藤").await.id;
    desk.browser.call::<()>("end_sessions", json!({ "person_id": id })).await.unwrap();
    assert_eq!(again.get("/").await.location(), "/login");
}

#[tokio::test]
async fn the_history_tells_who_signed_in_from_where_and_no_name_that_is_no_accounts() {
    let desk = TestDesk::start().await;
    desk.browser.log_in(USER, "wrong").await;
    desk.browser.log_in("a password by mistake", "wrong").await;
    desk.browser.post("/session/end").await;
    let history = desk.history().await.into_iter().filter(|(_, kind, ..)| kind.starts_with("sign_in"));
    let lines: Vec<String> = history.map(|(who, kind, what, at)| format!("{who} {kind} {what} {at}")).collect();
    assert_eq!(
        lines,
        [
            format!("{USER} sign_in パスワードでログイン 127.0.0.1"),
            format!("{USER} sign_in_refused パスワードが違います 127.0.0.1"),
            "（登録のない利用者名） sign_in_refused パスワードが違います 127.0.0.1".to_owned(),
            format!("{USER} sign_in ログアウト 127.0.0.1"),
        ]
    );
}

#[tokio::test]
async fn the_page_tells_when_somebody_was_last_there() {
    let desk = TestDesk::start().await;
    crate::harness::people::add(desk.state(), "佐藤", Role::Packer).await;
    let (me, other) = (desk.person(USER).await, desk.person("佐藤").await);
    assert!(desk.people().await.my_id == me.id && me.active && me.role == Role::Manager && me.last_seen.starts_with("20"), "{me:?}");
    assert!(other.last_seen.is_empty() && !other.has_totp && !other.has_pin, "{other:?}");
    let html = desk.browser.get("/settings/people").await.text;
    assert!(html.contains("data-person=\"佐藤\"") && html.contains("まだありません"));
}

#[tokio::test]
async fn the_password_command_makes_accounts_and_lets_people_back_in() {
    let desk = TestDesk::start().await;
    let said = async |arguments: &[&str]| {
        let mut command = binary(&desk.config);
        command.env("DESK_PASSWORD", PASSWORD).args(["password"]).args(arguments);
        crate::harness::commands::Said::by(command).await
    };
    for (arguments, name, role) in [
        (&["新しい人"][..], "新しい人", Role::Manager),
        (&["受注の人", "--role", "clerk"], "受注の人", Role::Clerk),
        (&["受注の人"], "受注の人", Role::Clerk),
        (&["受注の人", "--role", "packer"], "受注の人", Role::Packer),
    ] {
        assert_eq!(said(arguments).await.code, Some(0));
        assert_eq!(desk.person(name).await.role, role, "{arguments:?}");
    }
    assert_eq!(desk.last_line().await, "コマンド people 受注の人 のパスワードを変更、権限を 梱包 にした");
    let id = desk.person("受注の人").await.id;
    desk.browser.call::<()>("set_active", json!({ "person_id": id, "active": false })).await.unwrap();
    assert_eq!(said(&["受注の人"]).await.code, Some(0));
    Browser::sign_in(&desk.base(), "受注の人", PASSWORD).await;
    let wrong = command(&desk.config, ["password", "x", "--role", "boss"]).await;
    assert!(wrong.code == Some(2) && wrong.errors.contains("viewer, clerk, packer or manager"), "{wrong:?}");
}
