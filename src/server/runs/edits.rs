//! Runs of edits: each order is changed, or says why not. What changes is the domain's decision (`domain::edit`).

use super::LOOKED_AT_ONCE;
use super::outlook::Outlook;
use crate::api::acts::ConcernKind;
use crate::domain::act::ActKind;
use crate::domain::edit::{Edit, Editable, TextField};
use crate::domain::preflight;
use crate::server::acts::ledger::NO_ORDER_TEXT;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::orders::unsent::unsent;
use crate::server::state::AppState;
use crate::server::store::editing;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::runs::{Ended, Handled};
use crate::server::store::{Transaction, carriers, contents, timeline};
use sqlx::AnyConnection;
use std::collections::HashSet;

/// Said of orders whose parcels NP could not be told of by this carrier's name.
const UNKNOWN_TO_NP: &str = "NPに報告できない配送業者";

/// Looks at orders without touching them.
pub(super) async fn outlook(conn: &mut AnyConnection, edit: &Edit, order_ids: &[i64]) -> Result<Outlook, ServerError> {
    let mut outlook = Outlook::default();
    let strangers: HashSet<i64> = match edit {
        Edit::Carrier(name) => {
            let books = carriers::books(conn).await?;
            books.iter().filter(|(_, book)| preflight::carrier(book, name).is_err()).map(|(shop_id, _)| *shop_id).collect()
        }
        Edit::Status(_) | Edit::CheckItem { .. } | Edit::Text { .. } | Edit::Fee(_) => HashSet::new(),
    };
    for order_ids in order_ids.chunks(LOOKED_AT_ONCE) {
        let states = order_state::load_all(conn, order_ids).await?;
        let orders = editing::load_all(conn, &states, edit.needs_contents()).await?;
        for &id in order_ids {
            let edited = orders.get(&id).map(|order| (order, edit.apply(order)));
            if let (Some(state), Some((order, Ok(_)))) = (states.get(&id), &edited) {
                if let Some(field) = edit.replaces(order) {
                    outlook.concern(ConcernKind::Replaced, field.label(), id);
                }
                if let Some(doubt) = edit.doubts(order, clock::day(state.ordered_at), clock::today()) {
                    outlook.concern(ConcernKind::Unusual, doubt, id);
                }
                if order.lamps.by_np && strangers.contains(&state.shop_id) {
                    outlook.concern(ConcernKind::Unusual, UNKNOWN_TO_NP, id);
                }
                if edit.needs_contents() && order.lamps.act_for_contents() == ActKind::Update {
                    outlook.concern(ConcernKind::Resend, order.lamps.credit.label(), id);
                }
            }
            outlook.reasons.push(match edited {
                None => Some(NO_ORDER_TEXT.to_owned()),
                Some((_, edited)) => edited.err().map(|left| left.to_string()),
            });
        }
    }
    Ok(outlook)
}

/// One order, before and after.
struct Change<'a> {
    before: &'a OrderState,
    after: Editable,
    what: String,
}

/// Changes the orders of some lines.
pub(super) async fn handle(
    state: &AppState,
    tx: &mut Transaction,
    edit: &Edit,
    who: &str,
    lines: &[(i64, i64)],
) -> Result<Vec<Handled>, ServerError> {
    let states = order_state::load_all(tx, &lines.iter().map(|&(_, order_id)| order_id).collect::<Vec<_>>()).await?;
    let orders = editing::load_all(tx, &states, edit.needs_contents()).await?;
    let mut handled = Vec::with_capacity(lines.len());
    let mut changes = Vec::with_capacity(lines.len());
    for &(position, order_id) in lines {
        let ended = match (states.get(&order_id), orders.get(&order_id).map(|order| edit.apply(order))) {
            (Some(before), Some(Ok((after, what)))) => {
                changes.push(Change { before, after, what: what.clone() });
                Ended::Done(what)
            }
            (_, Some(Err(left))) => Ended::LeftOut { why: left.to_string(), again: left.may_pass() },
            (_, None) | (None, _) => Ended::LeftOut { why: NO_ORDER_TEXT.to_owned(), again: false },
        };
        handled.push(Handled { position, ended });
    }
    write(state, tx, edit, who, &changes).await?;
    Ok(handled)
}

async fn write(state: &AppState, tx: &mut Transaction, edit: &Edit, who: &str, changes: &[Change<'_>]) -> Result<(), ServerError> {
    // Contents are there only for the edits that change them.
    let edited: Vec<_> =
        changes.iter().filter_map(|Change { before, after, .. }| Some((before.id, &after.lamps, after.contents.as_ref()?))).collect();
    let unsent = unsent(state, tx, &edited).await?;
    let after = |change: &Change<'_>| {
        let Editable { lamps, status, contents, .. } = &change.after;
        let mut after = OrderState { lamps: *lamps, status: status.clone(), ..change.before.clone() };
        if contents.is_some() {
            after.lamps.unsent = unsent.contains(&change.before.id);
        }
        if matches!(edit, Edit::Carrier(_) | Edit::Text { field: TextField::ShippedOn, .. }) || contents.is_some() {
            // What automation stopped at may be mended by it: asked again.
            after.automation_note = None;
        }
        after
    };
    let states: Vec<OrderState> = changes.iter().map(after).collect();
    let pairs: Vec<_> = changes.iter().map(|change| change.before).zip(&states).collect();
    order_state::save_all(tx, &pairs).await?;
    editing::save_all(tx, &changes.iter().map(|change| (change.before.id, &change.after)).collect::<Vec<_>>()).await?;
    for Change { before, after, what } in changes {
        if let Some(contents) = &after.contents {
            contents::replace(tx, before.id, &before.order_number, contents).await?;
        }
        timeline::note_change(tx, before.id, before.version + 1, who, what).await?;
    }
    Ok(())
}
