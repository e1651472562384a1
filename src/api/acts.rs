//! Acts: pressing a button, running a bulk action, settling what was lost.

use super::error::AppError;
use super::row::OrderRow;
use crate::domain::act::ActKind;
use crate::domain::bulk::Bulk;
use crate::domain::coded::coded;
use crate::domain::masked::prints_only;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a bulk action would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPreview {
    /// Rows that would be sent or changed.
    pub will_send: i64,
    /// Why others are left out: the sentence, and how many.
    pub left_out: Vec<(String, i64)>,
    /// What somebody should know about some of those that would be.
    pub concerns: Vec<Concern>,
}

coded! {
    /// What there is to know before an action is started, the gravest first.
    #[derive(PartialOrd, Ord)]
    pub enum ConcernKind {
        /// The desk's own check stops them.
        Stopped = "stopped", "NPには送られず、エラーになります。";
        /// What NP may say.
        Held = "held", "このまま送ると、保留・与信NG・エラーになる可能性があります。";
        /// NP has their slip numbers.
        Reported = "reported", "伝票番号をNPに報告済みです。キャンセルすると、NPからの立替払いも取り消されます。";
        /// Something about the parcel looks wrong.
        Doubted = "doubted", "配送の内容を確かめてください。NPに報告した伝票番号は取り消せません。";
        /// What is to be entered looks wrong beside what is there.
        Unusual = "unusual", "入力する内容を確かめてください。";
        /// Nothing in them is new to NP.
        Unchanged = "unchanged", "NPに送った内容から変わっていません。";
        /// A value that is there goes.
        Replaced = "replaced", "入力済みの内容を置き換えます。元の内容は残りません。";
        /// NP has a credit for another amount.
        Resend = "resend", "変更後に与信内容変更を送るまで、NPの請求額は変わりません。";
    }
}

/// Orders that have one concern in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// Of what kind.
    pub kind: ConcernKind,
    /// In a few words.
    pub short: String,
    /// The orders.
    pub order_ids: Vec<i64>,
}

/// A bulk run or an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Key.
    pub id: i64,
    /// An act's or an edit's code, or `import`.
    pub kind: String,
    /// Orders that were refused, or left out for a reason that may pass: so many can be done again by who asks.
    pub repeatable: i64,
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
    /// Done: taken by NP, or changed here, and nothing is left to do.
    pub done: i64,
    /// Done as far as it is for us: NP has not decided yet.
    pub reviewing: i64,
    /// Done, with a verdict that somebody has to act on.
    pub attention: i64,
    /// Refused.
    pub failed: i64,
    /// Left as it was, with a reason; for imports, rows as reported.
    pub left_out: i64,
}

coded! {
    /// How one row of a run stands.
    pub enum RunRowState {
        /// Queued or on its way.
        Waiting = "waiting", "処理中";
        /// Its answer was lost.
        Lost = "lost", "結果不明";
        /// Done, and nothing is left to do.
        Done = "done", "完了";
        /// NP has taken it and not decided yet.
        Reviewing = "reviewing", "与信中";
        /// Done, with a verdict that somebody has to act on: 保留, 与信NG.
        Attention = "attention", "要対応";
        /// Refused.
        Failed = "failed", "エラー";
        /// Left as it was.
        LeftOut = "left-out", "対象外";
    }
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
    /// NP's codes for it, as its help desk asks for them.
    pub codes: String,
    /// The order's shop, where there is one.
    pub shop: String,
}

prints_only!(RunRow { order_id, state });

/// A run with its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunReport {
    /// The counts.
    pub summary: RunSummary,
    /// The rows: what somebody has to look at first, then as they were asked for.
    pub rows: Vec<RunRow>,
}

/// What a run left undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// What it did.
    pub action: Bulk,
    /// The orders that were refused, or left out for a reason that may pass, in their order.
    pub order_ids: Vec<i64>,
}

/// Where a run's rows are handed out as a file.
pub const RUN_EXPORT: &str = "/runs/export";

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
/// When too many rows are named, or something typed is wrong.
#[server(prefix = "/api", endpoint = "preview_run", input = server_fn::codec::Json)]
pub async fn preview_run(action: Bulk, order_ids: Vec<i64>) -> Result<RunPreview, AppError> {
    use crate::server::{auth, runs, state};
    auth::require(action.right())?;
    Ok(runs::preview(&state::current(), action, &order_ids).await?)
}

/// Starts a bulk action; returns the run.
///
/// # Errors
/// As [`preview_run`].
#[server(prefix = "/api", endpoint = "start_run", input = server_fn::codec::Json)]
pub async fn start_run(action: Bulk, order_ids: Vec<i64>) -> Result<i64, AppError> {
    use crate::server::{auth, runs, state};
    let user = auth::require(action.right())?;
    Ok(runs::start(&state::current(), &user, action, order_ids).await?)
}

/// What a run left undone, to be previewed and started again.
///
/// # Errors
/// When there is nothing to repeat, or what the run did is not kept.
#[server(prefix = "/api", endpoint = "repeat_run")]
pub async fn load_repeat(run_id: i64) -> Result<Repeat, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, runs, state};
    auth::require(Right::See)?;
    Ok(runs::repeat(&state::current().store, run_id).await?)
}

/// How a run stands.
///
/// # Errors
/// When there is no such run.
#[server(prefix = "/api", endpoint = "run")]
pub async fn load_run(run_id: i64) -> Result<RunReport, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, runs, state};
    let user = auth::require(Right::See)?;
    Ok(runs::report(&state::current().store, user.role, run_id).await?)
}

/// The latest runs, newest first.
///
/// # Errors
/// When the caller is not signed in.
#[server(prefix = "/api", endpoint = "runs")]
pub async fn latest_runs() -> Result<Vec<RunSummary>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, runs, state};
    let user = auth::require(Right::See)?;
    Ok(runs::latest(&state::current().store, user.role).await?)
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
