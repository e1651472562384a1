//! The ledger of acts.

use super::order_state::codes_to_text;
use super::{StoreError, Transaction};
use crate::domain::act::{ActKind, ActState};
use crate::domain::lamp::{Credit, Shipment};
use crate::domain::reason::Code;
use crate::domain::table::Before;
use sqlx::AnyConnection;

/// An act as it is recorded.
pub struct NewAct<'a> {
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
    pub reference: &'a str,
    /// The transaction element as it will be sent.
    pub payload: &'a str,
    /// SHA-256 of the payload.
    pub payload_hash: &'a str,
    /// The lamps before.
    pub before: Before,
    /// Higher goes first.
    pub urgency: i64,
    /// A user's name, or 自動.
    pub requested_by: &'a str,
    /// Now.
    pub recorded_at: i64,
    /// Codes, when it is refused at once.
    pub codes: &'a [Code],
    /// A sentence for the timeline.
    pub trouble: Option<&'a str>,
}

/// A new act is due whatever any clock says: one that is set back, or another server's that is behind, must not hold it up.
const AT_ONCE: i64 = 0;

/// Writes an act. `None` when the order has an open act already.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Transaction, act: &NewAct<'_>) -> Result<Option<i64>, StoreError> {
    let id = super::take_numbers(tx, "act", 1).await?;
    let settled_at = (!act.state.is_open()).then_some(act.recorded_at);
    let written = sqlx::query(
        "INSERT INTO acts (id, order_id, shop_id, run_id, kind, state, reference, payload, payload_hash, before_credit, before_shipment, \
         urgency, requested_by, recorded_at, not_before, settled_at, codes, trouble) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(act.order_id)
    .bind(act.shop_id)
    .bind(act.run_id)
    .bind(act.kind.code())
    .bind(act.state.code())
    .bind(act.reference.to_owned())
    .bind(act.payload.to_owned())
    .bind(act.payload_hash.to_owned())
    .bind(act.before.credit.code())
    .bind(act.before.shipment.code())
    .bind(act.urgency)
    .bind(act.requested_by.to_owned())
    .bind(act.recorded_at)
    .bind(AT_ONCE)
    .bind(settled_at)
    .bind(codes_to_text(act.codes))
    .bind(act.trouble.map(ToOwned::to_owned))
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok((written == 1).then_some(id))
}

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

/// The batches that have something due, most urgent first.
///
/// # Errors
/// When the database fails.
pub async fn due(conn: &mut AnyConnection, now: i64) -> Result<Vec<Batch>, StoreError> {
    let rows: Vec<(i64, String, i64, i64)> = sqlx::query_as(
        "SELECT acts.shop_id, kind, checks_first, doubtful FROM acts JOIN shops ON shops.id = acts.shop_id \
         WHERE state IN ('queued', 'unknown') AND not_before <= $1 AND paused_because IS NULL \
         GROUP BY acts.shop_id, kind, checks_first, doubtful ORDER BY MAX(urgency) DESC, MIN(acts.id)",
    )
    .bind(now)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(shop_id, kind, checks_first, doubtful)| {
            Ok(Batch { shop_id, kind: parse_kind(&kind)?, checks_first: checks_first == 1, doubtful: doubtful == 1 })
        })
        .collect()
}

/// When the next waiting act becomes due, unix milliseconds.
///
/// # Errors
/// When the database fails.
pub async fn next_due(conn: &mut AnyConnection) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT CAST(MIN(not_before) AS BIGINT) FROM acts JOIN shops ON shops.id = acts.shop_id \
         WHERE state IN ('queued', 'unknown') AND paused_because IS NULL",
    )
    .fetch_one(conn)
    .await?)
}

/// An act on its way.
#[derive(Clone, Debug)]
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
pub struct Outcome<'a> {
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
    pub answer: Option<&'a str>,
    /// NP's codes.
    pub codes: &'a [Code],
    /// What the lamp says after it ended, in the lamp's word.
    pub result: Option<&'static str>,
    /// A sentence for the timeline.
    pub trouble: Option<&'a str>,
}

/// Writes what became of an act. False when it is no longer this server's to end: taken for dead, it was overtaken by
/// another that looks into the act itself.
///
/// # Errors
/// When the database fails.
pub async fn finish(tx: &mut Transaction, act: &ClaimedAct, outcome: &Outcome<'_>, now: i64) -> Result<bool, StoreError> {
    let written = sqlx::query(
        "UPDATE acts SET state = $2, not_before = $3, doubtful = $4, checks_first = $5, answer = COALESCE($6, answer), codes = $7, \
         trouble = $8, settled_at = $9, result = $10, losses = $12 WHERE id = $1 AND state = 'sent' AND claimed_by = $11",
    )
    .bind(act.id)
    .bind(outcome.state.code())
    .bind(outcome.not_before)
    .bind(i64::from(outcome.doubtful))
    .bind(i64::from(outcome.checks_first))
    .bind(outcome.answer.map(ToOwned::to_owned))
    .bind(codes_to_text(outcome.codes))
    .bind(outcome.trouble.map(ToOwned::to_owned))
    .bind((!outcome.state.is_open()).then_some(now))
    .bind(outcome.result.map(ToOwned::to_owned))
    .bind(act.claimed_by.clone())
    .bind(outcome.losses)
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok(written == 1)
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

/// How many acts there are of each kind in each state.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &mut AnyConnection) -> Result<Vec<(ActKind, ActState, i64)>, StoreError> {
    let rows: Vec<(String, String, i64)> =
        sqlx::query_as("SELECT kind, state, COUNT(*) FROM acts GROUP BY kind, state ORDER BY kind, state").fetch_all(conn).await?;
    rows.into_iter()
        .map(|(kind, state, count)| Ok((parse_kind(&kind)?, ActState::from_code(&state).ok_or(StoreError::Corrupt("acts.state"))?, count)))
        .collect()
}
