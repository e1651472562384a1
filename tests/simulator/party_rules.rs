//! Codes of purchaser and destination, field by field (np-api.md §4.5).

use serde_json::{Value, json};

use crate::support::{destination, np, order, set};

/// A violation of one field, with its code for the purchaser and for the destination.
type Case = (&'static str, Value, &'static [&'static str], &'static [&'static str]);

fn cases() -> Vec<Case> {
    let long = |length: usize| json!("字".repeat(length));
    vec![
        ("customer_name", json!(null), &["E0100048"], &["E0100072"]),
        ("customer_name", json!("　"), &["E0100048"], &["E0100072"]),
        ("customer_name", json!("髙橋　花子"), &["E0100049"], &["E0100073"]),
        ("customer_name", json!("見本\n花子"), &["E0100049"], &["E0100073"]),
        ("customer_name", json!(1), &["E0100049"], &["E0100073"]),
        ("customer_name", long(21), &[], &[]),
        ("customer_name", long(22), &["E0100050"], &["E0100074"]),
        ("customer_name_kana", json!(null), &[], &[]),
        ("customer_name_kana", long(25), &[], &[]),
        ("customer_name_kana", long(26), &["E0100051"], &["E0100075"]),
        ("customer_name_kana", json!("ミホン①"), &["E0100052"], &["E0100076"]),
        ("company_name", long(30), &[], &[]),
        ("company_name", long(31), &["E0100053"], &["E0100077"]),
        ("company_name", json!("㈱みほん"), &["E0100054"], &["E0100078"]),
        ("department_name", long(30), &[], &[]),
        ("department_name", long(31), &["E0100055"], &["E0100079"]),
        ("department_name", json!("🍎部"), &["E0100056"], &["E0100080"]),
        ("zip_code", json!(null), &["E0100057"], &["E0100081"]),
        ("zip_code", json!(""), &["E0100057"], &["E0100081"]),
        ("zip_code", json!("１０７－００５２"), &["E0100058"], &["E0100082"]),
        ("zip_code", json!(1_070_052), &["E0100058"], &["E0100082"]),
        ("zip_code", json!("107-052"), &["E0100136"], &["E0100137"]),
        ("zip_code", json!("1070-052"), &["E0100136"], &["E0100137"]),
        ("zip_code", json!("107-00-52"), &["E0100136"], &["E0100137"]),
        ("zip_code", json!("0000000"), &["E0100059"], &["E0100083"]),
        ("zip_code", json!("900-0001"), &["E0100059"], &["E0100083"]),
        ("address", json!(null), &["E0100060"], &["E0100084"]),
        ("address", json!("東京都港区①"), &["E0100061"], &["E0100083", "E0100085"]),
        ("tel", json!(null), &["E0100063"], &["E0100087"]),
        ("tel", json!("03(0000)0000"), &["E0100064"], &["E0100088"]),
        ("tel", json!("+81-3-0000-0000"), &["E0100064"], &["E0100088"]),
        ("tel", json!("-0300000000"), &["E0100065"], &["E0100089"]),
        ("tel", json!("3-0000-0000"), &["E0100065"], &["E0100089"]),
        ("tel", json!("0-3-0000-0000"), &["E0100065"], &["E0100089"]),
        ("tel", json!("090-0000-000"), &["E0100066"], &["E0100090"]),
        ("tel", json!("0800-000-000"), &["E0100066"], &["E0100090"]),
        ("tel", json!("0200000000"), &["E0100066"], &["E0100090"]),
        ("tel", json!("03-0000-00000"), &["E0100067"], &["E0100091"]),
        ("tel", json!("0120-000-00"), &["E0100067"], &["E0100091"]),
        ("tel", json!("0120-000-000"), &[], &[]),
        ("tel", json!("05000000000"), &[], &[]),
    ]
}

async fn check(party: &str, codes_of: impl Fn(&Case) -> Vec<&'static str>) {
    let np = np().await;
    for (place, case) in cases().into_iter().enumerate() {
        let mut order = order(&format!("N-{place}"));
        order["dest_customer"] = destination();
        set(&mut order, &format!("/{party}/{}", case.0), case.1.clone());
        let answer = np.register(json!([order])).await;
        let expected = codes_of(&case);
        if expected.is_empty() {
            assert_eq!(answer.status, 201, "{case:?}: {}", answer.body);
        } else {
            assert_eq!(answer.codes(), expected, "{case:?}");
        }
    }
}

#[tokio::test]
async fn every_violation_of_the_purchaser_has_its_code() {
    check("customer", |case| case.2.to_vec()).await;
}

#[tokio::test]
async fn every_violation_of_the_destination_has_its_code() {
    // The destination lies in Osaka: the one address that begins with 東京都 does not fit its postal code either.
    check("dest_customer", |case| case.3.to_vec()).await;
}

#[tokio::test]
async fn an_address_has_55_characters_at_most() {
    let np = np().await;
    let address = |length: usize| format!("東京都港区赤坂１{}", "号".repeat(length - 8));
    let mut fits = order("A");
    fits["customer"]["address"] = json!(address(55));
    np.registered(fits).await;
    let mut order = order("B");
    order["customer"]["address"] = json!(address(56));
    assert_eq!(np.register(json!([order])).await.codes(), ["E0100062"]);
}

#[tokio::test]
async fn email_is_optional_ascii_and_an_address() {
    let np = np().await;
    let cases = [
        (json!(null), vec![]),
        (json!(""), vec![]),
        (json!("花子@example.jp"), vec!["E0100069"]),
        (json!("hanako @example.jp"), vec!["E0100069"]),
        (json!(format!("{}@example.jp", "a".repeat(89))), vec![]),
        (json!(format!("{}@example.jp", "a".repeat(90))), vec!["E0100070"]),
        (json!("hanako"), vec!["E0100071"]),
        (json!("@example.jp"), vec!["E0100071"]),
        (json!("hanako@example"), vec!["E0100071"]),
        (json!("hanako@ex@ample.jp"), vec!["E0100071"]),
        (json!("hanako@example..jp"), vec!["E0100071"]),
        (json!("old..phone.@docomo.example.jp"), vec![]),
    ];
    for (place, (email, codes)) in cases.into_iter().enumerate() {
        let mut order = order(&format!("N-{place}"));
        set(&mut order, "/customer/email", email.clone());
        let answer = np.register(json!([order])).await;
        if codes.is_empty() {
            assert_eq!(answer.status, 201, "{email}: {}", answer.body);
        } else {
            assert_eq!(answer.codes(), codes, "{email}");
        }
    }
}

#[tokio::test]
async fn a_missing_purchaser_lacks_every_required_field() {
    let np = np().await;
    for customer in [Value::Null, json!({}), json!("花子")] {
        let mut order = order("A");
        set(&mut order, "/customer", customer.clone());
        let answer = np.register(json!([order])).await;
        assert_eq!(answer.codes(), ["E0100048", "E0100057", "E0100060", "E0100063"], "{customer}");
    }
}

#[tokio::test]
async fn a_destination_that_is_given_has_to_be_whole() {
    let np = np().await;
    let mut order = order("A");
    order["dest_customer"] = json!({ "customer_name": "配送　次郎" });
    assert_eq!(np.register(json!([order])).await.codes(), ["E0100081", "E0100084", "E0100087"]);
}
