//! Codes of the members of a registration beside the people: each violation, and nothing else (np-api.md §4.5).

use atobarai_desk::simulator::Settings;
use serde_json::{Value, json};

use crate::support::{day, destination, np, order, order_with, start};

/// Registers an order with one member changed and expects exactly these codes.
async fn expect(cases: Vec<(&str, Value, &[&str])>) {
    let np = np().await;
    for (place, (pointer, value, codes)) in cases.into_iter().enumerate() {
        let shown = value.to_string().chars().take(60).collect::<String>();
        let answer = np.register(json!([order_with(&format!("N-{place}"), pointer, value)])).await;
        if codes.is_empty() {
            assert_eq!(answer.status, 201, "{pointer} = {shown}: {}", answer.body);
        } else {
            assert_eq!(answer.status, 400, "{pointer} = {shown}");
            assert_eq!(answer.codes(), codes, "{pointer} = {shown}");
        }
    }
}

#[tokio::test]
async fn shop_transaction_id_is_held_to_its_rules() {
    let member = "/shop_transaction_id";
    expect(vec![
        (member, json!(null), &["EPRO0103"]),
        (member, json!("  "), &["EPRO0103"]),
        (member, json!("x".repeat(40)), &[]),
        (member, json!("x".repeat(41)), &["E0100010"]),
        (member, json!("受注1"), &["E0100009"]),
        (member, json!("A 1"), &["E0100009"]),
        (member, json!("あ".repeat(21)), &["E0100009", "E0100010"]),
        (member, json!(12), &["E0100009"]),
    ])
    .await;
}

#[tokio::test]
async fn shop_order_date_is_held_to_its_form_and_window() {
    let member = "/shop_order_date";
    expect(vec![
        (member, json!(null), &["E0100004"]),
        (member, json!(""), &["E0100004"]),
        (member, json!(day(0).replace('-', "/")), &["EPRO0108"]),
        (member, json!(day(0).replace('-', "")), &["EPRO0108"]),
        (member, json!("2025-02-30"), &["EPRO0108"]),
        (member, json!("2025-4-1"), &["EPRO0108"]),
        (member, json!(20_250_401), &["EPRO0108"]),
        (member, json!(day(2)), &["E0100007"]),
        (member, json!(day(-80)), &[]),
        (member, json!(day(-100)), &["E0100007"]),
    ])
    .await;
}

#[tokio::test]
async fn settlement_type_is_02_or_03() {
    let member = "/settlement_type";
    expect(vec![
        (member, json!(null), &["E0100011"]),
        (member, json!(""), &["E0100011"]),
        (member, json!("01"), &["E0100012"]),
        (member, json!("2"), &["E0100012"]),
        (member, json!(2), &["E0100012"]),
        (member, json!("03"), &[]),
    ])
    .await;
}

#[tokio::test]
async fn wiz_outside_the_contract_and_a_demanded_email_have_codes() {
    let np = start(Settings { wiz_allowed: false, email_required: true, ..Settings::default() }).await;
    let answer = np.register(json!([order_with("A", "/settlement_type", json!("03"))])).await;
    assert_eq!(answer.codes(), ["E0100142"]);
    let answer = np.register(json!([order_with("B", "/customer/email", json!(""))])).await;
    assert_eq!(answer.codes(), ["E0100068"]);
}

#[tokio::test]
async fn billed_amount_is_a_whole_number_from_1_to_999999() {
    let member = "/billed_amount";
    expect(vec![
        (member, json!(null), &["E0100013"]),
        (member, json!("6180"), &["E0100014"]),
        (member, json!(6180.5), &["E0100014"]),
        (member, json!([6180]), &["E0100014"]),
        (member, json!(6180.0), &[]),
        (member, json!(0), &["E0100015"]),
        (member, json!(-1), &["E0100015"]),
        (member, json!(1_000_000), &["E0100015"]),
        (member, json!(1e30), &["E0100015"]),
    ])
    .await;
}

#[tokio::test]
async fn site_name_and_url_are_optional_and_limited_in_bytes() {
    expect(vec![
        ("/site_name", json!(null), &[]),
        ("/site_name", json!("あ".repeat(50)), &[]),
        ("/site_name", json!("あ".repeat(51)), &["E0100021"]),
        ("/site_name", json!("①番館"), &["E0100022"]),
        ("/site_url", json!(""), &[]),
        ("/site_url", json!(format!("https://{}", "a".repeat(92))), &[]),
        ("/site_url", json!(format!("https://{}", "a".repeat(93))), &["E0100023"]),
        ("/site_url", json!("https://みほん.example"), &["E0100024"]),
    ])
    .await;
}

#[tokio::test]
async fn goods_lines_are_held_to_their_rules() {
    expect(vec![
        ("/goods", json!(null), &["E0100096", "E0100099", "E0100102"]),
        ("/goods", json!([]), &["E0100096", "E0100099", "E0100102"]),
        ("/goods", json!("りんご"), &["E0100096", "E0100099", "E0100102"]),
        ("/goods/1/goods_name", json!(null), &["E0100096"]),
        ("/goods/1/goods_name", json!(7), &["E0100097"]),
        ("/goods/1/goods_name", json!("㈱りんご"), &["E0100097"]),
        ("/goods/1/goods_name", json!("り".repeat(150)), &[]),
        ("/goods/1/goods_name", json!("ﾘ".repeat(300)), &[]),
        ("/goods/1/goods_name", json!(format!("{}x", "り".repeat(150))), &["E0100098"]),
        ("/goods/1/goods_price", json!(null), &["E0100099"]),
        ("/goods/1/goods_price", json!("600"), &["E0100100"]),
        ("/goods/1/goods_price", json!(600.0001), &["E0100100"]),
        ("/goods/1/goods_price", json!(600.001), &[]),
        ("/goods/1/goods_price", json!(1_000_000), &["E0100101"]),
        ("/goods/1/goods_price", json!(-100_000), &["E0100101"]),
        ("/goods/1/quantity", json!(null), &["E0100102"]),
        ("/goods/1/quantity", json!("1"), &["E0100103"]),
        ("/goods/1/quantity", json!(1.5), &["E0100103"]),
        ("/goods/1/quantity", json!(1.0), &[]),
        ("/goods/1/quantity", json!(0), &["E0100104"]),
        ("/goods/1/quantity", json!(10_000), &["E0100104"]),
        ("/goods/1/quantity", json!(-1000), &["E0100104"]),
    ])
    .await;
}

#[tokio::test]
async fn a_code_comes_once_however_many_lines_violate_it() {
    let np = np().await;
    let line = json!({ "goods_name": "りんご", "goods_price": 10, "quantity": 0 });
    let answer = np.register(json!([order_with("A", "/goods", json!([line, line]))])).await;
    assert_eq!(answer.codes(), ["E0100104"]);
}

#[tokio::test]
async fn the_bill_may_be_up_to_3000_yen_below_the_goods_and_never_above() {
    let np = np().await;
    for (id, billed, price, codes) in [
        ("equal", 1000, json!(1000), vec![]),
        ("slack", 1000, json!(4000), vec![]),
        ("too-much-slack", 1000, json!(4000.001), vec!["E0102004"]),
        ("above", 1000, json!(999.999), vec!["E0102005"]),
        ("far-above", 5000, json!(1000), vec!["E0102004", "E0102005"]),
    ] {
        let mut order = order(id);
        order["billed_amount"] = json!(billed);
        order["goods"] = json!([{ "goods_name": "りんご", "goods_price": price, "quantity": 1 }]);
        let answer = np.register(json!([order])).await;
        if codes.is_empty() {
            assert_eq!(answer.status, 201, "{id}: {}", answer.body);
        } else {
            assert_eq!(answer.codes(), codes, "{id}");
        }
    }
}

#[tokio::test]
async fn thousandths_of_a_yen_add_up_exactly() {
    let np = np().await;
    // Three times 0.1 and three times 0.2 are not 0.9 in floating point.
    let mut order = order("A");
    order["billed_amount"] = json!(9);
    let line = |price: f64| json!({ "goods_name": "りんご", "goods_price": price, "quantity": 10 });
    order["goods"] = json!([line(0.1), line(0.1), line(0.1), line(0.2), line(0.2), line(0.2)]);
    np.registered(order).await;
}

#[tokio::test]
async fn wiz_wants_purchaser_and_destination_to_be_one() {
    let np = np().await;
    let wiz = |id: &str, destination: Value| {
        let mut order = order_with(id, "/settlement_type", json!("03"));
        order["dest_customer"] = destination;
        order
    };
    let answer = np.register(json!([wiz("A", destination())])).await;
    assert_eq!(answer.codes(), ["E0100016"]);
    let mut same = order("B")["customer"].clone();
    same["zip_code"] = json!("1070052");
    same["tel"] = json!("09000000000");
    np.registered(wiz("B", same)).await;
    let blank = json!({ "customer_name": "", "zip_code": "", "address": "", "tel": "" });
    np.registered(wiz("C", blank)).await;
    np.registered(wiz("D", Value::Null)).await;
}
