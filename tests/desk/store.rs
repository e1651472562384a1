//! The store keeps its sums: lanes, outbox, versions, pages.

use crate::harness::{Folder, Order, TestDesk, until};
use atobarai_desk::api::acts::RunReport;
use atobarai_desk::api::row::Page;
use atobarai_desk::api::view::View;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::domain::lane::Lane;
use atobarai_desk::server::store::order_state::{self, OrderState};
use atobarai_desk::server::store::{Store, StoreError, counts};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};

async fn page(desk: &TestDesk, view: &View, offset: i64) -> Page {
    desk.browser.call("page", json!({ "view": view, "offset": offset })).await.unwrap()
}

fn searching(search: &str) -> View {
    View { search: search.to_owned(), ..View::default() }
}

#[tokio::test]
async fn migrating_twice_is_harmless() {
    let folder = Folder::new();
    let url = format!("sqlite://{}", folder.path("desk.db").display());
    for _ in 0..2 {
        let store = Store::open(&url).await.unwrap();
        let mut conn = store.read().await.unwrap();
        let counters: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM counters WHERE name = 'order'").fetch_one(&mut *conn).await.unwrap();
        assert_eq!(counters, 1);
        drop(conn);
        store.close().await;
    }
}

/// Orders in every lane: acts that end well and badly, a cancel, a report, a lost answer, another payment method.
async fn mixed() -> TestDesk {
    let desk = TestDesk::start().await;
    let mut orders: Vec<Order> = (0..8).map(|nth| Order::new(&format!("A-{nth}"))).collect();
    orders[1] = orders[1].clone().without_house_number();
    orders[2] = orders[2].clone().marked("【NG001】");
    orders[3] = orders[3].clone().cell("受注電話番号", "1");
    orders[7] = orders[7].clone().cell("支払方法", "代金引換");
    desk.import(&orders).await;
    let ids: Vec<i64> = page(&desk, &View::default(), 0).await.rows.iter().map(|row| row.id).collect();
    let run: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": ids })).await.unwrap();
    let run = run.to_string();
    until("the run has ended", async || desk.browser.ask::<RunReport>("run", &[("run_id", &run)]).await.unwrap().summary.open == 0).await;
    desk.done("A-4", ActKind::Cancel).await;
    desk.slip("A-5", "1234-5678-9012").await.unwrap();
    desk.done("A-5", ActKind::ReportShipment).await;
    desk.import(&[Order::new("B-0"), Order::new("B-1")]).await;
    crate::lost_register::landed(&desk, "B-1").await;
    desk
}

#[tokio::test]
async fn the_kept_counts_are_what_counting_the_orders_gives() {
    let desk = mixed().await;
    let mut conn = desk.state().store.read().await.unwrap();
    let counted: Vec<(i64, String, String, i64)> =
        sqlx::query_as("SELECT shop_id, lane, status, COUNT(*) FROM orders GROUP BY shop_id, lane, status ORDER BY shop_id, lane, status")
            .fetch_all(&mut *conn)
            .await
            .unwrap();
    let kept = counts::all(&mut conn).await.unwrap().into_iter();
    let kept: Vec<_> = kept.map(|count| (count.shop_id, count.lane.code().to_owned(), count.status, count.orders)).collect();
    assert_eq!(kept, counted);
    let lanes: HashSet<&str> = counted.iter().map(|(_, lane, ..)| lane.as_str()).collect();
    assert_eq!(lanes, HashSet::from(["before", "error", "ng", "repair", "rest", "synced", "unknown", "unsynced"]));
}

#[tokio::test]
async fn every_lane_shows_the_orders_it_counts() {
    let desk = mixed().await;
    let status = desk.page().await.status;
    for lane in Lane::ALL {
        let view = View { lane: Some(*lane), ..View::default() };
        let page = page(&desk, &view, 0).await;
        assert!(page.rows.iter().all(|row| row.standing.lamps.lane() == *lane), "{lane:?}");
        let shown = i64::try_from(page.rows.len()).unwrap();
        assert_eq!(
            (shown, page.total),
            (status.count(Some(*lane), None, None), Some(status.count(Some(*lane), None, Some("main")))),
            "{lane:?}"
        );
    }
}

#[tokio::test]
async fn every_change_of_an_order_has_its_line_in_an_outbox_without_gaps() {
    let desk = mixed().await;
    let mut conn = desk.state().store.read().await.unwrap();
    let lines: Vec<(i64, i64)> = sqlx::query_as("SELECT seq, order_id FROM events ORDER BY seq").fetch_all(&mut *conn).await.unwrap();
    let positions: Vec<i64> = lines.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(positions, (1..=i64::try_from(lines.len()).unwrap()).collect::<Vec<_>>());
    let mut written: BTreeMap<i64, i64> = BTreeMap::new();
    for (_, order_id) in lines {
        *written.entry(order_id).or_default() += 1;
    }
    let versions: Vec<(i64, i64)> = sqlx::query_as("SELECT id, version FROM orders ORDER BY id").fetch_all(&mut *conn).await.unwrap();
    assert_eq!(written.into_iter().collect::<Vec<_>>(), versions, "as many lines as versions");
}

#[tokio::test]
async fn a_state_that_somebody_else_has_changed_is_not_saved_over() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let id = desk.order("A-1").await.id;
    let store = &desk.state().store;
    let mut tx = store.begin().await.unwrap();
    let seen = order_state::load(&mut tx, id).await.unwrap().unwrap();
    let mut changed: OrderState = seen.clone();
    changed.lamps.credit = Credit::Ng;
    order_state::save(&mut tx, &seen, &changed).await.unwrap();
    let again = order_state::save(&mut tx, &seen, &seen).await;
    assert!(matches!(again, Err(StoreError::Changed)), "{again:?}");
    store.commit(tx).await.unwrap();
    let row = desk.order("A-1").await;
    assert_eq!((row.standing.lamps.credit, row.version), (Credit::Ng, seen.version + 1));
}

#[tokio::test]
async fn a_transaction_that_is_given_up_leaves_no_trace() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let before = desk.page().await;
    let mut tx = desk.state().store.begin().await.unwrap();
    let seen = order_state::load(&mut tx, before.page.rows[0].id).await.unwrap().unwrap();
    let mut after = seen.clone();
    after.lamps.unsent = true;
    order_state::save(&mut tx, &seen, &after).await.unwrap();
    drop(tx);
    assert_eq!(desk.page().await, before);
}

#[tokio::test]
async fn orders_are_found_however_number_name_kana_and_phone_are_written() {
    let desk = TestDesk::start().await;
    desk.import(&[
        Order::new("OD_2025-001")
            .cell("受注名", "高橋　太郎")
            .cell("受注名カナ", "タカハシ　タロウ")
            .cell("受注電話番号", "090-1234-5678")
            .cell("発送先名", "配送　次郎")
            .cell("発送先住所１", "大阪府大阪市北区梅田１－１")
            .cell("発送郵便番号", "530-0001")
            .cell("発送電話番号", "06-6000-0001"),
        Order::new("OD_2025-002"),
        Order::new("100%"),
    ])
    .await;
    for search in [
        "OD_2025-001",
        "od_2025-001",
        "ＯＤ＿２０２５－００１",
        "2025001",
        "高橋　太郎",
        "高橋太郎",
        "高橋 太",
        "タカハシ",
        "たかはし",
        "ﾀｶﾊｼ ﾀﾛｳ",
        "090-1234-5678",
        "09012345678",
        "０９０－１２３４－５６７８",
        "０９０ー１２３４ー５６７８",
        "1234-56",
        "配送",
        "0660000001",
    ] {
        let found: Vec<String> = page(&desk, &searching(search), 0).await.rows.into_iter().map(|row| row.order_number).collect();
        assert_eq!(found, ["OD_2025-001"], "{search}");
    }
    let found = page(&desk, &searching("OD_2025"), 0).await;
    assert_eq!((found.total, found.rows.len()), (Some(2), 2));
    assert_eq!(page(&desk, &searching("100%"), 0).await.total, Some(1));
    assert_eq!(page(&desk, &searching("高_太郎"), 0).await.total, Some(0), "signs of LIKE have no power");
    assert_eq!(page(&desk, &searching("' OR 1=1 --"), 0).await.total, Some(0));
}

#[tokio::test]
async fn an_order_is_found_by_its_np_id_too_as_whoever_has_nps_letter_types_it() {
    let desk = TestDesk::start().await;
    let orders = ["A-1", "A-2"].map(|number| Order::new(number).cell("受注電話番号", "09012345678"));
    desk.import(&orders).await;
    desk.done("A-1", ActKind::Register).await;
    let np_id = desk.np.only("A-1").np_transaction_id;
    let wide: String = np_id.chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap()).collect();
    let in_lane = View { lane: Some(Lane::Unsynced), ..searching(&np_id) };
    let of_carrier = View { filter: View::from("slip=no".to_owned()).filter, ..searching(&np_id) };
    for view in [searching(&np_id), searching(&format!(" {wide} ")), in_lane, of_carrier] {
        let found = page(&desk, &view, 0).await;
        assert_eq!(found.rows.iter().map(|row| row.order_number.as_str()).collect::<Vec<_>>(), ["A-1"], "{view:?}");
    }
    assert_eq!(page(&desk, &searching("09012345678"), 0).await.rows.len(), 2, "other numbers are as long");
    assert_eq!(page(&desk, &View { lane: Some(Lane::Before), ..searching(&np_id) }, 0).await.total, Some(0));
}

#[tokio::test]
async fn pages_show_every_order_exactly_once_newest_first() {
    let desk = TestDesk::start().await;
    let day = |nth: u32| format!("2026/10/{:02}", 1 + nth % 20);
    let orders: Vec<Order> = (0..230).map(|nth| Order::new(&format!("A-{nth:03}")).cell("受注日", &day(nth))).collect();
    desk.import(&orders).await;
    let first = desk.page().await.page;
    let mut rows = Vec::new();
    for offset in [0, 100, 200, 300] {
        let page = page(&desk, &View::default(), offset).await;
        assert_eq!((page.total, page.offset), (Some(230), offset));
        rows.extend(page.rows);
    }
    assert_eq!(first.rows, rows[..first.rows.len()], "the first paint is the first page");
    let numbers: HashSet<&str> = rows.iter().map(|row| row.order_number.as_str()).collect();
    assert_eq!((rows.len(), numbers.len()), (230, 230));
    assert!(rows.windows(2).all(|pair| (&pair[0].ordered_at, pair[0].id) > (&pair[1].ordered_at, pair[1].id)));
    let of_nobody = View { shop: Some("nobody".to_owned()), ..View::default() };
    assert_eq!(page(&desk, &of_nobody, 0).await.total, Some(0));
}
