//! Bulk actions on many orders: preview, run, report.

use super::ledger::{self, Requester, Urgency};
use crate::api::acts::{RUN_LIMIT, RunPreview, RunReport, RunSummary};
use crate::domain::act::ActKind;
use crate::domain::preflight;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::runs::{self, Line};
use crate::server::store::shops::Shop;
use crate::server::store::{Store, StoreError, Transaction, order_state, orders, shops};
use std::collections::{BTreeMap, HashMap};

/// Orders recorded in one transaction: presses of others get in between, and a stop loses no more than this.
const CHUNK: usize = 200;
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
    for &order_id in order_ids {
        let reason = match order_state::load(&mut conn, order_id).await? {
            None => Some("受注が見つかりません。".to_owned()),
            Some(order) => match order.lamps.may(kind) {
                Err(refusal) => Some(refusal.to_string()),
                Ok(()) if kind == ActKind::ReportShipment => {
                    let (carrier, slip_number) = orders::parcel(&mut conn, order_id).await?;
                    preflight::shipment(&carrier, &slip_number).err().map(|violations| violations[0].message.clone())
                }
                Ok(()) => None,
            },
        };
        match reason {
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
    let total = i64::try_from(order_ids.len()).unwrap_or(i64::MAX);
    let mut tx = state.store.begin().await?;
    let run_id = runs::open(&mut tx, kind.code(), &format!("NP後払い {}", kind.label()), None, &user.name, total).await?;
    state.store.commit(tx).await?;
    let (state, who) = (state.clone(), user.name.clone());
    tokio::spawn(async move {
        for (nth, chunk) in order_ids.chunks(CHUNK).enumerate() {
            if let Err(error) = record_chunk(&state, run_id, nth * CHUNK, chunk, kind, &who).await {
                tracing::error!(%error, run_id, "a chunk of a bulk run could not be recorded");
                if let Err(error) = note_failed_chunk(&state, run_id, nth * CHUNK, chunk).await {
                    tracing::error!(%error, run_id, "nor could its failure");
                }
            }
        }
    });
    Ok(run_id)
}

async fn record_chunk(state: &AppState, run_id: i64, first: usize, chunk: &[i64], kind: ActKind, who: &str) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    let mut known_shops: HashMap<i64, Shop> = HashMap::new();
    for (nth, &order_id) in chunk.iter().enumerate() {
        let Some(order) = order_state::load(&mut tx, order_id).await? else {
            let line = Line { label: "", order_id: None, act_id: None, outcome: "受注が見つかりません。" };
            add_line(&mut tx, run_id, first + nth, &line).await?;
            continue;
        };
        let label = order.order_number.clone();
        let shop = match known_shops.get(&order.shop_id) {
            Some(shop) => shop.clone(),
            None => shops::by_id(&mut tx, order.shop_id).await?.ok_or(ledger::NO_SHOP)?,
        };
        known_shops.insert(shop.id, shop.clone());
        let by = Requester { who, run_id: Some(run_id), urgency: Urgency::Bulk };
        let (act_id, outcome) = match ledger::record(state, &mut tx, &shop, order, kind, by).await {
            Ok(act_id) => (Some(act_id), String::new()),
            Err(ServerError::Refused(refusal)) => (None, refusal.to_string()),
            Err(ServerError::Invalid(violations)) => (None, violations.first().map(|v| v.message.clone()).unwrap_or_default()),
            Err(ServerError::BadInput(sentence)) => (None, sentence),
            Err(error) => return Err(error),
        };
        let line = Line { label: &label, order_id: Some(order_id), act_id, outcome: &outcome };
        add_line(&mut tx, run_id, first + nth, &line).await?;
    }
    state.store.commit(tx).await?;
    Ok(())
}

async fn note_failed_chunk(state: &AppState, run_id: i64, first: usize, chunk: &[i64]) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    for (nth, &order_id) in chunk.iter().enumerate() {
        let label = order_state::load(&mut tx, order_id).await?.map(|order| order.order_number).unwrap_or_default();
        let outcome = "サーバーの問題で記録できませんでした。この受注は送信していません。";
        add_line(&mut tx, run_id, first + nth, &Line { label: &label, order_id: Some(order_id), act_id: None, outcome }).await?;
    }
    state.store.commit(tx).await?;
    Ok(())
}

async fn add_line(tx: &mut Transaction, run_id: i64, position: usize, line: &Line<'_>) -> Result<(), StoreError> {
    runs::add_line(tx, run_id, i64::try_from(position).unwrap_or(i64::MAX), line).await
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
