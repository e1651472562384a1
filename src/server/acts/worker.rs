//! The worker: the only place that calls the payment company.

use super::{line, settle};
use crate::domain::act::ActKind;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::provider::{Element, Outgoing, Reply};
use crate::server::state::AppState;
use crate::server::store::acts::{self, Batch, ClaimedAct, Due};
use crate::server::store::order_state;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long the worker sleeps at the most: a bell that was never rung costs no more than this.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// Sends due acts until told to stop; then waits for the calls in flight, whose answers must not be lost.
pub async fn run(state: AppState, stop: CancellationToken) {
    let calls = TaskTracker::new();
    let mut slots: HashMap<i64, Slots> = HashMap::new();
    while !stop.is_cancelled() {
        let rest = match send_due(&state, &calls, &mut slots).await {
            Ok(Sent::AllThatIsDue) => until_next(&state).await,
            // The bell rings when a slot is free.
            Ok(Sent::AsSlotsAllow) => LONGEST_SLEEP,
            Err(error) => {
                tracing::error!(%error, "the worker could not read its queue");
                LONGEST_SLEEP
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = state.store.work_bell.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
    calls.close();
    calls.wait().await;
}

async fn until_next(state: &AppState) -> Duration {
    let Ok(mut conn) = state.store.read().await else { return LONGEST_SLEEP };
    match acts::next_due(&mut conn).await {
        Ok(Some(at)) => {
            let wait = u64::try_from(at - clock::now_ms()).unwrap_or(0);
            // Due already, and not sent just now: a trial of its line is under way, its shop's slots are taken, or another
            // server has it. The bell rings for the first two.
            if wait == 0 { LONGEST_SLEEP } else { Duration::from_millis(wait).min(LONGEST_SLEEP) }
        }
        Ok(None) | Err(_) => LONGEST_SLEEP,
    }
}

/// What the worker has sent.
enum Sent {
    AllThatIsDue,
    /// More is due, and every slot that it could take is taken.
    AsSlotsAllow,
}

async fn send_due(state: &AppState, calls: &TaskTracker, slots: &mut HashMap<i64, Slots>) -> Result<Sent, ServerError> {
    loop {
        let due = {
            let mut conn = state.store.read().await?;
            acts::due(&mut conn, clock::now_ms()).await?
        };
        let mut sent_any = false;
        for &Due { batch, in_trouble } in &due {
            let slots = slots.entry(batch.shop_id).or_insert_with(|| Slots::new(state.config.concurrency));
            if in_trouble {
                if let Ok(trial) = Arc::clone(&slots.trial).try_acquire_owned() {
                    calls.spawn(try_line(state.clone(), batch, trial));
                }
                continue;
            }
            let Ok(slot) = Arc::clone(&slots.calls).try_acquire_owned() else { continue };
            let limit = if batch.doubtful { 1 } else { state.config.batch_size };
            let claimed = claim(state, batch, limit).await?;
            if !claimed.is_empty() {
                sent_any = true;
                calls.spawn(send(state.clone(), batch, claimed, Some(slot)));
            }
        }
        if !due.is_empty() && due.iter().all(|due| slots[&due.batch.shop_id].calls.available_permits() == 0) {
            return Ok(Sent::AsSlotsAllow);
        }
        if !sent_any {
            return Ok(Sent::AllThatIsDue);
        }
    }
}

/// How much may be under way for one shop.
struct Slots {
    calls: Arc<Semaphore>,
    /// A line in trouble is tried by one call.
    trial: Arc<Semaphore>,
}

impl Slots {
    fn new(concurrency: usize) -> Self {
        Self { calls: Arc::new(Semaphore::new(concurrency)), trial: Arc::new(Semaphore::new(1)) }
    }
}

/// Tries a line that was in trouble: first with the credentials test, which risks nothing, then with one act. Its answer
/// ends the trouble.
async fn try_line(state: AppState, batch: Batch, trial: OwnedSemaphorePermit) {
    let claimed = match line::is_mended(&state, batch.shop_id).await {
        Ok(true) => claim(&state, batch, 1).await,
        Ok(false) => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    match claimed {
        Ok(claimed) if claimed.is_empty() => {}
        Ok(claimed) => send(state.clone(), batch, claimed, None).await,
        Err(error) => {
            tracing::error!(%error, shop = batch.shop_id, "a line in trouble could not be tried");
            tokio::time::sleep(LONGEST_SLEEP).await;
        }
    }
    drop(trial);
    state.store.work_bell.notify_one();
}

/// Marks acts as sent, commits, and only then hands them out.
async fn claim(state: &AppState, batch: Batch, limit: i64) -> Result<Vec<(ClaimedAct, Outgoing)>, ServerError> {
    let mut tx = state.store.begin().await?;
    let mut claimed = Vec::new();
    for act in acts::claim(&mut tx, &state.store.server_id, batch, clock::now_ms(), limit).await? {
        let outgoing = if batch.checks_first {
            let order = order_state::load(&mut tx, act.order_id).await?;
            let id = order.and_then(|order| order.np_transaction_id).ok_or(ServerError::Internal("a check without an NP id".to_owned()))?;
            Outgoing { reference: id.to_string(), payload: state.provider.payload(Element::Named(&id)) }
        } else {
            Outgoing { reference: act.reference.clone(), payload: act.payload.clone() }
        };
        claimed.push((act, outgoing));
    }
    tx.commit().await?;
    Ok(claimed)
}

async fn send(state: AppState, batch: Batch, claimed: Vec<(ClaimedAct, Outgoing)>, slot: Option<OwnedSemaphorePermit>) {
    let reply = call(&state, batch, &claimed).await;
    // The line is free as soon as an answer is there: the next batch need not wait until this one is written. After a
    // trouble it waits, and finds the line slowed down.
    let slot = slot.filter(|_| !matches!(reply, Reply::Answered(_)));
    state.store.work_bell.notify_one();
    if let Err(error) = settle::apply(&state, batch, &claimed, reply).await {
        tracing::error!(%error, acts = claimed.len(), "answers could not be written; the acts count as lost");
        strand(&state, &claimed).await;
    }
    drop(slot);
    state.store.work_bell.notify_one();
}

async fn call(state: &AppState, batch: Batch, claimed: &[(ClaimedAct, Outgoing)]) -> Reply {
    let access = match line::access(state, batch.shop_id).await {
        Ok(access) => access,
        Err(error) => {
            tracing::error!(%error, shop = batch.shop_id, "the shop's credentials cannot be used");
            return Reply::Unauthorized;
        }
    };
    let outgoing: Vec<Outgoing> = claimed.iter().map(|(_, outgoing)| outgoing.clone()).collect();
    let kind = if batch.checks_first { ActKind::Check } else { batch.kind };
    let begun = Instant::now();
    let reply = state.provider.call(&access, kind, &outgoing).await;
    state.metrics.called(kind, &reply, begun.elapsed());
    reply
}

/// The answers could not be written (a full disk, say). Tried until the acts are at least known to be lost.
async fn strand(state: &AppState, claimed: &[(ClaimedAct, Outgoing)]) {
    loop {
        tokio::time::sleep(LONGEST_SLEEP).await;
        match strand_once(state, claimed).await {
            Ok(()) => return,
            Err(error) => tracing::error!(%error, "lost acts could not be written; trying again"),
        }
    }
}

async fn strand_once(state: &AppState, claimed: &[(ClaimedAct, Outgoing)]) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    let acts: Vec<ClaimedAct> = claimed.iter().map(|(act, _)| act.clone()).collect();
    settle::lose(state, &mut tx, &acts, "回答を保存できませんでした。").await?;
    state.store.commit(tx).await?;
    Ok(())
}
