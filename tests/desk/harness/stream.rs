//! Reading the live stream as a browser does.

use super::Browser;
use atobarai_desk::api::changes::{self, Change};
use atobarai_desk::api::row::OrderRow;
use reqwest::Method;
use std::collections::VecDeque;
use std::time::Duration;

/// One event of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamEvent {
    pub event: String,
    pub id: Option<i64>,
    pub data: String,
}

impl StreamEvent {
    /// The rows of an `orders` event.
    pub fn rows(&self) -> Vec<OrderRow> {
        let mut lines = self.data.lines();
        let named = changes::named(lines.next().unwrap_or_default()).unwrap();
        let rows: Vec<OrderRow> = lines.map(|line| changes::read(line).unwrap()).collect();
        assert_eq!(rows.iter().map(|row| Change { id: row.id, version: row.version }).collect::<Vec<_>>(), named);
        rows
    }

    /// Order numbers of an `orders` event.
    pub fn order_numbers(&self) -> Vec<String> {
        self.rows().into_iter().map(|row| row.order_number).collect()
    }
}

/// An open stream.
pub struct Stream {
    response: reqwest::Response,
    bytes: Vec<u8>,
    read: VecDeque<StreamEvent>,
}

impl Stream {
    /// Opens the stream at an outbox position, or, with `last`, as a browser that reconnects.
    pub async fn open(browser: &Browser, after: Option<i64>, last: Option<i64>) -> Self {
        let path = after.map_or_else(|| "/api/events".to_owned(), |after| format!("/api/events?after={after}"));
        let mut request = browser.request(Method::GET, &path);
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last.to_string());
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, bytes: Vec::new(), read: VecDeque::new() }
    }

    /// The next event; `None` when the server has ended the stream.
    pub async fn next(&mut self) -> Option<StreamEvent> {
        loop {
            if let Some(event) = self.read.pop_front() {
                return Some(event);
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.response.chunk()).await.expect("nothing came for 10 seconds");
            self.bytes.extend_from_slice(&chunk.ok()??);
            while let Some(end) = self.bytes.windows(2).position(|window| window == b"\n\n") {
                let block: Vec<u8> = self.bytes.drain(..end + 2).collect();
                self.read.extend(parse(std::str::from_utf8(&block).unwrap()));
            }
        }
    }

    /// The next event of this name.
    pub async fn next_of(&mut self, name: &str) -> StreamEvent {
        loop {
            let event = self.next().await.expect("the stream ended");
            if event.event == name {
                return event;
            }
        }
    }

    /// The next `orders` event that holds this order in a wanted state.
    pub async fn until_order(&mut self, number: &str, wanted: impl Fn(&OrderRow) -> bool) -> StreamEvent {
        loop {
            let event = self.next_of("orders").await;
            if event.rows().iter().any(|row| row.order_number == number && wanted(row)) {
                return event;
            }
        }
    }
}

/// Comments, which keep the connection alive, are no events.
fn parse(block: &str) -> Option<StreamEvent> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim_start().to_owned());
    let data: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("data:")).map(str::trim_start).collect();
    Some(StreamEvent { event: field("event:")?, id: field("id:").map(|id| id.parse().unwrap()), data: data.join("\n") })
}
