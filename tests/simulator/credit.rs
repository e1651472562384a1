//! The credit of one purchaser: 55,000 yen over all that is unpaid (np-api.md §6, §11).

use atobarai_desk::simulator::{Credential, Settings};
use serde_json::{Value, json};

use crate::support::{Np, days, np, order_of, start};

/// An order by one and the same purchaser.
fn by_taro(shop_id: &str, yen: u32) -> Value {
    let mut order = order_of(shop_id, yen);
    order["customer"]["customer_name"] = json!("見本　太郎");
    order
}

async fn review_of(np: &Np, order: Value) -> String {
    let answer = np.register(json!([order])).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let reason = answer.result(0)["authori_ng"].as_str().unwrap_or_default();
    format!("{}{reason}", answer.authori_result())
}

#[tokio::test]
async fn the_limit_is_reached_exactly_and_not_passed() {
    let np = np().await;
    assert_eq!(review_of(&np, by_taro("A", 50_000)).await, "00");
    assert_eq!(review_of(&np, by_taro("B", 5_001)).await, "20NG001");
    assert_eq!(review_of(&np, by_taro("C", 5_000)).await, "00", "what was refused takes no credit");
    assert_eq!(review_of(&np, by_taro("D", 1)).await, "20NG001");
}

#[tokio::test]
async fn a_purchaser_is_known_by_phone_digits_and_name_without_blanks() {
    let np = np().await;
    assert_eq!(review_of(&np, by_taro("A", 55_000)).await, "00");
    let mut same = by_taro("B", 1);
    same["customer"]["customer_name"] = json!("見本太郎");
    same["customer"]["tel"] = json!("09000000000");
    assert_eq!(review_of(&np, same).await, "20NG001");
    let mut other_phone = by_taro("C", 1);
    other_phone["customer"]["tel"] = json!("090-0000-0001");
    assert_eq!(review_of(&np, other_phone).await, "00");
    let mut other_name = by_taro("D", 1);
    other_name["customer"]["customer_name"] = json!("見本　次郎");
    assert_eq!(review_of(&np, other_name).await, "00");
}

#[tokio::test]
async fn a_hold_keeps_the_credit_until_it_is_cancelled() {
    let np = np().await;
    let mut held = by_taro("A", 55_000);
    held["customer"]["customer_name"] = json!("見本太郎【保留RE021】");
    let id = np.registered(held).await;
    assert_eq!(review_of(&np, by_taro("B", 1)).await, "20NG001");
    np.cancel(&[&id]).await;
    assert_eq!(review_of(&np, by_taro("C", 1)).await, "00");
}

#[tokio::test]
async fn payment_gives_the_credit_back() {
    let np = np().await;
    let id = np.registered(by_taro("A", 55_000)).await;
    np.shipped(&id).await;
    assert_eq!(review_of(&np, by_taro("B", 1)).await, "20NG001");
    np.simulator.mark_paid(&id).unwrap();
    assert_eq!(review_of(&np, by_taro("C", 55_000)).await, "00");
}

#[tokio::test]
async fn expiry_gives_the_credit_back() {
    let np = np().await;
    np.registered(by_taro("A", 55_000)).await;
    np.simulator.skip_time(days(90));
    let mut later = by_taro("B", 55_000);
    later["shop_order_date"] = json!(crate::support::day(60));
    assert_eq!(review_of(&np, later).await, "00");
}

#[tokio::test]
async fn a_smaller_bill_gives_back_the_difference_and_a_larger_one_may_be_too_much() {
    let np = np().await;
    let id = np.registered(by_taro("A", 50_000)).await;
    let bill = |yen: u32| {
        let goods = json!([{ "goods_name": "みかん", "goods_price": yen, "quantity": 1 }]);
        json!([{ "np_transaction_id": id, "billed_amount": yen, "goods": goods }])
    };
    assert_eq!(np.update(bill(55_000)).await.authori_result(), "00", "its own credit does not count against it");
    assert_eq!(np.update(bill(10_000)).await.authori_result(), "00");
    assert_eq!(review_of(&np, by_taro("B", 45_000)).await, "00");
    let answer = np.update(bill(10_001)).await;
    assert_eq!((answer.authori_result(), answer.result(0)["authori_ng"].as_str()), ("20", Some("NG001")));
}

#[tokio::test]
async fn the_limit_counts_over_all_merchants_and_can_be_switched_off() {
    let other: Credential = "SHOP2:other-code:3000".parse().unwrap();
    let settings = Settings { credentials: vec![Credential::default(), other], ..Settings::default() };
    let np = start(settings).await;
    np.registered(by_taro("A", 55_000)).await;
    let elsewhere = np
        .client
        .post(format!("{}/v1/transactions", np.base))
        .basic_auth("SHOP2", Some("other-code"))
        .header("X-NP-Terminal-Id", "3000")
        .json(&json!({ "transactions": [by_taro("A", 55_000)] }))
        .send()
        .await
        .unwrap();
    let body: Value = elsewhere.json().await.unwrap();
    assert_eq!(body["results"][0]["authori_ng"], "NG001");

    let np = start(Settings { credit_limit: None, ..Settings::default() }).await;
    assert_eq!(review_of(&np, by_taro("A", 999_999)).await, "00");
    assert_eq!(review_of(&np, by_taro("B", 999_999)).await, "00");
}
