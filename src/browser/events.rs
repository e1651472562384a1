//! Listening to `/api/events`: one stream per tab, healed when it breaks.

use crate::api::AppError;
use crate::api::orders::load_rows;
use crate::components::live::{Connection, Live};
use crate::components::notice::Notices;
use crate::components::part::PartMissing;
use crate::components::retry::Waits;
use futures::StreamExt;
use futures::stream::select;
use gloo_net::eventsource::State;
use gloo_net::eventsource::futures::EventSource;
use gloo_timers::future::IntervalStream;
use js_sys::JsString;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use web_sys::MessageEvent;

/// The first wait before a stream that the browser gave up is opened anew, and the longest.
const FIRST_WAIT_MS: u32 = 1_000;
const LONGEST_WAIT_MS: u32 = 30_000;
/// How often the stream's state is looked at.
const LOOK_EVERY_MS: u32 = 1_000;
/// A stream that is silent for so long is dead; the server's beats are a few seconds apart.
const SILENCE_MS: f64 = 20_000.0;

/// Listens for as long as the tab lives. What that takes is a part of its own: a screen is of use before it is live.
pub fn listen(live: Live, notices: Notices, after: i64, waits: Waits) {
    spawn_local(async move {
        if begin(live, notices, after).await.is_err() {
            live.tell(broken());
            waits.after(move |waits| listen(live, notices, after, waits));
        }
    });
}

#[wasm_split(live_stream, wasm_split_path = leptos::wasm_split, fallible)]
fn begin(live: Live, notices: Notices, after: i64) -> Result<(), PartMissing> {
    spawn_local(async move {
        let mut after = after;
        let mut wait = FIRST_WAIT_MS;
        loop {
            if !window().navigator().on_line() {
                live.tell(Connection::Offline);
                gloo_timers::future::TimeoutFuture::new(FIRST_WAIT_MS).await;
                continue;
            }
            let stream = follow(live, after).await;
            after = stream.reached;
            // A stream on which anything was heard was healthy: the next wait is short again.
            wait = if stream.heard { FIRST_WAIT_MS } else { (wait * 2).min(LONGEST_WAIT_MS) };
            live.tell(broken());
            // Why a stream is refused is not told: ask for nothing, and go where the way back in begins.
            if stream.refused
                && let Err(error @ (AppError::SignedOut | AppError::EnrolFirst)) = load_rows(Vec::new()).await
            {
                notices.error(&error);
            }
            gloo_timers::future::TimeoutFuture::new(jittered(wait)).await;
        }
    });
    Ok(())
}

fn broken() -> Connection {
    if window().navigator().on_line() { Connection::Reconnecting } else { Connection::Offline }
}

/// How a stream ended.
struct Ended {
    /// The outbox position that it brought us to.
    reached: i64,
    /// The server spoke.
    heard: bool,
    /// The server refused it, or the browser gave it up.
    refused: bool,
}

/// Follows one stream until it ends.
async fn follow(live: Live, after: i64) -> Ended {
    let mut ended = Ended { reached: after, heard: false, refused: false };
    let Ok(mut source) = EventSource::new(&format!("/api/events?after={after}")) else { return ended };
    let subscriptions = ["orders", "status", "resync", "beat"].map(|kind| source.subscribe(kind));
    let [Ok(orders), Ok(status), Ok(resync), Ok(beats)] = subscriptions else { return ended };
    let events = select(select(orders, status), select(resync, beats)).map(Some);
    let ticks = IntervalStream::new(LOOK_EVERY_MS).map(|()| None);
    let mut both = select(events, ticks);
    let mut heard_at = js_sys::Date::now();
    while let Some(next) = both.next().await {
        match next {
            Some(Ok((kind, message))) => {
                heard_at = js_sys::Date::now();
                live.tell(Connection::Live);
                ended.heard = true;
                ended.reached = position(&message).unwrap_or(ended.reached);
                take(live, ended.reached, &kind, &message);
            }
            // A line can be dead without anybody saying so: the server speaks every few seconds.
            None if js_sys::Date::now() - heard_at > SILENCE_MS || !window().navigator().on_line() => break,
            // While the browser reconnects by itself it says nothing; its state does.
            None if source.state() == State::Connecting => live.tell(broken()),
            None if source.state() == State::Open => {}
            Some(Err(_)) | None => break,
        }
    }
    ended.refused = source.state() == State::Closed;
    source.close();
    ended
}

fn take(live: Live, seq: i64, kind: &str, message: &MessageEvent) {
    match kind {
        // At once: a write of signals lays out nothing, and the browser paints once a frame whatever comes in between.
        "orders" => show(live, seq, message.data().into()),
        "status" => {
            let status = message.data().as_string().and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
            if let Some(status) = status {
                live.take_status(status);
            }
        }
        "beat" => {}
        _ => live.start_over(seq),
    }
}

fn position(message: &MessageEvent) -> Option<i64> {
    message.last_event_id().parse().ok()
}

/// Lines stay with JavaScript until somebody wants them. A newer server may speak another dialect: then the view is loaded
/// with what it has now.
fn show(live: Live, seq: i64, text: JsString) {
    let lines = text.split("\n");
    if !live.take(seq, |nth| lines.get(nth).as_string()) {
        live.start_over(seq);
    }
}

fn jittered(wait: u32) -> u32 {
    let share = js_sys::Math::random() * 0.4 + 0.8;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 36,000, never negative")]
    let jittered = (f64::from(wait) * share) as u32;
    jittered
}
