//! Batches and the duplicate rule (np-api.md §1.1, §1.3, §8).

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{days, np, order, order_of, order_with, shipment};

#[tokio::test]
async fn a_thousand_orders_are_taken_and_one_more_is_not() {
    let np = np().await;
    let orders: Vec<Value> = (0..1001).map(|n| order(&format!("N-{n}"))).collect();
    let answer = np.register(json!(orders)).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body, json!({ "errors": [{ "codes": ["EPRO0102"] }] }));
    assert!(np.simulator.ledger().is_empty());

    let answer = np.register(json!(orders[..1000])).await;
    assert_eq!(answer.status, 201);
    let results = answer.body["results"].as_array().unwrap();
    let ids: std::collections::HashSet<_> = results.iter().map(|result| &result["np_transaction_id"]).collect();
    assert_eq!((results.len(), ids.len()), (1000, 1000));
}

#[tokio::test]
async fn a_body_of_another_shape_is_400() {
    let np = np().await;
    for body in ["", "null", "[]", "{\"transactions\":{}}", "{\"transactions\":[1]}", "{\"transactions\":[{}", "\u{feff}{}"] {
        let response = np.request(Method::POST, "/v1/transactions").body(body).send().await.unwrap();
        assert_eq!(response.status(), 400, "{body}");
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer, json!({ "errors": [{ "codes": ["EPRO0101"] }] }), "{body}");
    }
}

#[tokio::test]
async fn an_error_of_an_order_without_an_id_has_none_either() {
    let np = np().await;
    let answer = np.register(json!([order_with("", "/shop_transaction_id", Value::Null)])).await;
    assert_eq!(answer.body["errors"], json!([{ "codes": ["EPRO0103"] }]));
}

#[tokio::test]
async fn the_same_pair_twice_in_a_request_is_refused_and_other_orders_go_through() {
    let np = np().await;
    let answer = np.register(json!([order("A"), order("B"), order("A")])).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.body["results"].as_array().unwrap().len(), 1);
    assert_eq!(answer.result(0)["shop_transaction_id"], "B");
    let twice = json!({ "id": "A", "codes": ["EPRO0104"] });
    assert_eq!(answer.body["errors"], json!([twice, twice]));
}

#[tokio::test]
async fn the_same_id_with_another_amount_is_another_order() {
    let np = np().await;
    let answer = np.register(json!([order_of("A", 1000), order_of("A", 1001)])).await;
    assert_eq!(answer.body["results"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_same_np_id_twice_in_a_request_is_refused() {
    let np = np().await;
    let (twice, once) = (np.registered(order("A")).await, np.registered(order("B")).await);
    let answer = np.cancel(&[&twice, &once, &twice]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["results"], json!([{ "np_transaction_id": once }]));
    let refused = json!({ "id": twice, "codes": ["EPRO0106"] });
    assert_eq!(answer.body["errors"], json!([refused, refused]));
    assert_eq!(np.transaction(&twice).calls.cancel, 0);
}

#[tokio::test]
async fn ids_of_the_wrong_form_have_their_own_codes() {
    let np = np().await;
    for (id, codes) in [
        (json!(null), vec!["EPRO0105"]),
        (json!(""), vec!["EPRO0105"]),
        (json!("2504010000"), vec!["E0100003"]),
        (json!("２５０４０１００００１"), vec!["E0100002"]),
        (json!("25-040100-01"), vec!["E0100002", "E0100003"]),
        (json!(25_040_100_001_u64), vec!["E0100002"]),
        (json!("25040100001"), vec!["E0100113"]),
        (json!("A504010000Z"), vec!["E0100113"]),
    ] {
        let mut shipment = shipment("");
        shipment["np_transaction_id"] = id.clone();
        for (method, path) in [
            (Method::PATCH, "/v1/transactions/update"),
            (Method::PATCH, "/v1/transactions/cancel"),
            (Method::POST, "/v1/authorizations/find"),
            (Method::POST, "/v1/shipments"),
            (Method::POST, "/v1/transactions/payments/find"),
        ] {
            let response = np.send(method, path, json!([shipment])).await.unwrap();
            assert_eq!(response.status(), 400);
            let body: Value = response.json().await.unwrap();
            assert_eq!(body["errors"][0]["codes"], json!(codes), "{id} at {path}");
        }
    }
}

#[tokio::test]
async fn a_second_registration_within_a_month_is_a_duplicate() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let answer = np.register(json!([order("A")])).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body["errors"], json!([{ "id": "A", "codes": ["E0102002"] }]));
    assert_eq!(np.simulator.ledger().len(), 1);
    assert_eq!(np.transaction(&id).calls.register, 2);
}

#[tokio::test]
async fn a_refused_review_is_registered_too_and_so_a_duplicate() {
    let np = np().await;
    let refused = || order_with("A", "/customer/company_name", json!("【NG999】"));
    np.registered(refused()).await;
    assert_eq!(np.register(json!([refused()])).await.codes(), ["E0102002"]);
}

#[tokio::test]
async fn the_id_is_free_after_cancelling() {
    let np = np().await;
    let first = np.registered(order("A")).await;
    np.cancel(&[&first]).await;
    let second = np.registered(order("A")).await;
    assert_ne!(first, second);
}

#[tokio::test]
async fn the_id_is_free_after_more_than_a_month() {
    let np = np().await;
    np.registered(order("A")).await;
    np.simulator.skip_time(days(27));
    assert_eq!(np.register(json!([order("A")])).await.codes(), ["E0102002"]);
    np.simulator.skip_time(days(5));
    np.registered(order("A")).await;
}

#[tokio::test]
async fn a_changed_amount_moves_the_duplicate_rule_with_it() {
    let np = np().await;
    let id = np.registered(order_of("A", 1000)).await;
    let goods = json!([{ "goods_name": "みかん", "goods_price": 900, "quantity": 1 }]);
    let answer = np.update(json!([{ "np_transaction_id": id, "billed_amount": 900, "goods": goods }])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(np.register(json!([order_of("A", 900)])).await.codes(), ["E0102002"]);
    np.registered(order_of("A", 1000)).await;
}
