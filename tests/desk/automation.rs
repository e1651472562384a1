//! What the desk does by itself, as a shop's switches say.

use crate::harness::{Order, SHOP, SP_CODE, TestDesk, shop, until};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::{Credit, Payment, Shipment};
use atobarai_desk::domain::shop::{Automation, SlipSync};
use atobarai_desk::server::acts::automation::AUTOMATIC;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::clock;
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::store::order_state;
use atobarai_desk::server::store::shops::Shop;
use serde_json::json;
use std::time::Duration;

async fn switch(desk: &TestDesk, automation: Automation) {
    let shop = Shop { automation, ..shop(SHOP, "みほん青果店") };
    save_shop(desk.state(), shop, &SpCode::new(SP_CODE)).await.unwrap();
}

#[tokio::test]
async fn credit_is_asked_for_as_orders_are_imported() {
    let desk = TestDesk::start().await;
    switch(&desk, Automation { credit: true, ..Automation::default() }).await;
    desk.import(&[Order::new("A-1"), Order::new("A-2").cell("支払方法", "代金引換")]).await;
    desk.wait_until("A-1", "credit is given", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!(desk.last_act("A-1").await.requested_by, AUTOMATIC);
    assert_eq!(desk.order("A-2").await.standing.lamps.credit, Credit::None);
    assert_eq!(desk.np.ledger().len(), 1);
}

#[tokio::test]
async fn nothing_is_asked_for_while_the_switch_is_off() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert_eq!(desk.order("A-1").await.standing.lamps.credit, Credit::None);
    assert!(desk.np.requests().is_empty());
}

#[tokio::test]
async fn a_review_is_not_asked_about_while_the_switch_is_off() {
    let desk = TestDesk::start().await;
    switch(&desk, Automation { check: false, ..Automation::default() }).await;
    desk.import(&[Order::new("A-1").marked("【審査中】")]).await;
    desk.done("A-1", ActKind::Register).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(desk.np.only("A-1").calls.find_review, 0);
    // Switched on, the order that waits is asked about without a press.
    switch(&desk, Automation::default()).await;
    until("the review is asked about", async || desk.np.only("A-1").calls.find_review > 0).await;
}

#[tokio::test]
async fn a_slip_number_waits_until_np_has_the_contents() {
    let desk = TestDesk::start().await;
    switch(&desk, Automation { slip_sync: SlipSync::Entered, ..Automation::default() }).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    let id = desk.order("A-1").await.id;
    crate::panel::run(&desk, json!({ "fee": 999 }), &[id]).await;
    desk.slip("A-1", "1234-5678-9013").await.unwrap();
    let why = "自動同期できません: 修正した内容がNPに送られていません。先に与信内容変更を送ってください。";
    desk.wait_until("A-1", "the row says why not", |row| row.standing.notes == [why]).await;
    desk.press("A-1", ActKind::Update).await.unwrap();
    let row = desk.wait_until("A-1", "the slip number is reported", |row| row.standing.lamps.shipment == Shipment::Synced).await;
    assert!(row.standing.notes.is_empty());
}

#[tokio::test]
async fn a_slip_number_is_reported_as_soon_as_it_is_entered() {
    let desk = TestDesk::start().await;
    switch(&desk, Automation { slip_sync: SlipSync::Entered, ..Automation::default() }).await;
    desk.import(&[Order::new("A-1")]).await;
    // Entered before the credit is there: it waits for the OK.
    desk.slip("A-1", "1234-5678-9013").await.unwrap();
    desk.press("A-1", ActKind::Register).await.unwrap();
    desk.wait_until("A-1", "the slip number is reported", |row| row.standing.lamps.shipment == Shipment::Synced).await;
    assert_eq!(desk.np.only("A-1").slip_no.as_deref(), Some("1234-5678-9013"));
}

#[tokio::test]
async fn a_parcel_without_a_day_is_named_instead_of_waiting_for_ever() {
    let desk = TestDesk::start().await;
    switch(&desk, Automation { slip_sync: SlipSync::Shipped, ..Automation::default() }).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9013").await.unwrap();
    let reportable = async || crate::shop_settings::settings(&desk, SHOP).await.reportable;
    assert_eq!(reportable().await, 1);
    let why = "自動同期できません: 出荷日が入力されていません。";
    let row = desk.wait_until("A-1", "the row says why not", |row| row.standing.notes == [why]).await;
    let day = json!({ "text": { "field": "shipped_on", "text": clock::today(), "appends": false } });
    crate::panel::run(&desk, day, &[row.id]).await;
    let row = desk.wait_until("A-1", "the slip number is reported", |row| row.standing.lamps.shipment == Shipment::Synced).await;
    assert!(row.standing.notes.is_empty());
    assert_eq!(reportable().await, 0);
}

#[tokio::test]
async fn a_slip_number_that_looks_wrong_is_left_to_a_person() {
    let desk = TestDesk::start().await;
    switch(&desk, Automation { slip_sync: SlipSync::Entered, ..Automation::default() }).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    let why = "自動同期できません: ヤマト運輸の伝票番号の最後の数字（チェックデジット）が合いません。伝票を確かめてください。";
    desk.wait_until("A-1", "the row says why not", |row| row.standing.notes == [why]).await;
    assert_eq!(desk.np.only("A-1").slip_no, None);
    // Who has looked at the parcel may still report it; a barcode of something else is no number of the carrier's.
    desk.slip("A-1", "R20990101-0001").await.unwrap();
    let refused = desk.press("A-1", ActKind::ReportShipment).await.unwrap_err().to_string();
    assert!(refused.contains("ヤマト運輸の伝票番号は数字だけです"), "{refused}");
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    let row = desk.done("A-1", ActKind::ReportShipment).await;
    assert_eq!(row.standing.lamps.shipment, Shipment::Synced);
}

#[tokio::test]
async fn a_switch_that_needs_no_day_takes_up_what_lacked_one() {
    let desk = TestDesk::start().await;
    switch(&desk, Automation { slip_sync: SlipSync::Shipped, ..Automation::default() }).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9013").await.unwrap();
    desk.wait_until("A-1", "the row says why not", |row| !row.standing.notes.is_empty()).await;
    switch(&desk, Automation { slip_sync: SlipSync::Entered, ..Automation::default() }).await;
    desk.wait_until("A-1", "the slip number is reported", |row| row.standing.lamps.shipment == Shipment::Synced).await;
}

#[tokio::test]
async fn a_carrier_that_np_does_not_know_is_named_on_the_row_and_not_tried_again() {
    let desk = TestDesk::start().await;
    switch(&desk, Automation { slip_sync: SlipSync::Entered, ..Automation::default() }).await;
    desk.import(&[Order::new("A-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.parcel("A-1", "1234-5678-9013", "赤帽").await.unwrap();
    let row = desk.wait_until("A-1", "the row says why", |row| !row.standing.notes.is_empty()).await;
    assert!(row.standing.notes[0].contains("赤帽"));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(desk.order("A-1").await.version, row.version, "it is not tried again");
    // Mended, it goes out by itself.
    desk.slip("A-1", "1234-5678-9013").await.unwrap();
    let row = desk.wait_until("A-1", "the slip number is reported", |row| row.standing.lamps.shipment == Shipment::Synced).await;
    assert!(row.standing.notes.is_empty(), "{:?}", row.standing.notes);
}

#[tokio::test]
async fn payments_are_asked_about_once_the_switch_is_on() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【入金】")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9013").await.unwrap();
    desk.done("A-1", ActKind::ReportShipment).await;
    switch(&desk, Automation { payment: true, ..Automation::default() }).await;
    let row = desk.wait_until("A-1", "the payment is known", |row| row.standing.lamps.payment == Payment::Paid).await;
    assert!(row.standing.lamps.may(ActKind::Cancel).is_err());
}

/// As if the order had been registered so many days ago.
async fn age(desk: &TestDesk, number: &str, days: i64) {
    let mut tx = desk.state().store.begin().await.unwrap();
    let id = desk.order(number).await.id;
    let order = order_state::load(&mut tx, id).await.unwrap().unwrap();
    let after = order_state::OrderState { registered_at: Some(clock::now_ms() - days * 24 * 60 * 60 * 1000), ..order.clone() };
    order_state::save(&mut tx, &order, &after).await.unwrap();
    desk.state().store.commit(tx).await.unwrap();
}

#[tokio::test]
async fn an_ok_that_grows_old_warns_until_it_is_reported() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    assert!(desk.done("A-1", ActKind::Register).await.standing.notes.is_empty());
    for (days, sentence) in [(59, None), (60, Some("あと20日で失効")), (80, Some("あと0日で失効")), (81, Some("失効しているおそれ"))]
    {
        age(&desk, "A-1", days).await;
        let notes = desk.order("A-1").await.standing.notes;
        assert_eq!(notes.len(), usize::from(sentence.is_some()), "{days}: {notes:?}");
        assert!(sentence.is_none_or(|sentence| notes[0].contains(sentence)), "{days}: {notes:?}");
    }
    desk.slip("A-1", "1234-5678-9013").await.unwrap();
    assert!(desk.done("A-1", ActKind::ReportShipment).await.standing.notes.is_empty(), "reported: nothing is at risk");
}
