//! Editing beside the grid: what is saved, what is refused at its field, what goes to NP.

use crate::harness::{Order, TestDesk};
use atobarai_desk::api::AppError;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::api::sheet::Parcel;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::difference::differences;
use atobarai_desk::domain::field::{Field, LineField, PartyField};
use atobarai_desk::domain::lamp::{Credit, Shipment};
use atobarai_desk::domain::order::{Contents, Day, Party};
use atobarai_desk::domain::yen::Yen;
use atobarai_desk::server::clock;
use serde_json::{Value, json};

async fn save(desk: &TestDesk, number: &str, resend: bool, change: impl FnOnce(&mut Contents)) -> Result<OrderRow, AppError> {
    let sheet = desk.sheet(number).await;
    let mut contents = sheet.contents;
    change(&mut contents);
    let arguments =
        json!({ "order_id": sheet.row.id, "contents_version": sheet.row.contents_version, "contents": contents, "resend": resend });
    desk.browser.call("save_contents", arguments).await
}

fn fields(error: AppError) -> Vec<(Field, String)> {
    let AppError::Invalid(violations) = error else { panic!("{error:?}") };
    assert!(violations.iter().all(|violation| !violation.message.is_empty()));
    violations.into_iter().map(|violation| (violation.field, violation.code.to_string())).collect()
}

#[tokio::test]
async fn every_broken_rule_is_told_with_its_field_and_nothing_is_saved() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let before = desk.sheet("A-1").await;
    let error = save(&desk, "A-1", true, |contents| {
        contents.buyer.name = String::new();
        contents.buyer.zip = "107".to_owned();
        contents.lines[0].quantity = 0;
        contents.billed_amount = Yen(1_000_000);
    })
    .await
    .unwrap_err();
    let told = fields(error);
    for wanted in [
        (Field::Buyer(PartyField::Name), "E0100048"),
        (Field::Buyer(PartyField::Zip), "E0100136"),
        (Field::Line(LineField::Quantity), "E0100104"),
        (Field::BilledAmount, "E0100015"),
    ] {
        assert!(told.contains(&(wanted.0, wanted.1.to_owned())), "{wanted:?} in {told:?}");
    }
    assert_eq!(desk.sheet("A-1").await, before);
    assert!(desk.np.requests().is_empty());
}

#[tokio::test]
async fn the_sheet_tells_what_np_got_the_last_time() {
    let desk = TestDesk::with_order(Order::new("A-1").without_house_number()).await;
    assert_eq!(desk.sheet("A-1").await.sent, None, "nothing was sent yet");
    let different = async || {
        let sheet = desk.sheet("A-1").await;
        let found = differences(&sheet.sent.unwrap(), &sheet.contents);
        found.into_iter().map(|difference| (difference.field, difference.sent, difference.now)).collect::<Vec<_>>()
    };
    desk.done("A-1", ActKind::Register).await;
    assert_eq!(different().await, []);
    save(&desk, "A-1", false, |contents| contents.buyer.address.push_str("9-9-9")).await.unwrap();
    let address = (Field::Buyer(PartyField::Address), "東京都港区赤坂".to_owned(), "東京都港区赤坂9-9-9".to_owned());
    assert_eq!(different().await, [address]);
    desk.done("A-1", ActKind::Update).await;
    assert_eq!(different().await, [], "what was repaired has been sent");
    assert!(desk.sheet("A-1").await.verdict_by.is_none());
}

#[tokio::test]
async fn a_detailed_review_says_until_when_np_decides() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【保留RE029】")).await;
    desk.done("A-1", ActKind::Register).await;
    let until = desk.sheet("A-1").await.verdict_by.unwrap();
    let day = Day::parse(until.strip_suffix(" 18:00").unwrap()).unwrap();
    let days = (day.0 - clock::today().0).whole_days();
    // At most the new year's days with a weekend on both sides.
    assert!((1..=6).contains(&days) && !matches!(day.0.weekday(), time::Weekday::Saturday | time::Weekday::Sunday), "{until}");
}

#[tokio::test]
async fn lines_have_to_add_up_to_what_is_billed() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let error = save(&desk, "A-1", false, |contents| contents.lines[0].price = Yen(2_891)).await.unwrap_err();
    let AppError::Invalid(violations) = error else { panic!("{error:?}") };
    assert_eq!(violations[0].message, "請求額6,180円が、商品明細の合計6,181円と合いません。");
}

#[tokio::test]
async fn a_saved_change_is_shown_at_once_and_marked_until_np_has_it() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    let destination = Party {
        name: "配送　次郎".to_owned(),
        zip: "５３０－０００１".to_owned(),
        address: "大阪府大阪市北区梅田１－１".to_owned(),
        tel: "０６－６０００－００００".to_owned(),
        ..Party::default()
    };
    let row = save(&desk, "A-1", false, |contents| contents.destination = Some(destination)).await.unwrap();
    assert!(row.standing.lamps.unsent);
    assert_eq!((row.receiver_name.as_str(), row.receiver_tel.as_str()), ("配送　次郎", "06-6000-0000"));
    assert_eq!(desk.np.only("A-1").calls.update, 0);
    let entry = &desk.sheet("A-1").await.timeline[0];
    assert_eq!((entry.title.as_str(), entry.who.as_str()), ("内容を修正", "tester"));

    let row = desk.done("A-1", ActKind::Update).await;
    assert!(!row.standing.lamps.unsent);
    let body: Value = serde_json::from_str(&desk.np.bodies("PATCH /v1/transactions/update")[0]).unwrap();
    let sent = &body["transactions"][0]["dest_customer"];
    assert_eq!(
        (&sent["customer_name"], &sent["zip_code"], &sent["tel"]),
        (&json!("配送　次郎"), &json!("530-0001"), &json!("06-6000-0000"))
    );
}

#[tokio::test]
async fn an_update_that_np_holds_turns_a_good_order_into_a_hold() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    save(&desk, "A-1", true, |contents| contents.buyer.address = "東京都港区赤坂".to_owned()).await.unwrap();
    let row = desk.wait_until("A-1", "NP has judged again", |row| row.standing.lamps.credit == Credit::Hold).await;
    assert_eq!(row.standing.reasons[0].as_str(), "RE009");
}

#[tokio::test]
async fn contents_cannot_be_edited_while_an_act_is_open_or_after_the_report() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    desk.done("A-1", ActKind::ReportShipment).await;
    let error = save(&desk, "A-1", true, |_| {}).await.unwrap_err();
    assert_eq!(error, AppError::Refused("伝票番号同期が済んだ受注は変更できません。".to_owned()));
}

#[tokio::test]
async fn a_cancelled_order_is_edited_and_registered_anew() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    desk.done("A-1", ActKind::Cancel).await;
    let row = save(&desk, "A-1", false, |contents| contents.buyer.name = "見本　太郎".to_owned()).await.unwrap();
    assert!(!row.standing.lamps.unsent, "NP has nothing that the change could differ from");
    save(&desk, "A-1", true, |_| {}).await.unwrap();
    desk.wait_until("A-1", "credit is given again", |row| row.standing.lamps.credit == Credit::Ok).await;
    assert_eq!((desk.np.only("A-1").calls.update, desk.np.only("A-1-2").calls.register), (0, 1));
}

#[tokio::test]
async fn an_edit_survives_moving_lamps_and_gives_way_to_another_edit() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let seen = desk.sheet("A-1").await;
    let arguments = |note: &str| {
        let mut contents = seen.contents.clone();
        contents.buyer.name = note.to_owned();
        json!({ "order_id": seen.row.id, "contents_version": seen.row.contents_version, "contents": contents, "resend": false })
    };
    desk.done("A-1", ActKind::Register).await;
    desk.browser.call::<OrderRow>("save_contents", arguments("一人目")).await.unwrap();
    let error = desk.browser.call::<OrderRow>("save_contents", arguments("二人目")).await.unwrap_err();
    assert_eq!((error, desk.order("A-1").await.buyer_name.as_str()), (AppError::Changed, "一人目"));
}

#[tokio::test]
async fn a_slip_number_that_another_order_has_is_refused_by_that_orders_number() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    for same in ["1234-5678-9012", "123456789012", "12345678-9012"] {
        let AppError::Invalid(violations) = desk.slip("A-2", same).await.unwrap_err() else { panic!("it was taken") };
        assert_eq!((violations[0].field, violations[0].message.contains("A-1")), (Field::SlipNumber, true), "{violations:?}");
    }
    for number in ["A-1", " Ａ－１ "] {
        let AppError::Invalid(violations) = desk.slip("A-2", number).await.unwrap_err() else { panic!("an order number is none") };
        assert!(violations[0].message.contains("受注番号です"), "{violations:?}");
    }
    assert_eq!(desk.order("A-2").await.standing.lamps.shipment, Shipment::None);
}

#[tokio::test]
async fn a_slip_number_or_a_day_that_is_none_is_named() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    for wrong in ["12_34", "あ", "123456789012345678901", "---"] {
        let told = fields(desk.slip("A-1", wrong).await.unwrap_err());
        assert_eq!(told, [(Field::SlipNumber, "E0100110".to_owned())], "{wrong}");
    }
    let row = desk.order("A-1").await;
    let parcel = json!({ "slip_number": "1", "carrier": "佐川急便", "shipped_on": "昨日" });
    let arguments = json!({ "order_id": row.id, "before": row.parcel(), "parcel": parcel });
    let error = desk.browser.call::<OrderRow>("save_parcel", arguments).await.unwrap_err();
    assert_eq!(error, AppError::BadInput("出荷日は「2026-11-24」の形で入力してください。".to_owned()));
}

#[tokio::test]
async fn an_empty_slip_number_takes_it_away_again() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    let row = desk.slip("A-1", "  ").await.unwrap();
    assert_eq!((row.standing.lamps.shipment, row.slip_number), (Shipment::None, None));
    let titles: Vec<String> = desk.sheet("A-1").await.timeline.into_iter().map(|entry| entry.title).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    for title in ["伝票番号を削除", "伝票番号を入力（1234-5678-9012）"] {
        assert!(titles.contains(&title.to_owned()), "{titles:?}");
    }
}

#[tokio::test]
async fn a_planned_day_is_kept_without_a_slip_number_and_is_no_deletion() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let before = desk.order("A-1").await;
    let parcel = Parcel { shipped_on: "2026-12-01".to_owned(), ..before.parcel() };
    let arguments = json!({ "order_id": before.id, "before": before.parcel(), "parcel": parcel });
    let row: OrderRow = desk.browser.call("save_parcel", arguments).await.unwrap();
    assert_eq!((row.parcel(), row.standing.lamps.shipment), (parcel, Shipment::None));
    let titles: Vec<String> = desk.sheet("A-1").await.timeline.into_iter().map(|entry| entry.title).collect();
    assert_eq!(titles, ["配送業者・出荷日を保存"]);
}

#[tokio::test]
async fn what_is_marked_as_not_sent_is_another_than_np_has() {
    let desk = TestDesk::with_order(Order::new("A-1").without_house_number()).await;
    desk.done("A-1", ActKind::Register).await;
    let address = desk.sheet("A-1").await.contents.buyer.address;
    let row = save(&desk, "A-1", false, |contents| contents.buyer.address.push_str("9-9-9")).await.unwrap();
    assert!(row.standing.lamps.unsent);
    let back = save(&desk, "A-1", false, |contents| contents.buyer.address = address).await.unwrap();
    assert!(!back.standing.lamps.unsent, "it is what NP has once more");
    let changes = async || desk.sheet("A-1").await.timeline.iter().filter(|entry| entry.title == "内容を修正").count();
    assert_eq!(changes().await, 2);
    let row = save(&desk, "A-1", true, |_| {}).await.unwrap();
    assert_eq!((changes().await, row.contents_version), (2, back.contents_version), "what was not changed leaves no mark");
}

#[tokio::test]
async fn a_repair_of_what_was_refused_is_told_apart_from_what_waits_for_one() {
    let desk = TestDesk::with_order(Order::new("A-1").marked("【エラーE0100053】")).await;
    desk.done("A-1", ActKind::Register).await;
    assert_eq!(desk.order("A-1").await.standing.lamps.credit, Credit::Error);
    let row = save(&desk, "A-1", false, |contents| contents.buyer.address.push_str("9-9-9")).await.unwrap();
    assert!(row.standing.lamps.unsent);
    let row = desk.done("A-1", ActKind::Register).await;
    assert!(!row.standing.lamps.unsent, "it has been sent");
}

#[tokio::test]
async fn a_change_that_was_refused_leaves_np_with_what_it_had() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    desk.done("A-1", ActKind::Register).await;
    let company = |text: &'static str| move |contents: &mut Contents| contents.buyer.company = text.to_owned();
    save(&desk, "A-1", true, company("【エラーE0100053】")).await.unwrap();
    let row = desk.wait_until("A-1", "the change is refused", |row| row.standing.lamps.credit == Credit::Error).await;
    assert!(row.standing.lamps.unsent);
    assert!(save(&desk, "A-1", false, company("株式会社見本")).await.unwrap().standing.lamps.unsent);
    assert!(save(&desk, "A-1", false, company("【エラーE0100053】")).await.unwrap().standing.lamps.unsent, "NP never took it");
    assert!(!save(&desk, "A-1", false, company("")).await.unwrap().standing.lamps.unsent, "it is what NP has");
}

#[tokio::test]
async fn a_slip_number_is_not_overwritten_by_who_has_not_seen_it() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let seen = desk.order("A-1").await.parcel();
    let save = async |before: &Parcel, slip: &str| {
        let parcel = Parcel { slip_number: slip.to_owned(), carrier: "ヤマト運輸".to_owned(), shipped_on: "2026-11-24".to_owned() };
        let id = desk.order("A-1").await.id;
        desk.browser.call::<OrderRow>("save_parcel", json!({ "order_id": id, "before": before, "parcel": parcel })).await
    };
    let first = save(&seen, "1111-2222-3333").await.unwrap();
    assert_eq!(save(&seen, "").await.unwrap_err(), AppError::Changed);
    assert_eq!(desk.order("A-1").await.slip_number.as_deref(), Some("1111-2222-3333"));
    desk.done("A-1", ActKind::Register).await;
    let second = save(&first.parcel(), "4444-5555-6666").await.unwrap();
    assert_eq!(second.slip_number.as_deref(), Some("4444-5555-6666"), "a verdict in between does no harm");
}

#[tokio::test]
async fn what_is_bought_and_what_is_billed_follow_an_edit_of_the_lines() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let before = desk.order("A-1").await;
    let row = save(&desk, "A-1", false, |contents| {
        contents.lines[0].price.0 += 1_000;
        contents.billed_amount.0 += 1_000;
    })
    .await
    .unwrap();
    assert_eq!((row.total_amount.0, row.billed_amount.0), (before.total_amount.0 + 1_000, before.billed_amount.0 + 1_000));
}
