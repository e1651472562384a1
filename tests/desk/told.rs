//! What the live stream tells of an order: a verdict alone, or the whole row, and never less than has changed.

use crate::harness::{Order, Stream, StreamEvent, TestDesk};
use crate::panel::run;
use atobarai_desk::api::changes::News;
use atobarai_desk::api::privacy::Erased;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::server::live::told;
use atobarai_desk::server::store::events;
use serde_json::{Value, json};
use std::collections::HashMap;

/// A browser that shows every order and listens.
struct Listener {
    stream: Stream,
    rows: HashMap<i64, OrderRow>,
    at: i64,
}

impl Listener {
    async fn on(desk: &TestDesk) -> Self {
        let page = desk.page().await.page;
        let stream = Stream::open(&desk.browser, Some(page.seq), None).await;
        Self { stream, rows: page.rows.into_iter().map(|row| (row.id, row)).collect(), at: page.seq }
    }

    /// Takes what was told up to now, and compares with what the grid would load.
    async fn agrees(&mut self, desk: &TestDesk, what: &str) {
        let page = desk.page().await.page;
        while self.at < page.seq {
            let event = self.stream.next_of("orders").await;
            event.take_into(&mut self.rows);
            self.at = event.id.unwrap();
        }
        for row in page.rows {
            let (seen, now) = (serde_json::to_value(&self.rows[&row.id]).unwrap(), serde_json::to_value(&row).unwrap());
            assert_eq!(seen, now, "{what}");
        }
    }
}

#[tokio::test]
async fn whatever_changes_a_browser_ends_with_what_the_grid_has() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2").without_house_number(), Order::new("A-3")]).await;
    let mut listener = Listener::on(&desk).await;
    let ids: Vec<i64> = listener.rows.keys().copied().collect();
    for number in ["A-1", "A-2"] {
        desk.done(number, ActKind::Register).await;
        listener.agrees(&desk, "acts").await;
    }
    for resend in [false, true] {
        let sheet = desk.sheet("A-2").await;
        let mut contents = sheet.contents;
        contents.buyer.name.push('子');
        contents.buyer.address.push_str("9-9-9");
        let (id, version) = (sheet.row.id, sheet.row.contents_version);
        let save = json!({ "order_id": id, "contents_version": version, "contents": contents, "resend": resend });
        let _: OrderRow = desk.browser.call("save_contents", save).await.unwrap();
        desk.wait_until("A-2", "what was sent is answered", |row| row.standing.lamps.open_act.is_none()).await;
        listener.agrees(&desk, "contents").await;
    }
    desk.slip("A-1", "1234-5678-9012").await.unwrap();
    listener.agrees(&desk, "a parcel").await;
    let text = |field: &str, text: &str| json!({ "text": { "field": field, "text": text, "appends": false } });
    let edits: [Value; 6] = [
        json!({ "status": "発送準備" }),
        json!({ "check_item": { "name": "要連絡", "on": true } }),
        json!({ "carrier": "福山通運" }),
        text("note", "のし"),
        text("shipped_on", "2026-11-24"),
        json!("report_shipment"),
    ];
    for edit in edits {
        run(&desk, edit.clone(), &ids).await;
        listener.agrees(&desk, &edit.to_string()).await;
    }
    let query = json!({ "name": "", "tel": desk.sheet("A-3").await.contents.buyer.tel, "email": "" });
    let id = desk.order("A-3").await.id;
    let _: Erased = desk.browser.call("erase_buyer", json!({ "query": query, "order_ids": [id] })).await.unwrap();
    assert!(desk.order("A-3").await.standing.lamps.erased);
    listener.agrees(&desk, "buyer's data are blanked").await;
}

#[tokio::test]
async fn a_row_that_a_later_line_brings_is_not_missed_for_a_verdict_told_late() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let before = desk.page().await.page;
    let mut rows: HashMap<i64, OrderRow> = before.rows.into_iter().map(|row| (row.id, row)).collect();
    let id = desk.done("A-1", ActKind::Register).await.id;
    run(&desk, json!({ "status": "発送準備" }), &[id]).await;
    let mut conn = desk.state().store.read().await.unwrap();
    let lines = events::after(&mut conn, before.seq, 10).await.unwrap();
    assert_eq!(lines.len(), 3, "pressed, answered, edited");
    // The verdict's lines are read when the order has been edited already.
    for lines in [&lines[..2], &lines[2..]] {
        let data = told::text(&mut conn, lines).await.unwrap();
        StreamEvent { event: "orders".to_owned(), id: None, data }.take_into(&mut rows);
    }
    drop(conn);
    let now = desk.order("A-1").await;
    assert!(now.status == "発送準備" && now.standing.lamps.credit == Credit::Ok);
    assert_eq!(rows[&id], now);
}

#[tokio::test]
async fn lines_written_before_an_upgrade_bring_the_whole_row() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let at = desk.page().await.page.seq;
    let id = desk.done("A-1", ActKind::Register).await.id;
    let mut tx = desk.state().store.begin().await.unwrap();
    sqlx::query("UPDATE events SET version = 0, whole = 1").execute(&mut *tx).await.unwrap();
    desk.state().store.commit(tx).await.unwrap();
    let mut stream = Stream::open(&desk.browser, Some(at), None).await;
    let changes = stream.next_of("orders").await.changes();
    let (change, News::Row(row)) = &changes[0] else { panic!("the lines do not say that only the lamps changed") };
    assert_eq!((changes.len(), change.id, change.version, &**row), (1, id, row.version, &desk.order("A-1").await));
}

#[tokio::test]
async fn rows_are_read_by_their_keys() {
    let desk = TestDesk::start().await;
    desk.import(&[Order::new("A-1"), Order::new("A-2")]).await;
    let (first, second) = (desk.order("A-1").await, desk.order("A-2").await);
    let rows: Vec<OrderRow> = desk.browser.call("rows", json!({ "order_ids": [second.id, 4711, first.id] })).await.unwrap();
    assert_eq!(rows, [second, first]);
    let error = desk.browser.call::<Vec<OrderRow>>("rows", json!({ "order_ids": vec![1; 101] })).await.unwrap_err();
    assert!(error.to_string().contains("100件まで"), "{error}");
}
