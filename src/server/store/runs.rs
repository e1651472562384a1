//! Bulk runs and imports, with one line per row they were asked to handle.

mod report;

pub use report::{latest, lines, summary};

use super::values::{placeholders, rows_at_once};
use super::{StoreError, Transaction, take_numbers};
use crate::domain::act::ActKind;
use crate::domain::bulk::Bulk;
use crate::server::clock;
use sqlx::{AnyConnection, AssertSqlSafe};

/// What imports have for a kind.
pub const IMPORT: &str = "import";

/// A run to be opened.
#[derive(Clone, Copy)]
pub struct NewRun<'a> {
    /// Its action, `None` for an import.
    pub action: Option<&'a Bulk>,
    /// In words.
    pub title: &'a str,
    /// The shop of an import.
    pub shop_id: Option<i64>,
    /// Who starts it.
    pub who: &'a str,
    /// Rows that it is asked to handle.
    pub total: i64,
}

/// Opens a run.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Transaction, run: NewRun<'_>) -> Result<i64, StoreError> {
    let id = take_numbers(tx, "run", 1).await?;
    let (kind, edit) = match run.action {
        None => (IMPORT, None),
        Some(Bulk::Act(kind)) => (kind.code(), None),
        Some(Bulk::Edit(edit)) => (edit.code(), Some(serde_json::to_string(edit).expect("an edit is plain data"))),
    };
    sqlx::query("INSERT INTO runs (id, kind, edit, title, shop_id, started_by, started_at, total) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(id)
        .bind(kind)
        .bind(edit)
        .bind(run.title.to_owned())
        .bind(run.shop_id)
        .bind(run.who.to_owned())
        .bind(clock::now_ms())
        .bind(run.total)
        .execute(&mut **tx)
        .await?;
    Ok(id)
}

/// What a run does; `None` for an import, and when it is not kept any more.
fn action(kind: &str, edit: Option<&str>) -> Result<Option<Bulk>, StoreError> {
    match edit {
        Some(text) => serde_json::from_str(text).map(|edit| Some(Bulk::Edit(edit))).map_err(|_| StoreError::Corrupt("runs.edit")),
        None => Ok(ActKind::from_code(kind).map(Bulk::Act)),
    }
}

/// What a run does, and the orders that were refused, or left out for a reason that may pass, in their order.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn left_undone(conn: &mut AnyConnection, run_id: i64) -> Result<(Option<Bulk>, Vec<i64>), StoreError> {
    let run: Option<(String, Option<String>)> =
        sqlx::query_as("SELECT kind, edit FROM runs WHERE id = $1").bind(run_id).fetch_optional(&mut *conn).await?;
    let Some((kind, edit)) = run else { return Ok((None, Vec::new())) };
    let order_ids = sqlx::query_scalar(
        "SELECT run_rows.order_id FROM run_rows LEFT JOIN acts ON acts.id = run_rows.act_id \
         WHERE run_rows.run_id = $1 AND run_rows.order_id IS NOT NULL AND (run_rows.again = 1 OR acts.state = 'refused') ORDER BY run_rows.position",
    )
    .bind(run_id)
    .fetch_all(conn)
    .await?;
    Ok((action(&kind, edit.as_deref())?, order_ids))
}

/// Forgets what a run entered into orders once every line is handled: it may be about buyers.
///
/// # Errors
/// When the database fails.
pub async fn forget_edit(tx: &mut Transaction, run_id: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE runs SET edit = NULL WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM run_rows WHERE run_id = $1 AND outcome IS NULL)")
        .bind(run_id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// One line of a run that is known from the start: of an import.
pub struct Line<'a> {
    /// Order number, or the row of a file.
    pub label: &'a str,
    /// The order.
    pub order_id: Option<i64>,
    /// What became of it.
    pub outcome: String,
    /// It was taken in.
    pub done: bool,
    /// It was rejected.
    pub failed: bool,
}

/// Writes the lines of a run with their outcomes, in their order.
///
/// # Errors
/// When the database fails.
pub async fn add_lines(tx: &mut Transaction, run_id: i64, lines: &[Line<'_>]) -> Result<(), StoreError> {
    let at_once = rows_at_once(7);
    for (lines, first) in lines.chunks(at_once).zip((0_i64..).step_by(at_once)) {
        let sql = format!(
            "INSERT INTO run_rows (run_id, position, label, order_id, outcome, done, failed) VALUES {}",
            placeholders(1, lines.len(), 7)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (position, line) in (first..).zip(lines) {
            query = query.bind(run_id).bind(position).bind(line.label.to_owned()).bind(line.order_id).bind(line.outcome.clone());
            query = query.bind(i64::from(line.done)).bind(i64::from(line.failed));
        }
        query.execute(&mut **tx).await?;
    }
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

/// A line that was handled.
pub struct Handled {
    /// Its place in the run.
    pub position: i64,
    /// What came of it.
    pub ended: Ended,
}

/// What came of a line.
pub enum Ended {
    /// An act: it tells the rest.
    Act(i64),
    /// Done without an act: what.
    Done(String),
    /// Left out.
    LeftOut {
        /// Why.
        why: String,
        /// The reason may pass: doing it again may help. Else there is nothing to do.
        again: bool,
    },
}

/// Writes what became of lines.
///
/// # Errors
/// When the database fails.
pub async fn handled(tx: &mut Transaction, run_id: i64, lines: &[Handled]) -> Result<(), StoreError> {
    for lines in lines.chunks(rows_at_once(5)) {
        let sql = format!(
            "UPDATE run_rows SET act_id = v.column2, outcome = v.column3, done = v.column4, again = v.column5 FROM (VALUES {}) AS v \
             WHERE run_rows.run_id = $1 AND run_rows.position = v.column1",
            placeholders(2, lines.len(), 5)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(run_id);
        for line in lines {
            let (act_id, outcome, done, again) = match &line.ended {
                Ended::Act(act_id) => (Some(*act_id), "", false, false),
                Ended::Done(what) => (None, what.as_str(), true, false),
                Ended::LeftOut { why, again } => (None, why.as_str(), false, *again),
            };
            query = query.bind(line.position).bind(act_id).bind(outcome.to_owned()).bind(i64::from(done)).bind(i64::from(again));
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// Runs that were cut off: key, what they do, who started them.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn unfinished(conn: &mut AnyConnection) -> Result<Vec<(i64, Bulk, String)>, StoreError> {
    let rows: Vec<(i64, String, Option<String>, String)> = sqlx::query_as(
        "SELECT id, kind, edit, started_by FROM runs WHERE id IN (SELECT run_id FROM run_rows WHERE outcome IS NULL) ORDER BY id",
    )
    .fetch_all(conn)
    .await?;
    let read = |(id, kind, edit, who): (i64, String, Option<String>, String)| {
        Ok((id, action(&kind, edit.as_deref())?.ok_or(StoreError::Corrupt("runs.kind"))?, who))
    };
    rows.into_iter().map(read).collect()
}
