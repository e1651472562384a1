//! Recording: the act, the lamp and the outbox line in one transaction, before anything is sent.

use crate::api::row::OrderRow;
use crate::domain::act::{ActKind, ActState, Answer};
use crate::domain::carrier::Carrier;
use crate::domain::id::{ShopTransactionId, SlipNumber};
use crate::domain::lamp::Credit;
use crate::domain::preflight::{self, Violation};
use crate::domain::reason::Code;
use crate::domain::table::{Before, Refusal};
use crate::server::auth::SessionUser;
use crate::server::clock;
use crate::server::digest;
use crate::server::error::ServerError;
use crate::server::provider::{Element, Registration};
use crate::server::state::AppState;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::shops::{self, Shop};
use crate::server::store::{StoreError, Transaction, acts, orders};

/// Presses overtake bulk runs, bulk runs overtake what the desk does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// A person waits for it.
    Press = 10,
    /// Part of a bulk run.
    Bulk = 0,
    /// The desk's own.
    Automatic = -10,
}

/// Who asks for an act.
#[derive(Clone, Copy, Debug)]
pub struct Requester<'a> {
    /// A user's name, or 自動.
    pub who: &'a str,
    /// The bulk run it belongs to.
    pub run_id: Option<i64>,
    /// Its place in the queue.
    pub urgency: Urgency,
}

/// Records one act that a person asked for while looking at `version`.
///
/// # Errors
/// Why the order does not allow it, which rules its data break, or that somebody else was first.
pub async fn record_one(state: &AppState, user: &SessionUser, order_id: i64, version: i64, kind: ActKind) -> Result<OrderRow, ServerError> {
    let mut tx = state.store.begin().await?;
    let order = order_state::load(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    if order.version != version {
        return Err(StoreError::Changed.into());
    }
    let shop = shops::by_id(&mut tx, order.shop_id).await?.ok_or(NO_SHOP)?;
    record(state, &mut tx, &shop, order, kind, Requester { who: &user.name, run_id: None, urgency: Urgency::Press }).await?;
    let row = orders::row(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    state.store.commit(tx).await?;
    Ok(row)
}

/// Records one act inside the caller's transaction and returns its key.
///
/// An order whose data break a rule of NP's is not sent: the act ends refused at once, with the codes NP would answer.
///
/// # Errors
/// Why the order does not allow it. Then nothing has been written.
pub async fn record(
    state: &AppState,
    tx: &mut Transaction,
    shop: &Shop,
    order: OrderState,
    kind: ActKind,
    by: Requester<'_>,
) -> Result<i64, ServerError> {
    order.lamps.may(kind)?;
    let before = Before { credit: order.lamps.credit, shipment: order.lamps.shipment };
    let mut after = OrderState { lamps: order.lamps.begin(kind), ..order.clone() };
    let Prepared { reference, payload, violations } = prepare(state, tx, shop, &mut after, before.credit, kind).await?;
    let codes: Vec<Code> = violations.iter().map(|violation| violation.code.clone()).collect();
    let stopped = !codes.is_empty();
    if stopped {
        let refused = Answer::Refused(codes.clone());
        after.lamps = after.lamps.settle(kind, before, &refused);
        after.reasons.clone_from(&codes);
    }
    let act = acts::NewAct {
        order_id: order.id,
        shop_id: shop.id,
        run_id: by.run_id,
        kind,
        state: if stopped { ActState::Refused } else { ActState::Queued },
        reference: &reference,
        payload: &payload,
        payload_hash: &digest::sha256([payload.as_str()]),
        before,
        urgency: by.urgency as i64,
        requested_by: by.who,
        recorded_at: clock::now_ms(),
        codes: &codes,
        trouble: stopped.then_some("送信前の確認で見つかった誤りのため、NPには送っていません。"),
    };
    let id = acts::insert(tx, &act).await?.ok_or(Refusal::AlreadyRunning)?;
    order_state::save(tx, &order, &after).await?;
    Ok(id)
}

struct Prepared {
    reference: String,
    payload: String,
    /// Rules that NP would refuse the element for.
    violations: Vec<Violation>,
}

async fn prepare(
    state: &AppState,
    tx: &mut Transaction,
    shop: &Shop,
    after: &mut OrderState,
    credit_before: Credit,
    kind: ActKind,
) -> Result<Prepared, ServerError> {
    match kind {
        ActKind::Register => {
            // What NP or our own check refused left nothing at NP: its repair goes out under the same id.
            if credit_before != Credit::Error || after.registrations == 0 {
                after.registrations += 1;
            }
            let id = ShopTransactionId::of_registration(&after.order_number, after.registrations)?;
            after.shop_transaction_id = Some(id.as_str().to_owned());
            after.np_transaction_id = None;
            registration(state, tx, shop, after, &id).await
        }
        ActKind::Update => {
            let id = after.shop_transaction_id.as_deref().ok_or(StoreError::Corrupt("orders.shop_transaction_id"))?;
            let id = ShopTransactionId::parse(id)?;
            registration(state, tx, shop, after, &id).await
        }
        ActKind::Check | ActKind::Cancel | ActKind::CheckPayment => {
            let id = np_id(after)?;
            Ok(Prepared { reference: id.to_string(), payload: state.provider.payload(Element::Named(id)), violations: Vec::new() })
        }
        ActKind::ReportShipment => {
            let (carrier, slip_number) = parcel(tx, after.id).await?;
            let id = np_id(after)?;
            let payload = state.provider.payload(Element::Shipment(id, carrier, &slip_number));
            Ok(Prepared { reference: id.to_string(), payload, violations: Vec::new() })
        }
    }
}

async fn registration(
    state: &AppState,
    tx: &mut Transaction,
    shop: &Shop,
    order: &OrderState,
    id: &ShopTransactionId,
) -> Result<Prepared, ServerError> {
    let contents = orders::contents(tx, order.id).await?.ok_or(NO_ORDER)?;
    let mut violations = preflight::registration(id.as_str(), &contents, clock::today());
    violations.retain(Violation::is_certain);
    let registration = Registration { shop_transaction_id: id, contents: &contents, site_name: &shop.site_name, site_url: &shop.site_url };
    let (reference, element) = match &order.np_transaction_id {
        Some(np_id) => (np_id.to_string(), Element::Update(np_id, registration)),
        None => (id.to_string(), Element::Register(registration)),
    };
    Ok(Prepared { reference, payload: state.provider.payload(element), violations })
}

/// Carrier and slip number, both checked: an unmapped carrier is stopped here, by name.
async fn parcel(tx: &mut Transaction, order_id: i64) -> Result<(Carrier, SlipNumber), ServerError> {
    let (carrier, slip_number) = orders::parcel(tx, order_id).await?;
    preflight::shipment(&carrier, &slip_number).map_err(ServerError::Invalid)
}

fn np_id(order: &OrderState) -> Result<&crate::domain::id::NpTransactionId, ServerError> {
    order.np_transaction_id.as_ref().ok_or_else(|| Refusal::NotRegistered.into())
}

/// The order is not there (any more).
pub(in crate::server) const NO_ORDER: ServerError = ServerError::NotFound("受注が見つかりません。");
/// The order's shop is not there.
pub(in crate::server) const NO_SHOP: ServerError = ServerError::NotFound("店舗が見つかりません。");
