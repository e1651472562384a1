//! The queue: which acts are due, who has them, what became of them.

use super::parse_kind;
use crate::domain::act::{ActKind, ActState};
use crate::domain::lamp::{Credit, Shipment};
use crate::domain::masked::prints_only;
use crate::domain::reason::Code;
use crate::domain::table::Before;
use crate::server::store::order_state::codes_to_text;
use crate::server::store::values::{placeholders, rows_at_once};
use crate::server::store::{StoreError, Transaction};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashSet;

/// Acts that may go out in one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Batch {
    /// One shop, hence one pair of credentials.
    pub shop_id: i64,
    /// What the acts are.
    pub kind: ActKind,
    /// They go out as a question about the verdict first.
    pub checks_first: bool,
    /// An answer to them was lost before. They go out alone, so that any answer is certainly theirs.
    pub doubtful: bool,
}

/// A batch that has something due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub batch: Batch,
    /// The shop's line was in trouble: it is tried first.
    pub in_trouble: bool,
}

/// The batches that have something due, most urgent first. Shops that are paused or slowed down have none.
///
/// # Errors
/// When the database fails.
pub async fn due(conn: &mut AnyConnection, now: i64) -> Result<Vec<Due>, StoreError> {
    let kinds = ActKind::ALL.iter().map(|kind| format!("('{}')", kind.code())).collect::<Vec<_>>().join(", ");
    // The first act of each batch stands at the beginning of its stretch of the index: however long the queue is, it is not
    // gone through.
    let rows: Vec<(i64, String, i64, i64, i64)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT firsts.shop_id, firsts.kind, firsts.checks_first, firsts.doubtful, firsts.troubles FROM (\
         SELECT shops.id AS shop_id, kinds.column1 AS kind, checks.column1 AS checks_first, doubts.column1 AS doubtful, \
         COALESCE(links.troubles, 0) AS troubles, (SELECT acts.id FROM acts WHERE acts.shop_id = shops.id AND acts.kind = kinds.column1 \
         AND acts.checks_first = checks.column1 AND acts.doubtful = doubts.column1 AND acts.state IN ('queued', 'unknown') \
         AND acts.not_before <= $1 ORDER BY acts.urgency DESC, acts.id LIMIT 1) AS act_id \
         FROM shops CROSS JOIN (VALUES {kinds}) AS kinds CROSS JOIN (VALUES (0), (1)) AS checks CROSS JOIN (VALUES (0), (1)) AS doubts \
         LEFT JOIN links ON links.shop_id = shops.id WHERE shops.paused_because IS NULL AND COALESCE(links.slow_until, 0) <= $1\
         ) AS firsts JOIN acts ON acts.id = firsts.act_id ORDER BY acts.urgency DESC, acts.id"
    )))
    .bind(now)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(shop_id, kind, checks_first, doubtful, troubles)| {
            let batch = Batch { shop_id, kind: parse_kind(&kind)?, checks_first: checks_first == 1, doubtful: doubtful == 1 };
            Ok(Due { batch, in_trouble: troubles > 0 })
        })
        .collect()
}

/// When the next waiting act becomes due, unix milliseconds.
///
/// # Errors
/// When the database fails.
pub async fn next_due(conn: &mut AnyConnection) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT CAST(MIN(CASE WHEN COALESCE(links.slow_until, 0) > d.first THEN links.slow_until ELSE d.first END) AS BIGINT) \
         FROM (SELECT shop_id, MIN(not_before) AS first FROM acts WHERE state IN ('queued', 'unknown') GROUP BY shop_id) AS d \
         JOIN shops ON shops.id = d.shop_id LEFT JOIN links ON links.shop_id = d.shop_id WHERE shops.paused_because IS NULL",
    )
    .fetch_one(conn)
    .await?)
}

/// An act on its way.
#[derive(Clone)]
pub struct ClaimedAct {
    /// Key.
    pub id: i64,
    /// The order.
    pub order_id: i64,
    /// What was recorded; a doubtful act may go out as a Check first.
    pub kind: ActKind,
    /// The id by which the answer will name it.
    pub reference: String,
    /// The element to send.
    pub payload: String,
    /// This is the n-th try to send it.
    pub attempts: i64,
    /// So many of its answers were lost before.
    pub losses: i64,
    /// The lamps before the act.
    pub before: Before,
    /// The server that sent it.
    claimed_by: String,
}

prints_only!(ClaimedAct { id, order_id, kind, reference, attempts, losses });

#[derive(sqlx::FromRow)]
struct ClaimedRow {
    id: i64,
    order_id: i64,
    kind: String,
    reference: String,
    payload: String,
    attempts: i64,
    losses: i64,
    before_credit: String,
    before_shipment: String,
    claimed_by: String,
}

/// Marks due acts of a batch as sent, with the time, and returns them. Committed before the bytes leave.
///
/// # Errors
/// When the database fails.
pub async fn claim(tx: &mut Transaction, server_id: &str, batch: Batch, now: i64, limit: i64) -> Result<Vec<ClaimedAct>, StoreError> {
    let rows: Vec<ClaimedRow> = sqlx::query_as(
        "UPDATE acts SET state = 'sent', claimed_by = $7, sent_at = $1, attempts = attempts + 1 WHERE id IN ( \
         SELECT id FROM acts WHERE shop_id = $2 AND kind = $3 AND checks_first = $4 AND doubtful = $5 \
         AND state IN ('queued', 'unknown') AND not_before <= $1 ORDER BY urgency DESC, id LIMIT $6) \
         RETURNING id, order_id, kind, reference, payload, attempts, losses, before_credit, before_shipment, claimed_by",
    )
    .bind(now)
    .bind(batch.shop_id)
    .bind(batch.kind.code())
    .bind(i64::from(batch.checks_first))
    .bind(i64::from(batch.doubtful))
    .bind(limit)
    .bind(server_id.to_owned())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(ClaimedAct::try_from).collect()
}

/// How an act goes on after a call.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The state it comes to.
    pub state: ActState,
    /// When it may go out again.
    pub not_before: i64,
    /// Answers to it that were lost so far.
    pub losses: i64,
    /// An answer was lost, now or before.
    pub doubtful: bool,
    /// It goes out as a Check next time.
    pub checks_first: bool,
    /// The raw answer, secrets masked.
    pub answer: Option<String>,
    /// NP's codes.
    pub codes: Vec<Code>,
    /// What the lamp says after it ended, in the lamp's word.
    pub result: Option<&'static str>,
    /// A sentence for the timeline.
    pub trouble: Option<String>,
}

prints_only!(Outcome { state, not_before, losses, codes, result, trouble });

/// Writes what became of acts; returns the keys of those it was written for. The others are no longer this server's to end:
/// taken for dead, it was overtaken by another that looks into them itself.
///
/// # Errors
/// When the database fails.
pub async fn finish(tx: &mut Transaction, ended: &[(&ClaimedAct, &Outcome)], now: i64) -> Result<HashSet<i64>, StoreError> {
    let mut written = HashSet::with_capacity(ended.len());
    for rows in ended.chunks(rows_at_once(12)) {
        let sql = format!(
            "UPDATE acts SET state = v.column3, not_before = v.column4, losses = v.column5, doubtful = v.column6, \
             checks_first = v.column7, answer = COALESCE(v.column8, acts.answer), codes = v.column9, result = v.column10, \
             trouble = v.column11, settled_at = CASE WHEN v.column12 = 1 THEN $1 ELSE acts.settled_at END \
             FROM (VALUES {}) AS v WHERE acts.id = v.column1 AND acts.claimed_by = v.column2 AND acts.state = 'sent' RETURNING acts.id",
            placeholders(2, rows.len(), 12)
        );
        let mut query = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).bind(now);
        for (act, outcome) in rows {
            query = query
                .bind(act.id)
                .bind(act.claimed_by.clone())
                .bind(outcome.state.code())
                .bind(outcome.not_before)
                .bind(outcome.losses)
                .bind(i64::from(outcome.doubtful))
                .bind(i64::from(outcome.checks_first))
                .bind(outcome.answer.clone())
                .bind(codes_to_text(&outcome.codes))
                .bind(outcome.result.map(ToOwned::to_owned))
                .bind(outcome.trouble.clone())
                .bind(i64::from(!outcome.state.is_open()));
        }
        written.extend(query.fetch_all(&mut **tx).await?);
    }
    Ok(written)
}

/// Acts that were sent by a server that is dead, and never settled.
///
/// # Errors
/// When the database fails.
pub async fn stranded(tx: &mut Transaction) -> Result<Vec<ClaimedAct>, StoreError> {
    let rows: Vec<ClaimedRow> = sqlx::query_as(
        "SELECT id, order_id, kind, reference, payload, attempts, losses, before_credit, before_shipment, claimed_by FROM acts \
         WHERE state = 'sent' AND claimed_by NOT IN (SELECT id FROM servers) ORDER BY id",
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(ClaimedAct::try_from).collect()
}

impl TryFrom<ClaimedRow> for ClaimedAct {
    type Error = StoreError;

    fn try_from(row: ClaimedRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            order_id: row.order_id,
            kind: parse_kind(&row.kind)?,
            reference: row.reference,
            payload: row.payload,
            attempts: row.attempts,
            losses: row.losses,
            claimed_by: row.claimed_by,
            before: Before {
                credit: Credit::from_code(&row.before_credit).ok_or(StoreError::Corrupt("acts.before_credit"))?,
                shipment: Shipment::from_code(&row.before_shipment).ok_or(StoreError::Corrupt("acts.before_shipment"))?,
            },
        })
    }
}
