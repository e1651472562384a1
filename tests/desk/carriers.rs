//! 配達業者設定: what a mall calls its carriers, and what NP is told.

use crate::harness::{Order, TestDesk};
use atobarai_desk::api::AppError;
use atobarai_desk::api::carriers::CarrierSettings;
use atobarai_desk::api::status::{Me, Status};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Shipment;
use atobarai_desk::domain::shop::SlipSync;
use atobarai_desk::server::store::shops;
use serde_json::json;

async fn map(desk: &TestDesk, name: &str, by: Option<&str>) -> Result<CarrierSettings, AppError> {
    desk.browser.call("map_carrier", json!({ "name": name, "by": by })).await
}

/// An order with 与信OK whose parcel goes by a carrier of this name.
async fn ready(desk: &TestDesk, number: &str, carrier: &str) {
    desk.import(&[Order::new(number)]).await;
    desk.done(number, ActKind::Register).await;
    let nth: i64 = number.rsplit('-').next().unwrap().parse().unwrap();
    let digits = 12_345_678_000 + nth;
    desk.parcel(number, &format!("{digits}{}", digits % 7), carrier).await.unwrap();
}

#[tokio::test]
async fn a_mapped_name_is_reported_as_its_carrier() {
    let desk = TestDesk::start().await;
    ready(&desk, "A-1", "ネコポス").await;
    assert!(matches!(desk.press("A-1", ActKind::ReportShipment).await, Err(AppError::Invalid(_))));
    let settings = map(&desk, "ﾈｺﾎﾟｽ", Some("yamato")).await.unwrap();
    assert_eq!(settings.in_use, [("ネコポス".to_owned(), 1)]);
    assert_eq!(desk.done("A-1", ActKind::ReportShipment).await.standing.lamps.shipment, Shipment::Synced);
    assert_eq!(desk.np.only("A-1").carrier.as_deref(), Some("59010"));
}

#[tokio::test]
async fn a_carrier_outside_the_list_goes_as_contracted_only_where_the_shop_says_so() {
    let desk = TestDesk::start().await;
    ready(&desk, "A-1", "赤帽").await;
    map(&desk, "赤帽", Some("contracted")).await.unwrap();
    let Err(AppError::Invalid(found)) = desk.press("A-1", ActKind::ReportShipment).await else { panic!("it was sent") };
    assert!(found[0].message.contains("対象外の配送業者を「利用する」"), "{}", found[0].message);
    assert_eq!(desk.acts("A-1").await.len(), 1, "nothing is recorded for NP");

    let mut tx = desk.state().store.begin().await.unwrap();
    let mut shop = shops::by_code(&mut tx, "main").await.unwrap().unwrap();
    shop.takes_other_carriers = true;
    shops::save(&mut tx, &shop).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.done("A-1", ActKind::ReportShipment).await.standing.lamps.shipment, Shipment::Synced);
    assert_eq!(desk.np.only("A-1").carrier.as_deref(), Some("55555"));
}

#[tokio::test]
async fn what_the_desk_could_not_report_by_itself_goes_out_once_its_name_is_mapped() {
    let desk = TestDesk::start().await;
    let mut tx = desk.state().store.begin().await.unwrap();
    let mut shop = shops::by_code(&mut tx, "main").await.unwrap().unwrap();
    shop.automation.slip_sync = SlipSync::Entered;
    shops::save(&mut tx, &shop).await.unwrap();
    tx.commit().await.unwrap();
    ready(&desk, "A-1", "ネコポス").await;
    ready(&desk, "A-2", "赤帽").await;
    for number in ["A-1", "A-2"] {
        desk.wait_until(number, "the desk says why not", |row| row.standing.notes.iter().any(|note| note.contains("自動同期できません")))
            .await;
    }
    map(&desk, "ネコポス", Some("yamato")).await.unwrap();
    desk.wait_until("A-1", "it is reported", |row| row.standing.lamps.shipment == Shipment::Synced).await;
    assert!(!desk.order("A-2").await.standing.notes.is_empty(), "the other name is still nobody's");
}

#[tokio::test]
async fn a_name_is_mapped_once_however_it_is_written_and_can_be_taken_away() {
    let desk = TestDesk::start().await;
    map(&desk, "ネコポス", Some("sagawa")).await.unwrap();
    let settings = map(&desk, " ﾈｺﾎﾟｽ（株） ", Some("yamato")).await.unwrap();
    assert_eq!(settings.book.own.len(), 1);
    assert_eq!(map(&desk, "ねこぽす", None).await.unwrap().book.own, []);
    for (name, sentence) in [(" ", "配送業者の名前を入力してください。"), (&"あ".repeat(201)[..], "200文字以内")] {
        let Err(AppError::BadInput(told)) = map(&desk, name, Some("yamato")).await else { panic!("{name} was taken") };
        assert!(told.contains(sentence), "{told}");
    }
    let page: (Me, Status, CarrierSettings) = desk.browser.call("carriers", json!({})).await.unwrap();
    assert_eq!(page.2.book.own, []);
    let html = desk.browser.get("/settings/carriers").await.text;
    assert!(html.contains("名鉄運輸") && html.contains("59140"), "the manual's list with NP's codes");
}

#[tokio::test]
async fn the_application_is_remembered_and_shown_again() {
    let desk = TestDesk::start().await;
    let (_, _, mut application): (Me, Status, serde_json::Value) = desk.browser.call("application", json!({})).await.unwrap();
    application["company"] = json!("みほん青果株式会社");
    desk.browser.call::<()>("save_application", json!({ "application": application })).await.unwrap();
    let html = desk.browser.get("/settings/application").await.text;
    assert!(html.contains(r#"value="みほん青果株式会社""#), "{html}");
    assert!(html.contains("mailto:") && html.contains("%E3%81%BF%E3%81%BB%E3%82%93"), "the mail is written with it: {html}");
    application["other"] = json!("あ".repeat(501));
    let refused = desk.browser.call::<()>("save_application", json!({ "application": application })).await;
    assert_eq!(refused, Err(AppError::BadInput("それぞれの欄は500文字以内で入力してください。".to_owned())));
}
