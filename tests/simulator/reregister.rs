//! 一部返品取引再登録 (np-api.md §3.7).

use atobarai_desk::simulator::State;
use serde_json::{Value, json};

use crate::support::{Np, day, np, order, order_of};

async fn returned(np: &Np, shop_id: &str) -> String {
    let base = np.registered(order(shop_id)).await;
    np.shipped(&base).await;
    np.cancel(&[&base]).await;
    base
}

fn remainder(base: &str, shop_id: &str, yen: u32) -> Value {
    json!([{
        "base_np_transaction_id": base, "shop_transaction_id": shop_id, "shop_order_date": day(0),
        "billed_amount": yen, "goods": [{ "goods_name": "りんご", "goods_price": yen, "quantity": 1 }]
    }])
}

#[tokio::test]
async fn the_rest_is_shipped_at_once_with_the_parcel_of_the_base() {
    let np = np().await;
    let base = returned(&np, "A").await;
    let rest = np.reregister(remainder(&base, "A", 3490)).await.np_id();
    let transaction = np.transaction(&rest);
    assert_eq!(transaction.state, State::Shipped);
    assert_eq!((transaction.billed_amount, transaction.shop_transaction_id.as_str()), (3490, "A"));
    assert_eq!(transaction.slip_no, np.transaction(&base).slip_no);
    assert_eq!(np.transaction(&base).calls.reregister, 1);
    np.simulator.mark_paid(&rest).unwrap();
}

#[tokio::test]
async fn the_rest_takes_credit_without_a_new_review() {
    let np = np().await;
    let base = returned(&np, "A").await;
    let mut other = order_of("B", 54_000);
    other["customer"] = order("A")["customer"].clone();
    np.registered(other).await;
    let answer = np.reregister(remainder(&base, "A", 3000)).await;
    assert_eq!(answer.authori_result(), "00", "above the limit, but not reviewed");
    let mut next = order_of("C", 1);
    next["customer"] = order("A")["customer"].clone();
    assert_eq!(np.register(json!([next])).await.result(0)["authori_ng"], "NG001");
    np.cancel(&[&answer.np_id()]).await;
    let mut last = order_of("D", 1_000);
    last["customer"] = order("A")["customer"].clone();
    assert_eq!(np.register(json!([last])).await.authori_result(), "00");
}

#[tokio::test]
async fn the_base_has_to_be_shipped_and_then_cancelled() {
    let np = np().await;
    let open = np.registered(order("A")).await;
    assert_eq!(np.reregister(remainder(&open, "A", 100)).await.codes(), ["E0100113"]);
    np.shipped(&open).await;
    assert_eq!(np.reregister(remainder(&open, "A", 100)).await.codes(), ["E0100113"]);
    let unshipped = np.registered(order("B")).await;
    np.cancel(&[&unshipped]).await;
    assert_eq!(np.reregister(remainder(&unshipped, "B", 100)).await.codes(), ["E0100113"]);
    let unknown = np.reregister(remainder("25040100099", "C", 100)).await;
    assert_eq!(unknown.body["errors"], json!([{ "id": "25040100099", "codes": ["E0100113"] }]));
}

#[tokio::test]
async fn the_amount_stays_within_the_base_and_a_base_serves_once() {
    let np = np().await;
    let base = returned(&np, "A").await;
    assert_eq!(np.reregister(remainder(&base, "A", 6181)).await.codes(), ["E0131010"]);
    assert_eq!(np.reregister(remainder(&base, "A", 6180)).await.status, 200);
    assert_eq!(np.reregister(remainder(&base, "A", 100)).await.codes(), ["E0131006"]);
}

#[tokio::test]
async fn the_rest_of_a_rest_is_limited_in_number() {
    let np = np().await;
    let mut base = returned(&np, "A").await;
    for yen in [3000, 2000, 1000] {
        base = np.reregister(remainder(&base, "A", yen)).await.np_id();
        np.cancel(&[&base]).await;
    }
    assert_eq!(np.reregister(remainder(&base, "A", 500)).await.codes(), ["E0131011"]);
}

#[tokio::test]
async fn members_are_held_to_the_rules_of_registration() {
    let np = np().await;
    let base = returned(&np, "A").await;
    for (member, value, codes) in [
        ("base_np_transaction_id", json!(""), vec!["EPRO0105"]),
        ("shop_transaction_id", json!(null), vec!["EPRO0103"]),
        ("shop_order_date", json!(null), vec!["E0100004"]),
        ("shop_order_date", json!(day(2)), vec!["E0100007"]),
        ("billed_amount", json!(null), vec!["E0100013"]),
        ("billed_amount", json!(3491), vec!["E0102005"]),
        ("billed_amount", json!(489), vec!["E0102004"]),
        ("goods", json!([]), vec!["E0100096", "E0100099", "E0100102"]),
    ] {
        let mut change = remainder(&base, "A", 3490);
        change[0][member] = value;
        assert_eq!(np.reregister(change).await.codes(), codes, "{member}");
    }
}
