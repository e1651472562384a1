//! Reviews that take time, and what NP holds by itself (np-api.md §1.4, §4.2, §7).

use std::time::Duration;

use atobarai_desk::simulator::{Settings, State};
use serde_json::json;

use crate::support::{destination, np, order, order_with, shipment, start};

#[tokio::test]
async fn under_an_asynchronous_contract_every_review_takes_time() {
    let np = start(Settings { asynchronous: true, review: Duration::from_mins(1), ..Settings::default() }).await;
    let answer = np.register(json!([order("A")])).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.authori_result(), "40");
    assert_eq!(answer.result(0).get("authori_required_date"), None);
    let id = answer.np_id();
    for (skip, result) in [(20, "40"), (20, "50"), (15, "50"), (10, "00")] {
        np.simulator.skip_time(Duration::from_secs(skip));
        assert_eq!(np.find_review(&[&id]).await.authori_result(), result);
    }
}

#[tokio::test]
async fn a_review_ends_in_real_time_too() {
    let np = start(Settings { asynchronous: true, review: Duration::from_millis(1500), ..Settings::default() }).await;
    let id = np.registered(order("A")).await;
    assert_eq!(np.report(json!([shipment(&id)])).await.codes(), ["E0100120"]);
    tokio::time::sleep(Duration::from_millis(1600)).await;
    np.shipped(&id).await;
}

#[tokio::test]
async fn reasons_are_not_told_before_the_result() {
    let np = np().await;
    for (id, mark) in [("A", "【審査中RE029】"), ("B", "【審査中NG001】")] {
        let id = np.registered(order_with(id, "/customer/department_name", json!(mark))).await;
        let early = np.find_review(&[&id]).await;
        assert_eq!(early.result(0), &json!({ "np_transaction_id": id, "authori_result": "40" }));
        let shown = np.transaction(&id);
        assert!(shown.hold_codes.is_empty() && shown.ng_code.is_none());
        np.simulator.skip_time(Duration::from_secs(9));
        let late = np.find_review(&[&id]).await;
        assert!(late.result(0).get("authori_hold").is_some() || late.result(0).get("authori_ng").is_some());
    }
}

#[tokio::test]
async fn a_marked_order_is_reviewed_again_in_time_after_an_update() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let mut customer = order("A")["customer"].clone();
    customer["department_name"] = json!("【審査中】");
    let answer = np.update(json!([{ "np_transaction_id": id, "customer": customer }])).await;
    assert_eq!(answer.authori_result(), "40");
    np.simulator.skip_time(Duration::from_secs(9));
    assert_eq!(np.transaction(&id).state, State::Ok);
}

#[tokio::test]
async fn an_address_without_a_number_is_held() {
    let np = np().await;
    let cases = [
        ("東京都港区赤坂", "大阪府大阪市北区梅田１", vec!["RE009"]),
        ("東京都港区赤坂9", "大阪府大阪市北区梅田", vec!["RE015"]),
        ("東京都港区赤坂", "大阪府大阪市北区梅田", vec!["RE009", "RE015"]),
        ("東京都港区赤坂９", "大阪府大阪市北区梅田1", vec![]),
    ];
    for (place, (customer, dest, holds)) in cases.into_iter().enumerate() {
        let mut order = order(&format!("N-{place}"));
        order["dest_customer"] = destination();
        order["customer"]["address"] = json!(customer);
        order["dest_customer"]["address"] = json!(dest);
        let answer = np.register(json!([order])).await;
        if holds.is_empty() {
            assert_eq!(answer.authori_result(), "00");
        } else {
            assert_eq!(answer.authori_result(), "10");
            assert_eq!(answer.result(0)["authori_hold"], json!(holds));
        }
    }
}
