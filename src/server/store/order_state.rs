//! The part of an order that acts move: read it, change the copy, save it.

use super::counts::{Moves, Place};
use super::events::{self, Extent};
use super::values::{list, placeholders, rows_at_once};
use super::{StoreError, Transaction};
use crate::domain::act::{ActKind, RefusedAct};
use crate::domain::id::NpTransactionId;
use crate::domain::lamp::{Credit, CreditOrigin, Lamps, Payment, Shipment};
use crate::domain::reason::Code;
use crate::domain::shop::Environment;
use crate::server::clock;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashMap;

/// An order's lamps with what belongs to them.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderState {
    /// Key.
    pub id: i64,
    /// The shop it belongs to.
    pub shop_id: i64,
    /// 受注番号
    pub order_number: String,
    /// 注文日時, unix milliseconds
    pub ordered_at: i64,
    /// 受注ステータス
    pub status: String,
    /// Counts every change; a browser shows the newest it has seen.
    pub version: i64,
    /// Counts the edits of the contents alone.
    pub contents_version: i64,
    /// The three lamps.
    pub lamps: Lamps,
    /// Hold, NG or error codes that explain the lamps.
    pub reasons: Vec<Code>,
    /// What was refused since, and left the lamps as they are.
    pub refused: Option<RefusedAct>,
    /// How often credit was asked for: makes the suffix of the next `shop_transaction_id`.
    pub registrations: i64,
    /// Our id of the latest registration.
    pub shop_transaction_id: Option<String>,
    /// NP's id of the living registration.
    pub np_transaction_id: Option<NpTransactionId>,
    /// When NP took that registration, unix milliseconds: its OK is valid for so many days from then.
    pub registered_at: Option<i64>,
    /// Which NP the latest registration went to.
    pub registered_in: Option<Environment>,
    /// How often the verdict was asked for automatically.
    pub checks: i64,
    /// When to ask next, unix milliseconds.
    pub check_at: Option<i64>,
    /// Why the desk did not do by itself what the shop's switches say.
    pub automation_note: Option<String>,
}

impl OrderState {
    /// Where it is counted.
    fn place(&self) -> Place<'_> {
        Place { shop_id: self.shop_id, lane: self.lamps.lane(), status: &self.status }
    }

    /// Whether a lost act of this kind goes out as a question first: an update, of which NP may have taken the contents, and
    /// a registration whose NP取引ID a person has typed.
    pub fn checks_first(&self, kind: ActKind) -> bool {
        match kind {
            ActKind::Update => true,
            ActKind::Register => self.np_transaction_id.is_some(),
            ActKind::Check | ActKind::Cancel | ActKind::ReportShipment | ActKind::CheckPayment => false,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    shop_id: i64,
    order_number: String,
    ordered_at: i64,
    status: String,
    version: i64,
    contents_version: i64,
    credit: String,
    shipment: String,
    payment: String,
    origin: String,
    by_np: i64,
    reasons: String,
    refused: Option<String>,
    registrations: i64,
    shop_transaction_id: Option<String>,
    np_transaction_id: Option<String>,
    registered_at: Option<i64>,
    registered_in: Option<String>,
    open_act: Option<String>,
    asks_person: i64,
    erased_at: Option<i64>,
    edited: i64,
    checks: i64,
    check_at: Option<i64>,
    automation_note: Option<String>,
}

/// The lamp columns as they are stored.
pub(super) struct LampColumns<'a> {
    pub credit: &'a str,
    pub shipment: &'a str,
    pub payment: &'a str,
    pub origin: &'a str,
    pub by_np: i64,
    pub registered: bool,
    pub open_act: Option<&'a str>,
    pub asks_person: i64,
    pub erased: bool,
    pub edited: i64,
}

impl LampColumns<'_> {
    pub(super) fn parse(&self) -> Result<Lamps, StoreError> {
        Ok(Lamps {
            credit: Credit::from_code(self.credit).ok_or(StoreError::Corrupt("orders.credit"))?,
            shipment: Shipment::from_code(self.shipment).ok_or(StoreError::Corrupt("orders.shipment"))?,
            payment: Payment::from_code(self.payment).ok_or(StoreError::Corrupt("orders.payment"))?,
            origin: CreditOrigin::from_code(self.origin).ok_or(StoreError::Corrupt("orders.origin"))?,
            by_np: self.by_np == 1,
            registered: self.registered,
            open_act: match self.open_act {
                None => None,
                Some(code) => Some(ActKind::from_code(code).ok_or(StoreError::Corrupt("orders.open_act"))?),
            },
            asks_person: self.asks_person == 1,
            erased: self.erased,
            unsent: self.edited == 1,
        })
    }
}

macro_rules! states {
    ($rest:literal) => {
        concat!(
            "SELECT id, shop_id, order_number, ordered_at, status, version, contents_version, credit, shipment, payment, origin, by_np, reasons, refused, \
             registrations, shop_transaction_id, np_transaction_id, registered_at, registered_in, open_act, asks_person, erased_at, edited, checks, check_at, \
             automation_note FROM orders ",
            $rest
        )
    };
}

/// The state of one order, `None` when there is no such order.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn load(conn: &mut AnyConnection, id: i64) -> Result<Option<OrderState>, StoreError> {
    let row: Option<Row> = sqlx::query_as(states!("WHERE id = $1")).bind(id).fetch_optional(conn).await?;
    row.map(OrderState::try_from).transpose()
}

/// The states of many orders, by key.
///
/// # Errors
/// As [`load`].
pub async fn load_all(conn: &mut AnyConnection, ids: &[i64]) -> Result<HashMap<i64, OrderState>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(rows_at_once(1)) {
        let sql = format!("{} ({})", states!("WHERE id IN"), list(1, ids.len()));
        let mut query = sqlx::query_as::<_, Row>(AssertSqlSafe(sql));
        for id in ids {
            query = query.bind(*id);
        }
        for row in query.fetch_all(&mut *conn).await? {
            found.insert(row.id, OrderState::try_from(row)?);
        }
    }
    Ok(found)
}

/// Saves a changed state, as [`save_all`].
///
/// # Errors
/// As [`save_all`].
pub async fn save(tx: &mut Transaction, before: &OrderState, after: &OrderState) -> Result<(), StoreError> {
    save_all(tx, &[(before, after)]).await
}

/// Saves changed states, each order at most once: bumps their versions, moves the counts, writes the outbox. Whatever else the
/// caller writes of these orders in the same transaction is told with it.
///
/// # Errors
/// [`StoreError::Changed`] when somebody else saved one of them since it was loaded.
pub async fn save_all(tx: &mut Transaction, changed: &[(&OrderState, &OrderState)]) -> Result<(), StoreError> {
    write(tx, changed, Extent::Row).await
}

/// As [`save_all`], where nothing of the orders' rows changes but how they stand: no status, nothing beside the states.
///
/// # Errors
/// As [`save_all`].
pub async fn save_standings(tx: &mut Transaction, changed: &[(&OrderState, &OrderState)]) -> Result<(), StoreError> {
    debug_assert!(changed.iter().all(|(before, after)| before.status == after.status), "a status is no standing");
    write(tx, changed, Extent::Standing).await
}

async fn write(tx: &mut Transaction, changed: &[(&OrderState, &OrderState)], extent: Extent) -> Result<(), StoreError> {
    for rows in changed.chunks(rows_at_once(22)) {
        update(tx, rows).await?;
    }
    let mut moves = Moves::default();
    for (before, after) in changed {
        moves.count(before.place(), before.ordered_at, -1);
        moves.count(after.place(), before.ordered_at, 1);
    }
    moves.write(tx).await?;
    let versions: Vec<(i64, i64)> = changed.iter().map(|(before, _)| (before.id, before.version + 1)).collect();
    events::append(tx, &versions, extent).await
}

async fn update(tx: &mut Transaction, rows: &[(&OrderState, &OrderState)]) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE orders SET version = version + 1, credit = v.column3, shipment = v.column4, payment = v.column5, origin = v.column6, \
         lane = v.column7, reasons = v.column8, registrations = v.column9, shop_transaction_id = v.column10, \
         np_transaction_id = v.column11, open_act = v.column12, asks_person = v.column13, edited = v.column14, checks = v.column15, \
         check_at = v.column16, automation_note = v.column17, refused = v.column18, registered_at = v.column19, registered_in = v.column20, \
         concluded_at = CASE WHEN v.column5 = 'paid' OR v.column3 = 'cancelled' \
         OR (v.column3 = 'ok' AND v.column4 = 'synced' AND v.column5 = 'undisclosed') \
         THEN COALESCE(orders.concluded_at, v.column22) END, status = v.column21 \
         FROM (VALUES {}) AS v \
         WHERE orders.id = v.column1 AND orders.version = v.column2",
        placeholders(1, rows.len(), 22)
    );
    let now = clock::now_ms();
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (before, after) in rows {
        let lamps = after.lamps;
        query = query
            .bind(before.id)
            .bind(before.version)
            .bind(lamps.credit.code())
            .bind(lamps.shipment.code())
            .bind(lamps.payment.code())
            .bind(lamps.origin.code())
            .bind(lamps.lane().code())
            .bind(codes_to_text(&after.reasons))
            .bind(after.registrations)
            .bind(after.shop_transaction_id.clone())
            .bind(after.np_transaction_id.as_ref().map(|id| id.as_str().to_owned()))
            .bind(lamps.open_act.map(ActKind::code))
            .bind(i64::from(lamps.asks_person))
            .bind(i64::from(lamps.unsent))
            .bind(after.checks)
            .bind(after.check_at)
            .bind(after.automation_note.clone())
            .bind(after.refused.as_ref().map(|act| serde_json::to_string(act).expect("codes are plain data")))
            .bind(after.registered_at)
            .bind(after.registered_in.map(Environment::code))
            .bind(after.status.clone())
            // The end of an order: from then on its buyer's data are kept for so many days.
            .bind(now);
    }
    let changed = query.execute(&mut **tx).await?.rows_affected();
    if usize::try_from(changed).is_ok_and(|changed| changed == rows.len()) { Ok(()) } else { Err(StoreError::Changed) }
}

pub(super) fn codes_to_text(codes: &[Code]) -> String {
    serde_json::to_string(codes).expect("a list of strings is always JSON")
}

pub(super) fn codes_from_text(text: &str) -> Result<Vec<Code>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("codes"))
}

pub(super) fn refused_from_text(text: Option<&str>) -> Result<Option<RefusedAct>, StoreError> {
    text.map(|text| serde_json::from_str(text).map_err(|_| StoreError::Corrupt("orders.refused"))).transpose()
}

impl TryFrom<Row> for OrderState {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let columns = LampColumns {
            credit: &row.credit,
            shipment: &row.shipment,
            payment: &row.payment,
            origin: &row.origin,
            by_np: row.by_np,
            registered: row.np_transaction_id.is_some(),
            open_act: row.open_act.as_deref(),
            asks_person: row.asks_person,
            erased: row.erased_at.is_some(),
            edited: row.edited,
        };
        Ok(Self {
            lamps: columns.parse()?,
            id: row.id,
            shop_id: row.shop_id,
            order_number: row.order_number,
            ordered_at: row.ordered_at,
            status: row.status,
            version: row.version,
            contents_version: row.contents_version,
            reasons: codes_from_text(&row.reasons)?,
            refused: refused_from_text(row.refused.as_deref())?,
            registrations: row.registrations,
            shop_transaction_id: row.shop_transaction_id,
            np_transaction_id: match row.np_transaction_id {
                None => None,
                Some(id) => Some(NpTransactionId::parse(&id).map_err(|_| StoreError::Corrupt("orders.np_transaction_id"))?),
            },
            registered_at: row.registered_at,
            registered_in: match row.registered_in {
                None => None,
                Some(code) => Some(Environment::from_code(&code).ok_or(StoreError::Corrupt("orders.registered_in"))?),
            },
            checks: row.checks,
            check_at: row.check_at,
            automation_note: row.automation_note,
        })
    }
}
