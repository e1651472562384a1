//! Who gets in, and what is open to nobody.

use crate::harness::{Browser, Np, Order, PASSWORD, TestDesk, USER, cookie_of};
use atobarai_desk::api::acts::RunSummary;
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, StatusCode};
use serde_json::json;

/// Every server function, as the program itself lists them.
fn server_functions() -> Vec<String> {
    let mut paths: Vec<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    paths.sort();
    paths
}

#[tokio::test]
async fn without_a_session_every_page_leads_to_the_login_and_every_call_is_refused() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let mut stranger = Browser::new(&desk.base());
    for cookie in [None, Some("desk=".to_owned()), Some("desk=forged".to_owned()), Some("other=x; desk=%20".to_owned())] {
        stranger.cookie = cookie;
        for path in ["/", "/?open=1", "/files", "/runs", "/runs?run=1", "/nowhere", "/pkg", "/session/end", "//", "/login/x"] {
            let answer = stranger.get(path).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/login"), "{path}");
            assert!(!answer.text.contains("A-1"), "{path}");
        }
        let functions = server_functions();
        assert!(functions.len() >= 15 && functions.iter().all(|path| path.starts_with("/api/")), "{functions:?}");
        for path in functions.iter().map(String::as_str).chain(["/api/events", "/api/nothing"]) {
            for method in [Method::GET, Method::POST] {
                let answer = stranger.send(stranger.request(method, path).body("{}")).await;
                assert_eq!((answer.status, answer.json()), (StatusCode::UNAUTHORIZED, json!("SignedOut")), "{path}");
            }
        }
        for (path, status) in [("/login", 200), ("/healthz", 200), ("/session", 405), ("/pkg/nothing.js", 404)] {
            assert_eq!(stranger.get(path).await.status.as_u16(), status, "{path}");
        }
    }
}

#[tokio::test]
async fn the_right_name_and_password_open_a_session() {
    let desk = TestDesk::start().await;
    let mut browser = Browser::new(&desk.base());
    let answer = browser.log_in(&format!(" {USER} "), PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    let cookie = answer.header("set-cookie");
    for part in ["desk=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=604800"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"), "plain http on loopback: {cookie}");
    browser.cookie = Some(cookie_of(&answer));
    let page = browser.get("/").await;
    assert!(page.status == 200 && page.text.contains(USER));
    let other = Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    assert_ne!(other.cookie, browser.cookie, "each session has a token of its own");
}

#[tokio::test]
async fn behind_https_the_cookie_is_pinned_to_this_host() {
    let desk = TestDesk::with(Np::start().await, |config| config.secure_cookies = true).await;
    let cookie = desk.browser.cookie.clone().unwrap();
    assert!(cookie.starts_with("__Host-desk="), "{cookie}");
    let answer = desk.browser.log_in(USER, PASSWORD).await;
    assert!(answer.header("set-cookie").ends_with("; Secure"), "{}", answer.header("set-cookie"));
    assert_eq!(desk.browser.get("/").await.status, 200);
    let mut plain = desk.browser.clone();
    plain.cookie = Some(cookie.replace("__Host-desk", "desk"));
    assert_eq!(plain.get("/").await.status, StatusCode::SEE_OTHER, "the plain name is not read any more");
}

#[tokio::test]
async fn a_wrong_name_or_password_is_refused_without_saying_which() {
    let desk = TestDesk::start().await;
    let browser = Browser::new(&desk.base());
    for (name, password) in [(USER, "wrong"), ("nobody", PASSWORD), (USER, ""), ("", ""), ("' OR 1=1 --", PASSWORD)] {
        let answer = browser.log_in(name, password).await;
        assert_eq!((answer.status, answer.location(), answer.header("set-cookie")), (StatusCode::SEE_OTHER, "/login?failed=1", ""));
    }
    assert!(browser.get("/login?failed=1").await.text.contains("利用者名かパスワードが違います。"));
    assert!(browser.get("/login?ended=1").await.text.contains("ログインの有効期限が切れました。"));
}

#[tokio::test]
async fn after_five_wrong_passwords_an_account_waits_and_others_do_not() {
    let desk = TestDesk::start().await;
    let browser = Browser::new(&desk.base());
    for _ in 0..5 {
        assert_eq!(browser.log_in(USER, "wrong").await.location(), "/login?failed=1");
    }
    let answer = browser.log_in(USER, PASSWORD).await;
    assert!(answer.location().starts_with("/login?wait="), "{}", answer.location());
    assert_eq!(answer.header("set-cookie"), "");
    let text = browser.get(answer.location()).await.text;
    assert!(text.contains("しばらくお待ちください（あと"), "{text}");
    assert_eq!(browser.log_in("somebody", "wrong").await.location(), "/login?failed=1");
}

#[tokio::test]
async fn guesses_made_at_the_same_moment_are_counted_too() {
    let desk = TestDesk::start().await;
    let browser = Browser::new(&desk.base());
    let guesses = futures::future::join_all((0..20).map(|_| browser.log_in(USER, "wrong"))).await;
    let checked = guesses.iter().filter(|answer| answer.location() == "/login?failed=1").count();
    assert!((5..=6).contains(&checked), "{checked} passwords were tried");
}

#[tokio::test]
async fn signing_out_ends_the_session_for_whoever_kept_the_cookie() {
    let desk = TestDesk::start().await;
    let other = Browser::sign_in(&desk.base(), USER, PASSWORD).await;
    let answer = desk.browser.post("/session/end").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/login"));
    assert!(answer.header("set-cookie").starts_with("desk=; ") && answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(desk.browser.get("/").await.location(), "/login");
    assert_eq!(desk.browser.call_raw("desk", &json!({})).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(other.get("/").await.status, 200, "the other session goes on");
}

#[tokio::test]
async fn the_database_holds_no_token_that_opens_a_session() {
    let desk = TestDesk::start().await;
    let token = desk.browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
    let mut conn = desk.state().store.read().await.unwrap();
    let stored: Vec<String> = sqlx::query_scalar("SELECT token_hash FROM sessions").fetch_all(&mut *conn).await.unwrap();
    assert!(stored.len() == 1 && stored[0] != token);
    let mut thief = desk.browser.clone();
    thief.cookie = Some(format!("desk={}", stored[0]));
    assert_eq!(thief.get("/").await.location(), "/login");
}

#[tokio::test]
async fn a_session_ends_by_idleness_and_by_age() {
    let desk = TestDesk::start().await;
    let hours = 60 * 60 * 1000;
    for (column, age, status) in
        [("last_seen_at", 11, 200), ("last_seen_at", 13, 303), ("created_at", 6 * 24, 200), ("created_at", 8 * 24, 303)]
    {
        let now = atobarai_desk::server::clock::now_ms();
        let mut tx = desk.state().store.begin().await.unwrap();
        sqlx::query("UPDATE sessions SET last_seen_at = $1, created_at = $1").bind(now).execute(&mut *tx).await.unwrap();
        let sql = if column == "created_at" { "UPDATE sessions SET created_at = $1" } else { "UPDATE sessions SET last_seen_at = $1" };
        sqlx::query(sql).bind(now - age * hours).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(desk.browser.get("/runs").await.status.as_u16(), status, "{column} {age} hours ago");
    }
}

#[tokio::test]
async fn a_post_from_another_site_is_refused() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let body = json!({ "order_id": 1, "version": 1, "kind": "register" }).to_string();
    let press = |header: &str, value: &str| {
        let request = desk.browser.request(Method::POST, "/api/press").header("Content-Type", "application/json");
        request.header(header, value).body(body.clone())
    };
    for (header, value) in
        [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example"), ("Origin", "null")]
    {
        assert_eq!(desk.browser.send(press(header, value)).await.status, StatusCode::FORBIDDEN, "{header}: {value}");
    }
    for path in ["/session", "/session/end"] {
        let request = desk.browser.request(Method::POST, path).header("Sec-Fetch-Site", "cross-site");
        assert_eq!(desk.browser.send(request).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(desk.acts("A-1").await.is_empty() && desk.browser.ask::<Vec<RunSummary>>("runs", &[]).await.unwrap().len() == 1);
    let link = desk.browser.request(Method::GET, "/").header("Sec-Fetch-Site", "cross-site");
    assert_eq!(desk.browser.send(link).await.status, 200, "a link from elsewhere still opens the desk");
    assert_eq!(desk.browser.send(press("Sec-Fetch-Site", "same-origin")).await.status, 200);
}
