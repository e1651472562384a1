//! Results forced by marks.

use serde_json::{Value, json};

use crate::support::{destination, np, order, order_with};

#[tokio::test]
async fn marks_are_read_in_every_text_of_the_order() {
    let np = np().await;
    let places = [
        "/customer/customer_name",
        "/customer/company_name",
        "/customer/department_name",
        "/customer/address",
        "/dest_customer/customer_name",
        "/dest_customer/company_name",
        "/dest_customer/department_name",
        "/dest_customer/address",
        "/goods/1/goods_name",
    ];
    for (place, pointer) in places.into_iter().enumerate() {
        let mut order = order(&format!("N-{place}"));
        order["dest_customer"] = destination();
        let text = order.pointer(pointer).and_then(Value::as_str).unwrap();
        let marked = format!("{}【保留RE021】", text.chars().take(12).collect::<String>());
        *order.pointer_mut(pointer).unwrap() = json!(marked);
        let answer = np.register(json!([order])).await;
        assert_eq!(answer.authori_result(), "10", "{pointer}");
        let holds = answer.result(0)["authori_hold"].as_array().unwrap();
        assert!(holds.contains(&json!("RE021")), "{pointer}: {holds:?}");
    }
}

#[tokio::test]
async fn each_mark_gives_its_result() {
    let np = np().await;
    for (mark, result, reason) in [
        ("【保留RE009】", "10", json!(["RE009"])),
        ("【保留RE099】", "10", json!(["RE099"])),
        ("【保留RE009、RE014】", "10", json!(["RE009", "RE014"])),
        ("【保留ＲＥ０２０】", "10", json!(["RE020"])),
        ("【NG001】", "20", json!("NG001")),
        ("【NG002】", "20", json!("NG002")),
        ("【ER】", "30", Value::Null),
        ("【審査中】", "40", Value::Null),
        ("【送料無料】", "00", Value::Null),
    ] {
        let mut marked = order("X");
        marked["customer"]["department_name"] = json!(mark);
        let answer = np.register(json!([marked])).await;
        assert_eq!(answer.authori_result(), result, "{mark}");
        let told = answer.result(0).get("authori_hold").or(answer.result(0).get("authori_ng"));
        assert_eq!(told.cloned().unwrap_or(Value::Null), reason, "{mark}");
        np.cancel(&[&answer.np_id()]).await;
    }
}

#[tokio::test]
async fn an_error_mark_refuses_registration_and_update_with_its_codes() {
    let np = np().await;
    let marked = order_with("A", "/customer/department_name", json!("【エラーE0100059,E0100132】"));
    let answer = np.register(json!([marked])).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.codes(), ["E0100059", "E0100132"]);
    assert!(np.simulator.ledger().is_empty());

    let id = np.registered(order("A")).await;
    let answer = np.update(json!([{ "np_transaction_id": id, "customer": marked["customer"] }])).await;
    assert_eq!(answer.codes(), ["E0100059", "E0100132"]);
}

#[tokio::test]
async fn taking_the_mark_out_makes_it_ok_and_another_part_keeps_its_own() {
    let np = np().await;
    let mut held = order_with("A", "/customer/department_name", json!("【保留RE021】"));
    held["goods"][0]["goods_name"] = json!("りんご【保留RE026】");
    let id = np.registered(held).await;
    let answer = np.update(json!([{ "np_transaction_id": id, "customer": order("A")["customer"] }])).await;
    assert_eq!(answer.result(0)["authori_hold"], json!(["RE026"]));
    let answer = np.update(json!([{ "np_transaction_id": id, "goods": order("A")["goods"] }])).await;
    assert_eq!(answer.authori_result(), "00");
}

#[tokio::test]
async fn a_mark_counts_towards_the_length_and_its_digits_are_no_house_number() {
    let np = np().await;
    let long = format!("{}【保留RE021】", "字".repeat(13));
    let answer = np.register(json!([order_with("A", "/customer/customer_name", json!(long))])).await;
    assert_eq!(answer.codes(), ["E0100050"]);
    let answer = np.register(json!([order_with("B", "/customer/address", json!("東京都港区赤坂【審査中】【入金3秒】"))])).await;
    assert_eq!(answer.authori_result(), "40");
    np.simulator.skip_time(std::time::Duration::from_secs(9));
    let answer = np.find_review(&[&answer.np_id()]).await;
    assert_eq!(answer.result(0)["authori_hold"], json!(["RE009"]));
}
