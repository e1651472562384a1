//! How runs stand, for the screen.

use super::action;
use crate::api::acts::{RunRow, RunRowState, RunSummary};
use crate::domain::act::ActState;
use crate::domain::lamp::Credit;
use crate::domain::reason::{self, Code};
use crate::server::clock;
use crate::server::store::StoreError;
use crate::server::store::order_state::codes_from_text;
use sqlx::{AnyConnection, AssertSqlSafe};

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: i64,
    kind: String,
    title: String,
    started_by: String,
    started_at: i64,
    total: i64,
    handled: i64,
    open: i64,
    ended: i64,
    attention: i64,
    failed: i64,
    left_out: i64,
    repeatable: i64,
    edit: Option<String>,
}

/// What is told of runs; `rest` says of which.
fn summaries(rest: &str) -> AssertSqlSafe<String> {
    let attention = format!("acts.state = 'done' AND acts.result IN ('{}', '{}')", Credit::Hold.label(), Credit::Ng.label());
    let count = |of: &str| format!("CAST(COALESCE(SUM(CASE WHEN {of} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    AssertSqlSafe(format!(
        "SELECT runs.id, runs.kind, runs.edit, runs.title, runs.started_by, runs.started_at, runs.total, COUNT(run_rows.outcome) AS handled, \
         {open} AS open, {ended} AS ended, {attention} AS attention, {failed} AS failed, {left_out} AS left_out, {repeatable} AS repeatable \
         FROM runs LEFT JOIN run_rows ON run_rows.run_id = runs.id LEFT JOIN acts ON acts.id = run_rows.act_id {rest}",
        open = count("acts.state IN ('queued', 'sent', 'unknown', 'asking')"),
        ended = count("acts.state = 'done' OR run_rows.done = 1"),
        attention = count(&attention),
        failed = count("acts.state = 'refused' OR run_rows.failed = 1"),
        left_out = count("run_rows.outcome IS NOT NULL AND acts.id IS NULL AND run_rows.done = 0 AND run_rows.failed = 0"),
        repeatable = count("run_rows.order_id IS NOT NULL AND (run_rows.again = 1 OR acts.state = 'refused')"),
    ))
}

/// One run, `None` when there is no such run.
///
/// # Errors
/// When the database fails.
pub async fn summary(conn: &mut AnyConnection, run_id: i64) -> Result<Option<RunSummary>, StoreError> {
    let row: Option<SummaryRow> = sqlx::query_as(summaries(
        "WHERE runs.id = $1 GROUP BY runs.id, runs.kind, runs.edit, runs.title, runs.started_by, runs.started_at, runs.total",
    ))
    .bind(run_id)
    .fetch_optional(conn)
    .await?;
    row.map(RunSummary::try_from).transpose()
}

/// The latest runs, newest first.
///
/// # Errors
/// When the database fails.
pub async fn latest(conn: &mut AnyConnection, limit: i64) -> Result<Vec<RunSummary>, StoreError> {
    let rows: Vec<SummaryRow> = sqlx::query_as(summaries(
        "WHERE runs.id IN (SELECT id FROM runs ORDER BY id DESC LIMIT $1) \
         GROUP BY runs.id, runs.kind, runs.edit, runs.title, runs.started_by, runs.started_at, runs.total ORDER BY runs.id DESC",
    ))
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(RunSummary::try_from).collect()
}

/// A run's lines: what somebody has to look at first, then as they were asked for.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn lines(conn: &mut AnyConnection, run_id: i64, limit: i64) -> Result<Vec<RunRow>, StoreError> {
    let rows: Vec<LineRow> = sqlx::query_as(
        "SELECT run_rows.label, run_rows.order_id, run_rows.outcome, run_rows.done, run_rows.failed, acts.state, acts.result, acts.codes, acts.trouble, \
         shops.name AS shop FROM run_rows LEFT JOIN acts ON acts.id = run_rows.act_id \
         LEFT JOIN orders ON orders.id = run_rows.order_id LEFT JOIN shops ON shops.id = orders.shop_id WHERE run_rows.run_id = $1 \
         ORDER BY CASE WHEN acts.state = 'refused' OR run_rows.failed = 1 THEN 0 WHEN acts.state IN ('unknown', 'asking') THEN 1 \
         WHEN acts.result IN ($3, $4) THEN 2 ELSE 3 END, run_rows.position LIMIT $2",
    )
    .bind(run_id)
    .bind(limit)
    .bind(Credit::Hold.label())
    .bind(Credit::Ng.label())
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(RunRow::try_from).collect()
}

#[derive(sqlx::FromRow)]
struct LineRow {
    label: String,
    order_id: Option<i64>,
    outcome: Option<String>,
    done: i64,
    failed: i64,
    state: Option<String>,
    result: Option<String>,
    codes: Option<String>,
    trouble: Option<String>,
    shop: Option<String>,
}

impl TryFrom<LineRow> for RunRow {
    type Error = StoreError;

    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        let codes: Vec<Code> = codes_from_text(row.codes.as_deref().unwrap_or("[]"))?;
        let (state, text) = row.told(&codes)?;
        let codes = codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" ");
        Ok(Self { label: row.label, order_id: row.order_id, state, text, codes, shop: row.shop.unwrap_or_default() })
    }
}

impl LineRow {
    /// How the row stands, and in words.
    fn told(&self, codes: &[Code]) -> Result<(RunRowState, String), StoreError> {
        let Some(outcome) = &self.outcome else { return Ok((RunRowState::Waiting, ActState::Queued.label().to_owned())) };
        let Some(state) = &self.state else {
            let state = match (self.done, self.failed) {
                (1, _) => RunRowState::Done,
                (_, 1) => RunRowState::Failed,
                _ => RunRowState::LeftOut,
            };
            return Ok((state, outcome.clone()));
        };
        let state = ActState::from_code(state).ok_or(StoreError::Corrupt("acts.state"))?;
        let needs_attention = self.result.as_deref().is_some_and(|word| word == Credit::Hold.label() || word == Credit::Ng.label());
        let word = self.result.clone().unwrap_or_else(|| state.label().to_owned());
        let reasons = codes.iter().map(|code| reason::explain(code).text.into_owned());
        let text = std::iter::once(word).chain(self.trouble.clone()).chain(reasons).collect::<Vec<_>>().join(" ");
        let row_state = match state {
            ActState::Queued | ActState::Sent => RunRowState::Waiting,
            ActState::Unknown | ActState::Asking => RunRowState::Lost,
            ActState::Done if needs_attention => RunRowState::Attention,
            ActState::Done => RunRowState::Done,
            ActState::Refused => RunRowState::Failed,
        };
        Ok((row_state, text))
    }
}

impl TryFrom<SummaryRow> for RunSummary {
    type Error = StoreError;

    fn try_from(row: SummaryRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            kind: row.kind.clone(),
            repeatable: if action(&row.kind, row.edit.as_deref())?.is_some() { row.repeatable } else { 0 },
            title: row.title,
            started_by: row.started_by,
            started_at: clock::minutes(row.started_at),
            total: row.total,
            open: row.open + (row.total - row.handled).max(0),
            done: row.ended - row.attention,
            attention: row.attention,
            failed: row.failed,
            left_out: row.left_out,
        })
    }
}
