//! What happened to an order: its acts and its changes.

use super::order_state::codes_from_text;
use super::{StoreError, Transaction};
use crate::api::sheet::TimelineEntry;
use crate::domain::act::{ActKind, ActState};
use crate::server::clock;
use sqlx::AnyConnection;

#[derive(sqlx::FromRow)]
struct ActRow {
    kind: String,
    state: String,
    requested_by: String,
    recorded_at: i64,
    sent_at: Option<i64>,
    not_before: i64,
    attempts: i64,
    payload: String,
    answer: Option<String>,
    codes: String,
    result: Option<String>,
    trouble: Option<String>,
}

/// Everything that happened to an order, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_order(conn: &mut AnyConnection, order_id: i64) -> Result<Vec<TimelineEntry>, StoreError> {
    let acts: Vec<ActRow> = sqlx::query_as(
        "SELECT kind, state, requested_by, recorded_at, sent_at, not_before, attempts, payload, answer, codes, result, trouble \
         FROM acts WHERE order_id = $1 ORDER BY id DESC LIMIT 200",
    )
    .bind(order_id)
    .fetch_all(&mut *conn)
    .await?;
    let changes: Vec<(i64, String, String)> =
        sqlx::query_as("SELECT changed_at, who, what FROM changes WHERE order_id = $1 ORDER BY version DESC LIMIT 200")
            .bind(order_id)
            .fetch_all(conn)
            .await?;
    let mut entries = Vec::with_capacity(acts.len() + changes.len());
    for act in acts {
        entries.push((act.recorded_at, entry(act)?));
    }
    entries.extend(changes.into_iter().map(|(at, who, what)| (at, change_entry(at, who, what))));
    entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// Notes what a person did besides acts.
///
/// # Errors
/// When the database fails.
pub async fn note_change(tx: &mut Transaction, order_id: i64, version: i64, who: &str, what: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO changes (order_id, version, who, what, changed_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(order_id)
        .bind(version)
        .bind(who.to_owned())
        .bind(what.to_owned())
        .bind(clock::now_ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn entry(act: ActRow) -> Result<TimelineEntry, StoreError> {
    let kind = ActKind::from_code(&act.kind).ok_or(StoreError::Corrupt("acts.kind"))?;
    let state = ActState::from_code(&act.state).ok_or(StoreError::Corrupt("acts.state"))?;
    let waits = matches!(state, ActState::Queued | ActState::Unknown) && act.attempts > 0;
    Ok(TimelineEntry {
        at: clock::seconds(act.recorded_at),
        who: act.requested_by,
        title: kind.label().to_owned(),
        state: act.result.unwrap_or_else(|| state.label().to_owned()),
        codes: codes_from_text(&act.codes)?,
        trouble: act.trouble,
        next_try: waits.then(|| clock::seconds(act.not_before)),
        sent_at: act.sent_at.map(clock::seconds),
        sent: Some(act.payload),
        got: act.answer,
    })
}

fn change_entry(at: i64, who: String, what: String) -> TimelineEntry {
    TimelineEntry {
        at: clock::seconds(at),
        who,
        title: what,
        state: String::new(),
        codes: Vec::new(),
        trouble: None,
        next_try: None,
        sent_at: None,
        sent: None,
        got: None,
    }
}
