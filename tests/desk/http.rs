//! What every answer carries, what pages hold, and how errors look from outside.

use crate::harness::{Answer, Browser, Folder, LISTING_ROUTES, Order, TestDesk};
use atobarai_desk::api::row::SCREEN_COOKIE;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::server::http::router::router;
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::collections::HashSet;
use tokio_util::sync::CancellationToken;

fn nonce_of(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    policy.split_once("'nonce-").unwrap().1.split_once('\'').unwrap().0.to_owned()
}

/// The tags of a page that open with this name, as `<script …>`.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    html.match_indices(&open).map(|(at, _)| html[at..].split_once('>').unwrap().0).collect()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let desk = TestDesk::start().await;
    let stranger = Browser::new(&desk.base());
    let refused = desk.browser.request(Method::POST, "/api/press").header("Sec-Fetch-Site", "cross-site");
    let answers = [
        desk.browser.get("/").await,
        desk.browser.get("/files").await,
        desk.browser.get("/nowhere").await,
        desk.browser.get("/metrics").await,
        desk.browser.get("/pkg/nothing.js").await,
        desk.browser.call_raw("desk", &json!({ "view": "" })).await,
        desk.browser.call_raw("press", &json!({})).await,
        desk.browser.send(refused).await,
        stranger.get("/").await,
        stranger.get("/login").await,
        stranger.get("/healthz").await,
        stranger.get("/api/events").await,
    ];
    for answer in &answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(answer.header(name), value, "{answer:?}");
        }
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'self'",
            "'strict-dynamic'",
            "style-src 'sha256-",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_ne!(answer.header("x-request-id"), "", "{answer:?}");
    }
    assert!(answers.iter().filter(|answer| !answer.text.is_empty()).all(|answer| answer.header("cache-control") == "no-store"));
    let nonces: HashSet<String> = answers.iter().map(nonce_of).collect();
    assert_eq!(nonces.len(), answers.len(), "a nonce for each answer");
}

#[tokio::test]
async fn assets_may_be_kept_and_asked_about_and_carry_the_headers_too() {
    let desk = TestDesk::start().await;
    let site = Folder::new();
    std::fs::create_dir(site.path("pkg")).unwrap();
    std::fs::write(site.path("pkg/desk.js"), "let a;").unwrap();
    std::fs::write(site.path("pkg/desk.js.br"), "compressed").unwrap();
    std::fs::write(site.path("secret.txt"), "secret").unwrap();
    let mut state = desk.state().clone();
    state.leptos.site_root = site.path("").display().to_string().into();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stranger = Browser::new(&format!("http://{}", listener.local_addr().unwrap()));
    let app = {
        let _alone = LISTING_ROUTES.write().await;
        router(state, CancellationToken::new())
    };
    tokio::spawn(async move { axum::serve(listener, app).await });

    let answer = stranger.get("/pkg/desk.js").await;
    assert_eq!((answer.status, answer.text.as_str(), answer.header("cache-control")), (StatusCode::OK, "let a;", "no-cache"));
    assert_eq!((answer.header("x-content-type-options"), answer.header("content-type")), ("nosniff", "text/javascript"));
    let request = stranger.request(Method::GET, "/pkg/desk.js").header("Accept-Encoding", "br");
    let answer = stranger.send(request).await;
    assert_eq!((answer.text.as_str(), answer.header("content-encoding")), ("compressed", "br"));
    let modified = stranger.get("/pkg/desk.js").await.header("last-modified").to_owned();
    let request = stranger.request(Method::GET, "/pkg/desk.js").header("If-Modified-Since", modified);
    assert_eq!(stranger.send(request).await.status, StatusCode::NOT_MODIFIED);
    for path in ["/pkg/../secret.txt", "/pkg/%2e%2e/secret.txt", "/pkg/..%2fsecret.txt"] {
        let answer = stranger.get(path).await;
        assert!(answer.status != 200 && !answer.text.contains("secret"), "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn scripts_run_by_the_nonce_alone_and_styles_by_their_digest() {
    let desk = TestDesk::with_order(Order::new("A-1").without_house_number()).await;
    desk.done("A-1", ActKind::Register).await;
    let id = desk.order("A-1").await.id;
    let pages = ["/", "/login", "/login/code", "/invite?token=x", "/account", "/switch", "/settings/people", "/files", "/runs"];
    for path in pages.into_iter().chain(["/runs?run=1", "/nowhere", &format!("/?open={id}")]) {
        let answer = desk.browser.get(path).await;
        let nonce = format!("nonce=\"{}\"", nonce_of(&answer));
        let scripts = tags(&answer.text, "script");
        assert!(!scripts.is_empty(), "{path}");
        assert!(scripts.iter().all(|tag| tag.contains(&nonce)), "{path}: {scripts:?}");
        assert!(!answer.text.contains(" style="), "{path}: {}", answer.text);
        assert_eq!((answer.is_styled(), tags(&answer.text, "style").len()), (true, 1), "{path}");
        let handler = answer.text.split(' ').find(|word| word.starts_with("on") && word.contains("=\""));
        assert_eq!(handler, None, "{path}");
    }
}

#[tokio::test]
async fn the_page_shows_orders_and_lanes_before_any_script_runs() {
    let mut desk = TestDesk::start().await;
    let orders: Vec<Order> = (0..50).map(|nth| Order::new(&format!("A-{nth:02}"))).collect();
    desk.import(&orders).await;
    desk.done("A-49", ActKind::Register).await;
    desk.slip("A-49", "1234-5678-9012").await.unwrap();
    let html = desk.browser.get("/").await.text;
    let row = tags(&html, "div").into_iter().find(|tag| tag.contains("data-order=\"A-49\"")).unwrap();
    for hook in ["data-credit=\"ok\"", "data-shipment=\"ready\"", "data-payment=\"none\""] {
        assert!(row.contains(hook), "{row}");
    }
    assert_eq!(html.matches("data-order=").count(), 30, "the first rows");
    for (lane, label, count) in
        [("all", "すべて", "50"), ("before", "与信前", "49"), ("unsynced", "与信OK・未同期", "1"), ("unknown", "結果不明", "0")]
    {
        let tab = html.split_once(&format!("data-lane=\"{lane}\"")).unwrap().1.split_once("</a>").unwrap().0;
        assert!(tab.contains(label) && tab.contains(&format!(">{count}<")), "{lane}: {tab}");
    }
    for words in ["与信OK", "伝票番号同期", "与信を実行", "1234-5678-9012", "見本　花子", "6,180", "ログアウト"] {
        assert!(html.contains(words), "{words}");
    }
    let html = desk.browser.get("/?lane=unsynced").await.text;
    assert_eq!((html.matches("data-order=").count(), html.contains("data-order=\"A-49\"")), (1, true));
    assert_eq!(desk.browser.get("/?q=A-1").await.text.matches("data-order=").count(), 10);
    // A browser whose screen is known gets no row more than it shows.
    desk.browser.cookie = desk.browser.cookie.map(|session| format!("{session}; {SCREEN_COOKIE}=12"));
    assert_eq!(desk.browser.get("/").await.text.matches("data-order=").count(), 12);
}

#[tokio::test]
async fn the_sheet_of_an_order_is_in_the_page_too() {
    let desk = TestDesk::with_order(Order::new("A-1").without_house_number()).await;
    desk.done("A-1", ActKind::Register).await;
    let id = desk.order("A-1").await.id;
    let html = desk.browser.get(&format!("/?open={id}")).await.text;
    for words in [&format!("data-sheet=\"{id}\""), "りんご５ｋｇ", "東京都港区赤坂", "与信を実行", "id=\"buyer-address\""]
    {
        assert!(html.contains(words), "{words}");
    }
    let html = desk.browser.get("/?open=4711").await.text;
    assert!(html.contains("受注が見つかりません。"));
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so() {
    let desk = TestDesk::start().await;
    let answer = desk.browser.get("/nowhere").await;
    assert_eq!((answer.status, answer.text.contains("ページが見つかりません")), (StatusCode::NOT_FOUND, true));
}

#[tokio::test]
async fn pages_and_answers_are_compressed_and_the_event_stream_is_not() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let asked = async |method, path: &str| {
        let request = desk.browser.request(method, path).header("accept-encoding", "gzip").header("content-type", "application/json");
        request.body(r#"{"view":"","offset":0}"#).send().await.unwrap()
    };
    for (method, path, encoding) in [
        (Method::GET, "/", Some("gzip")),
        (Method::POST, "/api/page", Some("gzip")),
        (Method::GET, "/api/events", None),
        (Method::GET, "/healthz", None),
    ] {
        let answer = asked(method, path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.headers().get("content-encoding").map(|value| value.to_str().unwrap()), encoding, "{path}");
    }
}
