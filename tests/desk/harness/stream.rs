//! Reading the live stream as a browser does.

use super::Browser;
use atobarai_desk::api::changes::{self, Brought, Change, News};
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::domain::lamp::Credit;
use reqwest::Method;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// One event of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamEvent {
    pub event: String,
    pub id: Option<i64>,
    pub data: String,
}

impl StreamEvent {
    /// What an `orders` event tells.
    pub fn changes(&self) -> Vec<(Change, News)> {
        let mut lines = self.data.lines();
        let named = changes::named(lines.next().unwrap_or_default()).unwrap();
        let told: Vec<News> = lines.map(|line| changes::read(line).unwrap()).collect();
        assert_eq!(named.len(), told.len(), "a line for each order");
        named.into_iter().zip(told).collect()
    }

    /// The orders that an `orders` event names.
    pub fn ids(&self) -> Vec<i64> {
        self.changes().into_iter().map(|(change, _)| change.id).collect()
    }

    /// Whether an `orders` event tells this credit of an order.
    pub fn tells(&self, id: i64, credit: Credit) -> bool {
        self.changes().into_iter().any(|(change, news)| {
            let lamps = match news {
                News::Row(row) => row.standing.lamps,
                News::Standing { standing, .. } => standing.lamps,
            };
            change.id == id && lamps.credit == credit
        })
    }

    /// Takes an `orders` event as a browser does, into the rows that it has.
    pub fn take_into(&self, rows: &mut HashMap<i64, OrderRow>) {
        for (change, news) in self.changes() {
            if let Some(row) = rows.get_mut(&change.id) {
                assert_ne!(news.bring(change.version, row), Brought::Gap, "something was not told");
            }
        }
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

    /// The next `orders` event that tells this credit of an order.
    pub async fn until(&mut self, id: i64, credit: Credit) -> StreamEvent {
        loop {
            let event = self.next_of("orders").await;
            if event.tells(id, credit) {
                return event;
            }
        }
    }
}

/// Comments, which keep the connection alive, are no events; nor, to a browser, is what has no data.
fn parse(block: &str) -> Option<StreamEvent> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim_start().to_owned());
    let data: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("data:")).map(str::trim_start).collect();
    if data.is_empty() {
        return None;
    }
    Some(StreamEvent { event: field("event:")?, id: field("id:").map(|id| id.parse().unwrap()), data: data.join("\n") })
}
