//! Recording: the act, the lamp and the outbox line in one transaction, before anything is sent.

use super::gate::Gate;
use crate::api::row::OrderRow;
use crate::domain::act::{ActKind, ActState, Answer};
use crate::domain::audit::AuditKind;
use crate::domain::carrier::CarrierBook;
use crate::domain::id::ShopTransactionId;
use crate::domain::lamp::Credit;
use crate::domain::order::Contents;
use crate::domain::preflight::{self, Violation};
use crate::domain::reason::Code;
use crate::domain::table::{Before, Refusal};
use crate::server::auth::SessionUser;
use crate::server::clock;
use crate::server::digest;
use crate::server::error::ServerError;
use crate::server::provider::{Element, Registration};
use crate::server::state::AppState;
use crate::server::store::contents::ParcelOf;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::shops::{self, Shop};
use crate::server::store::{StoreError, Transaction, acts, carriers, contents, orders};
use std::collections::HashMap;

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
    let what = format!("受注 {} の{}", order.order_number, kind.label());
    record(state, &mut tx, &shop, order, kind, Requester { who: &user.name, run_id: None, urgency: Urgency::Press }).await?;
    user.note_of_shop(&mut tx, AuditKind::Act, &what, shop.id).await?;
    let row = orders::row(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    state.store.commit(tx).await?;
    Ok(row)
}

/// Records one act inside the caller's transaction and returns its key, as [`record_all`].
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
    record_all(state, tx, shop, &[&order], kind, by).await?.swap_remove(0)
}

/// Records an act for each of a shop's orders, which are all different, inside the caller's transaction. Returns for each
/// the key of its act, or why the order does not allow it; then nothing has been written for it.
///
/// An order whose data break a rule of NP's is not sent: the act ends refused at once, with the codes NP would answer.
///
/// # Errors
/// When the database fails.
pub async fn record_all(
    state: &AppState,
    tx: &mut Transaction,
    shop: &Shop,
    orders: &[&OrderState],
    kind: ActKind,
    by: Requester<'_>,
) -> Result<Vec<Result<i64, ServerError>>, ServerError> {
    let gate = Gate::read(tx).await?;
    let materials = Materials::read(tx, shop, orders, kind).await?;
    let draft = |order: &&OrderState| {
        gate.may(shop, order, kind)?;
        Draft::of(state, shop, order, &materials, kind, by)
    };
    let drafts: Vec<Result<Draft, ServerError>> = orders.iter().map(draft).collect();
    let acts: Vec<_> = drafts.iter().filter_map(|draft| Some(draft.as_ref().ok()?.act.clone())).collect();
    let mut ids = acts::insert(tx, &acts).await?.into_iter();
    let mut recorded = Vec::with_capacity(orders.len());
    let mut changed = Vec::with_capacity(orders.len());
    for (draft, &order) in drafts.into_iter().zip(orders) {
        recorded.push(match draft {
            Err(error) => Err(error),
            Ok(draft) => match ids.next().flatten() {
                None => Err(Refusal::AlreadyRunning.into()),
                Some(id) => {
                    changed.push((order, draft.after));
                    Ok(id)
                }
            },
        });
    }
    order_state::save_standings(tx, &changed.iter().map(|(order, after)| (*order, after)).collect::<Vec<_>>()).await?;
    Ok(recorded)
}

/// An act that the gate has let through and the order's state with it, ready to be written.
struct Draft {
    act: acts::NewAct,
    after: OrderState,
}

impl Draft {
    fn of(
        state: &AppState,
        shop: &Shop,
        order: &OrderState,
        materials: &Materials,
        kind: ActKind,
        by: Requester<'_>,
    ) -> Result<Self, ServerError> {
        let before = Before { credit: order.lamps.credit, shipment: order.lamps.shipment };
        let mut after = OrderState { lamps: order.lamps.begin(kind), ..order.clone() };
        let Prepared { reference, payload, violations } = prepare(state, shop, materials, &mut after, before.credit)?;
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
            reference,
            payload_hash: digest::sha256([payload.as_str()]),
            payload,
            before,
            urgency: by.urgency as i64,
            requested_by: by.who.to_owned(),
            recorded_at: clock::now_ms(),
            codes,
            trouble: stopped.then_some("送信前の確認で見つかった誤りのため、NPには送っていません。"),
        };
        Ok(Self { act, after })
    }
}

/// What is asked, with what the elements are made of beside the orders' states.
enum Materials {
    Register(HashMap<i64, Contents>),
    Update(HashMap<i64, Contents>),
    ReportShipment(CarrierBook, HashMap<i64, ParcelOf>),
    /// The transaction's name is all that is needed.
    Named,
}

impl Materials {
    async fn read(tx: &mut Transaction, shop: &Shop, orders: &[&OrderState], kind: ActKind) -> Result<Self, StoreError> {
        let ids: Vec<i64> = orders.iter().map(|order| order.id).collect();
        Ok(match kind {
            ActKind::Register => Self::Register(contents::of_all(tx, &ids).await?),
            ActKind::Update => Self::Update(contents::of_all(tx, &ids).await?),
            ActKind::ReportShipment => Self::ReportShipment(carriers::book(tx, shop).await?, contents::parcels_of(tx, &ids).await?),
            ActKind::Check | ActKind::Cancel | ActKind::CheckPayment => Self::Named,
        })
    }
}

struct Prepared {
    reference: String,
    payload: String,
    /// Rules that NP would refuse the element for.
    violations: Vec<Violation>,
}

fn prepare(
    state: &AppState,
    shop: &Shop,
    materials: &Materials,
    after: &mut OrderState,
    credit_before: Credit,
) -> Result<Prepared, ServerError> {
    match materials {
        Materials::Register(contents) => {
            // What NP or our own check refused left nothing at NP: its repair goes out under the same id.
            if credit_before != Credit::Error || after.registrations == 0 {
                after.registrations += 1;
            }
            let id = ShopTransactionId::of_registration(&after.order_number, after.registrations)?;
            after.shop_transaction_id = Some(id.as_str().to_owned());
            (after.np_transaction_id, after.registered_at) = (None, None);
            after.registered_in = Some(shop.environment);
            Ok(registration(state, shop, after, contents.get(&after.id).ok_or(NO_ORDER)?, &id))
        }
        Materials::Update(contents) => {
            let id = after.shop_transaction_id.as_deref().ok_or(StoreError::Corrupt("orders.shop_transaction_id"))?;
            let id = ShopTransactionId::parse(id)?;
            Ok(registration(state, shop, after, contents.get(&after.id).ok_or(NO_ORDER)?, &id))
        }
        Materials::ReportShipment(carriers, parcels) => {
            let parcel = parcels.get(&after.id).ok_or(NO_ORDER)?;
            // Both checked: an unmapped carrier is stopped here, by name.
            let (carrier, slip_number) =
                preflight::shipment(carriers, &parcel.carrier, &parcel.slip_number).map_err(ServerError::Invalid)?;
            let id = np_id(after)?;
            let payload = state.provider.payload(Element::Shipment(id, carrier, &slip_number));
            Ok(Prepared { reference: id.to_string(), payload, violations: Vec::new() })
        }
        Materials::Named => {
            let id = np_id(after)?;
            Ok(Prepared { reference: id.to_string(), payload: state.provider.payload(Element::Named(id)), violations: Vec::new() })
        }
    }
}

fn registration(state: &AppState, shop: &Shop, order: &OrderState, contents: &Contents, id: &ShopTransactionId) -> Prepared {
    let mut violations = preflight::registration(id.as_str(), contents, clock::today());
    violations.retain(Violation::is_certain);
    let registration = Registration { shop_transaction_id: id, contents, site_name: &shop.site_name, site_url: &shop.site_url };
    let (reference, element) = match &order.np_transaction_id {
        Some(np_id) => (np_id.to_string(), Element::Update(np_id, registration)),
        None => (id.to_string(), Element::Register(registration)),
    };
    Prepared { reference, payload: state.provider.payload(element), violations }
}

fn np_id(order: &OrderState) -> Result<&crate::domain::id::NpTransactionId, ServerError> {
    order.np_transaction_id.as_ref().ok_or_else(|| Refusal::NotRegistered.into())
}

/// The order is not there (any more).
pub(in crate::server) const NO_ORDER: ServerError = ServerError::NotFound(NO_ORDER_TEXT);
/// The same, where it is told beside others.
pub(in crate::server) const NO_ORDER_TEXT: &str = "受注が見つかりません。";
/// The order's shop is not there.
pub(in crate::server) const NO_SHOP: ServerError = ServerError::NotFound("店舗が見つかりません。");
