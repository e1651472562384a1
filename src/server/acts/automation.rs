//! What the desk does by itself, as each shop's switches say: questions about undecided verdicts and payments,
//! slip numbers. Credit on import begins with the import itself.

use super::ledger::{self, Requester, Urgency};
use crate::domain::act::ActKind;
use crate::domain::carrier::CarrierBook;
use crate::domain::table::Refusal;
use crate::domain::{parcel, preflight};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::payment_methods;
use crate::server::state::AppState;
use crate::server::store::contents::{self, ParcelOf};
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::{StoreError, Transaction, automation, carriers, shops};
use std::collections::HashMap;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The name under which the desk's own acts stand in the timeline.
pub const AUTOMATIC: &str = "自動";

/// How often due checks are looked for, and how many are recorded at once.
const EVERY: Duration = Duration::from_secs(1);
const AT_ONCE: i64 = 200;

/// Records what is due until told to stop.
pub async fn run(state: AppState, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = record_due(&state).await {
            tracing::error!(%error, "automatic acts could not be recorded");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn record_due(state: &AppState) -> Result<(), ServerError> {
    let (questions, reports, some_lack_a_day) = {
        let mut conn = state.store.read().await?;
        if !payment_methods::load(&mut conn).await?.np {
            return Ok(());
        }
        let questions = automation::due_for_check(&mut conn, clock::now_ms(), AT_ONCE).await?;
        let reports = automation::due_for_sync(&mut conn, &clock::today().to_string(), AT_ONCE).await?;
        (questions, reports, !automation::without_a_day(&mut conn, 1).await?.is_empty())
    };
    if questions.is_empty() && reports.is_empty() && !some_lack_a_day {
        return Ok(());
    }
    let mut tx = state.store.begin().await?;
    // Asked again: somebody may have entered the day while others wrote.
    for order_id in automation::without_a_day(&mut tx, AT_ONCE).await? {
        let Some(order) = order_state::load(&mut tx, order_id).await? else { continue };
        skip(&mut tx, &order, "出荷日が入力されていません。").await?;
    }
    let parcels = contents::parcels_of(&mut tx, &reports).await?;
    let books = if reports.is_empty() { HashMap::new() } else { carriers::books(&mut tx).await? };
    for (order_id, is_report) in questions.into_iter().map(|id| (id, false)).chain(reports.into_iter().map(|id| (id, true))) {
        let Some(order) = order_state::load(&mut tx, order_id).await? else { continue };
        let Some(shop) = shops::by_id(&mut tx, order.shop_id).await? else { continue };
        // What somebody has reported meanwhile is no matter of doubt any more.
        let is_due = is_report && order.lamps.may(ActKind::ReportShipment).is_ok();
        if is_due && let Some(doubt) = books.get(&shop.id).zip(parcels.get(&order_id)).and_then(|(book, parcel)| doubt(book, parcel)) {
            skip(&mut tx, &order, &doubt).await?;
            continue;
        }
        let kind = match is_report {
            true => ActKind::ReportShipment,
            false if order.lamps.may(ActKind::Check).is_ok() => ActKind::Check,
            false => ActKind::CheckPayment,
        };
        let by = Requester { who: AUTOMATIC, run_id: None, urgency: Urgency::Automatic };
        match ledger::record(state, &mut tx, &shop, order.clone(), kind, by).await {
            Err(ServerError::Refused(Refusal::Unsent)) => skip(&mut tx, &order, &Refusal::Unsent.to_string()).await?,
            Err(ServerError::Invalid(violations)) => {
                let why = violations.first().map(|violation| violation.message.clone()).unwrap_or_default();
                skip(&mut tx, &order, &why).await?;
            }
            // Somebody pressed a button since: that act brings the order on.
            Ok(_) | Err(ServerError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    state.store.commit(tx).await?;
    Ok(())
}

/// What looks wrong in the slip number: a report cannot be taken back, so a person decides.
fn doubt(book: &CarrierBook, parcel: &ParcelOf) -> Option<String> {
    let (by, slip_number) = preflight::shipment(book, &parcel.carrier, &parcel.slip_number).ok()?;
    parcel::number_doubt(by.listed()?, &slip_number)
}

/// Not skipped in silence: the row says why, until the order is changed.
async fn skip(tx: &mut Transaction, order: &OrderState, why: &str) -> Result<(), StoreError> {
    let after = OrderState { automation_note: Some(format!("自動同期できません: {why}")), ..order.clone() };
    order_state::save(tx, order, &after).await
}
