//! 2段階認証: enrolled by its first code, asked for after the password, good once.

use crate::harness::people::code;
use crate::harness::{Browser, PASSWORD, Stream, TestDesk, USER, binary, cookie_of};
use atobarai_desk::api::AppError;
use atobarai_desk::api::account::{Account, Enrolment};
use atobarai_desk::domain::role::Role;
use reqwest::StatusCode;
use serde_json::json;

/// A browser that has typed the password and is asked for the code.
async fn at_the_code(desk: &TestDesk, name: &str) -> Browser {
    let mut browser = Browser::new(&desk.base());
    let answer = browser.log_in(name, PASSWORD).await;
    assert_eq!(answer.location(), "/login/code", "{}", answer.text);
    browser.cookie = Some(cookie_of(&answer));
    browser
}

#[tokio::test]
async fn nothing_is_stored_before_the_first_code() {
    let desk = TestDesk::start().await;
    let offered: Enrolment = desk.browser.call("begin_totp", json!({})).await.unwrap();
    assert!(offered.secret.len() == 32 && offered.picture.path.starts_with('M'));
    let wrong = json!({ "offer": offered.offer, "code": "000000" });
    assert!(desk.browser.call::<()>("confirm_totp", wrong).await.unwrap_err().to_string().contains("認証コードが違います。"));
    Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    let clerk = desk.sign_in_new("佐藤", Role::Clerk).await;
    let stolen = json!({ "offer": offered.offer, "code": code(&offered.secret, 0) });
    assert!(clerk.call::<()>("confirm_totp", stolen).await.is_err(), "an offer is one account's");
    desk.browser.call::<()>("confirm_totp", json!({ "offer": offered.offer, "code": code(&offered.secret, 0) })).await.unwrap();
    assert!(desk.browser.call::<Account>("account", json!({})).await.unwrap().has_totp);
    let again = desk.browser.call::<()>("confirm_totp", json!({ "offer": offered.offer, "code": code(&offered.secret, 1) })).await;
    assert!(matches!(again, Err(AppError::Refused(_))), "{again:?}");
    assert!(matches!(desk.browser.call::<Enrolment>("begin_totp", json!({})).await, Err(AppError::Refused(_))));
}

#[tokio::test]
async fn after_the_password_the_code_opens_the_session_and_nothing_else_does() {
    let desk = TestDesk::start().await;
    let elsewhere = Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    let secret = desk.browser.enrol().await;
    assert_eq!(elsewhere.get("/").await.location(), "/login", "sessions without the second factor have ended");
    let mut browser = at_the_code(&desk, USER).await;
    let half = browser.cookie.clone().unwrap();
    assert!(half.starts_with("desk-code="), "{half}");
    assert_eq!(browser.get("/").await.location(), "/login", "before its code it is no session");
    let mut forged = browser.clone();
    forged.cookie = Some(half.replace("desk-code=", "desk="));
    assert_eq!(forged.get("/").await.location(), "/login");
    assert_eq!(forged.call_raw("header", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    assert!(browser.get("/login/code").await.text.contains("認証アプリに表示されている6桁の数字"));
    assert_eq!(browser.send_form("/session/code", &[("code", "000000")]).await.location(), "/login/code?failed=1");

    let used = code(&secret, 0);
    assert_eq!(browser.send_form("/session/code", &[("code", &used)]).await.location(), "/login/code?failed=1", "used at the enrolment");
    let answer = browser.send_form("/session/code", &[("code", &code(&secret, 1))]).await;
    assert_eq!(answer.location(), "/");
    browser.cookie = Some(cookie_of(&answer));
    assert_eq!(browser.get("/").await.status, 200);
    assert_eq!(desk.last_line().await, format!("{USER} sign_in パスワードと認証コードでログイン"));

    let late = at_the_code(&desk, USER).await;
    assert_eq!(late.send_form("/session/code", &[("code", &code(&secret, 1))]).await.location(), "/login/code?failed=1", "a replay");
    let mut spent = browser.clone();
    spent.cookie = Some(half);
    assert_eq!(spent.send_form("/session/code", &[("code", &code(&secret, 1))]).await.location(), "/login?late=1", "one code, one session");
}

#[tokio::test]
async fn of_two_who_send_the_same_code_at_once_one_gets_in() {
    let desk = TestDesk::start().await;
    let secret = desk.browser.enrol().await;
    let (one, two) = (at_the_code(&desk, USER).await, at_the_code(&desk, USER).await);
    let code = code(&secret, 1);
    let fields = [("code", code.as_str())];
    let (one, two) = tokio::join!(one.send_form("/session/code", &fields), two.send_form("/session/code", &fields));
    let mut ways = [one.location(), two.location()];
    ways.sort_unstable();
    assert_eq!(ways, ["/", "/login/code?failed=1"]);
}

#[tokio::test]
async fn guesses_of_the_code_are_throttled_across_sign_ins() {
    let desk = TestDesk::start().await;
    let secret = desk.browser.enrol().await;
    for _ in 0..5 {
        let browser = at_the_code(&desk, USER).await;
        assert_eq!(browser.send_form("/session/code", &[("code", "000000")]).await.location(), "/login/code?failed=1");
    }
    let browser = at_the_code(&desk, USER).await;
    let answer = browser.send_form("/session/code", &[("code", &code(&secret, 1))]).await;
    assert!(answer.location().starts_with("/login/code?wait="), "{}", answer.location());
    assert!(browser.get(answer.location()).await.text.contains("認証コードの入力に続けて失敗したため、しばらくお待ちください（あと"));
}

#[tokio::test]
async fn a_sign_in_that_waits_ends_with_the_password_and_the_account() {
    let desk = TestDesk::start().await;
    let clerk = desk.sign_in_new("佐藤", Role::Clerk).await;
    let secret = clerk.enrol().await;
    let id = desk.person("佐藤").await.id;
    let waiting = at_the_code(&desk, "佐藤").await;
    let change = json!({ "current": PASSWORD, "new": "another password" });
    clerk.call::<()>("change_password", change).await.unwrap();
    assert_eq!(waiting.send_form("/session/code", &[("code", &code(&secret, 1))]).await.location(), "/login?late=1");
    clerk.call::<()>("change_password", json!({ "current": "another password", "new": PASSWORD })).await.unwrap();
    let waiting = at_the_code(&desk, "佐藤").await;
    desk.browser.call::<()>("set_active", json!({ "person_id": id, "active": false })).await.unwrap();
    assert_eq!(waiting.send_form("/session/code", &[("code", &code(&secret, 1))]).await.location(), "/login?late=1");
}

#[tokio::test]
async fn a_manager_is_led_to_the_enrolment_that_the_rules_ask_for() {
    let desk = TestDesk::start().await;
    let rules = |need: bool| json!({ "managers_need_code": need, "allowed_addresses": "" });
    let early = desk.browser.call::<()>("save_sign_in_rules", rules(true)).await.unwrap_err().to_string();
    assert!(early.contains("先に自分の2段階認証"), "{early}");
    let (other, clerk) = (desk.sign_in_new("佐藤", Role::Manager).await, desk.sign_in_new("鈴木", Role::Clerk).await);
    desk.browser.enrol().await;
    let mut stream = Stream::open(&other, None, None).await;
    stream.next_of("beat").await;
    desk.browser.call::<()>("save_sign_in_rules", rules(true)).await.unwrap();
    while stream.next().await.is_some() {}
    assert_eq!(desk.last_line().await, format!("{USER} settings 管理の2段階認証を必須にした"));
    for path in ["/", "/settings/people", "/files", "/switch", "/nowhere"] {
        let answer = other.get(path).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account"), "{path}");
        assert_ne!(clerk.get(path).await.location(), "/account", "{path}: only 管理 needs one");
    }
    for function in ["desk", "people", "change_password", "events"] {
        let answer = other.call_raw(function, &json!({})).await;
        assert_eq!((answer.status, answer.json()), (StatusCode::FORBIDDEN, json!("EnrolFirst")), "{function}");
    }
    let page = other.get("/account").await.text;
    assert!(page.contains("管理の利用者には2段階認証が必要です。") && !page.contains("みほん青果店"), "{page}");
    other.enrol().await;
    assert_eq!(other.get("/settings/people").await.status, 200);
    let removal = other.call::<()>("remove_totp", json!({ "password": PASSWORD })).await;
    assert!(matches!(removal, Err(AppError::Refused(_))), "{removal:?}");
}

#[tokio::test]
async fn the_second_factor_is_given_up_by_the_password_and_reset_by_others() {
    let desk = TestDesk::start().await;
    let clerk = desk.sign_in_new("佐藤", Role::Clerk).await;
    let id = desk.person("佐藤").await.id;
    let none = desk.browser.call::<()>("reset_totp", json!({ "person_id": id })).await.unwrap_err();
    assert!(none.to_string().contains("2段階認証を登録していません"));
    clerk.enrol().await;
    assert!(desk.person("佐藤").await.has_totp);
    let wrong = clerk.call::<()>("remove_totp", json!({ "password": "wrong" })).await.unwrap_err();
    assert!(wrong.to_string().contains("現在のパスワードが違います。"));
    clerk.call::<()>("remove_totp", json!({ "password": PASSWORD })).await.unwrap();
    let clerk = Browser::sign_in(&desk.base(), "佐藤", PASSWORD).await;
    clerk.enrol().await;
    desk.browser.call::<()>("reset_totp", json!({ "person_id": id })).await.unwrap();
    assert_eq!(desk.last_line().await, format!("{USER} people 佐藤 の2段階認証を解除"));
    assert_eq!(clerk.get("/").await.location(), "/login", "whoever has the phone may have opened the sessions");
    Browser::sign_in(&desk.base(), "佐藤", PASSWORD).await;

    desk.browser.enrol().await;
    at_the_code(&desk, USER).await;
    let mut command = binary(&desk.config);
    command.env("DESK_PASSWORD", PASSWORD).args(["password", USER, "--reset-second-factor"]);
    assert!(command.status().await.unwrap().success());
    Browser::sign_in(&desk.base(), USER, PASSWORD).await;
}
