//! Bulk runs and imports, with one line per row they were asked to handle.

use super::values::{placeholders, rows_at_once};
use super::{StoreError, Transaction, take_numbers};
use crate::api::acts::{RunRow, RunRowState, RunSummary};
use crate::domain::act::ActState;
use crate::domain::lamp::Credit;
use crate::domain::reason::{self, Code};
use crate::server::clock;
use sqlx::{AnyConnection, AssertSqlSafe};

/// Opens a run over `total` rows.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Transaction, kind: &str, title: &str, shop_id: Option<i64>, who: &str, total: i64) -> Result<i64, StoreError> {
    let id = take_numbers(tx, "run", 1).await?;
    sqlx::query("INSERT INTO runs (id, kind, title, shop_id, started_by, started_at, total) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(kind.to_owned())
        .bind(title.to_owned())
        .bind(shop_id)
        .bind(who.to_owned())
        .bind(clock::now_ms())
        .bind(total)
        .execute(&mut **tx)
        .await?;
    Ok(id)
}

/// One line of a run that is known from the start: of an import.
pub struct Line<'a> {
    /// Order number, or the row of a file.
    pub label: &'a str,
    /// The order.
    pub order_id: Option<i64>,
    /// What became of it.
    pub outcome: &'a str,
}

/// Writes a line with its outcome.
///
/// # Errors
/// When the database fails.
pub async fn add_line(tx: &mut Transaction, run_id: i64, position: i64, line: &Line<'_>) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO run_rows (run_id, position, label, order_id, outcome) VALUES ($1, $2, $3, $4, $5)")
        .bind(run_id)
        .bind(position)
        .bind(line.label.to_owned())
        .bind(line.order_id)
        .bind(line.outcome.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Writes a line for each order of a bulk run, to be handled one after the other. Unknown orders are told at once.
///
/// # Errors
/// When the database fails.
pub async fn add_orders(tx: &mut Transaction, run_id: i64, order_ids: &[i64]) -> Result<(), StoreError> {
    for (ids, first) in order_ids.chunks(rows_at_once(2)).zip((0_i64..).step_by(rows_at_once(2))) {
        let sql = format!(
            "INSERT INTO run_rows (run_id, position, label, order_id, outcome) \
             SELECT $1, v.column1, COALESCE(orders.order_number, ''), orders.id, \
             CASE WHEN orders.id IS NULL THEN '受注が見つかりません。' END \
             FROM (VALUES {}) AS v LEFT JOIN orders ON orders.id = v.column2",
            placeholders(2, ids.len(), 2)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(run_id);
        for (position, id) in (first..).zip(ids) {
            query = query.bind(position).bind(*id);
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// The next lines of a run that nobody has handled: position and order.
///
/// # Errors
/// When the database fails.
pub async fn to_handle(tx: &mut Transaction, run_id: i64, limit: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    Ok(sqlx::query_as("SELECT position, order_id FROM run_rows WHERE run_id = $1 AND outcome IS NULL ORDER BY position LIMIT $2")
        .bind(run_id)
        .bind(limit)
        .fetch_all(&mut **tx)
        .await?)
}

/// A line that was handled: the act it became, or why it was left out.
pub struct Handled {
    /// Its place in the run.
    pub position: i64,
    /// The act.
    pub act_id: Option<i64>,
    /// Why there is none, or empty.
    pub outcome: String,
}

/// Writes what became of lines.
///
/// # Errors
/// When the database fails.
pub async fn handled(tx: &mut Transaction, run_id: i64, lines: &[Handled]) -> Result<(), StoreError> {
    for lines in lines.chunks(rows_at_once(3)) {
        let sql = format!(
            "UPDATE run_rows SET act_id = v.column2, outcome = v.column3 FROM (VALUES {}) AS v \
             WHERE run_rows.run_id = $1 AND run_rows.position = v.column1",
            placeholders(2, lines.len(), 3)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(run_id);
        for line in lines {
            query = query.bind(line.position).bind(line.act_id).bind(line.outcome.clone());
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// Runs that were cut off: key, kind, who started them.
///
/// # Errors
/// When the database fails.
pub async fn unfinished(conn: &mut AnyConnection) -> Result<Vec<(i64, String, String)>, StoreError> {
    Ok(sqlx::query_as("SELECT id, kind, started_by FROM runs WHERE id IN (SELECT run_id FROM run_rows WHERE outcome IS NULL) ORDER BY id")
        .fetch_all(conn)
        .await?)
}

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
    done: i64,
    failed: i64,
    left_out: i64,
}

macro_rules! summaries {
    ($rest:literal) => {
        concat!(
            "SELECT runs.id, runs.kind, runs.title, runs.started_by, runs.started_at, runs.total, COUNT(run_rows.outcome) AS handled, \
             CAST(COALESCE(SUM(CASE WHEN acts.state IN ('queued', 'sent', 'unknown', 'asking') THEN 1 ELSE 0 END), 0) AS BIGINT) AS open, \
             CAST(COALESCE(SUM(CASE WHEN acts.state = 'done' THEN 1 ELSE 0 END), 0) AS BIGINT) AS done, \
             CAST(COALESCE(SUM(CASE WHEN acts.state = 'refused' THEN 1 ELSE 0 END), 0) AS BIGINT) AS failed, \
             CAST(COALESCE(SUM(CASE WHEN run_rows.outcome IS NOT NULL AND acts.id IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS left_out \
             FROM runs LEFT JOIN run_rows ON run_rows.run_id = runs.id LEFT JOIN acts ON acts.id = run_rows.act_id ",
            $rest
        )
    };
}

/// One run, `None` when there is no such run.
///
/// # Errors
/// When the database fails.
pub async fn summary(conn: &mut AnyConnection, run_id: i64) -> Result<Option<RunSummary>, StoreError> {
    let row: Option<SummaryRow> = sqlx::query_as(summaries!(
        "WHERE runs.id = $1 GROUP BY runs.id, runs.kind, runs.title, runs.started_by, runs.started_at, runs.total"
    ))
    .bind(run_id)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(RunSummary::from))
}

/// The latest runs, newest first.
///
/// # Errors
/// When the database fails.
pub async fn latest(conn: &mut AnyConnection, limit: i64) -> Result<Vec<RunSummary>, StoreError> {
    let rows: Vec<SummaryRow> = sqlx::query_as(summaries!(
        "WHERE runs.id IN (SELECT id FROM runs ORDER BY id DESC LIMIT $1) \
         GROUP BY runs.id, runs.kind, runs.title, runs.started_by, runs.started_at, runs.total ORDER BY runs.id DESC"
    ))
    .bind(limit)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(RunSummary::from).collect())
}

/// A run's lines, in the order they were asked for.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn lines(conn: &mut AnyConnection, run_id: i64, limit: i64) -> Result<Vec<RunRow>, StoreError> {
    let rows: Vec<LineRow> = sqlx::query_as(
        "SELECT run_rows.label, run_rows.order_id, run_rows.outcome, acts.state, acts.result, acts.codes, acts.trouble \
         FROM run_rows LEFT JOIN acts ON acts.id = run_rows.act_id WHERE run_rows.run_id = $1 ORDER BY run_rows.position LIMIT $2",
    )
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
    state: Option<String>,
    result: Option<String>,
    codes: Option<String>,
    trouble: Option<String>,
}

impl TryFrom<LineRow> for RunRow {
    type Error = StoreError;

    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        let LineRow { label, order_id, outcome, state, result, codes, trouble } = row;
        let Some(outcome) = outcome else {
            return Ok(Self { label, order_id, state: RunRowState::Waiting, text: ActState::Queued.label().to_owned() });
        };
        let Some(state) = state else {
            return Ok(Self { label, order_id, state: RunRowState::LeftOut, text: outcome });
        };
        let state = ActState::from_code(&state).ok_or(StoreError::Corrupt("acts.state"))?;
        let codes: Vec<Code> = super::order_state::codes_from_text(codes.as_deref().unwrap_or("[]"))?;
        let reasons = codes.iter().map(|code| reason::explain(code).text.into_owned());
        let needs_attention = result.as_deref().is_some_and(|word| word == Credit::Hold.label() || word == Credit::Ng.label());
        let word = result.unwrap_or_else(|| state.label().to_owned());
        let text = std::iter::once(word).chain(trouble).chain(reasons).collect::<Vec<_>>().join(" ");
        let row_state = match state {
            ActState::Queued | ActState::Sent => RunRowState::Waiting,
            ActState::Unknown | ActState::Asking => RunRowState::Lost,
            ActState::Done if needs_attention => RunRowState::Attention,
            ActState::Done => RunRowState::Done,
            ActState::Refused => RunRowState::Failed,
        };
        Ok(Self { label, order_id, state: row_state, text })
    }
}

impl From<SummaryRow> for RunSummary {
    fn from(row: SummaryRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            title: row.title,
            started_by: row.started_by,
            started_at: clock::minutes(row.started_at),
            total: row.total,
            open: row.open + (row.total - row.handled).max(0),
            done: row.done,
            failed: row.failed,
            left_out: row.left_out,
        }
    }
}
