//! The worked examples of np-api.md §10, with today's dates.

use serde_json::{Value, json};

use crate::support::{Np, day, np, order, order_with, set, shipment, today};

/// Whether this is a result time as in `2025-04-01T10:15:30+09:00`.
fn is_time(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.len() == 25 && text.starts_with(&day(0)) && text.ends_with("+09:00")
}

#[tokio::test]
async fn example_1_register_gives_ok() {
    let np = np().await;
    let answer = np.register(json!([order("OD-20250401-0012")])).await;
    assert_eq!(answer.status, 201);
    let result = answer.result(0);
    assert_eq!(result["shop_transaction_id"], "OD-20250401-0012");
    assert_eq!(result["authori_result"], "00");
    assert!(is_time(&result["authori_required_date"]), "{result}");
    assert_eq!(result.as_object().unwrap().len(), 4, "{result}");
    assert_eq!(answer.body.get("errors"), None);

    let now = today();
    let expected = format!("{:02}{:02}{:02}00001", now.year() % 100, u8::from(now.month()), now.day());
    assert_eq!(answer.np_id(), expected);
}

#[tokio::test]
async fn example_2_a_hold_is_corrected_and_becomes_ok() {
    let np = np().await;
    let held = order_with("OD-13", "/customer/customer_name", json!("見本太郎【保留RE009,RE021】"));
    let answer = np.register(json!([held])).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.authori_result(), "10");
    assert_eq!(answer.result(0)["authori_hold"], json!(["RE009", "RE021"]));
    assert!(is_time(&answer.result(0)["authori_required_date"]));
    let id = answer.np_id();

    let answer = np
        .update(json!([{ "np_transaction_id": id, "customer": {
            "customer_name": "見本　太郎", "zip_code": "1070052",
            "address": "東京都港区赤坂９－９－９　みほんマンション１２０３号室",
            "tel": "0300000000", "email": "taro@example.jp" } }]))
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.authori_result(), "00");
    assert_eq!(answer.np_id(), id);
    assert_eq!(answer.result(0)["shop_transaction_id"], "OD-13");
    assert_eq!(answer.result(0).get("authori_hold"), None);
}

#[tokio::test]
async fn example_3_register_gives_ng() {
    let np = np().await;
    let answer = np.register(json!([order_with("OD-14", "/customer/company_name", json!("【NG001】"))])).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.authori_result(), "20");
    assert_eq!(answer.result(0)["authori_ng"], "NG001");
    assert_eq!(answer.result(0).get("authori_hold"), None);
}

#[tokio::test]
async fn example_4_all_codes_of_an_element_come_at_once() {
    let np = np().await;
    let mut bad = order("OD-20250401-0015");
    set(&mut bad, "/customer/address", json!("大阪府大阪市北区梅田１－１"));
    set(&mut bad, "/customer/tel", json!("090-0000-000"));
    set(&mut bad, "/goods/0/quantity", json!(0));
    let answer = np.register(json!([bad])).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.codes(), ["E0100059", "E0100066", "E0100104"]);
    assert_eq!(answer.body["errors"][0]["id"], "OD-20250401-0015");
    assert!(np.simulator.ledger().is_empty());
}

async fn partial_batch(np: &Np) -> Vec<String> {
    let mut too_much = order("OD-2");
    too_much["billed_amount"] = json!(6181);
    let reviewed = order_with("OD-3", "/customer/department_name", json!("【審査中RE029】"));
    let answer = np.register(json!([order("OD-1"), too_much, reviewed])).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.body["results"].as_array().unwrap().len(), 2);
    assert_eq!(answer.result(0)["shop_transaction_id"], "OD-1");
    assert_eq!(answer.result(1)["shop_transaction_id"], "OD-3");
    assert_eq!(answer.result(1)["authori_result"], "40");
    assert_eq!(answer.result(1).get("authori_required_date"), None);
    assert_eq!(answer.body["errors"], json!([{ "id": "OD-2", "codes": ["E0102005"] }]));
    (0..2).map(|place| answer.result(place)["np_transaction_id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn example_5_and_6_a_partial_batch_and_its_review() {
    let np = np().await;
    let ids = partial_batch(&np).await;
    np.simulator.skip_time(std::time::Duration::from_secs(5));
    let answer = np.find_review(&[&ids[1], "25040199999"]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["results"], json!([{ "np_transaction_id": ids[1], "authori_result": "50" }]));
    assert_eq!(answer.body["errors"], json!([{ "id": "25040199999", "codes": ["E0100113"] }]));

    np.simulator.skip_time(std::time::Duration::from_secs(5));
    let answer = np.find_review(&[&ids[1]]).await;
    assert_eq!(answer.authori_result(), "10");
    assert_eq!(answer.result(0)["authori_hold"], json!(["RE029"]));
    assert!(is_time(&answer.result(0)["authori_required_date"]));
}

#[tokio::test]
async fn example_7_shipment_repeated_and_of_a_hold() {
    let np = np().await;
    let good = np.registered(order("OD-1")).await;
    let held = np.registered(order_with("OD-2", "/customer/department_name", json!("【保留RE014】"))).await;

    let answer = np.report(json!([shipment(&good)])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, json!({ "results": [{ "np_transaction_id": good }] }));
    let answer = np.report(json!([shipment(&good)])).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body, json!({ "errors": [{ "id": good, "codes": ["E0100115"] }] }));
    let answer = np.report(json!([shipment(&held)])).await;
    assert_eq!(answer.codes(), ["E0100120"]);

    let transaction = np.transaction(&good);
    assert_eq!(transaction.carrier.as_deref(), Some("59010"));
    assert_eq!(transaction.slip_no.as_deref(), Some("1234-5678-9012"));
}

#[tokio::test]
async fn example_8_cancel_twice_and_after_payment() {
    let np = np().await;
    let refused = np.registered(order_with("OD-1", "/customer/company_name", json!("【NG999】"))).await;
    let answer = np.cancel(&[&refused]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, json!({ "results": [{ "np_transaction_id": refused }] }));
    let answer = np.cancel(&[&refused]).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.codes(), ["E0100114"]);

    let paid = np.registered(order("OD-2")).await;
    np.shipped(&paid).await;
    np.simulator.mark_paid(&paid).unwrap();
    assert_eq!(np.cancel(&[&paid]).await.codes(), ["E0100118"]);
}

#[tokio::test]
async fn example_9_payment_status() {
    let np = np().await;
    let paid = np.registered(order("OD-1")).await;
    let unpaid = np.registered(order("OD-2")).await;
    np.shipped(&paid).await;
    np.shipped(&unpaid).await;
    np.simulator.mark_paid(&paid).unwrap();
    let answer = np.find_payment(&[&paid, &unpaid]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.body["results"],
        json!([
            { "np_transaction_id": paid, "payment_status": "20", "customer_payment_date": day(0) },
            { "np_transaction_id": unpaid, "payment_status": "10" }
        ])
    );
}

#[tokio::test]
async fn example_10_partial_return_after_shipment() {
    let np = np().await;
    let base = np.registered(order("OD-20")).await;
    np.shipped(&base).await;
    np.cancel(&[&base]).await;
    let kept = json!({
        "base_np_transaction_id": base, "shop_transaction_id": "OD-20", "shop_order_date": day(0),
        "billed_amount": 3490,
        "goods": [{ "goods_name": "りんご５ｋｇ", "goods_price": 2890, "quantity": 1 },
                  { "goods_name": "送料", "goods_price": 600, "quantity": 1 }]
    });
    let answer = np.reregister(json!([kept])).await;
    assert_eq!(answer.status, 200);
    let result = answer.result(0);
    assert_eq!(result["base_np_transaction_id"], base);
    assert_eq!(result["shop_transaction_id"], "OD-20");
    assert_eq!(result["authori_result"], "00");
    assert_ne!(answer.np_id(), base);
}
