//! Settling: what a reply means for each act of a batch, written in one transaction.

use super::decide::{Decision, Rules};
use super::line;
use crate::domain::act::{ActKind, ActState};
use crate::domain::shop::Automation;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::provider::{Outgoing, Reply};
use crate::server::state::AppState;
use crate::server::store::acts::{self, Batch, ClaimedAct};
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::{Transaction, shops};
use std::collections::HashMap;

/// Writes what a reply means for every act of the batch, and for the shop's line.
///
/// # Errors
/// When the database fails; the acts then stay `sent` and the next start takes them for lost.
pub async fn apply(state: &AppState, batch: Batch, sent: &[(ClaimedAct, Outgoing)], reply: Reply) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    let automation = shops::by_id(&mut tx, batch.shop_id).await?.map(|shop| shop.automation).unwrap_or_default();
    let rules = rules(state, automation);
    let orders = order_state::load_all(&mut tx, &sent.iter().map(|(act, _)| act.order_id).collect::<Vec<_>>()).await?;
    let line_free_at = line::note(state, &mut tx, batch.shop_id, &reply).await?;
    let decisions: Vec<_> = sent
        .iter()
        .filter_map(|(act, outgoing)| {
            let order = orders.get(&act.order_id)?;
            Some((act, order, rules.replied(batch, act, outgoing, order, &reply, line_free_at)))
        })
        .collect();
    let ended = write(&mut tx, &decisions, rules.now).await?;
    state.store.commit(tx).await?;
    state.metrics.settled(&ended);
    Ok(())
}

/// Acts were sent, and nobody will ever see their answers.
///
/// # Errors
/// When the database fails.
pub(super) async fn lose(state: &AppState, tx: &mut Transaction, acts: &[ClaimedAct], what: &str) -> Result<(), ServerError> {
    let rules = rules(state, Automation::default());
    let orders: HashMap<i64, OrderState> = order_state::load_all(tx, &acts.iter().map(|act| act.order_id).collect::<Vec<_>>()).await?;
    let decisions: Vec<_> = acts
        .iter()
        .filter_map(|act| orders.get(&act.order_id).map(|order| (act, order, rules.lost(act, order, what, rules.now))))
        .collect();
    write(tx, &decisions, rules.now).await?;
    Ok(())
}

fn rules(state: &AppState, automation: Automation) -> Rules {
    let config = &state.config;
    Rules { now: clock::now_ms(), first_wait: config.first_wait, first_check: config.first_check, automation }
}

/// Writes decisions, but for acts that are no longer this server's to end. Returns how the others ended.
async fn write(
    tx: &mut Transaction,
    decisions: &[(&ClaimedAct, &OrderState, Decision)],
    now: i64,
) -> Result<Vec<(ActKind, ActState)>, ServerError> {
    let outcomes: Vec<_> = decisions.iter().map(|(act, _, decision)| (*act, &decision.outcome)).collect();
    let written = acts::finish(tx, &outcomes, now).await?;
    let ours = || decisions.iter().filter(|(act, _, _)| written.contains(&act.id));
    let changed: Vec<_> = ours().filter_map(|(_, order, decision)| Some((*order, decision.after.as_ref()?))).collect();
    order_state::save_standings(tx, &changed).await?;
    Ok(ours().map(|(act, _, decision)| (act.kind, decision.outcome.state)).collect())
}
