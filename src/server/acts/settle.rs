//! Settling: what a reply means for each act of a batch, written in one transaction.

use super::retry;
use crate::domain::act::{ActKind, ActState, Answer, RefusedAct, Verdict};
use crate::domain::lamp::Credit;
use crate::domain::reason::Code;
use crate::domain::shop::Automation;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::provider::{Outgoing, Received, Reply};
use crate::server::state::AppState;
use crate::server::store::acts::{self, Batch, ClaimedAct, Outcome};
use crate::server::store::order_state::{self, OrderState};
use crate::server::store::{Transaction, shops};
use std::time::Duration;

/// RE029: NP decides by 18:00 of the next business day; asking by the minute would be noise.
const DETAILED_REVIEW: &str = "RE029";
/// Waits before an undecided verdict is asked for again, in units of the first; the last one repeats.
const CHECK_STEPS: [u32; 7] = [1, 2, 4, 8, 24, 60, 120];
/// NP's figures lag two or three business days (np-api.md §7.2): more often would tell no more.
const PAYMENT_EVERY: Duration = Duration::from_hours(24);

/// Writes what a reply means for every act of the batch.
///
/// # Errors
/// When the database fails; the acts then stay `sent` and the next start takes them for lost.
pub async fn apply(state: &AppState, batch: Batch, sent: &[(ClaimedAct, Outgoing)], reply: Reply) -> Result<(), ServerError> {
    let mut tx = state.store.begin().await?;
    match reply {
        Reply::Answered(mut received) => {
            let automation = shops::by_id(&mut tx, batch.shop_id).await?.map(|shop| shop.automation).unwrap_or_default();
            for (act, outgoing) in sent {
                match received.remove(&outgoing.reference) {
                    Some(received) => answered(state, &mut tx, batch, automation, act, &received).await?,
                    None => lose(state, &mut tx, act, "NPの回答にこの受注が含まれていませんでした。", None).await?,
                }
            }
        }
        Reply::Lost { what, retry_after } => {
            for (act, _) in sent {
                lose(state, &mut tx, act, &what, retry_after).await?;
            }
        }
        Reply::Unauthorized => {
            shops::set_paused(&mut tx, batch.shop_id, Some(REFUSED_CREDENTIALS)).await?;
            for (act, _) in sent {
                put_back(&mut tx, batch, act, Duration::ZERO, REFUSED_CREDENTIALS).await?;
            }
        }
        Reply::Unreachable => {
            for (act, _) in sent {
                let wait = retry::wait_for_connection(act.attempts, state.config.first_wait);
                put_back(&mut tx, batch, act, wait, "NPに接続できませんでした。送信はしていません。").await?;
            }
        }
        Reply::TooMany(retry_after) => {
            for (act, _) in sent {
                let wait = retry_after.unwrap_or_else(|| retry::wait_for_connection(act.attempts, state.config.first_wait));
                put_back(&mut tx, batch, act, wait, "NPが混み合っているため、あとで送り直します。").await?;
            }
        }
    }
    state.store.commit(tx).await?;
    Ok(())
}

const REFUSED_CREDENTIALS: &str = "NPに加盟店コード・SPコード・端末IDが受け付けられませんでした。";

async fn answered(
    state: &AppState,
    tx: &mut Transaction,
    batch: Batch,
    automation: Automation,
    act: &ClaimedAct,
    received: &Received,
) -> Result<(), ServerError> {
    let Some(order) = order_state::load(tx, act.order_id).await? else { return Ok(()) };
    match (act.kind, batch.checks_first, &received.answer) {
        // The question before a doubtful change: NP still has the transaction, so the change is sent again.
        (ActKind::Update, true, Answer::Verdict(_)) => send_again(tx, act, received).await,
        // The id that a person typed is not one of NP's.
        (ActKind::Register, true, Answer::Refused(codes)) => {
            let after = OrderState { np_transaction_id: None, ..order.clone() };
            ask_person(
                tx,
                act,
                &order,
                after,
                codes,
                &received.raw,
                "入力されたNP取引IDの取引がNPに見つかりません。番号を確かめてください。",
            )
            .await
        }
        (ActKind::Register, false, Answer::Refused(codes)) if codes.iter().any(Code::is_duplicate_registration) => {
            let trouble = "NPに同じ取引が登録済みです。NPの管理画面でNP取引IDを確かめて入力してください。";
            ask_person(tx, act, &order, order.clone(), codes, &received.raw, trouble).await
        }
        (_, _, _) => end(state, tx, automation, act, order, received).await,
    }
}

/// The act ends, done or refused.
async fn end(
    state: &AppState,
    tx: &mut Transaction,
    automation: Automation,
    act: &ClaimedAct,
    order: OrderState,
    received: &Received,
) -> Result<(), ServerError> {
    let answer = &received.answer;
    let now = clock::now_ms();
    let success = answer.is_success(act.kind);
    let mut after = OrderState { lamps: order.lamps.settle(act.kind, act.before, answer), ..order.clone() };
    if let Some(id) = &received.np_transaction_id
        && act.kind == ActKind::Register
    {
        after.np_transaction_id = Some(id.clone());
    }
    if matches!(answer, Answer::Verdict(_)) && matches!(act.kind, ActKind::Register | ActKind::Update) {
        after.edited = false;
    }
    let codes = codes(answer);
    match act.kind {
        // A hold stays a hold with its reasons when NP will not cancel it.
        ActKind::Cancel if !success => after.refused = Some(RefusedAct { kind: act.kind, codes: codes.clone() }),
        ActKind::Register | ActKind::Update | ActKind::Cancel | ActKind::ReportShipment => {
            after.refused = None;
            after.reasons = if success && matches!(answer, Answer::Refused(_)) { Vec::new() } else { codes.clone() };
        }
        ActKind::Check => after.reasons.clone_from(&codes),
        ActKind::CheckPayment => {}
    }
    schedule_question(&mut after, automation, act.kind, state.config.first_check, now);
    let outcome = Outcome {
        state: if success { ActState::Done } else { ActState::Refused },
        not_before: now,
        losses: act.losses,
        doubtful: false,
        checks_first: false,
        answer: Some(&received.raw),
        codes: &codes,
        result: Some(match act.kind {
            ActKind::ReportShipment => after.lamps.shipment.label(),
            ActKind::CheckPayment => after.lamps.payment.label(),
            ActKind::Register | ActKind::Check | ActKind::Update | ActKind::Cancel => after.lamps.credit.label(),
        }),
        trouble: None,
    };
    if acts::finish(tx, act, &outcome, now).await? {
        order_state::save(tx, &order, &after).await?;
    }
    Ok(())
}

fn codes(answer: &Answer) -> Vec<Code> {
    match answer {
        Answer::Verdict(Verdict::Hold(codes)) | Answer::Refused(codes) => codes.clone(),
        Answer::Verdict(Verdict::Ng(code)) => code.iter().cloned().collect(),
        Answer::Verdict(Verdict::Ok | Verdict::Reviewing) | Answer::Cancelled | Answer::Reported | Answer::Payment(_) => Vec::new(),
    }
}

/// Undecided verdicts are asked for by themselves: growing waits, no last one, never a storm. So are payments, daily.
fn schedule_question(order: &mut OrderState, automation: Automation, kind: ActKind, first: Duration, now: i64) {
    let lamps = order.lamps;
    let detailed = lamps.credit == Credit::Hold && order.reasons.iter().any(|code| code.as_str() == DETAILED_REVIEW);
    if automation.check && (lamps.credit == Credit::Reviewing || detailed) {
        order.checks = if kind == ActKind::Check { order.checks + 1 } else { 0 };
        let last = CHECK_STEPS.len() - 1;
        let step = if detailed { last } else { usize::try_from(order.checks).unwrap_or(last).min(last) };
        order.check_at = Some(now + millis(first * CHECK_STEPS[step]));
        return;
    }
    order.checks = 0;
    let unpaid = lamps.may(ActKind::CheckPayment).is_ok();
    order.check_at = (automation.payment && unpaid).then(|| now + millis(PAYMENT_EVERY));
}

/// An answer was lost: the lamp says so, and the act waits for its next step, or for a person.
pub(super) async fn lose(
    state: &AppState,
    tx: &mut Transaction,
    act: &ClaimedAct,
    what: &str,
    retry_after: Option<Duration>,
) -> Result<(), ServerError> {
    let Some(order) = order_state::load(tx, act.order_id).await? else { return Ok(()) };
    let now = clock::now_ms();
    let losses = act.losses + 1;
    let wait = match act.kind {
        ActKind::Register | ActKind::Update | ActKind::Cancel | ActKind::ReportShipment => {
            retry::wait_after(losses, state.config.first_wait)
        }
        // A question changes nothing at NP and has no lamp a person could press: it is asked until it is answered.
        ActKind::Check | ActKind::CheckPayment => Some(retry::wait_before_question(losses, state.config.first_wait)),
    };
    let mut after = OrderState { lamps: order.lamps.lose(act.kind), ..order.clone() };
    after.lamps.asks_person = wait.is_none();
    let outcome = Outcome {
        state: if wait.is_some() { ActState::Unknown } else { ActState::Asking },
        not_before: now + millis(wait.unwrap_or_default().max(retry_after.unwrap_or_default())),
        losses,
        doubtful: true,
        checks_first: order.checks_first(act.kind),
        answer: None,
        codes: &[],
        result: None,
        trouble: Some(what),
    };
    if acts::finish(tx, act, &outcome, now).await? {
        order_state::save(tx, &order, &after).await?;
    }
    Ok(())
}

/// NP did nothing: the act goes back to where it was.
async fn put_back(tx: &mut Transaction, batch: Batch, act: &ClaimedAct, wait: Duration, what: &str) -> Result<(), ServerError> {
    let now = clock::now_ms();
    let outcome = Outcome {
        state: if batch.doubtful { ActState::Unknown } else { ActState::Queued },
        not_before: now + millis(wait),
        losses: act.losses,
        doubtful: batch.doubtful,
        checks_first: batch.checks_first,
        answer: None,
        codes: &[],
        result: None,
        trouble: Some(what),
    };
    acts::finish(tx, act, &outcome, now).await?;
    Ok(())
}

async fn send_again(tx: &mut Transaction, act: &ClaimedAct, received: &Received) -> Result<(), ServerError> {
    let now = clock::now_ms();
    let outcome = Outcome {
        state: ActState::Unknown,
        not_before: now,
        losses: act.losses,
        doubtful: true,
        checks_first: false,
        answer: Some(&received.raw),
        codes: &[],
        result: None,
        trouble: Some("NPの状態を確かめたので、同じ内容をもう一度送ります。"),
    };
    acts::finish(tx, act, &outcome, now).await?;
    Ok(())
}

async fn ask_person(
    tx: &mut Transaction,
    act: &ClaimedAct,
    order: &OrderState,
    mut after: OrderState,
    codes: &[Code],
    raw: &str,
    trouble: &str,
) -> Result<(), ServerError> {
    let now = clock::now_ms();
    after.lamps = after.lamps.lose(act.kind);
    after.lamps.registered = false;
    after.lamps.asks_person = true;
    after.reasons = codes.to_vec();
    let outcome = Outcome {
        state: ActState::Asking,
        not_before: now,
        losses: act.losses,
        doubtful: true,
        checks_first: false,
        answer: Some(raw),
        codes,
        result: None,
        trouble: Some(trouble),
    };
    if acts::finish(tx, act, &outcome, now).await? {
        order_state::save(tx, order, &after).await?;
    }
    Ok(())
}

fn millis(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 4)
}
