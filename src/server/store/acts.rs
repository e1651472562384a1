//! The ledger of acts.

mod queue;

pub use queue::{Batch, ClaimedAct, Due, Outcome, claim, due, finish, next_due, stranded};

use super::order_state::codes_to_text;
use super::values::{placeholders, rows_at_once};
use super::{StoreError, Transaction};
use crate::domain::act::{ActKind, ActState};
use crate::domain::masked::prints_only;
use crate::domain::reason::Code;
use crate::domain::table::Before;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashSet;

/// An act as it is recorded.
#[derive(Clone)]
pub struct NewAct {
    /// The order.
    pub order_id: i64,
    /// Its shop.
    pub shop_id: i64,
    /// The bulk run it belongs to.
    pub run_id: Option<i64>,
    /// What is asked.
    pub kind: ActKind,
    /// [`ActState::Queued`], or [`ActState::Refused`] when our own check stopped it.
    pub state: ActState,
    /// The id by which the answer will name it.
    pub reference: String,
    /// The transaction element as it will be sent.
    pub payload: String,
    /// SHA-256 of the payload.
    pub payload_hash: String,
    /// The lamps before.
    pub before: Before,
    /// Higher goes first.
    pub urgency: i64,
    /// A user's name, or 自動.
    pub requested_by: String,
    /// Now.
    pub recorded_at: i64,
    /// Codes, when it is refused at once.
    pub codes: Vec<Code>,
    /// A sentence for the timeline.
    pub trouble: Option<&'static str>,
}

prints_only!(NewAct { order_id, kind, state, reference, codes });

/// A new act is due whatever any clock says: one that is set back, or another server's that is behind, must not hold it up.
const AT_ONCE: i64 = 0;

/// Writes acts, and returns the key of each: `None` when its order has an open act already.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Transaction, acts: &[NewAct]) -> Result<Vec<Option<i64>>, StoreError> {
    let count = i64::try_from(acts.len()).map_err(|_| StoreError::Corrupt("count of acts"))?;
    let first = super::take_numbers(tx, "act", count).await?;
    let mut written = HashSet::with_capacity(acts.len());
    for (rows, first) in acts.chunks(rows_at_once(18)).zip((first..).step_by(rows_at_once(18))) {
        let sql = format!(
            "INSERT INTO acts (id, order_id, shop_id, run_id, kind, state, reference, payload, payload_hash, before_credit, \
             before_shipment, urgency, requested_by, recorded_at, not_before, settled_at, codes, trouble) \
             VALUES {} ON CONFLICT DO NOTHING RETURNING id",
            placeholders(1, rows.len(), 18)
        );
        let mut query = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql));
        for (id, act) in (first..).zip(rows) {
            query = query
                .bind(id)
                .bind(act.order_id)
                .bind(act.shop_id)
                .bind(act.run_id)
                .bind(act.kind.code())
                .bind(act.state.code())
                .bind(act.reference.clone())
                .bind(act.payload.clone())
                .bind(act.payload_hash.clone())
                .bind(act.before.credit.code())
                .bind(act.before.shipment.code())
                .bind(act.urgency)
                .bind(act.requested_by.clone())
                .bind(act.recorded_at)
                .bind(AT_ONCE)
                .bind((!act.state.is_open()).then_some(act.recorded_at))
                .bind(codes_to_text(&act.codes))
                .bind(act.trouble);
        }
        written.extend(query.fetch_all(&mut **tx).await?);
    }
    Ok((first..first + count).map(|id| written.contains(&id).then_some(id)).collect())
}

/// The open act of an order whose answer was lost: its key and kind.
///
/// # Errors
/// When the database fails.
pub async fn lost_of_order(tx: &mut Transaction, order_id: i64) -> Result<Option<(i64, ActKind)>, StoreError> {
    let row: Option<(i64, String)> = sqlx::query_as("SELECT id, kind FROM acts WHERE order_id = $1 AND state IN ('unknown', 'asking')")
        .bind(order_id)
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|(id, kind)| Ok((id, parse_kind(&kind)?))).transpose()
}

/// Lets a lost act go out now, as a Check first where `checks_first` says so.
///
/// # Errors
/// When the database fails.
pub async fn look_now(tx: &mut Transaction, id: i64, checks_first: bool, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE acts SET state = 'unknown', not_before = $2, checks_first = $3, urgency = 20 WHERE id = $1")
        .bind(id)
        .bind(now)
        .bind(i64::from(checks_first))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn parse_kind(code: &str) -> Result<ActKind, StoreError> {
    ActKind::from_code(code).ok_or(StoreError::Corrupt("acts.kind"))
}

/// How many acts have not ended: shop, kind, state, count.
///
/// # Errors
/// When the database fails.
pub async fn open(conn: &mut AnyConnection) -> Result<Vec<(String, ActKind, ActState, i64)>, StoreError> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "SELECT shops.code, kind, state, COUNT(*) FROM acts JOIN shops ON shops.id = acts.shop_id \
         WHERE state IN ('queued', 'sent', 'unknown', 'asking') GROUP BY shops.code, kind, state ORDER BY shops.code, kind, state",
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(shop, kind, state, count)| {
            let state = ActState::from_code(&state).ok_or(StoreError::Corrupt("acts.state"))?;
            Ok((shop, parse_kind(&kind)?, state, count))
        })
        .collect()
}

/// Whether a shop has acts that have not ended, or that a run is still to record.
///
/// # Errors
/// When the database fails.
pub async fn are_under_way(conn: &mut AnyConnection, shop_id: i64) -> Result<bool, StoreError> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT id FROM acts WHERE shop_id = $1 AND state IN ('queued', 'sent', 'unknown', 'asking') UNION ALL \
         SELECT orders.id FROM run_rows JOIN orders ON orders.id = run_rows.order_id WHERE outcome IS NULL AND orders.shop_id = $1 LIMIT 1",
    )
    .bind(shop_id)
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// Whether something of a shop may have reached NP whose answer is not there.
///
/// # Errors
/// When the database fails.
pub async fn are_on_their_way(conn: &mut AnyConnection, shop_id: i64) -> Result<bool, StoreError> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT id FROM acts WHERE shop_id = $1 AND (state IN ('sent', 'unknown', 'asking') OR (state = 'queued' AND doubtful = 1)) LIMIT 1",
    )
    .bind(shop_id)
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// How many of a shop's acts have ended since a time, unix milliseconds.
///
/// # Errors
/// When the database fails.
pub async fn settled_since(conn: &mut AnyConnection, shop_id: i64, since: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM acts WHERE shop_id = $1 AND settled_at IS NOT NULL AND settled_at >= $2")
        .bind(shop_id)
        .bind(since)
        .fetch_one(conn)
        .await?)
}
