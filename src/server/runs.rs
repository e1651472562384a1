//! Bulk actions on many orders: preview, run, report.

mod acts;
mod edits;
mod export;
mod outlook;

pub use export::export;

use crate::api::acts::{RUN_LIMIT, Repeat, RunPreview, RunReport, RunSummary};
use crate::domain::audit::AuditKind;
use crate::domain::bulk::Bulk;
use crate::domain::edit::Edit;
use crate::domain::role::Role;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::statuses;
use crate::server::store::runs::{self, NewRun};
use crate::server::store::{Store, Transaction};
use sqlx::AnyConnection;
use std::collections::HashSet;
use std::time::Duration;

/// Orders handled in one transaction: presses of others get in between, and a stop loses no more than this.
const CHUNK: i64 = 200;
/// Orders looked at together in a preview: contents are large.
const LOOKED_AT_ONCE: usize = 1_000;
/// The wait after a chunk that could not be written.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);
/// Lines of a report that are sent to the browser. The file has them all.
const REPORT_LINES: i64 = 2_000;

/// What the action would do, and why rows would be left out.
///
/// # Errors
/// When too many rows are named, something typed is wrong, or the database fails.
pub async fn preview(state: &AppState, action: Bulk, order_ids: &[i64]) -> Result<RunPreview, ServerError> {
    check_size(order_ids)?;
    let mut conn = state.store.read().await?;
    let action = checked(&mut conn, action).await?;
    let outlook = match &action {
        Bulk::Act(kind) => acts::outlook(&mut conn, *kind, order_ids).await?,
        Bulk::Edit(edit) => edits::outlook(&mut conn, edit, order_ids).await?,
    };
    Ok(outlook.preview())
}

/// Opens the run and handles its lines in the background; returns the run's key at once.
///
/// # Errors
/// As [`preview`].
pub async fn start(state: &AppState, user: &SessionUser, action: Bulk, order_ids: Vec<i64>) -> Result<i64, ServerError> {
    check_size(&order_ids)?;
    let mut tx = state.store.begin().await?;
    let action = checked(&mut tx, action).await?;
    let run_id = open(&mut tx, &user.name, &action, &order_ids).await?;
    let what = format!("一括の{} {}件（実行履歴 {run_id}）", action.title(), order_ids.len());
    user.note(&mut tx, AuditKind::Act, &what).await?;
    state.store.commit(tx).await?;
    begin(state, run_id, action, &user.name);
    Ok(run_id)
}

async fn checked(conn: &mut AnyConnection, action: Bulk) -> Result<Bulk, ServerError> {
    let Bulk::Edit(edit) = action else { return Ok(action) };
    let edit = edit.checked().map_err(ServerError::BadInput)?;
    if let Edit::Status(name) = &edit {
        statuses::must_have(conn, name).await?;
    }
    Ok(Bulk::Edit(edit))
}

/// Opens a run in the caller's transaction. Once that is committed, [`begin`] handles it, or else the next start does.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Transaction, who: &str, action: &Bulk, order_ids: &[i64]) -> Result<i64, ServerError> {
    // An order named twice is one order.
    let mut seen = HashSet::with_capacity(order_ids.len());
    let order_ids: Vec<i64> = order_ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    let total = i64::try_from(order_ids.len()).unwrap_or(i64::MAX);
    let run_id = runs::open(tx, NewRun { action: Some(action), title: &action.title(), shop_id: None, who, total }).await?;
    runs::add_orders(tx, run_id, &order_ids).await?;
    Ok(run_id)
}

/// Handles an opened run in the background.
pub fn begin(state: &AppState, run_id: i64, action: Bulk, who: &str) {
    tokio::spawn(handle(state.clone(), run_id, action, who.to_owned()));
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
    for (run_id, action, who) in unfinished {
        begin(state, run_id, action, &who);
    }
    Ok(())
}

/// Handles a run's lines, chunk by chunk, until none is left.
async fn handle(state: AppState, run_id: i64, action: Bulk, who: String) {
    loop {
        match handle_chunk(&state, run_id, &action, &who).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, run_id, "a chunk of a bulk run could not be handled; trying again");
                tokio::time::sleep(AFTER_TROUBLE).await;
            }
        }
    }
}

/// Handles one chunk in one transaction; returns how many lines that were.
async fn handle_chunk(state: &AppState, run_id: i64, action: &Bulk, who: &str) -> Result<usize, ServerError> {
    let mut tx = state.store.begin().await?;
    let lines = runs::to_handle(&mut tx, run_id, CHUNK).await?;
    let handled = match action {
        Bulk::Act(kind) => acts::handle(state, &mut tx, run_id, *kind, who, &lines).await?,
        Bulk::Edit(edit) => edits::handle(state, &mut tx, edit, who, &lines).await?,
    };
    runs::handled(&mut tx, run_id, &handled).await?;
    if matches!(action, Bulk::Edit(edit) if edit.is_private()) {
        runs::forget_edit(&mut tx, run_id).await?;
    }
    state.store.commit(tx).await?;
    Ok(lines.len())
}

/// A run with its rows.
///
/// # Errors
/// When there is no such run.
pub async fn report(store: &Store, role: Role, run_id: i64) -> Result<RunReport, ServerError> {
    let mut conn = store.read().await?;
    let summary = runs::summary(&mut conn, run_id, role).await?.ok_or(NO_RUN)?;
    Ok(RunReport { summary, rows: runs::lines(&mut conn, run_id, REPORT_LINES).await? })
}

/// What a run did not do, to do it again.
///
/// # Errors
/// When there is nothing to repeat, or what the run did is not kept.
pub async fn repeat(store: &Store, run_id: i64) -> Result<Repeat, ServerError> {
    let mut conn = store.read().await?;
    let (action, order_ids) = runs::left_undone(&mut conn, run_id).await?;
    let action = action
        .ok_or(ServerError::NotFound("この実行の内容は保存されていないため、再実行できません。受注画面から実行し直してください。"))?;
    if order_ids.is_empty() {
        return Err(ServerError::NotFound("再実行する受注はありません。"));
    }
    Ok(Repeat { action, order_ids })
}

/// The latest runs.
///
/// # Errors
/// When the database fails.
pub async fn latest(store: &Store, role: Role) -> Result<Vec<RunSummary>, ServerError> {
    let mut conn = store.read().await?;
    Ok(runs::latest(&mut conn, 100, role).await?)
}

const NO_RUN: ServerError = ServerError::NotFound("実行履歴が見つかりません。");

fn check_size(order_ids: &[i64]) -> Result<(), ServerError> {
    match order_ids.len() {
        0 => Err(ServerError::BadInput("注文にチェックを付けてください。".to_owned())),
        n if n > RUN_LIMIT => Err(ServerError::BadInput(format!("一度に処理できるのは{RUN_LIMIT}件までです。"))),
        _ => Ok(()),
    }
}
