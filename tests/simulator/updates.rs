//! 取引変更 (np-api.md §3.2).

use atobarai_desk::simulator::State;
use serde_json::{Value, json};

use crate::support::{day, days, destination, np, order, order_with};

#[tokio::test]
async fn an_update_of_one_part_leaves_the_others() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let goods = json!([{ "goods_name": "りんご５ｋｇ", "goods_price": 2890, "quantity": 1 }]);
    let answer = np.update(json!([{ "np_transaction_id": id, "billed_amount": 2890, "goods": goods }])).await;
    assert_eq!(answer.authori_result(), "00", "{}", answer.body);
    let transaction = np.transaction(&id);
    assert_eq!(transaction.billed_amount, 2890);
    assert_eq!(transaction.shop_transaction_id, "A");
}

#[tokio::test]
async fn goods_alone_are_summed_against_the_stored_bill() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let change =
        |price: u32| json!([{ "np_transaction_id": id, "goods": [{ "goods_name": "りんご", "goods_price": price, "quantity": 1 }] }]);
    assert_eq!(np.update(change(6179)).await.codes(), ["E0102005"]);
    assert_eq!(np.update(change(9181)).await.codes(), ["E0102004"]);
    assert_eq!(np.update(change(9180)).await.status, 200);
}

#[tokio::test]
async fn a_whole_registration_is_an_update_too() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let mut change = order("A-2");
    change["np_transaction_id"] = json!(id);
    change["dest_customer"] = destination();
    let answer = np.update(json!([change])).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.result(0)["shop_transaction_id"], "A-2");
    assert_eq!(answer.np_id(), id);
}

#[tokio::test]
async fn what_is_sent_is_held_to_the_rules_and_an_empty_member_is_not_an_omitted_one() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    for (member, value, codes) in [
        ("shop_transaction_id", json!(""), vec!["EPRO0103"]),
        ("shop_order_date", json!(""), vec!["E0100004"]),
        ("shop_order_date", json!(day(2)), vec!["E0100007"]),
        ("settlement_type", json!("09"), vec!["E0100012"]),
        ("billed_amount", json!(0), vec!["E0100015"]),
        ("customer", json!({ "customer_name": "見本" }), vec!["E0100057", "E0100060", "E0100063"]),
        ("dest_customer", json!({ "customer_name": "見本" }), vec!["E0100081", "E0100084", "E0100087"]),
        ("goods", json!([]), vec!["E0100096", "E0100099", "E0100102"]),
        ("site_url", json!("みほん"), vec!["E0100024"]),
    ] {
        let answer = np.update(json!([{ "np_transaction_id": id, member: value }])).await;
        assert_eq!(answer.codes(), codes, "{member}");
        assert_eq!(answer.body["errors"][0]["id"], json!(id));
    }
}

#[tokio::test]
async fn the_window_of_the_order_date_stays_that_of_the_registration() {
    let np = np().await;
    let id = np.registered(order_with("A", "/shop_order_date", json!(day(-60)))).await;
    np.simulator.skip_time(days(80));
    let answer = np.update(json!([{ "np_transaction_id": id, "shop_order_date": day(-60) }])).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn the_result_of_an_update_replaces_a_good_one() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let mut customer = order("A")["customer"].clone();
    customer["address"] = json!("東京都港区赤坂");
    let answer = np.update(json!([{ "np_transaction_id": id, "customer": customer }])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.authori_result(), "10");
    assert_eq!(answer.result(0)["authori_hold"], json!(["RE009"]));
    assert_eq!(np.transaction(&id).state, State::Hold);
}

#[tokio::test]
async fn a_destination_stays_when_omitted_and_goes_when_sent_blank() {
    let np = np().await;
    let mut held = order("A");
    held["dest_customer"] = destination();
    held["dest_customer"]["address"] = json!("大阪府大阪市北区梅田");
    let answer = np.register(json!([held])).await;
    assert_eq!(answer.result(0)["authori_hold"], json!(["RE015"]));
    let id = answer.np_id();

    let answer = np.update(json!([{ "np_transaction_id": id, "customer": order("A")["customer"] }])).await;
    assert_eq!(answer.result(0)["authori_hold"], json!(["RE015"]));
    let blank = json!({ "customer_name": "", "zip_code": "", "address": "", "tel": "" });
    let answer = np.update(json!([{ "np_transaction_id": id, "dest_customer": blank }])).await;
    assert_eq!(answer.authori_result(), "00");
}

#[tokio::test]
async fn becoming_wiz_wants_one_party() {
    let np = np().await;
    let mut order = order("A");
    order["dest_customer"] = destination();
    let id = np.registered(order).await;
    let answer = np.update(json!([{ "np_transaction_id": id, "settlement_type": "03" }])).await;
    assert_eq!(answer.codes(), ["E0100016"]);
}

#[tokio::test]
async fn an_update_that_is_refused_changes_nothing() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    let before = np.transaction(&id);
    let mut change = order("B");
    change["np_transaction_id"] = json!(id);
    change["goods"] = Value::Array(vec![json!({ "goods_name": "りんご", "goods_price": 1, "quantity": 1 })]);
    assert_eq!(np.update(json!([change])).await.codes(), ["E0102004", "E0102005"]);
    let after = np.transaction(&id);
    assert_eq!((after.shop_transaction_id, after.billed_amount, after.state), (before.shop_transaction_id, 6180, State::Ok));
}
