//! How runs stand, for the screen.

use super::action;
use crate::api::acts::{RunRow, RunRowState, RunSummary};
use crate::domain::act::ActState;
use crate::domain::lamp::Credit;
use crate::domain::reason::{self, Code};
use crate::domain::role::Role;
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
    done: i64,
    reviewing: i64,
    attention: i64,
    failed: i64,
    left_out: i64,
    repeatable: i64,
    edit: Option<String>,
}

/// How a row stands, a code of [`RunRowState`].
fn standing() -> String {
    let [hold, ng, reviewing] = [Credit::Hold, Credit::Ng, Credit::Reviewing].map(Credit::label);
    let verdict = verdict("result");
    format!(
        "CASE WHEN run_rows.outcome IS NULL THEN 'waiting' \
         WHEN acts.id IS NULL THEN CASE WHEN run_rows.done = 1 THEN 'done' WHEN run_rows.failed = 1 THEN 'failed' ELSE 'left-out' END \
         WHEN acts.state IN ('queued', 'sent') THEN 'waiting' WHEN acts.state IN ('unknown', 'asking') THEN 'lost' \
         WHEN acts.state = 'refused' THEN 'failed' WHEN acts.result IN ('{hold}', '{ng}') OR {verdict} IN ('{hold}', '{ng}') THEN 'attention' \
         WHEN acts.result = '{reviewing}' AND {verdict} IS NULL THEN 'reviewing' ELSE 'done' END"
    )
}

/// What ended the review of an order of which NP's answer was 与信中: a column of the first later act that did. What came
/// of the order after that is told elsewhere.
fn verdict(column: &str) -> String {
    let reviewing = Credit::Reviewing.label();
    format!(
        "CASE WHEN acts.result = '{reviewing}' THEN (SELECT later.{column} FROM acts AS later WHERE later.order_id = acts.order_id \
         AND later.id > acts.id AND later.kind IN ('check', 'update', 'cancel') AND later.state = 'done' AND later.result <> '{reviewing}' \
         ORDER BY later.id LIMIT 1) END"
    )
}

/// What is told of runs; `rest` says of which.
fn summaries(rest: &str) -> AssertSqlSafe<String> {
    let count = |of: &str| format!("CAST(COALESCE(SUM(CASE WHEN {of} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    let standing = standing();
    let stand = |state: RunRowState| count(&format!("{standing} = '{}'", state.code()));
    AssertSqlSafe(format!(
        "SELECT runs.id, runs.kind, runs.edit, runs.title, runs.started_by, runs.started_at, runs.total, \
         {done} AS done, {reviewing} AS reviewing, {attention} AS attention, {failed} AS failed, {left_out} AS left_out, {repeatable} AS repeatable \
         FROM runs LEFT JOIN run_rows ON run_rows.run_id = runs.id LEFT JOIN acts ON acts.id = run_rows.act_id {rest}",
        done = stand(RunRowState::Done),
        reviewing = stand(RunRowState::Reviewing),
        attention = stand(RunRowState::Attention),
        failed = stand(RunRowState::Failed),
        left_out = stand(RunRowState::LeftOut),
        repeatable = count("run_rows.order_id IS NOT NULL AND (run_rows.again = 1 OR acts.state = 'refused')"),
    ))
}

/// One run, as who has the role sees it; `None` when there is no such run.
///
/// # Errors
/// When the database fails.
pub async fn summary(conn: &mut AnyConnection, run_id: i64, role: Role) -> Result<Option<RunSummary>, StoreError> {
    let row: Option<SummaryRow> = sqlx::query_as(summaries(
        "WHERE runs.id = $1 GROUP BY runs.id, runs.kind, runs.edit, runs.title, runs.started_by, runs.started_at, runs.total",
    ))
    .bind(run_id)
    .fetch_optional(conn)
    .await?;
    row.map(|row| row.told(role)).transpose()
}

/// The latest runs, newest first, as who has the role sees them.
///
/// # Errors
/// When the database fails.
pub async fn latest(conn: &mut AnyConnection, limit: i64, role: Role) -> Result<Vec<RunSummary>, StoreError> {
    let rows: Vec<SummaryRow> = sqlx::query_as(summaries(
        "WHERE runs.id IN (SELECT id FROM runs ORDER BY id DESC LIMIT $1) \
         GROUP BY runs.id, runs.kind, runs.edit, runs.title, runs.started_by, runs.started_at, runs.total ORDER BY runs.id DESC",
    ))
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| row.told(role)).collect()
}

/// A run's lines: what somebody has to look at first, then as they were asked for.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn lines(conn: &mut AnyConnection, run_id: i64, limit: i64) -> Result<Vec<RunRow>, StoreError> {
    let rows: Vec<LineRow> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT run_rows.label, run_rows.order_id, run_rows.outcome, {standing} AS standing, acts.state, acts.result, acts.codes, acts.trouble, \
         {verdict} AS verdict, {verdict_codes} AS verdict_codes, shops.name AS shop FROM run_rows LEFT JOIN acts ON acts.id = run_rows.act_id \
         LEFT JOIN orders ON orders.id = run_rows.order_id LEFT JOIN shops ON shops.id = orders.shop_id WHERE run_rows.run_id = $1 \
         ORDER BY CASE {standing} WHEN 'failed' THEN 0 WHEN 'lost' THEN 1 WHEN 'attention' THEN 2 ELSE 3 END, run_rows.position LIMIT $2",
        standing = standing(),
        verdict = verdict("result"),
        verdict_codes = verdict("codes"),
    )))
    .bind(run_id)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(RunRow::try_from).collect()
}

#[derive(sqlx::FromRow)]
struct LineRow {
    label: String,
    order_id: Option<i64>,
    outcome: Option<String>,
    standing: String,
    state: Option<String>,
    result: Option<String>,
    codes: Option<String>,
    trouble: Option<String>,
    verdict: Option<String>,
    verdict_codes: Option<String>,
    shop: Option<String>,
}

impl TryFrom<LineRow> for RunRow {
    type Error = StoreError;

    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        let state = RunRowState::from_code(&row.standing).ok_or(StoreError::Corrupt("run_rows"))?;
        let codes: Vec<Code> = codes_from_text(row.verdict_codes.as_ref().or(row.codes.as_ref()).map_or("[]", String::as_str))?;
        let text = row.told(&codes)?;
        let codes = codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" ");
        Ok(Self { label: row.label, order_id: row.order_id, state, text, codes, shop: row.shop.unwrap_or_default() })
    }
}

impl LineRow {
    /// In words.
    fn told(&self, codes: &[Code]) -> Result<String, StoreError> {
        let Some(outcome) = &self.outcome else { return Ok(ActState::Queued.label().to_owned()) };
        let Some(state) = &self.state else { return Ok(outcome.clone()) };
        let state = ActState::from_code(state).ok_or(StoreError::Corrupt("acts.state"))?;
        let answer = self.result.clone().unwrap_or_else(|| state.label().to_owned());
        let verdict = self.verdict.as_ref().map(|verdict| format!("→ {verdict}"));
        let reasons = codes.iter().map(|code| reason::explain(code).text.into_owned());
        Ok([answer].into_iter().chain(verdict).chain(self.trouble.clone()).chain(reasons).collect::<Vec<_>>().join(" "))
    }
}

impl SummaryRow {
    fn told(self, role: Role) -> Result<RunSummary, StoreError> {
        let may_repeat = action(&self.kind, self.edit.as_deref())?.is_some_and(|action| role.may(action.right()));
        let ended = self.done + self.reviewing + self.attention + self.failed + self.left_out;
        Ok(RunSummary {
            id: self.id,
            kind: self.kind,
            repeatable: if may_repeat { self.repeatable } else { 0 },
            title: self.title,
            started_by: self.started_by,
            started_at: clock::minutes(self.started_at),
            total: self.total,
            open: (self.total - ended).max(0),
            done: self.done,
            reviewing: self.reviewing,
            attention: self.attention,
            failed: self.failed,
            left_out: self.left_out,
        })
    }
}
