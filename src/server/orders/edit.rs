//! What people change about an order: its contents, its parcel.

use crate::api::row::OrderRow;
use crate::api::sheet::{Parcel, Wishes};
use crate::domain::audit::AuditKind;
use crate::domain::edit::{BLANK, Edit, Left, TextField};
use crate::domain::field::Field;
use crate::domain::id::SlipNumber;
use crate::domain::lamp::Shipment;
use crate::domain::order::{Contents, Day};
use crate::domain::preflight::{self, Violation};
use crate::domain::reason::Code;
use crate::server::acts::ledger::{self, NO_ORDER, NO_SHOP, Requester, Urgency};
use crate::server::auth::SessionUser;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::orders::unsent::unsent;
use crate::server::state::AppState;
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::{StoreError, Transaction, contents as stored, editing, orders, shops, timeline};
use std::collections::HashMap;

/// Saves contents; with `resend`, records the act that brings them to NP in the same transaction.
///
/// # Errors
/// Every rule the contents break; why the order does not allow it; or that somebody else was first.
pub async fn save_contents(
    state: &AppState,
    user: &SessionUser,
    order_id: i64,
    contents_version: i64,
    contents: Contents,
    resend: bool,
) -> Result<OrderRow, ServerError> {
    let contents = contents.normalised();
    let mut tx = state.store.begin().await?;
    let order = order_state::load(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    // Lamps may have moved while somebody typed; another edit must not be overwritten unseen.
    if order.contents_version != contents_version {
        return Err(StoreError::Changed.into());
    }
    order.lamps.may_edit()?;
    let violations = broken_rules(&order, &contents);
    if !violations.is_empty() {
        return Err(ServerError::Invalid(violations));
    }
    let kind = order.lamps.act_for_contents();
    let is_changed = stored::of(&mut tx, order_id).await?.as_ref() != Some(&contents);
    if is_changed {
        let mut after = order.clone();
        // What automation stopped at may be mended by it.
        after.automation_note = None;
        after.lamps.unsent = unsent(state, &mut tx, &[(order_id, &order.lamps, &contents)]).await?.contains(&order_id);
        stored::replace(&mut tx, order_id, &order.order_number, &contents).await?;
        order_state::save(&mut tx, &order, &after).await?;
        timeline::note_change(&mut tx, order_id, order.version + 1, &user.name, "内容を修正").await?;
    }
    match (is_changed, resend) {
        (true, true) => note(&mut tx, user, &order, &format!("内容を修正して{}", kind.label())).await?,
        (true, false) => note(&mut tx, user, &order, "内容を修正").await?,
        (false, true) => note(&mut tx, user, &order, kind.label()).await?,
        (false, false) => {}
    }
    if resend {
        let order = order_state::load(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
        let shop = shops::by_id(&mut tx, order.shop_id).await?.ok_or(NO_SHOP)?;
        ledger::record(state, &mut tx, &shop, order, kind, Requester { who: &user.name, run_id: None, urgency: Urgency::Press }).await?;
    }
    finish(state, tx, order_id).await
}

/// The rules a person's edit must keep: NP's, and that the lines add up to what is billed.
fn broken_rules(order: &OrderState, contents: &Contents) -> Vec<Violation> {
    let id = order.shop_transaction_id.as_deref().unwrap_or(&order.order_number);
    let mut violations = preflight::registration(id, contents, clock::today());
    violations.retain(Violation::is_certain);
    violations.extend(preflight::sum_mismatch(contents));
    violations
}

/// Saves carrier, slip number and shipping day, when they still are what the person was shown.
///
/// # Errors
/// As [`save_contents`]; also a slip number that another order has.
pub async fn save_parcel(
    state: &AppState,
    user: &SessionUser,
    order_id: i64,
    before: &Parcel,
    parcel: Parcel,
) -> Result<OrderRow, ServerError> {
    let mut tx = state.store.begin().await?;
    let order = order_state::load(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    let shown = orders::row(&mut tx, order_id).await?.ok_or(NO_ORDER)?.parcel();
    if shown != *before {
        return Err(StoreError::Changed.into());
    }
    order.lamps.may_change_slip()?;
    let slip_number = match parcel.slip_number.trim() {
        "" => None,
        text => Some(SlipNumber::parse(text).map_err(|error| invalid_slip(&error.to_string()))?),
    };
    let shipped_on = match parcel.shipped_on.trim() {
        "" => String::new(),
        text => {
            Day::parse(text).ok_or_else(|| ServerError::BadInput("出荷日は「2026-11-24」の形で入力してください。".to_owned()))?.to_string()
        }
    };
    if let Some(slip_number) = &slip_number
        && let Some(other) = stored::other_with_slip(&mut tx, order_id, slip_number.as_str()).await?
    {
        return Err(invalid_slip(&format!("この伝票番号は受注 {other} に入力済みです。伝票を確かめてください。")));
    }
    if let Some(slip_number) = &slip_number
        && stored::is_order_number(&mut tx, slip_number.as_str()).await?
    {
        return Err(invalid_slip("これは受注番号です。伝票番号を入力するか、伝票のバーコードを読み取ってください。"));
    }
    let mut after = order.clone();
    after.automation_note = None;
    after.lamps.shipment = if slip_number.is_some() { Shipment::Ready } else { Shipment::None };
    stored::set_slip(&mut tx, order_id, slip_number.as_ref().map(SlipNumber::as_str), parcel.carrier.trim(), &shipped_on).await?;
    order_state::save(&mut tx, &order, &after).await?;
    let (what, number) = match slip_number.as_ref().map(SlipNumber::as_str) {
        Some(number) if number != shown.slip_number => ("伝票番号を入力", format!("（{number}）")),
        None if !shown.slip_number.is_empty() => ("伝票番号を削除", String::new()),
        _ => ("配送業者・出荷日を保存", String::new()),
    };
    note(&mut tx, user, &order, what).await?;
    timeline::note_change(&mut tx, order_id, order.version + 1, &user.name, &format!("{what}{number}")).await?;
    finish(state, tx, order_id).await
}

/// Saves what is written about an order, when it still is what the person was shown. Each field goes by the rules of
/// 一括入力.
///
/// # Errors
/// What is wrong with a value; why the order does not allow it; or that somebody else was first.
pub async fn save_wishes(
    state: &AppState,
    user: &SessionUser,
    order_id: i64,
    before: &Wishes,
    wishes: Wishes,
) -> Result<OrderRow, ServerError> {
    let mut tx = state.store.begin().await?;
    let order = order_state::load(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    if orders::row(&mut tx, order_id).await?.ok_or(NO_ORDER)?.wishes() != *before {
        return Err(StoreError::Changed.into());
    }
    let states = HashMap::from([(order_id, order)]);
    let mut edited = editing::load_all(&mut tx, &states, false).await?.remove(&order_id).ok_or(NO_ORDER)?;
    let mut done = Vec::new();
    let typed = [
        (TextField::DeliverOn, &before.deliver_on, wishes.deliver_on),
        (TextField::DeliverTime, &before.deliver_time, wishes.deliver_time),
        (TextField::Note, &before.note, wishes.note),
    ];
    for (field, before, text) in typed {
        if text == *before {
            continue;
        }
        let text = if text.trim().is_empty() { BLANK.to_owned() } else { text };
        let edit = Edit::Text { field, text, appends: false }.checked().map_err(ServerError::BadInput)?;
        match edit.apply(&edited) {
            Ok((after, what)) => {
                edited = after;
                done.push(what);
            }
            Err(Left::Unchanged) => {}
            Err(Left::Refused(refusal)) => return Err(refusal.into()),
            Err(Left::Unfit(why)) => return Err(ServerError::BadInput(why)),
        }
    }
    if !done.is_empty() {
        let (order, what) = (&states[&order_id], done.join("、"));
        order_state::save(&mut tx, order, order).await?;
        editing::save_all(&mut tx, &[(order_id, &edited)]).await?;
        note(&mut tx, user, order, &what).await?;
        timeline::note_change(&mut tx, order_id, order.version + 1, &user.name, &what).await?;
    }
    finish(state, tx, order_id).await
}

async fn note(tx: &mut Transaction, user: &SessionUser, order: &OrderState, what: &str) -> Result<(), StoreError> {
    let what = format!("受注 {} の{what}", order.order_number);
    user.note_of_shop(tx, AuditKind::Act, &what, order.shop_id).await
}

async fn finish(state: &AppState, mut tx: Transaction, order_id: i64) -> Result<OrderRow, ServerError> {
    let row = orders::row(&mut tx, order_id).await?.ok_or(NO_ORDER)?;
    state.store.commit(tx).await?;
    Ok(row)
}

/// E0100110 is NP's own code for a slip number that is not one.
fn invalid_slip(message: &str) -> ServerError {
    ServerError::Invalid(vec![Violation { code: Code::new("E0100110"), field: Field::SlipNumber, line: None, message: message.to_owned() }])
}
