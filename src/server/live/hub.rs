//! The hub: one reader of the outbox, many listeners.

use super::told;
use crate::api::status::Status;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::{Store, events};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Frames a slow browser may lag behind before it is told to load its view anew.
const BACKLOG: usize = 256;
/// Outbox lines read at once: one frame of a burst stays small enough to be applied within a screen refresh.
const LINES_AT_ONCE: i64 = 250;
/// Lane counts travel at most this often.
const STATUS_EVERY: Duration = Duration::from_millis(500);
/// Outbox lines older than this are forgotten: a browser away for longer loads its view anew.
const KEPT_MS: i64 = 48 * 60 * 60 * 1000;
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// The outbox is read this often even when no bell rang: another process may have written.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What listeners get. The text is made once for all of them.
#[derive(Clone, Debug)]
pub enum Frame {
    /// What changed, up to an outbox position.
    Orders {
        /// The newest outbox line in it.
        seq: i64,
        /// As [`crate::api::changes`] writes it.
        changes: Arc<str>,
    },
    /// Shops, statuses and counts.
    Status(Arc<str>),
    /// Sessions have ended: each stream looks whether its own is among them.
    SessionsEnded,
}

/// The listeners' end.
#[derive(Clone, Debug)]
pub struct Hub(broadcast::Sender<Frame>);

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl Hub {
    /// Everything that happens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Frame> {
        self.0.subscribe()
    }

    /// Ends the streams of sessions that have ended, at once. Other servers' streams find out by themselves, a beat later.
    pub fn sessions_ended(&self) {
        self.tell(Frame::SessionsEnded);
    }

    fn has_listeners(&self) -> bool {
        self.0.receiver_count() > 0
    }

    fn tell(&self, frame: Frame) {
        // No listener is no error: nobody has the desk open.
        let _ = self.0.send(frame);
    }
}

/// Reads the outbox and tells the listeners, until told to stop.
pub async fn run(state: AppState, stop: CancellationToken) {
    let mut reader = Reader {
        last_seq: newest(&state.store).await,
        last_status: None,
        status_at: Instant::now(),
        status_due: true,
        swept_at: Instant::now(),
    };
    while !stop.is_cancelled() {
        match reader.read(&state).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the outbox could not be read"),
        }
        let sleep = if reader.status_due { STATUS_EVERY } else { LOOK_EVERY };
        tokio::select! {
            () = stop.cancelled() => {}
            () = state.store.outbox_bell.notified() => {}
            () = tokio::time::sleep(sleep) => reader.status_due = true,
        }
    }
}

struct Reader {
    last_seq: i64,
    last_status: Option<Status>,
    status_at: Instant,
    status_due: bool,
    swept_at: Instant,
}

impl Reader {
    /// One round; true when there is more to read.
    async fn read(&mut self, state: &AppState) -> Result<bool, ServerError> {
        let mut conn = state.store.read().await?;
        let lines = events::after(&mut conn, self.last_seq, LINES_AT_ONCE).await?;
        if let Some(last) = lines.last() {
            // Who begins to listen from here on reads these lines in the replay.
            if state.hub.has_listeners() {
                let changes = told::text(&mut conn, &lines).await?;
                state.hub.tell(Frame::Orders { seq: last.seq, changes: changes.into() });
            }
            self.last_seq = last.seq;
            self.status_due = true;
        }
        drop(conn);
        if self.status_due && self.status_at.elapsed() >= STATUS_EVERY {
            self.tell_status(state).await?;
        }
        if self.swept_at.elapsed() >= SWEEP_EVERY {
            self.swept_at = Instant::now();
            let mut tx = state.store.begin().await?;
            events::forget(&mut tx, clock::now_ms() - KEPT_MS).await?;
            tx.commit().await?;
        }
        Ok(i64::try_from(lines.len()).is_ok_and(|n| n == LINES_AT_ONCE))
    }

    async fn tell_status(&mut self, state: &AppState) -> Result<(), ServerError> {
        let status = crate::server::orders::page::status(&state.store).await?;
        self.status_at = Instant::now();
        self.status_due = false;
        if !self.last_status.as_ref().is_some_and(|last| last.shows_the_same(&status)) {
            state.hub.tell(Frame::Status(status_json(&status)));
            self.last_status = Some(status);
        }
        Ok(())
    }
}

async fn newest(store: &Store) -> i64 {
    let Ok(mut conn) = store.read().await else { return 0 };
    events::bounds(&mut conn).await.map_or(0, |(_, newest)| newest)
}

pub(super) fn status_json(status: &Status) -> Arc<str> {
    serde_json::to_string(status).expect("counts are plain data").into()
}
