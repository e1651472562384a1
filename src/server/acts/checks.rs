//! Asking for undecided verdicts by itself.

use super::ledger::{self, Requester, Urgency};
use crate::domain::act::ActKind;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::{order_state, shops};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The name under which the desk's own acts stand in the timeline.
pub const AUTOMATIC: &str = "自動";

/// How often due checks are looked for, and how many are recorded at once.
const EVERY: Duration = Duration::from_secs(1);
const AT_ONCE: i64 = 200;

/// Records due checks until told to stop.
pub async fn run(state: AppState, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = record_due(&state).await {
            tracing::error!(%error, "due checks could not be recorded");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn record_due(state: &AppState) -> Result<(), ServerError> {
    let due = {
        let mut conn = state.store.read().await?;
        order_state::due_for_check(&mut conn, clock::now_ms(), AT_ONCE).await?
    };
    if due.is_empty() {
        return Ok(());
    }
    let mut tx = state.store.begin().await?;
    for order_id in due {
        let Some(order) = order_state::load(&mut tx, order_id).await? else { continue };
        let Some(shop) = shops::by_id(&mut tx, order.shop_id).await? else { continue };
        let by = Requester { who: AUTOMATIC, run_id: None, urgency: Urgency::Automatic };
        match ledger::record(state, &mut tx, &shop, order, ActKind::Check, by).await {
            // Somebody pressed a button since: that act will bring the verdict.
            Ok(_) | Err(ServerError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    state.store.commit(tx).await?;
    Ok(())
}
