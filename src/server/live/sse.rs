//! `GET /api/events`: the stream one browser listens to.

use super::hub::{Frame, status_json};
use super::told;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::events;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures::Stream;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// A browser that missed more than this loads its view anew; that is cheaper than replaying.
const LONGEST_REPLAY: i64 = 2_000;

/// Tells the browser that the line lives, proxies that it is in use, and us whether the session does.
const BEAT_EVERY: Duration = Duration::from_secs(2);

/// Where the browser wants to go on.
#[derive(Debug, Deserialize)]
pub struct Position {
    /// Outbox position of the page it painted; `Last-Event-ID` is newer when the browser reconnects.
    after: Option<i64>,
}

/// The stream: what was missed, then what happens.
pub async fn stream(
    State(state): State<AppState>,
    Extension(stop): Extension<CancellationToken>,
    user: Option<Extension<SessionUser>>,
    Query(position): Query<Position>,
    headers: HeaderMap,
) -> Response {
    let Some(Extension(user)) = user else {
        return (StatusCode::UNAUTHORIZED, Json(crate::api::AppError::SignedOut)).into_response();
    };
    let reconnected = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let after = reconnected.or(position.after);
    let stream = Sse::new(frames(state, user, after, stop));
    ([("x-accel-buffering", "no"), ("cache-control", "no-store")], stream).into_response()
}

fn frames(
    state: AppState,
    user: SessionUser,
    after: Option<i64>,
    stop: CancellationToken,
) -> impl Stream<Item = Result<Event, Infallible>> {
    async_stream::stream! {
        // Listening begins before the replay is read, so that nothing falls between the two.
        let mut live = state.hub.listen();
        let _listening = state.metrics.listening();
        let mut seen = match replay(&state, after).await {
            Ok(Replay { events, seq }) => {
                for event in events {
                    yield Ok(event.retry(Duration::from_secs(3)));
                }
                seq
            }
            // The browser comes back with the position that it has.
            Err(error) => {
                tracing::error!(%error, "missed events could not be read");
                return;
            }
        };
        let mut beats = tokio::time::interval(BEAT_EVERY);
        loop {
            let frame = tokio::select! {
                () = stop.cancelled() => return,
                _ = beats.tick() => {
                    // A stream ends with its session.
                    if !user.is_signed_in(&state).await {
                        return;
                    }
                    // Without a line of data a browser hears nothing.
                    yield Ok(Event::default().event("beat").data("-"));
                    continue;
                }
                frame = live.recv() => frame,
            };
            match frame {
                Ok(Frame::Orders { seq, changes }) if seq > seen => {
                    seen = seq;
                    yield Ok(orders_event(seq, &changes));
                }
                Ok(Frame::Orders { .. }) => {}
                Ok(Frame::SessionsEnded) if user.is_signed_in(&state).await => {}
                Ok(Frame::SessionsEnded) => return,
                Ok(Frame::Status(json)) => yield Ok(Event::default().event("status").data(&*json)),
                Err(RecvError::Lagged(_)) => match newest(&state).await {
                    Ok(newest) => {
                        seen = newest;
                        yield Ok(resync().id(newest.to_string()));
                    }
                    Err(error) => {
                        tracing::error!(%error, "the outbox could not be read");
                        return;
                    }
                },
                Err(RecvError::Closed) => return,
            }
        }
    }
}

/// What a listener that lagged behind has missed ends here at the latest.
async fn newest(state: &AppState) -> Result<i64, ServerError> {
    Ok(events::bounds(&mut *state.store.read().await?).await?.1)
}

struct Replay {
    events: Vec<Event>,
    seq: i64,
}

async fn replay(state: &AppState, after: Option<i64>) -> Result<Replay, ServerError> {
    let mut conn = state.store.read().await?;
    let (oldest, newest) = events::bounds(&mut conn).await?;
    let mut replayed = Vec::new();
    if let Some(after) = after
        && after != newest
    {
        // Ahead of the outbox: the browser knows another database, such as the one before a restore.
        if after > newest || newest - after > LONGEST_REPLAY || after + 1 < oldest {
            // With the position, so that the next reconnect does not resync once more.
            replayed.push(resync().id(newest.to_string()));
        } else {
            let lines = events::after(&mut conn, after, newest - after).await?;
            replayed.push(orders_event(newest, &told::text(&mut conn, &lines).await?));
        }
    }
    drop(conn);
    let status = crate::server::orders::page::status(&state.store).await?;
    replayed.push(Event::default().event("status").data(&*status_json(&status)));
    Ok(Replay { events: replayed, seq: newest })
}

fn orders_event(seq: i64, changes: &str) -> Event {
    Event::default().event("orders").id(seq.to_string()).data(changes)
}

fn resync() -> Event {
    Event::default().event("resync").data("-")
}
