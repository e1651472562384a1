//! Every HTTP route, with each role, with a session that a PIN has opened, and without any session.

use crate::harness::{Browser, LISTING_ROUTES, Order, PASSWORD, TestDesk, people};
use atobarai_desk::api::acts::RUN_EXPORT;
use atobarai_desk::api::audit::AuditFilter;
use atobarai_desk::api::privacy;
use atobarai_desk::app::App;
use atobarai_desk::domain::role::{Right, Role};
use leptos_axum::generate_route_list;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use std::collections::BTreeSet;

/// Whom a route serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// Everybody.
    Open,
    /// Who holds the right; a stranger is led to the login page.
    Page(Right),
    /// Who holds the right; a stranger is told so in JSON.
    Call(Right),
    /// Who holds the right, by its own door: a stranger is refused.
    Watch(Right),
}

use Door::{Call, Open, Page, Watch};

/// The method of a plain form, and of what is opened or read.
const FORM: bool = true;
const READ: bool = false;

/// Every route as the router has it, an address of it, how it is asked, and whom it serves. Server functions have a table of
/// their own (`rights.rs`).
const TABLE: [(&str, &str, bool, Door); 35] = [
    ("/", "/", READ, Page(Right::See)),
    ("/files", "/files", READ, Page(Right::Act)),
    ("/runs", "/runs", READ, Page(Right::See)),
    ("/radar", "/radar", READ, Page(Right::See)),
    ("/links", "/links", READ, Page(Right::See)),
    ("/settings", "/settings", READ, Page(Right::Set)),
    ("/settings/payments", "/settings/payments", READ, Page(Right::Set)),
    ("/settings/shops", "/settings/shops", READ, Page(Right::Set)),
    ("/settings/carriers", "/settings/carriers", READ, Page(Right::Set)),
    ("/settings/statuses", "/settings/statuses", READ, Page(Right::Set)),
    ("/settings/people", "/settings/people", READ, Page(Right::Set)),
    ("/settings/application", "/settings/application", READ, Page(Right::Set)),
    ("/settings/privacy", "/settings/privacy", READ, Page(Right::Set)),
    ("/settings/audit", "/settings/audit", READ, Page(Right::Set)),
    (RUN_EXPORT, RUN_EXPORT, FORM, Page(Right::See)),
    (AuditFilter::EXPORT, AuditFilter::EXPORT, FORM, Page(Right::Set)),
    (privacy::EXPORT, privacy::EXPORT, FORM, Page(Right::Set)),
    ("/account", "/account", READ, Page(Right::See)),
    ("/switch", "/switch", READ, Page(Right::See)),
    ("/login", "/login", READ, Open),
    ("/login/code", "/login/code", READ, Open),
    ("/invite", "/invite?token=x", READ, Open),
    ("fallback", "/nowhere", READ, Page(Right::See)),
    ("/api/events", "/api/events", READ, Call(Right::See)),
    ("/api/import", "/api/import", FORM, Call(Right::See)),
    ("/api/{*function}", "/api/nothing", FORM, Call(Right::See)),
    ("/session", "/session", FORM, Open),
    ("/session/code", "/session/code", FORM, Open),
    ("/session/switch", "/session/switch", FORM, Page(Right::See)),
    ("/session/invite", "/session/invite", FORM, Open),
    ("/healthz", "/healthz", READ, Open),
    ("/metrics", "/metrics", READ, Watch(Right::Set)),
    ("/pkg", "/pkg/nothing.js", READ, Open),
    ("/favicon.svg", "/favicon.svg", READ, Open),
    // Last: it ends the session that the table is asked with.
    ("/session/end", "/session/end", FORM, Page(Right::See)),
];

/// The literal routes of the router, and the pages of the app.
async fn routes() -> BTreeSet<String> {
    let router = include_str!("../../src/server/http/router.rs");
    let literals = router.split(['"']).skip(1).step_by(2).filter(|text| text.starts_with('/') && !text.contains(' '));
    let _alone = LISTING_ROUTES.write().await;
    let pages = generate_route_list(App).into_iter().map(|page| page.path().to_owned());
    let named = [RUN_EXPORT, AuditFilter::EXPORT, privacy::EXPORT];
    literals.chain(named).map(ToOwned::to_owned).chain(pages).collect()
}

#[tokio::test]
async fn every_route_stands_in_the_table() {
    let listed: BTreeSet<String> = TABLE.iter().map(|(route, ..)| (*route).to_owned()).filter(|route| route != "fallback").collect();
    assert_eq!(listed, routes().await);
}

/// The status, and where it leads. A body is not waited for: a stream has no end.
async fn ask(browser: &Browser, address: &str, form: bool) -> (StatusCode, String) {
    let method = if form { Method::POST } else { Method::GET };
    // As through a proxy: whoever is on the server's machine itself may watch it.
    let mut request = browser.request(method, address).header("X-Forwarded-For", "203.0.113.9");
    if form {
        request = request
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("name=&tel=&email=&format=csv&password=&again=&token=&code=&person=0&pin=&run=0");
    }
    let _others = LISTING_ROUTES.read().await;
    let response = request.send().await.unwrap();
    let location = response.headers().get("location").map_or("", |value| value.to_str().unwrap()).to_owned();
    (response.status(), location)
}

fn is_served(answer: &(StatusCode, String), door: Door) -> bool {
    let (status, location) = answer;
    match door {
        Open => ![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(status) && location != "/login",
        Page(_) | Call(_) | Watch(_) => ![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(status),
    }
}

#[tokio::test]
async fn each_route_serves_by_right_and_by_nothing_else() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    for role in Role::ALL {
        people::add(desk.state(), role.code(), *role).await;
        let browser = Browser::sign_in(&desk.base(), role.code(), PASSWORD).await;
        for (_, address, form, door) in TABLE {
            let answer = ask(&browser, address, form).await;
            let may = match door {
                Open => true,
                Page(right) | Call(right) | Watch(right) => role.may(right),
            };
            assert_eq!(is_served(&answer, door), may, "{role:?} {address}: {answer:?}");
        }
        assert_eq!(ask(&browser, "/", READ).await, (StatusCode::SEE_OTHER, "/login".to_owned()), "the last row has signed {role:?} out");
    }
}

#[tokio::test]
async fn a_stranger_is_served_what_is_open_alone() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let stranger = Browser::new(&desk.base());
    for (_, address, form, door) in TABLE {
        let answer = ask(&stranger, address, form).await;
        match door {
            Open => assert!(is_served(&answer, door), "{address}: {answer:?}"),
            Page(_) => assert_eq!(answer, (StatusCode::SEE_OTHER, "/login".to_owned()), "{address}"),
            Call(_) | Watch(_) => assert_eq!(answer.0, StatusCode::UNAUTHORIZED, "{address}"),
        }
    }
}
