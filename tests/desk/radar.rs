//! The radar: what waits for its report, by age and yen; what automation left alone; how NP has answered.

use crate::harness::{Order, SP_CODE, TestDesk, shop};
use atobarai_desk::api::AppError;
use atobarai_desk::api::radar::Radar;
use atobarai_desk::api::status::{Me, Status};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::radar::Bar;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::clock;
use atobarai_desk::server::secrets::SpCode;
use serde_json::json;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

async fn radar(desk: &TestDesk, shop: Option<&str>, bar: Option<Bar>) -> Radar {
    let (_, _, radar): (Me, Status, Radar) = desk.browser.call("radar", json!({ "shop": shop, "bar": bar })).await.unwrap();
    radar
}

/// Moves an order's registration so many days into the past.
async fn aged(desk: &TestDesk, number: &str, days: i64) {
    let mut tx = desk.state().store.begin().await.unwrap();
    let then = clock::now_ms() - days * DAY_MS;
    sqlx::query("UPDATE orders SET registered_at = $1 WHERE order_number = $2")
        .bind(then)
        .bind(number.to_owned())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn every_ok_that_is_not_reported_is_in_the_bar_of_its_age() {
    let desk = TestDesk::start().await;
    let ages = [("A-0", 0), ("A-3", 3), ("A-4", 4), ("A-14", 14), ("A-59", 59), ("A-60", 60), ("A-80", 80), ("A-81", 81)];
    desk.import(&ages.map(|(number, _)| Order::new(number))).await;
    for (number, days) in ages {
        desk.done(number, ActKind::Register).await;
        aged(&desk, number, days).await;
    }
    desk.slip("A-4", "1234-5678-9012").await.unwrap();
    let seen = radar(&desk, None, None).await;
    let billed = desk.order("A-0").await.billed_amount.0;
    let sums: Vec<(Bar, i64, i64, i64, i64)> =
        seen.bars.iter().map(|sum| (sum.bar, sum.shipped, sum.shipped_yen.0, sum.waiting, sum.waiting_yen.0)).collect();
    assert_eq!(
        sums,
        [
            (Bar::Fresh, 0, 0, 2, 2 * billed),
            (Bar::Week, 1, billed, 0, 0),
            (Bar::Fortnight, 0, 0, 1, billed),
            (Bar::Month, 0, 0, 0, 0),
            (Bar::Old, 0, 0, 1, billed),
            (Bar::Expiring, 0, 0, 2, 2 * billed),
            (Bar::Expired, 0, 0, 1, billed),
            (Bar::NotOk, 0, 0, 0, 0),
        ]
    );
    let oldest = seen.oldest.unwrap();
    assert_eq!((oldest.order_number.as_str(), oldest.days), ("A-81", 81));
    assert_eq!(oldest.expires_on, clock::day(clock::now_ms() - DAY_MS).to_string());
    assert_eq!(seen.listed, []);
    let listed = radar(&desk, None, Some(Bar::Expiring)).await.listed;
    assert_eq!(listed.iter().map(|order| order.order_number.as_str()).collect::<Vec<_>>(), ["A-80", "A-60"], "the oldest first");

    desk.done("A-4", ActKind::ReportShipment).await;
    assert_eq!(radar(&desk, None, None).await.bars[1].shipped, 0, "reported: NP pays");
}

#[tokio::test]
async fn what_was_shipped_without_an_ok_has_a_bar_of_its_own() {
    let desk = TestDesk::start().await;
    let orders = [
        Order::new("held").without_house_number(),
        Order::new("never"),
        Order::new("card").cell("支払方法", "クレジットカード"),
        Order::new("back"),
    ];
    desk.import(&orders).await;
    desk.done("held", ActKind::Register).await;
    desk.done("back", ActKind::Register).await;
    for (nth, number) in ["held", "never", "card", "back"].iter().enumerate() {
        desk.slip(number, &format!("1111-2222-333{nth}")).await.unwrap();
    }
    desk.done("back", ActKind::Cancel).await;
    let listed = radar(&desk, None, Some(Bar::NotOk)).await;
    let mut rows: Vec<(&str, &str)> = listed.listed.iter().map(|order| (order.order_number.as_str(), order.credit.as_str())).collect();
    rows.sort_unstable();
    assert_eq!(rows, [("held", "保留"), ("never", "与信前")]);
    assert_eq!(listed.bars[7].shipped, 2);
}

#[tokio::test]
async fn answers_are_counted_by_week_and_a_hold_that_was_mended_says_how_long_it_took() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("ok"), Order::new("held").without_house_number(), Order::new("ng").marked("【NG001】")]).await;
    for number in ["ok", "held", "ng"] {
        desk.done(number, ActKind::Register).await;
    }
    let mut tx = desk.state().store.begin().await.unwrap();
    let sql = "UPDATE acts SET settled_at = settled_at - $1 WHERE order_id = (SELECT id FROM orders WHERE order_number = 'held')";
    sqlx::query(sql).bind(90 * 60_000_i64).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let sheet = desk.sheet("held").await;
    let mut contents = sheet.contents;
    contents.buyer.address = "東京都千代田区丸の内1-1-1".to_owned();
    let arguments =
        json!({ "order_id": sheet.row.id, "contents_version": sheet.row.contents_version, "contents": contents, "resend": true });
    let _: atobarai_desk::api::row::OrderRow = desk.browser.call("save_contents", arguments).await.unwrap();
    desk.wait_until("held", "it is mended", |row| row.standing.lamps.credit == atobarai_desk::domain::lamp::Credit::Ok).await;
    let weeks = radar(&desk, None, None).await.weeks;
    assert_eq!(weeks.len(), 8);
    let newest = weeks.last().unwrap();
    assert_eq!((newest.ok, newest.hold, newest.ng), (2, 1, 1));
    assert!((90..92).contains(&newest.repair_minutes.unwrap()), "{newest:?}");
    assert!(weeks[..7].iter().all(|week| (week.ok, week.hold, week.ng, week.repair_minutes) == (0, 0, 0, None)));
}

#[tokio::test]
async fn one_shop_is_seen_alone_and_what_automation_left_alone_says_why() {
    let desk = TestDesk::start().await;
    save_shop(desk.state(), shop("second", "二号店"), &SpCode::new(SP_CODE)).await.unwrap();
    desk.browser.import("second", &crate::harness::shift_jis(&crate::harness::csv(&[Order::new("B-1")])), true).await.unwrap();
    desk.import(&[Order::new("A-1")]).await;
    desk.done("A-1", ActKind::Register).await;
    desk.done("B-1", ActKind::Register).await;
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE orders SET automation_note = '配送業者が未設定です。' WHERE order_number = 'B-1'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let (all, second) = (radar(&desk, None, None).await, radar(&desk, Some("second"), None).await);
    assert_eq!((all.bars[0].waiting, second.bars[0].waiting), (2, 1));
    assert_eq!(
        (second.skipped_total, second.skipped[0].order_number.as_str(), second.skipped[0].why.as_str()),
        (1, "B-1", "配送業者が未設定です。")
    );
    assert_eq!(radar(&desk, Some(crate::harness::SHOP), None).await.skipped, []);
    let error = desk.browser.call::<(Me, Status, Radar)>("radar", json!({ "shop": "nowhere", "bar": null })).await.unwrap_err();
    assert_eq!(error, AppError::NotFound("店舗が見つかりません。".to_owned()));
}
