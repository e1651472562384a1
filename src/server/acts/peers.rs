//! Servers that share a database: signs of life, and taking over what a dead one had sent.

use super::settle;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::{acts, servers};
use std::collections::HashMap;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Signs of life within the time that makes a silent server dead: some may be late.
const SIGNS: u32 = 6;

/// The other servers, with how many signs each gave and since when it gave no more. Measured by this process's own
/// monotonic clock: what the machines take for the time of day plays no part.
#[derive(Debug, Default)]
pub struct Peers(HashMap<String, (i64, Instant)>);

impl Peers {
    /// Says that this server lives. Another one on a SQLite file is dead by definition: its acts are looked into at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn announce(state: &AppState) -> Result<Self, ServerError> {
        if !state.store.is_shared() {
            let mut tx = state.store.begin().await?;
            servers::forget_others(&mut tx, &state.store.server_id).await?;
            tx.commit().await?;
        }
        let mut peers = Self::default();
        peers.beat(state).await?;
        Ok(peers)
    }

    /// Gives signs of life and watches for those of the others until told to stop.
    pub async fn watch(mut self, state: AppState, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(state.config.dead_after / SIGNS) => {}
            }
            if let Err(error) = self.beat(&state).await {
                tracing::error!(%error, "no sign of life could be given");
            }
        }
    }

    /// A sign of life; then acts that a dead server sent and never settled count as lost.
    async fn beat(&mut self, state: &AppState) -> Result<(), ServerError> {
        let mut tx = state.store.begin().await?;
        for (id, beats) in servers::beat(&mut tx, &state.store.server_id).await? {
            if self.is_dead(&id, beats, state) {
                servers::forget(&mut tx, &id).await?;
                self.0.remove(&id);
            }
        }
        let stranded = acts::stranded(&mut tx).await?;
        settle::lose(state, &mut tx, &stranded, "回答を受け取る前にサーバーが止まりました。").await?;
        if stranded.is_empty() {
            // Nothing that anybody waits for: no bell.
            return Ok(tx.commit().await?);
        }
        tracing::warn!(acts = stranded.len(), "acts had been sent and not answered when a server stopped; they will be looked into");
        Ok(state.store.commit(tx).await?)
    }

    fn is_dead(&mut self, id: &str, beats: i64, state: &AppState) -> bool {
        let now = Instant::now();
        let (seen, since) = self.0.entry(id.to_owned()).or_insert((beats, now));
        if *seen != beats {
            (*seen, *since) = (beats, now);
        }
        since.elapsed() > state.config.dead_after
    }
}
