//! Where people come from: behind proxies, from allowed addresses, and not too often.

use crate::harness::commands::command;
use crate::harness::{Browser, Np, PASSWORD, Stream, TestDesk, USER};
use atobarai_desk::api::AppError;
use reqwest::{Method, StatusCode};
use serde_json::json;

/// A desk behind a proxy on this machine.
async fn behind_a_proxy() -> TestDesk {
    TestDesk::with(Np::start().await, |config| config.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()]).await
}

async fn log_in_from(desk: &TestDesk, address: &str, name: &str, password: &str) -> String {
    let browser = Browser::new(&desk.base());
    let form = format!("name={name}&password={}", crate::harness::encode(password));
    let request = browser.request(Method::POST, "/session").header("X-Forwarded-For", address);
    let answer = browser.send(request.header("Content-Type", "application/x-www-form-urlencoded").body(form)).await;
    answer.location().to_owned()
}

#[tokio::test]
async fn guesses_are_counted_by_address_whatever_names_are_tried() {
    let desk = behind_a_proxy().await;
    for nth in 0..20 {
        assert_eq!(log_in_from(&desk, "203.0.113.9", &format!("name{nth}"), "wrong").await, "/login?failed=1", "{nth}");
    }
    assert!(log_in_from(&desk, "203.0.113.9", USER, PASSWORD).await.starts_with("/login?wait="));
    assert!(log_in_from(&desk, "6.6.6.6, 203.0.113.9", USER, PASSWORD).await.starts_with("/login?wait="), "only the last is believed");
    assert_eq!(log_in_from(&desk, "198.51.100.7", USER, PASSWORD).await, "/");
    let (_, kind, _, address) = desk.history().await.pop().unwrap();
    assert_eq!((kind.as_str(), address.as_str()), ("sign_in", "198.51.100.7"));
}

#[tokio::test]
async fn without_trusted_proxies_nobody_chooses_an_address() {
    let desk = TestDesk::start().await;
    log_in_from(&desk, "198.51.100.7", USER, "wrong").await;
    assert_eq!(desk.history().await.pop().unwrap().3, "127.0.0.1");
}

#[tokio::test]
async fn who_comes_too_often_without_a_session_waits() {
    let desk = behind_a_proxy().await;
    let browser = Browser::new(&desk.base());
    let visit = |path: &str, address: &str| browser.request(Method::GET, path).header("X-Forwarded-For", address);
    let mut last = StatusCode::OK;
    for _ in 0..241 {
        last = browser.send(visit("/session", "203.0.113.9")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let told = browser.send(visit("/login", "203.0.113.9")).await.text;
    assert!(told.contains("しばらくお待ちください（あと"), "{told}");
    for (path, address, status) in [("/login", "203.0.113.10", 200), ("/healthz", "203.0.113.9", 200), ("/pkg/x.js", "203.0.113.9", 404)] {
        assert_eq!(browser.send(visit(path, address)).await.status.as_u16(), status, "{path} {address}");
    }
    let signed_in = desk.browser.request(Method::GET, "/").header("X-Forwarded-For", "203.0.113.9");
    assert_eq!(desk.browser.send(signed_in).await.status, StatusCode::OK, "who is signed in is no stranger");
}

async fn rules(desk: &TestDesk, addresses: &str) -> Result<(), AppError> {
    let rules = json!({ "managers_need_code": false, "allowed_addresses": addresses });
    desk.browser.call::<()>("save_sign_in_rules", rules).await
}

#[tokio::test]
async fn only_allowed_addresses_use_the_desk_and_nobody_locks_himself_out() {
    let desk = behind_a_proxy().await;
    let mut elsewhere = Stream::open(&desk.browser, None, None).await;
    for (addresses, words) in [
        ("192.0.2.0/24", "今の接続元 127.0.0.1 が含まれていないため保存できません"),
        ("192.0.2", "「192.0.2」を読み取れません。"),
        ("127.0.0.1 どこでも", "「どこでも」を読み取れません。"),
    ] {
        let error = rules(&desk, addresses).await.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    elsewhere.next_of("beat").await;
    rules(&desk, "127.0.0.1、192.0.2.77/24").await.unwrap();
    assert_eq!(desk.last_line().await, format!("{USER} settings 利用できる接続元を変更（127.0.0.1、192.0.2.0/24）"));
    assert_eq!(desk.people().await.allowed_addresses, "127.0.0.1\n192.0.2.0/24");
    let from = |address: &str, method: Method, path: &str| desk.browser.request(method, path).header("X-Forwarded-For", address);
    for path in ["/", "/login", "/login/code", "/invite", "/account", "/metrics", "/pkg/x.js", "/favicon.svg", "/nowhere"] {
        let answer = desk.browser.send(from("203.0.113.9", Method::GET, path)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer.text.contains("この接続元（203.0.113.9）からは利用できません。"), "{path}: {}", answer.text);
        assert_ne!(desk.browser.send(from("192.0.2.5", Method::GET, path)).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for (method, path) in [(Method::POST, "/session"), (Method::POST, "/session/end"), (Method::POST, "/session/switch")] {
        assert_eq!(desk.browser.send(from("203.0.113.9", method, path)).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["/api/header", "/api/events"] {
        let answer = desk.browser.send(from("203.0.113.9", Method::GET, path)).await;
        assert_eq!((answer.status, answer.json()), (StatusCode::FORBIDDEN, json!({ "Elsewhere": { "address": "203.0.113.9" } })), "{path}");
    }
    assert_eq!(desk.browser.send(from("203.0.113.9", Method::GET, "/healthz")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_stream_from_an_address_that_is_not_allowed_any_more_ends() {
    let desk = behind_a_proxy().await;
    let request = desk.browser.request(Method::GET, "/api/events").header("X-Forwarded-For", "203.0.113.9");
    let mut response = request.send().await.unwrap();
    response.chunk().await.unwrap().unwrap();
    rules(&desk, "127.0.0.1").await.unwrap();
    let ended = async { while response.chunk().await.unwrap().is_some() {} };
    tokio::time::timeout(std::time::Duration::from_secs(1), ended).await.unwrap();
}

#[tokio::test]
async fn in_an_emergency_a_command_lets_everybody_in_again() {
    let desk = behind_a_proxy().await;
    rules(&desk, "127.0.0.1").await.unwrap();
    assert_eq!(log_in_from(&desk, "203.0.113.9", USER, PASSWORD).await, "");
    let said = command(&desk.config, ["clear-addresses"]).await;
    assert!(said.code == Some(0) && said.out.contains("接続元の制限をなくしました。"), "{said:?}");
    assert_eq!(log_in_from(&desk, "203.0.113.9", USER, PASSWORD).await, "/");
    assert_eq!(desk.last_line().await, format!("{USER} sign_in パスワードでログイン"));
}
