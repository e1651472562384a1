//! What each role may do, at every server function: the server asks, whatever the browser drew.

use crate::harness::{Browser, Order, PASSWORD, TestDesk, people};
use atobarai_desk::api::AppError;
use atobarai_desk::api::audit::AuditFilter;
use atobarai_desk::domain::application::Application;
use atobarai_desk::domain::column::Layout;
use atobarai_desk::domain::role::{Right, Role};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a call carries.
enum Arguments {
    Json(Value),
    Form(&'static [(&'static str, &'static str)]),
    /// The import's upload.
    Upload,
}

use Arguments::{Form, Json, Upload};

/// Every server function with arguments that it can read, and the right it takes. Nothing is asked for that is there, so
/// that no call changes what the next one meets.
fn table() -> Vec<(&'static str, Arguments, Right)> {
    let view = json!("");
    let press = |kind: &str| Json(json!({ "order_id": 4711, "version": 1, "kind": kind }));
    let run = |kind: &str| Json(json!({ "action": kind, "order_ids": [] }));
    let edit = |edit: Value| Json(json!({ "action": edit, "order_ids": [] }));
    let party = json!({ "name": "", "kana": "", "company": "", "department": "", "zip": "", "address": "", "tel": "", "email": "" });
    let contents = json!({ "ordered_on": "2026-11-24", "buyer": party, "destination": null, "lines": [], "billed_amount": 1 });
    let buyer = json!({ "name": "", "tel": "0", "email": "" });
    let automation = json!({ "credit": false, "check": true, "payment": false, "slip_sync": "off" });
    let fee = json!({ "mode": "leave", "rows": [] });
    let settings = json!({
        "name": "", "environment": "sandbox", "site_name": "", "site_url": "", "merchant_code": "", "terminal_id": "",
        "takes_other_carriers": false, "fee": fee, "automation": automation
    });
    let parcel = json!({ "slip_number": "", "carrier": "", "shipped_on": "" });
    let wishes = json!({ "deliver_on": "", "deliver_time": "", "note": "" });
    let too_long = Application { company: "あ".repeat(501), ..Application::default() };
    vec![
        ("desk", Json(json!({ "view": view })), Right::See),
        ("page", Json(json!({ "view": view, "offset": 0 })), Right::See),
        ("rows", Json(json!({ "order_ids": [] })), Right::See),
        ("keys", Json(json!({ "view": view })), Right::See),
        ("count", Json(json!({ "view": view })), Right::See),
        ("keys_between", Json(json!({ "view": view, "one": 1, "other": 2 })), Right::See),
        ("header", Json(json!({})), Right::See),
        ("radar", Json(json!({ "shop": "nowhere", "bar": null })), Right::See),
        ("links", Json(json!({})), Right::See),
        ("run", Form(&[("run_id", "4711")]), Right::See),
        ("runs", Form(&[]), Right::See),
        ("sheet", Form(&[("order_id", "4711")]), Right::See),
        ("zips", Json(json!({ "zips": [] })), Right::See),
        ("views", Json(json!({})), Right::See),
        ("choices", Json(json!({})), Right::See),
        ("reasons", Json(json!({ "lane": "repair", "shop": null })), Right::See),
        ("save_layout", Json(json!({ "layout": Layout::default() })), Right::See),
        ("save_view", Json(json!({ "name": "", "view": view })), Right::Act),
        ("delete_view", Json(json!({ "id": 4711 })), Right::Act),
        ("carriers", Json(json!({})), Right::Set),
        ("statuses", Json(json!({})), Right::Set),
        ("save_statuses", Json(json!({ "seen": [], "list": [] })), Right::Set),
        ("map_carrier", Json(json!({ "name": "", "by": null })), Right::Set),
        ("application", Json(json!({})), Right::Set),
        ("save_application", Json(json!({ "application": too_long })), Right::Set),
        ("press", press("register"), Right::Act),
        ("press", press("check"), Right::Act),
        ("press", press("update"), Right::Act),
        ("press", press("cancel"), Right::Act),
        ("press", press("check_payment"), Right::Act),
        ("press", press("report_shipment"), Right::Ship),
        ("preview_run", run("register"), Right::Act),
        ("preview_run", run("report_shipment"), Right::Ship),
        ("preview_run", edit(json!({ "carrier": "佐川急便" })), Right::Ship),
        ("start_run", edit(json!({ "fee": 205 })), Right::Act),
        ("repeat_run", Form(&[("run_id", "4711")]), Right::See),
        ("tracking", Json(json!({ "order_ids": [] })), Right::See),
        ("start_run", run("register"), Right::Act),
        ("start_run", run("report_shipment"), Right::Ship),
        ("look_up", Json(json!({ "order_id": 4711 })), Right::Act),
        ("enter_np_id", Json(json!({ "order_id": 4711, "np_transaction_id": "25040100011" })), Right::Act),
        ("resume_shop", Json(json!({ "shop": "nowhere" })), Right::Act),
        ("import", Upload, Right::Act),
        ("audit", Json(json!({ "filter": AuditFilter::default() })), Right::Set),
        ("privacy", Json(json!({})), Right::Set),
        ("save_retention", Json(json!({ "keep_days": -1 })), Right::Set),
        ("find_buyer", Json(json!({ "query": buyer })), Right::Set),
        ("erase_buyer", Json(json!({ "query": buyer, "order_ids": [] })), Right::Set),
        ("save_contents", Json(json!({ "order_id": 4711, "contents_version": 1, "contents": contents, "resend": false })), Right::Act),
        ("save_wishes", Json(json!({ "order_id": 4711, "before": wishes, "wishes": wishes })), Right::Act),
        ("save_parcel", Json(json!({ "order_id": 4711, "before": parcel, "parcel": parcel })), Right::Ship),
        ("payment_methods", Json(json!({})), Right::Set),
        ("save_payment_methods", Json(json!({ "methods": { "np": true } })), Right::Set),
        ("shop_settings", Json(json!({ "shop": null })), Right::Set),
        ("add_shop", Json(json!({ "code": "", "name": "" })), Right::Set),
        ("save_shop_settings", Json(json!({ "shop": "nowhere", "version": 1, "form": settings, "sp_code": "Keep" })), Right::Set),
        ("test_connection", Json(json!({ "shop": "nowhere" })), Right::Set),
        ("preview_fee", Json(json!({ "shop": "nowhere", "fee": fee })), Right::Set),
        ("copy_shop_settings", Json(json!({ "shop": "nowhere", "version": 1, "to": ["x"], "groups": ["fee"] })), Right::Set),
        ("people", Json(json!({})), Right::Set),
        ("invite", Json(json!({ "name": "", "role": "viewer", "days": 0 })), Right::Set),
        ("revoke_invitation", Json(json!({ "id": 4711 })), Right::Set),
        ("set_role", Json(json!({ "person_id": 4711, "role": "viewer" })), Right::Set),
        ("set_active", Json(json!({ "person_id": 4711, "active": true })), Right::Set),
        ("end_sessions", Json(json!({ "person_id": 4711 })), Right::Set),
        ("reset_totp", Json(json!({ "person_id": 4711 })), Right::Set),
        ("save_sign_in_rules", Json(json!({ "managers_need_code": false, "allowed_addresses": "" })), Right::Set),
        ("account", Json(json!({})), Right::See),
        ("change_password", Json(json!({ "current": "wrong", "new": "short" })), Right::See),
        ("begin_totp", Json(json!({})), Right::See),
        ("confirm_totp", Json(json!({ "offer": "", "code": "" })), Right::See),
        ("remove_totp", Json(json!({ "password": "wrong" })), Right::See),
        ("set_pin", Json(json!({ "pin": "1" })), Right::See),
        ("share_device", Json(json!({ "shared": false })), Right::See),
        ("colleagues", Json(json!({})), Right::See),
        // Last: it ends the session that the table is called with.
        ("sign_out_everywhere", Json(json!({})), Right::See),
    ]
}

async fn call(browser: &Browser, function: &str, arguments: &Arguments) -> crate::harness::Answer {
    match arguments {
        Json(arguments) => browser.call_raw(function, arguments).await,
        Form(fields) => browser.send(browser.form_request(function, fields)).await,
        Upload => browser.upload("nowhere", b"", false).await,
    }
}

#[test]
fn every_server_function_stands_in_the_table() {
    let listed: BTreeSet<String> = table().iter().map(|(function, ..)| format!("/api/{function}")).collect();
    let there: BTreeSet<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert_eq!(listed, there);
}

#[tokio::test]
async fn each_call_is_answered_by_right_and_by_nothing_else() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let stranger = Browser::new(&desk.base());
    for role in Role::ALL {
        people::add(desk.state(), role.code(), *role).await;
        let browser = Browser::sign_in(&desk.base(), role.code(), PASSWORD).await;
        for (function, arguments, right) in table() {
            let answer = call(&browser, function, &arguments).await;
            let refused = answer.status == StatusCode::FORBIDDEN && answer.json() == json!("Forbidden");
            assert_eq!(refused, !role.may(right), "{role:?} {function}: {} {}", answer.status, answer.text);
            assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{function}");
            assert!(!answer.text.contains("BadInput\":\"送られた内容"), "{function} could not read its arguments: {}", answer.text);
        }
    }
    for (function, arguments, _) in table() {
        assert_eq!(call(&stranger, function, &arguments).await.json(), json!("SignedOut"), "{function}");
    }
}

#[tokio::test]
async fn screens_hold_no_button_that_the_role_may_not_press() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    for (role, credit, files, settings) in [
        (Role::Viewer, false, false, false),
        (Role::Packer, false, false, false),
        (Role::Clerk, true, true, false),
        (Role::Manager, true, true, true),
    ] {
        people::add(desk.state(), role.code(), role).await;
        let browser = Browser::sign_in(&desk.base(), role.code(), PASSWORD).await;
        let html = browser.get("/").await.text;
        let there = |words: &str| html.contains(words);
        assert_eq!((there("act-register"), there("href=\"/files\""), there("href=\"/settings\"")), (credit, files, settings), "{role:?}");
        assert_eq!(browser.get("/files").await.text.contains("内容を確認"), files, "{role:?}");
        let answer = browser.get("/settings").await;
        assert_eq!(answer.status == StatusCode::FORBIDDEN, !settings, "{role:?}");
        assert_eq!(answer.text.contains(&AppError::Forbidden.to_string()), !settings, "{role:?}");
        for path in ["/settings", "/settings/payments", "/settings/shops", "/settings/shops?shop=main"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.text.contains(&AppError::Forbidden.to_string()), !settings, "{role:?} {path}");
        }
        let metrics = browser.request(Method::GET, "/metrics").header("x-forwarded-for", "203.0.113.9");
        let seen = browser.send(metrics).await.status == StatusCode::OK;
        assert_eq!(seen, settings, "{role:?}");
    }
}
