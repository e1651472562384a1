//! What the table forbids is refused, whoever asks, however often, and with however old a page.

use crate::harness::{Np, Order, TestDesk};
use atobarai_desk::api::AppError;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::simulator::{Latency, Settings};
use serde_json::json;
use std::time::Duration;

const RUNNING: &str = "この受注は別の処理が進行中です。終わるまでお待ちください。";

fn refused(sentence: &str) -> AppError {
    AppError::Refused(sentence.to_owned())
}

/// NP takes a while to answer, so that an act stays open.
async fn slow() -> TestDesk {
    let wait = Duration::from_secs(2);
    let np = Np::with(Settings { latency: Latency { min: wait, max: wait }, ..Settings::default() }).await;
    TestDesk::with(np, |_| {}).await
}

#[tokio::test]
async fn a_second_press_while_an_act_is_open_is_refused_and_reaches_np_once() {
    let desk = slow().await;
    desk.import(&[Order::new("A-1")]).await;
    desk.press("A-1", ActKind::Register).await.unwrap();
    for kind in ActKind::ALL {
        assert_eq!(desk.press("A-1", *kind).await.unwrap_err(), refused(RUNNING), "{kind:?}");
    }
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(desk.np.bodies("POST /v1/transactions").len(), 1);
    assert_eq!((desk.np.only("A-1").calls.register, desk.np.only("A-1").overlaps), (1, 0));
    assert_eq!(desk.acts("A-1").await.len(), 1);
}

#[tokio::test]
async fn of_eight_presses_at_the_same_moment_one_counts() {
    let desk = slow().await;
    desk.import(&[Order::new("A-1")]).await;
    let row = desk.order("A-1").await;
    let presses = (0..8).map(|_| desk.press_at(row.id, row.version, ActKind::Register));
    let answers = futures::future::join_all(presses).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    for answer in answers.into_iter().filter_map(Result::err) {
        assert!(answer == AppError::Changed || answer == refused(RUNNING), "{answer:?}");
    }
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(desk.np.bodies("POST /v1/transactions").len(), 1);
}

#[tokio::test]
async fn a_press_on_an_old_page_is_refused_because_somebody_else_was_first() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let seen = desk.order("A-1").await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    let error = desk.press_at(seen.id, seen.version, ActKind::Register).await.unwrap_err();
    assert_eq!(error, AppError::Changed);
    assert!(error.to_string().contains("ほかの人が先に"), "{error}");
    assert!(desk.np.requests().is_empty() && desk.acts("A-1").await.is_empty());

    let parcel = json!({ "slip_number": "", "carrier": "ヤマト運輸", "shipped_on": "" });
    let arguments = json!({ "order_id": seen.id, "before": seen.parcel(), "parcel": parcel });
    assert_eq!(desk.browser.call::<OrderRow>("save_parcel", arguments).await.unwrap_err(), AppError::Changed);
    assert_eq!(desk.order("A-1").await.slip_number.unwrap(), "1234-5678-9012");
}

#[tokio::test]
async fn what_an_orders_lamps_forbid_is_refused_with_the_reason() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2").cell("支払方法", "クレジットカード")]).await;
    for (kind, sentence) in [
        (ActKind::Check, "NPに登録された与信がありません。先に与信を実行してください。"),
        (ActKind::Update, "NPに登録された与信がありません。先に与信を実行してください。"),
        (ActKind::Cancel, "NPに登録された与信がありません。先に与信を実行してください。"),
        (ActKind::ReportShipment, "与信OKではないため、伝票番号を同期できません。"),
        (ActKind::CheckPayment, "伝票番号同期が済んでいない受注です。"),
    ] {
        assert_eq!(desk.press("A-1", kind).await.unwrap_err(), refused(sentence), "{kind:?}");
    }
    for kind in ActKind::ALL {
        assert_eq!(desk.press("A-2", *kind).await.unwrap_err(), refused("お支払い方法がNP後払いではない受注です。"), "{kind:?}");
    }
    desk.done("A-1", ActKind::Register).await;
    assert_eq!(desk.press("A-1", ActKind::Register).await.unwrap_err(), refused("すでに与信を実行した受注です。"));
    assert_eq!(desk.press("A-1", ActKind::ReportShipment).await.unwrap_err(), refused("伝票番号が入力されていません。"));
    assert_eq!(desk.np.requests().len(), 1);
}

#[tokio::test]
async fn an_order_that_is_not_there_is_not_found() {
    let desk = TestDesk::start().await;
    let error = desk.press_at(4711, 1, ActKind::Register).await.unwrap_err();
    assert_eq!(error, AppError::NotFound("受注が見つかりません。".to_owned()));
}

#[tokio::test]
async fn nothing_is_looked_up_where_nothing_is_lost() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let id = desk.order("A-1").await.id;
    let sentence = "この受注には結果不明の処理がありません。最新の状態を確かめてください。";
    let error = desk.browser.call::<OrderRow>("look_up", json!({ "order_id": id })).await.unwrap_err();
    assert_eq!(error, AppError::BadInput(sentence.to_owned()));
    let arguments = json!({ "order_id": id, "np_transaction_id": "18121200001" });
    let error = desk.browser.call::<OrderRow>("enter_np_id", arguments).await.unwrap_err();
    assert_eq!(error, AppError::BadInput(sentence.to_owned()));
    assert_eq!(desk.sheet("A-1").await.np_transaction_id, None);
}
