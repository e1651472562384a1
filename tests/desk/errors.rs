//! Errors as a browser sees them: our words, the status that fits, and no word about what is inside.

use crate::harness::{Browser, Order, TestDesk};
use atobarai_desk::api::AppError;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn error(browser: &Browser, function: &str, arguments: Value) -> (u16, Value) {
    let answer = browser.call_raw(function, &arguments).await;
    assert!(answer.header("content-type").starts_with("application/json"), "{function}: {:?}", answer.headers);
    let _: AppError = serde_json::from_str(&answer.text).unwrap();
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn errors_are_ours_with_the_status_that_fits() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let row = desk.order("A-1").await;
    let press = |id: i64, version: i64, kind: &str| json!({ "order_id": id, "version": version, "kind": kind });
    let browser = &desk.browser;
    assert_eq!(error(browser, "press", press(4711, 1, "register")).await, (404, json!({ "NotFound": "受注が見つかりません。" })));
    assert_eq!(error(browser, "press", press(row.id, 99, "register")).await, (409, json!("Changed")));
    let (status, told) = error(browser, "press", press(row.id, row.version, "cancel")).await;
    assert_eq!((status, told["Refused"].is_string()), (409, true), "{told}");
    let (status, told) = error(browser, "look_up", json!({ "order_id": row.id })).await;
    assert_eq!((status, told["BadInput"].is_string()), (422, true), "{told}");
    let parcel = json!({ "slip_number": "あ", "carrier": "", "shipped_on": "" });
    let (status, told) = error(browser, "save_parcel", json!({ "order_id": row.id, "before": row.parcel(), "parcel": parcel })).await;
    assert_eq!((status, told["Invalid"][0]["field"].clone()), (422, json!("slip-number")), "{told}");
}

#[tokio::test]
async fn what_cannot_be_read_is_the_callers_mistake() {
    let desk = TestDesk::start().await;
    for arguments in
        [json!({}), json!({ "order_id": "x", "version": 1, "kind": "register" }), json!({ "order_id": 1, "version": 1, "kind": "steal" })]
    {
        let (status, told) = error(&desk.browser, "press", arguments).await;
        assert_eq!((status, told["BadInput"].is_string()), (422, true), "{told}");
    }
    let request = desk.browser.request(Method::POST, "/api/press").header(CONTENT_TYPE, "application/json").body("{");
    assert_eq!(desk.browser.send(request).await.status, 422);
    let answer = desk.browser.call_raw("nothing", &json!({})).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{answer:?}");
    let _: AppError = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(desk.browser.get("/api/press").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_went_wrong_inside_is_told_by_a_reference_alone() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE orders SET credit = 'sideways'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let (status, told) = error(&desk.browser, "desk", json!({ "view": "" })).await;
    let reference = told["Internal"]["reference"].as_str().unwrap();
    assert_eq!((status, reference.len()), (500, 8), "{told}");
    assert_eq!(told.as_object().unwrap().len(), 1);
    let page = desk.browser.get("/").await;
    assert_eq!(page.status, 500);
    assert!(page.text.contains("管理者に参照番号") && !page.text.contains("orders.credit"), "{}", page.text);

    desk.state().store.close().await;
    let (status, told) = error(&desk.browser, "header", json!({})).await;
    assert_eq!((status, told["Unavailable"]["reference"].is_string()), (503, true), "{told}");
    let stranger = Browser::new(&desk.base());
    assert_eq!(stranger.get("/healthz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(stranger.get("/login").await.status, 200);
}
