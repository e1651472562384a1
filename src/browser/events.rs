//! Listening to `/api/events`: one stream per tab, healed when it breaks, applied once per animation frame.

use crate::api::row::OrderRow;
use crate::components::live::{Connection, Live};
use futures::StreamExt;
use futures::stream::select;
use gloo_net::eventsource::State;
use gloo_net::eventsource::futures::EventSource;
use gloo_timers::future::IntervalStream;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::MessageEvent;

/// The first wait before a stream that the browser gave up is opened anew, and the longest.
const FIRST_WAIT_MS: u32 = 1_000;
const LONGEST_WAIT_MS: u32 = 30_000;
/// How often the stream's state is looked at.
const LOOK_EVERY_MS: u32 = 1_000;

/// Listens for as long as the tab lives.
pub fn listen(live: Live, after: Option<i64>) {
    let rows = Rc::new(Buffer::default());
    spawn_local(async move {
        let mut after = after;
        let mut wait = FIRST_WAIT_MS;
        loop {
            let before = after;
            after = follow(live, after, &rows).await.or(after);
            // A stream that brought something was healthy: the next wait is short again.
            wait = if after > before { FIRST_WAIT_MS } else { (wait * 2).min(LONGEST_WAIT_MS) };
            live.connection.set(broken());
            gloo_timers::future::TimeoutFuture::new(jittered(wait)).await;
        }
    });
}

fn broken() -> Connection {
    if window().navigator().on_line() { Connection::Reconnecting } else { Connection::Offline }
}

/// Follows one stream until the browser gives it up; returns the position reached.
async fn follow(live: Live, after: Option<i64>, rows: &Rc<Buffer>) -> Option<i64> {
    let address = after.map_or_else(|| "/api/events".to_owned(), |after| format!("/api/events?after={after}"));
    let mut source = EventSource::new(&address).ok()?;
    let orders = source.subscribe("orders").ok()?;
    let status = source.subscribe("status").ok()?;
    let resync = source.subscribe("resync").ok()?;
    let events = select(select(orders, status), resync).map(Some);
    let ticks = IntervalStream::new(LOOK_EVERY_MS).map(|()| None);
    let mut both = select(events, ticks);
    let mut reached = after;
    while let Some(next) = both.next().await {
        match next {
            Some(Ok((kind, message))) => {
                live.connection.set(Connection::Live);
                reached = position(&message).or(reached);
                take(live, &kind, &message, rows);
            }
            // While the browser reconnects by itself it says nothing; its state does.
            None if source.state() == State::Connecting => live.connection.set(broken()),
            None if source.state() == State::Open => {}
            Some(Err(_)) | None => break,
        }
    }
    source.close();
    reached
}

fn take(live: Live, kind: &str, message: &MessageEvent, rows: &Rc<Buffer>) {
    let Some(text) = message.data().as_string() else { return };
    match kind {
        "orders" => match serde_json::from_slice::<Vec<OrderRow>>(text.as_bytes()) {
            Ok(changed) => rows.add(live, changed),
            // A newer server speaks another dialect: load the view with what it has now.
            Err(_) => live.resync.update(|n| *n += 1),
        },
        "status" => {
            if let Ok(status) = serde_json::from_slice(text.as_bytes()) {
                live.status.set(status);
            }
        }
        _ => live.resync.update(|n| *n += 1),
    }
}

fn position(message: &MessageEvent) -> Option<i64> {
    message.last_event_id().parse().ok()
}

/// Rows that wait for the next frame: a burst of a thousand costs one layout.
#[derive(Default)]
struct Buffer {
    rows: RefCell<Vec<OrderRow>>,
    scheduled: Cell<bool>,
}

impl Buffer {
    fn add(self: &Rc<Self>, live: Live, changed: Vec<OrderRow>) {
        self.rows.borrow_mut().extend(changed);
        if self.scheduled.replace(true) {
            return;
        }
        let buffer = Rc::clone(self);
        request_animation_frame(move || buffer.flush(live));
        // A hidden tab gets no frames, but its badges must be right when it is looked at again.
        let buffer = Rc::clone(self);
        set_timeout(move || buffer.flush(live), std::time::Duration::from_millis(250));
    }

    fn flush(&self, live: Live) {
        self.scheduled.set(false);
        for row in self.rows.take() {
            live.book.apply(row);
        }
    }
}

fn jittered(wait: u32) -> u32 {
    let share = js_sys::Math::random() * 0.4 + 0.8;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 36,000, never negative")]
    let jittered = (f64::from(wait) * share) as u32;
    jittered
}
