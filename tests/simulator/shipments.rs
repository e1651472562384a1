//! 出荷報告 (np-api.md §3.5, §5).

use serde_json::{Value, json};

use crate::support::{day, np, order, order_with, shipment};

#[tokio::test]
async fn carrier_and_slip_number_are_held_to_their_rules() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    for (member, value, codes) in [
        ("pd_company_code", json!(null), vec!["E0100105"]),
        ("pd_company_code", json!(""), vec!["E0100105"]),
        ("pd_company_code", json!("5901O"), vec!["E0100106"]),
        ("pd_company_code", json!("５９０１０"), vec!["E0100106"]),
        ("pd_company_code", json!(59010), vec!["E0100106"]),
        ("pd_company_code", json!("590100"), vec!["E0100107"]),
        ("pd_company_code", json!("ヤマト"), vec!["E0100106", "E0100107"]),
        ("pd_company_code", json!("59011"), vec!["E0100108"]),
        ("slip_no", json!(null), vec!["E0100109"]),
        ("slip_no", json!(""), vec!["E0100109"]),
        ("slip_no", json!("1234 5678"), vec!["E0100110"]),
        ("slip_no", json!("１２３４"), vec!["E0100110"]),
        ("slip_no", json!("1".repeat(21)), vec!["E0100110"]),
        ("slip_no", json!(1234), vec!["E0100110"]),
        ("bill_issued_date", json!("2025/04/01"), vec!["EPRO0109"]),
        ("bill_issued_date", json!(20_250_401), vec!["EPRO0109"]),
        ("bill_issued_date", json!(day(0)), vec!["E0100143"]),
    ] {
        let mut report = shipment(&id);
        report[member] = value.clone();
        let answer = np.report(json!([report])).await;
        assert_eq!(answer.status, 400, "{member} = {value}");
        assert_eq!(answer.codes(), codes, "{member} = {value}");
    }
    let answer = np.report(json!([{ "np_transaction_id": id }])).await;
    assert_eq!(answer.codes(), ["E0100105", "E0100109"]);
    let mut longest = shipment(&id);
    longest["slip_no"] = json!("A".repeat(20));
    longest["bill_issued_date"] = json!("");
    assert_eq!(np.report(json!([longest])).await.status, 200);
}

#[tokio::test]
async fn all_eighteen_carriers_are_known() {
    let np = np().await;
    for carrier in
        [50000, 55555, 59010, 59020, 59030, 59040, 59041, 59042, 59043, 59050, 59060, 59080, 59090, 59100, 59110, 59140, 59150, 59160]
    {
        let id = np.registered(order(&format!("C-{carrier}"))).await;
        let mut report = shipment(&id);
        report["pd_company_code"] = json!(carrier.to_string());
        assert_eq!(np.report(json!([report])).await.status, 200, "{carrier}");
    }
}

#[tokio::test]
async fn a_wiz_order_needs_an_invoice_date_near_the_report() {
    let np = np().await;
    for (name, issued, codes) in [
        ("A", Value::Null, vec!["E0100111"]),
        ("B", json!(day(-2)), vec!["E0100124"]),
        ("C", json!(day(12)), vec!["E0100126"]),
        ("D", json!(day(-20)), vec!["E0100124", "E0100126"]),
        ("E", json!(day(9)), vec![]),
        ("F", json!(day(0)), vec![]),
    ] {
        let id = np.registered(order_with(name, "/settlement_type", json!("03"))).await;
        let mut report = shipment(&id);
        report["bill_issued_date"] = issued;
        let answer = np.report(json!([report])).await;
        if codes.is_empty() {
            assert_eq!(answer.status, 200, "{name}: {}", answer.body);
        } else {
            assert_eq!(answer.codes(), codes, "{name}");
        }
    }
}

#[tokio::test]
async fn marks_refuse_a_shipment_or_a_cancel_with_their_codes() {
    let np = np().await;
    let id = np.registered(order_with("A", "/customer/department_name", json!("【出荷エラーE0109002】"))).await;
    assert_eq!(np.report(json!([shipment(&id)])).await.codes(), ["E0109002"]);
    let id = np.registered(order_with("B", "/customer/department_name", json!("【取消エラーE0100131】"))).await;
    assert_eq!(np.cancel(&[&id]).await.codes(), ["E0100131"]);
    let mut wiz = order_with("C", "/customer/department_name", json!("【印字未取得】"));
    wiz["settlement_type"] = json!("03");
    let id = np.registered(wiz).await;
    let mut report = shipment(&id);
    report["bill_issued_date"] = json!(day(0));
    assert_eq!(np.report(json!([report])).await.codes(), ["E0100121"]);
}
