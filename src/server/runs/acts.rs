//! Runs of acts: each line becomes an act, or says why not.

use crate::domain::act::ActKind;
use crate::domain::preflight;
use crate::domain::reason;
use crate::server::acts::gate::Gate;
use crate::server::acts::ledger::{self, Requester, Urgency};
use crate::server::error::ServerError;
use crate::server::foresight;
use crate::server::state::AppState;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::runs::{Ended, Handled};
use crate::server::store::shops::{self, Shop};
use crate::server::store::{Transaction, carriers, contents};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Contents looked at together: they are large.
const CONTENTS_AT_ONCE: usize = 1_000;

/// Why each order would be left out, `None` when it would be sent.
pub(super) async fn reasons(conn: &mut AnyConnection, kind: ActKind, order_ids: &[i64]) -> Result<Vec<Option<String>>, ServerError> {
    let gate = Gate::read(conn).await?;
    let shops: HashMap<i64, Shop> = shops::all(conn).await?.into_iter().map(|shop| (shop.id, shop)).collect();
    let orders = order_state::load_all(conn, order_ids).await?;
    let parcels = if kind == ActKind::ReportShipment { contents::parcels_of(conn, order_ids).await? } else { HashMap::new() };
    let books = if kind == ActKind::ReportShipment { carriers::books(conn).await? } else { HashMap::new() };
    let reason = |order_id: &i64| {
        let Some(order) = orders.get(order_id) else { return Some(ledger::NO_ORDER_TEXT.to_owned()) };
        let refused = shops.get(&order.shop_id).and_then(|shop| gate.may(shop, order, kind).err());
        let parcel = || {
            let (book, (carrier, slip_number)) = books.get(&order.shop_id).zip(parcels.get(order_id))?;
            preflight::shipment(book, carrier, slip_number).err()
        };
        refused.map(|refusal| refusal.to_string()).or_else(|| parcel().map(|violations| violations[0].message.clone()))
    };
    Ok(order_ids.iter().map(reason).collect())
}

/// What NP would refuse or hold about orders whose contents it would get, in a few words, with the orders; most first.
pub(super) async fn foreseen(conn: &mut AnyConnection, kind: ActKind, order_ids: &[i64]) -> Result<Vec<(String, Vec<i64>)>, ServerError> {
    if !matches!(kind, ActKind::Register | ActKind::Update) {
        return Ok(Vec::new());
    }
    let mut foreseen: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for order_ids in order_ids.chunks(CONTENTS_AT_ONCE) {
        let orders = order_state::load_all(conn, order_ids).await?;
        let contents = contents::of_all(conn, order_ids).await?;
        for (order, contents) in order_ids.iter().filter_map(|id| orders.get(id).zip(contents.get(id))) {
            let id = (kind == ActKind::Register).then_some(order.order_number.as_str());
            let shorts = foresight::of(id, contents).into_iter().map(|violation| reason::short(&violation.code).into_owned());
            for short in shorts.collect::<BTreeSet<_>>() {
                foreseen.entry(short).or_default().push(order.id);
            }
        }
    }
    let mut foreseen: Vec<_> = foreseen.into_iter().collect();
    foreseen.sort_by_key(|(_, orders)| std::cmp::Reverse(orders.len()));
    Ok(foreseen)
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
    for (position, order_id) in lines {
        let order = orders.get(order_id).ok_or(ledger::NO_ORDER)?;
        by_shop.entry(order.shop_id).or_default().push((*position, order));
    }
    let by = Requester { who, run_id: Some(run_id), urgency: Urgency::Bulk };
    let mut handled = Vec::with_capacity(lines.len());
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
