//! What a reply means for one act and its order. Pure: it reads no clock and no database.

use super::{line, retry};
use crate::domain::act::{ActKind, ActState, Answer, RefusedAct, Verdict};
use crate::domain::lamp::Credit;
use crate::domain::reason::Code;
use crate::domain::shop::Automation;
use crate::server::provider::{Outgoing, Received, Reply};
use crate::server::store::acts::{Batch, ClaimedAct, Outcome};
use crate::server::store::order_state::OrderState;
use std::time::Duration;

/// RE029: NP decides by 18:00 of the next business day; asking by the minute would be noise.
const DETAILED_REVIEW: &str = "RE029";
/// Waits before an undecided verdict is asked for again, in units of the first; the last one repeats.
const CHECK_STEPS: [u32; 7] = [1, 2, 4, 8, 24, 60, 120];
/// NP's figures lag two or three business days (np-api.md §7.2): more often would tell no more.
const PAYMENT_EVERY: Duration = Duration::from_hours(24);

/// How act and order go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The act.
    pub outcome: Outcome,
    /// The order, where it changes.
    pub after: Option<OrderState>,
}

/// What decisions depend on besides act, order and reply.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Now, unix milliseconds.
    pub now: i64,
    /// The first wait after a lost answer.
    pub first_wait: Duration,
    /// The first wait before an undecided verdict is asked for.
    pub first_check: Duration,
    /// The shop's switches.
    pub automation: Automation,
}

const NOT_SENT: &str = "NPに接続できませんでした。送信はしていません。";
const LATER: &str = "NPが混み合っているため、あとで送り直します。";
const NOT_MENTIONED: &str = "NPの回答にこの受注が含まれていませんでした。";

impl Rules {
    /// What became of the call that carried this act. The shop's line is free again at `line_free_at`.
    pub fn replied(
        &self,
        batch: Batch,
        act: &ClaimedAct,
        outgoing: &Outgoing,
        order: &OrderState,
        reply: &Reply,
        line_free_at: i64,
    ) -> Decision {
        match reply {
            Reply::Answered(received) => match received.get(&outgoing.reference) {
                Some(received) => self.answered(batch, act, order, received),
                None => self.lost(act, order, NOT_MENTIONED, line_free_at),
            },
            Reply::Lost { what, .. } => self.lost(act, order, what, line_free_at),
            Reply::Unauthorized => put_back(batch, act, line_free_at, line::REFUSED_CREDENTIALS),
            Reply::Unreachable => put_back(batch, act, line_free_at, NOT_SENT),
            Reply::TooMany(_) => put_back(batch, act, line_free_at, LATER),
        }
    }

    /// NP answered.
    fn answered(&self, batch: Batch, act: &ClaimedAct, order: &OrderState, received: &Received) -> Decision {
        match (act.kind, batch.checks_first, &received.answer) {
            // The question before a doubtful change: NP still has the transaction, so the change is sent again.
            (ActKind::Update, true, Answer::Verdict(_)) => self.send_again(act, received),
            // The id that a person typed is not one of NP's.
            (ActKind::Register, true, Answer::Refused(codes)) => {
                let after = OrderState { np_transaction_id: None, ..order.clone() };
                self.ask_person(act, after, codes, received, "入力されたNP取引IDの取引がNPに見つかりません。番号を確かめてください。")
            }
            (ActKind::Register, false, Answer::Refused(codes)) if codes.iter().any(Code::is_duplicate_registration) => {
                let trouble = "NPに同じ取引が登録済みです。NPの管理画面でNP取引IDを確かめて入力してください。";
                self.ask_person(act, order.clone(), codes, received, trouble)
            }
            (_, _, _) => self.end(act, order, received),
        }
    }

    /// The act ends, done or refused.
    fn end(&self, act: &ClaimedAct, order: &OrderState, received: &Received) -> Decision {
        let answer = &received.answer;
        let success = answer.is_success(act.kind);
        let codes = codes(answer);
        let mut after = OrderState { lamps: order.lamps.settle(act.kind, act.before, answer), ..order.clone() };
        if let Some(id) = &received.np_transaction_id
            && act.kind == ActKind::Register
        {
            after.np_transaction_id = Some(id.clone());
            after.registered_at = Some(self.now);
        }
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
        if success && matches!(act.kind, ActKind::Update | ActKind::ReportShipment | ActKind::Cancel) {
            // Whoever has done it: there is nothing left that the desk could not do.
            after.automation_note = None;
        }
        self.schedule_question(&mut after, act.kind);
        let result = match act.kind {
            ActKind::ReportShipment => after.lamps.shipment.label(),
            ActKind::CheckPayment => after.lamps.payment.label(),
            ActKind::Register | ActKind::Check | ActKind::Update | ActKind::Cancel => after.lamps.credit.label(),
        };
        let outcome = Outcome {
            state: if success { ActState::Done } else { ActState::Refused },
            not_before: self.now,
            losses: act.losses,
            doubtful: false,
            checks_first: false,
            answer: Some(received.raw.clone()),
            codes,
            result: Some(result),
            trouble: None,
        };
        Decision { outcome, after: Some(after) }
    }

    /// Undecided verdicts are asked for by themselves: growing waits, no last one, never a storm. So are payments, daily.
    fn schedule_question(&self, order: &mut OrderState, kind: ActKind) {
        let lamps = order.lamps;
        let detailed = lamps.credit == Credit::Hold && order.reasons.iter().any(|code| code.as_str() == DETAILED_REVIEW);
        if self.automation.check && (lamps.credit == Credit::Reviewing || detailed) {
            order.checks = if kind == ActKind::Check { order.checks + 1 } else { 0 };
            let last = CHECK_STEPS.len() - 1;
            let step = if detailed { last } else { usize::try_from(order.checks).unwrap_or(last).min(last) };
            order.check_at = Some(self.now + millis(self.first_check * CHECK_STEPS[step]));
            return;
        }
        order.checks = 0;
        let unpaid = lamps.may(ActKind::CheckPayment).is_ok();
        order.check_at = (self.automation.payment && unpaid).then(|| self.now + millis(PAYMENT_EVERY));
    }

    /// An answer was lost: the lamp says so, and the act waits for its next step, or for a person.
    pub fn lost(&self, act: &ClaimedAct, order: &OrderState, what: &str, line_free_at: i64) -> Decision {
        let losses = act.losses + 1;
        let wait = match act.kind {
            ActKind::Register | ActKind::Update | ActKind::Cancel | ActKind::ReportShipment => retry::wait_after(losses, self.first_wait),
            // A question changes nothing at NP and has no lamp a person could press: it is asked until it is answered.
            ActKind::Check | ActKind::CheckPayment => Some(retry::wait_before_question(losses, self.first_wait)),
        };
        let mut after = OrderState { lamps: order.lamps.lose(act.kind), ..order.clone() };
        after.lamps.asks_person = wait.is_none();
        let outcome = Outcome {
            state: if wait.is_some() { ActState::Unknown } else { ActState::Asking },
            not_before: line_free_at.max(self.now + millis(wait.unwrap_or_default())),
            losses,
            doubtful: true,
            checks_first: order.checks_first(act.kind),
            answer: None,
            codes: Vec::new(),
            result: None,
            trouble: Some(what.to_owned()),
        };
        Decision { outcome, after: Some(after) }
    }

    fn send_again(&self, act: &ClaimedAct, received: &Received) -> Decision {
        let outcome = Outcome {
            state: ActState::Unknown,
            not_before: self.now,
            losses: act.losses,
            doubtful: true,
            checks_first: false,
            answer: Some(received.raw.clone()),
            codes: Vec::new(),
            result: None,
            trouble: Some("NPの状態を確かめたので、同じ内容をもう一度送ります。".to_owned()),
        };
        Decision { outcome, after: None }
    }

    fn ask_person(&self, act: &ClaimedAct, mut after: OrderState, codes: &[Code], received: &Received, trouble: &str) -> Decision {
        after.lamps = after.lamps.lose(act.kind);
        after.lamps.registered = false;
        after.lamps.asks_person = true;
        after.reasons = codes.to_vec();
        let outcome = Outcome {
            state: ActState::Asking,
            not_before: self.now,
            losses: act.losses,
            doubtful: true,
            checks_first: false,
            answer: Some(received.raw.clone()),
            codes: codes.to_vec(),
            result: None,
            trouble: Some(trouble.to_owned()),
        };
        Decision { outcome, after: Some(after) }
    }
}

/// NP did nothing: the act goes back to where it was, until `not_before`.
fn put_back(batch: Batch, act: &ClaimedAct, not_before: i64, what: &str) -> Decision {
    let outcome = Outcome {
        state: if batch.doubtful { ActState::Unknown } else { ActState::Queued },
        not_before,
        losses: act.losses,
        doubtful: batch.doubtful,
        checks_first: batch.checks_first,
        answer: None,
        codes: Vec::new(),
        result: None,
        trouble: Some(what.to_owned()),
    };
    Decision { outcome, after: None }
}

fn codes(answer: &Answer) -> Vec<Code> {
    match answer {
        Answer::Verdict(Verdict::Hold(codes)) | Answer::Refused(codes) => codes.clone(),
        Answer::Verdict(Verdict::Ng(code)) => code.iter().cloned().collect(),
        Answer::Verdict(Verdict::Ok | Verdict::Reviewing) | Answer::Cancelled | Answer::Reported | Answer::Payment(_) => Vec::new(),
    }
}

/// Milliseconds, as the store counts time.
pub fn millis(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 4)
}
