//! Runs of acts: each line becomes an act, or says why not.

use super::LOOKED_AT_ONCE;
use super::outlook::Outlook;
use crate::api::acts::ConcernKind;
use crate::domain::act::ActKind;
use crate::domain::bulk;
use crate::domain::carrier::CarrierBook;
use crate::domain::lamp::Shipment;
use crate::domain::order::Day;
use crate::domain::parcel;
use crate::domain::preflight;
use crate::domain::reason;
use crate::server::acts::gate::Gate;
use crate::server::acts::ledger::{self, Requester, Urgency};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::foresight;
use crate::server::state::AppState;
use crate::server::store::contents::ParcelOf;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::runs::{Ended, Handled};
use crate::server::store::shops::{self, Shop};
use crate::server::store::{Transaction, carriers, contents};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, HashMap};

/// Looks at orders without touching them.
pub(super) async fn outlook(conn: &mut AnyConnection, kind: ActKind, order_ids: &[i64]) -> Result<Outlook, ServerError> {
    let judge = Judge::read(conn, kind).await?;
    let mut outlook = Outlook::default();
    for order_ids in order_ids.chunks(LOOKED_AT_ONCE) {
        let orders = order_state::load_all(conn, order_ids).await?;
        let parcels = if kind == ActKind::ReportShipment { contents::parcels_of(conn, order_ids).await? } else { HashMap::new() };
        let reasons: Vec<Option<String>> = order_ids.iter().map(|id| judge.refuses(orders.get(id), parcels.get(id))).collect();
        let sent: Vec<i64> = order_ids.iter().zip(&reasons).filter(|(_, reason)| reason.is_none()).map(|(id, _)| *id).collect();
        outlook.reasons.extend(reasons);
        for (order, parcel) in sent.iter().filter_map(|id| orders.get(id).zip(parcels.get(id))) {
            for doubt in judge.doubts(order, parcel) {
                outlook.concern(ConcernKind::Doubted, &doubt, order.id);
            }
        }
        if kind == ActKind::Cancel {
            for order in sent.iter().filter_map(|id| orders.get(id)).filter(|order| order.lamps.shipment == Shipment::Synced) {
                outlook.concern(ConcernKind::Reported, order.lamps.shipment.label(), order.id);
            }
        }
        if !matches!(kind, ActKind::Register | ActKind::Update) {
            continue;
        }
        let contents = contents::of_all(conn, &sent).await?;
        for (order, contents) in sent.iter().filter_map(|id| orders.get(id).zip(contents.get(id))) {
            if kind == ActKind::Update && !order.lamps.unsent {
                outlook.concern(ConcernKind::Unchanged, order.lamps.credit.label(), order.id);
            }
            let id = (kind == ActKind::Register).then_some(order.order_number.as_str());
            for violation in foresight::of(id, contents) {
                let concern = if violation.is_certain() { ConcernKind::Stopped } else { ConcernKind::Held };
                outlook.concern(concern, &reason::short(&violation.code), order.id);
            }
        }
    }
    Ok(outlook)
}

/// What decides whether an order may be sent.
struct Judge {
    kind: ActKind,
    gate: Gate,
    shops: HashMap<i64, Shop>,
    /// Carriers by shop, for the shipment report alone.
    books: HashMap<i64, CarrierBook>,
}

impl Judge {
    async fn read(conn: &mut AnyConnection, kind: ActKind) -> Result<Self, ServerError> {
        let gate = Gate::read(conn).await?;
        let shops = shops::all(conn).await?.into_iter().map(|shop| (shop.id, shop)).collect();
        let books = if kind == ActKind::ReportShipment { carriers::books(conn).await? } else { HashMap::new() };
        Ok(Self { kind, gate, shops, books })
    }

    /// Why an order, whose parcel this is, would be left out.
    fn refuses(&self, order: Option<&OrderState>, parcel: Option<&ParcelOf>) -> Option<String> {
        let Some(order) = order else { return Some(ledger::NO_ORDER_TEXT.to_owned()) };
        if let Some(why) = bulk::left_out(self.kind, &order.lamps) {
            return Some(why.to_owned());
        }
        let refused = self.shops.get(&order.shop_id).and_then(|shop| self.gate.may(shop, order, self.kind).err());
        let unfit = || {
            let (book, parcel) = self.books.get(&order.shop_id).zip(parcel)?;
            preflight::shipment(book, &parcel.carrier, &parcel.slip_number).err()
        };
        refused.map(|refusal| refusal.to_string()).or_else(|| unfit().map(|violations| violations[0].message.clone()))
    }

    /// What somebody should look at again in a parcel that would be reported.
    fn doubts(&self, order: &OrderState, parcel: &ParcelOf) -> Vec<String> {
        let Some(Ok((by, slip_number))) =
            self.books.get(&order.shop_id).map(|book| preflight::shipment(book, &parcel.carrier, &parcel.slip_number))
        else {
            return Vec::new();
        };
        parcel::doubts(by.listed(), &slip_number, Day::parse(&parcel.shipped_on), clock::day(parcel.ordered_at), clock::today())
    }
}

/// Records the acts of some lines.
pub(super) async fn handle(
    state: &AppState,
    tx: &mut Transaction,
    run_id: i64,
    kind: ActKind,
    who: &str,
    lines: &[(i64, i64)],
) -> Result<Vec<Handled>, ServerError> {
    let orders = order_state::load_all(tx, &lines.iter().map(|&(_, order_id)| order_id).collect::<Vec<_>>()).await?;
    let mut by_shop: BTreeMap<i64, Vec<(i64, &OrderState)>> = BTreeMap::new();
    let mut handled = Vec::with_capacity(lines.len());
    for (position, order_id) in lines {
        let order = orders.get(order_id).ok_or(ledger::NO_ORDER)?;
        match bulk::left_out(kind, &order.lamps) {
            Some(why) => handled.push(Handled { position: *position, ended: Ended::LeftOut { why: why.to_owned(), again: false } }),
            None => by_shop.entry(order.shop_id).or_default().push((*position, order)),
        }
    }
    let by = Requester { who, run_id: Some(run_id), urgency: Urgency::Bulk };
    for (shop_id, lines) in by_shop {
        let shop = shops::by_id(tx, shop_id).await?.ok_or(ledger::NO_SHOP)?;
        let orders: Vec<&OrderState> = lines.iter().map(|&(_, order)| order).collect();
        let recorded = ledger::record_all(state, tx, &shop, &orders, kind, by).await?;
        for (&(position, _), recorded) in lines.iter().zip(recorded) {
            handled.push(Handled { position, ended: ended(recorded)? });
        }
    }
    Ok(handled)
}

/// The act, or why there is none.
fn ended(recorded: Result<i64, ServerError>) -> Result<Ended, ServerError> {
    let left_out = |why, again| Ok(Ended::LeftOut { why, again });
    match recorded {
        Ok(act_id) => Ok(Ended::Act(act_id)),
        Err(ServerError::Refused(refusal)) => left_out(refusal.to_string(), refusal.may_pass()),
        Err(ServerError::Invalid(violations)) => left_out(violations.first().map(|v| v.message.clone()).unwrap_or_default(), true),
        Err(ServerError::BadInput(sentence)) => left_out(sentence, true),
        Err(error) => Err(error),
    }
}
