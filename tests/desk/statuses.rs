//! 受注ステータス: the shop's own list, its tabs and their counts.

use crate::harness::{Order, TestDesk};
use crate::panel::run;
use atobarai_desk::api::AppError;
use atobarai_desk::api::orders::Desk;
use atobarai_desk::api::status::{Me, Status};
use atobarai_desk::api::statuses::StatusSettings;
use atobarai_desk::api::view::{Filter, View};
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lane::Lane;
use atobarai_desk::domain::status::{Colour, OrderStatus, StatusList};
use serde_json::json;

async fn settings(desk: &TestDesk) -> StatusSettings {
    desk.browser.call::<(Me, Status, StatusSettings)>("statuses", json!({})).await.unwrap().2
}

async fn save(desk: &TestDesk, seen: &StatusList, names: &[&str]) -> Result<StatusSettings, AppError> {
    let status = |name: &&str| OrderStatus { name: (*name).to_owned(), colour: Colour::Purple };
    let list = StatusList(names.iter().map(status).collect());
    desk.browser.call("save_statuses", json!({ "seen": seen, "list": list })).await
}

fn with_status(lane: Option<Lane>, name: &str) -> View {
    View { lane, filter: Filter { status: Some(name.to_owned()), ..Filter::default() }, ..View::default() }
}

#[tokio::test]
async fn the_list_is_the_shops_own_in_its_order_and_everybody_sees_it() {
    let desk = TestDesk::start().await;
    let usual = settings(&desk).await.list;
    let saved = save(&desk, &usual, &["新規受付", " 入金待ち ", "完了"]).await.unwrap();
    let names: Vec<&str> = saved.list.0.iter().map(|status| status.name.as_str()).collect();
    assert_eq!(names, ["新規受付", "入金待ち", "完了"]);
    assert_eq!(settings(&desk).await, saved);
    assert_eq!(desk.page().await.status.statuses, saved.list);
    assert_eq!(desk.last_line().await, "tester settings 受注ステータス: 新規受付、入金待ち、完了");
}

#[tokio::test]
async fn a_status_that_orders_have_is_not_removed_and_nobody_overwrites_anothers_list() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    let usual = settings(&desk).await.list;
    let Err(AppError::BadInput(why)) = save(&desk, &usual, &["完了"]).await else { panic!("it was saved") };
    assert!(why.contains("「新規受付」の受注が2件あるため"), "{why}");
    assert_eq!(settings(&desk).await.list, usual);
    save(&desk, &usual, &["新規受付", "完了"]).await.unwrap();
    let Err(AppError::Refused(why)) = save(&desk, &usual, &["新規受付", "別の名前"]).await else { panic!("it was saved") };
    assert!(why.contains("ほかの人が先に"), "{why}");
}

#[tokio::test]
async fn a_tab_shows_the_orders_it_counts_in_every_lane() {
    let desk = TestDesk::start().await;
    let orders: Vec<Order> = (0..5).map(|nth| Order::new(&format!("A-{nth}"))).collect();
    desk.import(&orders).await;
    desk.done("A-0", ActKind::Register).await;
    let mut ids = Vec::new();
    for number in ["A-0", "A-1", "A-2"] {
        ids.push(desk.order(number).await.id);
    }
    run(&desk, json!({ "status": "発送準備" }), &ids).await;
    let status = desk.page().await.status;
    for (lane, name, orders) in [
        (None, "発送準備", 3),
        (None, "新規受付", 2),
        (Some(Lane::Before), "発送準備", 2),
        (Some(Lane::Unsynced), "発送準備", 1),
        (Some(Lane::Unsynced), "新規受付", 0),
        (None, "ない", 0),
    ] {
        let view = with_status(lane, name);
        assert!(view.is_counted());
        assert_eq!(status.count(lane, Some(name), Some("main")), orders, "{lane:?} {name}");
        let page: Desk = desk.browser.call("desk", json!({ "view": view })).await.unwrap();
        assert_eq!((page.page.total, page.page.rows.len()), (Some(orders), usize::try_from(orders).unwrap()), "{lane:?} {name}");
        assert!(page.page.rows.iter().all(|row| row.status == name && lane.is_none_or(|lane| row.standing.lamps.lane() == lane)));
    }
}
