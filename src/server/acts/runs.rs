//! Bulk actions on many orders: preview, run, report.

use super::gate::Gate;
use super::ledger::{self, Requester, Urgency};
use crate::api::acts::{RUN_LIMIT, RunPreview, RunReport, RunSummary};
use crate::domain::act::ActKind;
use crate::domain::audit::AuditKind;
use crate::domain::preflight;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::audit::{self, Entry};
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::runs::{self, Handled};
use crate::server::store::shops::{self, Shop};
use crate::server::store::{Store, StoreError, Transaction, carriers, contents};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

/// Orders recorded in one transaction: presses of others get in between, and a stop loses no more than this.
const CHUNK: i64 = 200;
/// The wait after a chunk that could not be written.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);
/// Lines of a report that are sent to the browser.
const REPORT_LINES: i64 = 2_000;

/// What the action would do, and why rows would be left out.
///
/// # Errors
/// When too many rows are named or the database fails.
pub async fn preview(state: &AppState, kind: ActKind, order_ids: &[i64]) -> Result<RunPreview, ServerError> {
    check_size(order_ids)?;
    let mut conn = state.store.read().await?;
    let mut will_send = 0;
    let mut left_out: BTreeMap<String, i64> = BTreeMap::new();
    let gate = Gate::read(&mut conn).await?;
    let shops: HashMap<i64, Shop> = shops::all(&mut conn).await?.into_iter().map(|shop| (shop.id, shop)).collect();
    let orders = order_state::load_all(&mut conn, order_ids).await?;
    let parcels = if kind == ActKind::ReportShipment { contents::parcels_of(&mut conn, order_ids).await? } else { HashMap::new() };
    let books = if kind == ActKind::ReportShipment { carriers::books(&mut conn).await? } else { HashMap::new() };
    for order_id in order_ids {
        let reason = match orders.get(order_id) {
            None => Some("受注が見つかりません。".to_owned()),
            Some(order) => shops.get(&order.shop_id).and_then(|shop| gate.may(shop, order, kind).err()).map(|refusal| refusal.to_string()),
        };
        let book = orders.get(order_id).and_then(|order| books.get(&order.shop_id));
        let parcel = || {
            let (book, (carrier, slip_number)) = book.zip(parcels.get(order_id))?;
            preflight::shipment(book, carrier, slip_number).err()
        };
        match reason.or_else(|| parcel().map(|violations| violations[0].message.clone())) {
            None => will_send += 1,
            Some(reason) => *left_out.entry(reason).or_default() += 1,
        }
    }
    Ok(RunPreview { will_send, left_out: left_out.into_iter().collect() })
}

/// Opens the run and records its acts in the background; returns the run's key at once.
///
/// # Errors
/// When too many rows are named or the database fails.
pub async fn start(state: &AppState, user: &SessionUser, kind: ActKind, order_ids: Vec<i64>) -> Result<i64, ServerError> {
    check_size(&order_ids)?;
    let mut tx = state.store.begin().await?;
    let run_id = open(&mut tx, &user.name, kind, &order_ids).await?;
    let what = format!("一括の{} {}件（実行履歴 {run_id}）", kind.label(), order_ids.len());
    audit::append(&mut tx, Entry { who: &user.name, kind: AuditKind::Act, what: &what, shop_id: None, address: "" }).await?;
    state.store.commit(tx).await?;
    begin(state, run_id, kind, &user.name);
    Ok(run_id)
}

/// Opens a run in the caller's transaction. Once that is committed, [`begin`] handles it, or else the next start does.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Transaction, who: &str, kind: ActKind, order_ids: &[i64]) -> Result<i64, ServerError> {
    // An order named twice is one order.
    let mut seen = HashSet::with_capacity(order_ids.len());
    let order_ids: Vec<i64> = order_ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    let total = i64::try_from(order_ids.len()).unwrap_or(i64::MAX);
    let run_id = runs::open(tx, kind.code(), &format!("NP後払い {}", kind.label()), None, who, total).await?;
    runs::add_orders(tx, run_id, &order_ids).await?;
    Ok(run_id)
}

/// Handles an opened run in the background.
pub fn begin(state: &AppState, run_id: i64, kind: ActKind, who: &str) {
    tokio::spawn(handle(state.clone(), run_id, kind, who.to_owned()));
}

/// Goes on with the runs that the last stop cut off.
///
/// # Errors
/// When the database fails.
pub async fn resume(state: &AppState) -> Result<(), ServerError> {
    let unfinished = {
        let mut conn = state.store.read().await?;
        runs::unfinished(&mut conn).await?
    };
    for (run_id, kind, who) in unfinished {
        let kind = ActKind::from_code(&kind).ok_or(StoreError::Corrupt("runs.kind"))?;
        begin(state, run_id, kind, &who);
    }
    Ok(())
}

/// Handles a run's lines, chunk by chunk, until none is left.
async fn handle(state: AppState, run_id: i64, kind: ActKind, who: String) {
    loop {
        match handle_chunk(&state, run_id, kind, &who).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, run_id, "a chunk of a bulk run could not be recorded; trying again");
                tokio::time::sleep(AFTER_TROUBLE).await;
            }
        }
    }
}

/// Records the acts of one chunk in one transaction; returns how many lines it handled.
async fn handle_chunk(state: &AppState, run_id: i64, kind: ActKind, who: &str) -> Result<usize, ServerError> {
    let mut tx = state.store.begin().await?;
    let lines = runs::to_handle(&mut tx, run_id, CHUNK).await?;
    let orders = order_state::load_all(&mut tx, &lines.iter().map(|&(_, order_id)| order_id).collect::<Vec<_>>()).await?;
    let mut by_shop: BTreeMap<i64, Vec<(i64, &OrderState)>> = BTreeMap::new();
    for (position, order_id) in &lines {
        let order = orders.get(order_id).ok_or(ledger::NO_ORDER)?;
        by_shop.entry(order.shop_id).or_default().push((*position, order));
    }
    let by = Requester { who, run_id: Some(run_id), urgency: Urgency::Bulk };
    let mut handled = Vec::with_capacity(lines.len());
    for (shop_id, lines) in by_shop {
        let shop = shops::by_id(&mut tx, shop_id).await?.ok_or(ledger::NO_SHOP)?;
        let orders: Vec<&OrderState> = lines.iter().map(|&(_, order)| order).collect();
        let recorded = ledger::record_all(state, &mut tx, &shop, &orders, kind, by).await?;
        for (&(position, _), recorded) in lines.iter().zip(recorded) {
            let (act_id, outcome) = outcome(recorded)?;
            handled.push(Handled { position, act_id, outcome });
        }
    }
    runs::handled(&mut tx, run_id, &handled).await?;
    state.store.commit(tx).await?;
    Ok(lines.len())
}

/// The act, or the sentence that says why there is none.
fn outcome(recorded: Result<i64, ServerError>) -> Result<(Option<i64>, String), ServerError> {
    match recorded {
        Ok(act_id) => Ok((Some(act_id), String::new())),
        Err(ServerError::Refused(refusal)) => Ok((None, refusal.to_string())),
        Err(ServerError::Invalid(violations)) => Ok((None, violations.first().map(|v| v.message.clone()).unwrap_or_default())),
        Err(ServerError::BadInput(sentence)) => Ok((None, sentence)),
        Err(error) => Err(error),
    }
}

/// A run with its rows.
///
/// # Errors
/// When there is no such run.
pub async fn report(store: &Store, run_id: i64) -> Result<RunReport, ServerError> {
    let mut conn = store.read().await?;
    let summary = runs::summary(&mut conn, run_id).await?.ok_or(ServerError::NotFound("実行履歴が見つかりません。"))?;
    Ok(RunReport { summary, rows: runs::lines(&mut conn, run_id, REPORT_LINES).await? })
}

/// The latest runs.
///
/// # Errors
/// When the database fails.
pub async fn latest(store: &Store) -> Result<Vec<RunSummary>, ServerError> {
    let mut conn = store.read().await?;
    Ok(runs::latest(&mut conn, 100).await?)
}

fn check_size(order_ids: &[i64]) -> Result<(), ServerError> {
    match order_ids.len() {
        0 => Err(ServerError::BadInput("注文にチェックを付けてください。".to_owned())),
        n if n > RUN_LIMIT => Err(ServerError::BadInput(format!("一度に処理できるのは{RUN_LIMIT}件までです。"))),
        _ => Ok(()),
    }
}
