//! Acts: pressing a button, running a bulk action, settling what was lost.

use super::error::AppError;
use super::row::OrderRow;
use crate::domain::act::ActKind;
use crate::domain::masked::prints_only;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a bulk action would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPreview {
    /// Rows that would be sent.
    pub will_send: i64,
    /// Why others are left out: the sentence, and how many.
    pub left_out: Vec<(String, i64)>,
}

/// A bulk run or an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Key.
    pub id: i64,
    /// An act's code, or `import`.
    pub kind: String,
    /// In words.
    pub title: String,
    /// Who started it.
    pub started_by: String,
    /// When, in Japan.
    pub started_at: String,
    /// Rows it was asked to handle.
    pub total: i64,
    /// Not ended yet.
    pub open: i64,
    /// Taken by NP.
    pub done: i64,
    /// Refused.
    pub failed: i64,
    /// Not sent, with a reason; for imports, rows as reported.
    pub left_out: i64,
}

/// How one row of a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunRowState {
    /// Queued or on its way.
    Waiting,
    /// Its answer was lost.
    Lost,
    /// Done, and nothing is left to do.
    Done,
    /// Done, with a verdict that somebody has to act on: 保留, 与信NG.
    Attention,
    /// Refused.
    Failed,
    /// Not sent.
    LeftOut,
}

/// One row of a run.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRow {
    /// Order number, or the row of a file.
    pub label: String,
    /// The order, where there is one.
    pub order_id: Option<i64>,
    /// How it stands.
    pub state: RunRowState,
    /// In words.
    pub text: String,
}

prints_only!(RunRow { order_id, state });

/// A run with its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunReport {
    /// The counts.
    pub summary: RunSummary,
    /// The rows, in the order they were asked for.
    pub rows: Vec<RunRow>,
}

/// The most rows one bulk action takes.
pub const RUN_LIMIT: usize = 20_000;

/// Records one act for one order. `version` is the version the person was looking at.
///
/// # Errors
/// Why the order does not allow it, or that somebody else was first.
#[server(prefix = "/api", endpoint = "press", input = server_fn::codec::Json)]
pub async fn press(order_id: i64, version: i64, kind: ActKind) -> Result<OrderRow, AppError> {
    use crate::server::{acts, auth, state};
    let user = auth::require(kind.right())?;
    Ok(acts::ledger::record_one(&state::current(), &user, order_id, version, kind).await?)
}

/// Settles a lost answer now instead of at the next wait.
///
/// # Errors
/// When nothing of this order is lost.
#[server(prefix = "/api", endpoint = "look_up", input = server_fn::codec::Json)]
pub async fn look_up(order_id: i64) -> Result<OrderRow, AppError> {
    use crate::domain::role::Right;
    use crate::server::{acts, auth, state};
    let user = auth::require(Right::Act)?;
    Ok(acts::lost::look_up(&state::current(), &user, order_id).await?)
}

/// Takes the NP取引ID that a person read on NP's own screen, and asks NP about it.
///
/// # Errors
/// When it is not 11 digits, or nothing of this order waits for it.
#[server(prefix = "/api", endpoint = "enter_np_id", input = server_fn::codec::Json)]
pub async fn enter_np_id(order_id: i64, np_transaction_id: String) -> Result<OrderRow, AppError> {
    use crate::domain::role::Right;
    use crate::server::{acts, auth, state};
    let user = auth::require(Right::Act)?;
    Ok(acts::lost::enter_np_id(&state::current(), &user, order_id, &np_transaction_id).await?)
}

/// What a bulk action on these orders would do.
///
/// # Errors
/// When too many rows are named.
#[server(prefix = "/api", endpoint = "preview_run", input = server_fn::codec::Json)]
pub async fn preview_run(kind: ActKind, order_ids: Vec<i64>) -> Result<RunPreview, AppError> {
    use crate::server::{acts, auth, state};
    auth::require(kind.right())?;
    Ok(acts::runs::preview(&state::current(), kind, &order_ids).await?)
}

/// Starts a bulk action; returns the run.
///
/// # Errors
/// When too many rows are named, or the kind is not one for bulk.
#[server(prefix = "/api", endpoint = "start_run", input = server_fn::codec::Json)]
pub async fn start_run(kind: ActKind, order_ids: Vec<i64>) -> Result<i64, AppError> {
    use crate::server::{acts, auth, state};
    let user = auth::require(kind.right())?;
    Ok(acts::runs::start(&state::current(), &user, kind, order_ids).await?)
}

/// How a run stands.
///
/// # Errors
/// When there is no such run.
#[server(prefix = "/api", endpoint = "run")]
pub async fn load_run(run_id: i64) -> Result<RunReport, AppError> {
    use crate::domain::role::Right;
    use crate::server::{acts, auth, state};
    auth::require(Right::See)?;
    Ok(acts::runs::report(&state::current().store, run_id).await?)
}

/// The latest runs, newest first.
///
/// # Errors
/// When the caller is not signed in.
#[server(prefix = "/api", endpoint = "runs")]
pub async fn latest_runs() -> Result<Vec<RunSummary>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{acts, auth, state};
    auth::require(Right::See)?;
    Ok(acts::runs::latest(&state::current().store).await?)
}

/// Tests a paused shop's credentials at NP, and lets its queue go on when they are good.
///
/// # Errors
/// What the test said.
#[server(prefix = "/api", endpoint = "resume_shop", input = server_fn::codec::Json)]
pub async fn resume_shop(shop: String) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{acts, auth, state};
    let user = auth::require(Right::Act)?;
    Ok(acts::pause::resume(&state::current(), &user, &shop).await?)
}
