//! The live stream: complete, in order, the same for everybody.

use crate::harness::{Browser, Order, Stream, StreamEvent, TestDesk};
use atobarai_desk::api::row::{OrderRow, Page};
use atobarai_desk::api::status::Status;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::lamp::Credit;
use atobarai_desk::domain::lane::Lane;
use atobarai_desk::server::store::events;
use serde_json::json;
use std::collections::HashMap;

async fn newest(desk: &TestDesk) -> i64 {
    desk.page().await.page.seq
}

fn by_id(page: &Page) -> HashMap<i64, OrderRow> {
    page.rows.iter().map(|row| (row.id, row.clone())).collect()
}

fn orders(count: u32) -> Vec<Order> {
    (0..count).map(|nth| Order::new(&format!("A-{nth:04}"))).collect()
}

#[tokio::test]
async fn a_press_shows_up_as_an_event_with_the_outbox_position() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let page = desk.page().await.page;
    let mut seen = by_id(&page);
    let mut stream = Stream::open(&desk.browser, Some(page.seq), None).await;
    assert_eq!(stream.next().await.unwrap().event, "status", "nothing was missed, so the counts come first");
    let pressed = desk.press("A-1", ActKind::Register).await.unwrap();
    let first = stream.next_of("orders").await;
    assert_eq!((first.id, first.ids()), (Some(page.seq + 1), vec![pressed.id]));
    let last = stream.until(pressed.id, Credit::Ok).await;
    assert_eq!(last.id, Some(newest(&desk).await));
    first.take_into(&mut seen);
    last.take_into(&mut seen);
    assert_eq!(seen[&pressed.id], desk.order("A-1").await, "the stream and the grid tell the same");
    assert!(!format!("{}{}", first.data, last.data).contains("A-1"), "an act tells how an order stands and nothing of the order");
}

#[tokio::test]
async fn a_browser_that_reconnects_is_told_what_it_missed() {
    let desk = TestDesk::start().await;
    desk.import(&orders(3)).await;
    let at = newest(&desk).await;
    drop(Stream::open(&desk.browser, Some(at), None).await);
    let id = desk.done("A-0001", ActKind::Register).await.id;
    // The page's own position is older than what the browser has seen since: `Last-Event-ID` counts.
    let mut stream = Stream::open(&desk.browser, Some(0), Some(at)).await;
    let event = stream.next().await.unwrap();
    assert_eq!((event.event.as_str(), event.id, event.ids()), ("orders", Some(at + 2), vec![id]));
    assert!(event.tells(id, Credit::Ok));
    assert_eq!(stream.next().await.unwrap().event, "status");
}

#[tokio::test]
async fn whoever_drops_in_and_out_during_a_run_ends_with_what_the_grid_has() {
    let desk = TestDesk::start().await;
    desk.import(&orders(60)).await;
    let page: Page = desk.browser.call("page", json!({ "view": "", "offset": 0 })).await.unwrap();
    let mut seen = by_id(&page);
    let ids: Vec<i64> = seen.keys().copied().collect();
    let _: i64 = desk.browser.call("start_run", json!({ "action": ActKind::Register, "order_ids": ids })).await.unwrap();
    let mut last = page.seq;
    while seen.values().any(|row| row.standing.lamps.credit.code() != "ok") {
        let mut stream = Stream::open(&desk.browser, Some(page.seq), Some(last)).await;
        let event = stream.next_of("orders").await;
        event.take_into(&mut seen);
        last = event.id.unwrap();
    }
    let page: Page = desk.browser.call("page", json!({ "view": "", "offset": 0 })).await.unwrap();
    assert_eq!((page.rows.len(), last), (60, page.seq));
    for row in page.rows {
        assert_eq!(seen[&row.id], row);
    }
}

#[tokio::test]
async fn a_gap_that_is_too_large_means_loading_anew() {
    let desk = TestDesk::start().await;
    desk.import(&orders(2_010)).await;
    let mut stream = Stream::open(&desk.browser, Some(0), None).await;
    assert_eq!(stream.next().await.unwrap().event, "resync");
    assert_eq!(stream.next().await.unwrap().event, "status");
    let mut stream = Stream::open(&desk.browser, Some(10), None).await;
    assert_eq!(stream.next().await.unwrap().event, "orders", "2,000 are replayed");
}

#[tokio::test]
async fn a_gap_whose_lines_are_forgotten_means_loading_anew() {
    let desk = TestDesk::start().await;
    desk.import(&orders(3)).await;
    let mut tx = desk.state().store.begin().await.unwrap();
    assert_eq!(events::forget(&mut tx, i64::MAX).await.unwrap(), 3);
    tx.commit().await.unwrap();
    let mut stream = Stream::open(&desk.browser, Some(1), None).await;
    assert_eq!(stream.next().await.unwrap().event, "resync", "though nothing has happened since");
    let mut stream = Stream::open(&desk.browser, Some(3), None).await;
    assert_eq!(stream.next().await.unwrap().event, "status", "nothing was missed");
    desk.done("A-0000", ActKind::Register).await;
    let mut stream = Stream::open(&desk.browser, Some(1), None).await;
    assert_eq!(stream.next().await.unwrap().event, "resync");
    let mut stream = Stream::open(&desk.browser, Some(3), None).await;
    assert_eq!(stream.next().await.unwrap().event, "orders");
}

#[tokio::test]
async fn a_browser_that_knows_another_database_loads_anew_and_stays_live() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let mut stream = Stream::open(&desk.browser, None, Some(4_711)).await;
    assert_eq!(stream.next().await.unwrap().event, "resync");
    let pressed = desk.press("A-1", ActKind::Register).await.unwrap();
    stream.until(pressed.id, Credit::Ok).await;
}

#[tokio::test]
async fn lane_counts_travel_as_whole_numbers() {
    let desk = TestDesk::start().await;
    desk.import(&orders(3)).await;
    let mut stream = Stream::open(&desk.browser, None, None).await;
    let first: Status = serde_json::from_str(&stream.next_of("status").await.data).unwrap();
    assert_eq!((first.count(Some(Lane::Before), None, None), first.count(None, None, None)), (3, 3));
    desk.done("A-0001", ActKind::Register).await;
    loop {
        let status: Status = serde_json::from_str(&stream.next_of("status").await.data).unwrap();
        assert_eq!(status.count(None, None, None), 3, "no order is between two lanes");
        if status.count(Some(Lane::Unsynced), None, None) == 1 {
            assert_eq!(status.count(Some(Lane::Before), None, None), 2);
            assert_eq!(status, desk.page().await.status);
            return;
        }
    }
}

#[tokio::test]
async fn two_browsers_are_told_the_same() {
    async fn until_ok(stream: &mut Stream, id: i64) -> Vec<StreamEvent> {
        let mut told = Vec::new();
        loop {
            let event = stream.next_of("orders").await;
            told.push(event);
            if told.last().is_some_and(|event| event.tells(id, Credit::Ok)) {
                return told;
            }
        }
    }
    let desk = TestDesk::start().await;
    desk.import(&orders(2)).await;
    let at = newest(&desk).await;
    let other = Browser::sign_in(&desk.base(), crate::harness::USER, crate::harness::PASSWORD).await;
    let mut streams = (Stream::open(&desk.browser, Some(at), None).await, Stream::open(&other, Some(at), None).await);
    assert_eq!(streams.0.next().await.unwrap().event, "status");
    assert_eq!(streams.1.next().await.unwrap().event, "status");
    desk.done("A-0000", ActKind::Register).await;
    let last = desk.done("A-0001", ActKind::Register).await.id;
    let told = until_ok(&mut streams.0, last).await;
    assert_eq!(told, until_ok(&mut streams.1, last).await);
    let ids: Vec<i64> = told.iter().map(|event| event.id.unwrap()).collect();
    assert!(ids.is_sorted() && ids.last() == Some(&(at + 4)), "{ids:?}");
}

#[tokio::test]
async fn a_change_that_is_refused_is_not_told() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let at = newest(&desk).await;
    assert!(desk.press("A-1", ActKind::Cancel).await.is_err());
    assert_eq!(newest(&desk).await, at);
}

#[tokio::test]
async fn the_stream_ends_when_the_server_stops() {
    let mut desk = TestDesk::with_order(Order::new("A-1")).await;
    let mut stream = Stream::open(&desk.browser, Some(0), None).await;
    assert_eq!(stream.next().await.unwrap().event, "orders");
    let begun = std::time::Instant::now();
    desk.stop().await;
    while stream.next().await.is_some() {}
    assert!(begun.elapsed() < std::time::Duration::from_secs(5), "an open page does not keep the server: {:?}", begun.elapsed());
}

#[tokio::test]
async fn the_stream_ends_with_the_session() {
    let desk = TestDesk::with_order(Order::new("A-1")).await;
    let other = Browser::sign_in(&desk.base(), crate::harness::USER, crate::harness::PASSWORD).await;
    let mut streams = (Stream::open(&desk.browser, None, None).await, Stream::open(&other, None, None).await);
    desk.browser.post("/session/end").await;
    while streams.0.next().await.is_some() {}
    let begun = std::time::Instant::now();
    while begun.elapsed() < std::time::Duration::from_secs(3) {
        assert!(streams.1.next().await.is_some(), "the other session goes on");
    }
}

#[tokio::test]
async fn nobody_listens_without_signing_in() {
    let desk = TestDesk::start().await;
    let answer = Browser::new(&desk.base()).get("/api/events").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (401, json!("SignedOut")));
}
