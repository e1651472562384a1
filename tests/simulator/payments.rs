//! 支払状況照会 (np-api.md §3.6).

use std::time::Duration;

use atobarai_desk::simulator::{PaymentRefused, State};
use serde_json::json;

use crate::support::{day, days, np, order, order_with};

#[tokio::test]
async fn a_marked_order_is_paid_so_long_after_its_shipment() {
    let np = np().await;
    let id = np.registered(order_with("A", "/goods/1/goods_name", json!("送料【入金3600秒】"))).await;
    np.simulator.skip_time(Duration::from_hours(2));
    assert_eq!(np.transaction(&id).state, State::Ok, "nobody pays what has not been shipped");
    np.shipped(&id).await;
    assert_eq!(np.find_payment(&[&id]).await.result(0)["payment_status"], "10");
    np.simulator.skip_time(Duration::from_secs(3601));
    let paid = np.find_payment(&[&id]).await;
    assert_eq!(paid.result(0)["payment_status"], "20");
    assert_eq!(paid.result(0)["customer_payment_date"].as_str().map(str::len), Some(10));
}

#[tokio::test]
async fn who_has_paid_does_not_pay_again_when_the_mark_falls_due() {
    let np = np().await;
    let id = np.registered(order_with("A", "/goods/1/goods_name", json!("送料【入金172800秒】"))).await;
    np.shipped(&id).await;
    np.simulator.mark_paid(&id).unwrap();
    np.simulator.skip_time(days(3));
    assert_eq!(np.find_payment(&[&id]).await.result(0)["customer_payment_date"], day(0));
}

#[tokio::test]
async fn a_cancelled_order_is_not_paid_any_more() {
    let np = np().await;
    let id = np.registered(order_with("A", "/goods/1/goods_name", json!("送料【入金3600秒】"))).await;
    np.shipped(&id).await;
    np.cancel(&[&id]).await;
    np.simulator.skip_time(Duration::from_secs(3601));
    assert_eq!(np.transaction(&id).state, State::Cancelled);
}

#[tokio::test]
async fn an_undisclosed_payment_is_30_whether_paid_or_not() {
    let np = np().await;
    let id = np.registered(order_with("A", "/customer/department_name", json!("【非開示】"))).await;
    assert_eq!(np.find_payment(&[&id]).await.result(0)["payment_status"], "10");
    np.shipped(&id).await;
    assert_eq!(np.find_payment(&[&id]).await.result(0)["payment_status"], "30");
    np.simulator.mark_paid(&id).unwrap();
    let answer = np.find_payment(&[&id]).await;
    assert_eq!(answer.result(0), &json!({ "np_transaction_id": id, "payment_status": "30" }));
    assert_eq!(np.cancel(&[&id]).await.codes(), ["E0100118"]);
}

#[tokio::test]
async fn only_a_shipped_transaction_can_be_marked_as_paid() {
    let np = np().await;
    let id = np.registered(order("A")).await;
    assert_eq!(np.simulator.mark_paid(&id), Err(PaymentRefused::NotBilled));
    assert_eq!(np.simulator.mark_paid("25040100001"), Err(PaymentRefused::Unknown));
    assert_eq!(np.simulator.mark_paid("?"), Err(PaymentRefused::Unknown));
    np.shipped(&id).await;
    assert_eq!(np.simulator.mark_paid(&id), Ok(()));
    assert_eq!(np.simulator.mark_paid(&id), Err(PaymentRefused::NotBilled));
    assert_eq!(np.find_payment(&[&id]).await.result(0)["customer_payment_date"], day(0));
}
