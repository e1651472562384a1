//! How acts and answers move the lamps.

use super::Before;
use crate::domain::act::{ActKind, Answer, Verdict};
use crate::domain::lamp::{Credit, Lamps, Payment, Shipment};
use crate::domain::reason::Code;

impl Lamps {
    /// The lamps while the act is under way. A question (Check, `CheckPayment`) changes nothing at NP, and no lamp here.
    #[must_use]
    pub const fn begin(mut self, kind: ActKind) -> Self {
        self.open_act = Some(kind);
        match kind {
            ActKind::Register => {
                self.credit = Credit::Sending;
                self.registered = false;
            }
            ActKind::Update | ActKind::Cancel => self.credit = Credit::Sending,
            ActKind::ReportShipment => self.shipment = Shipment::Sending,
            ActKind::Check | ActKind::CheckPayment => {}
        }
        self
    }

    /// The lamps after an answer was lost. The act stays open; what it may have changed is not guessed.
    #[must_use]
    pub const fn lose(mut self, kind: ActKind) -> Self {
        match kind {
            ActKind::Register | ActKind::Update | ActKind::Cancel => self.credit = Credit::Unknown,
            ActKind::ReportShipment => self.shipment = Shipment::Unknown,
            ActKind::Check | ActKind::CheckPayment => {}
        }
        self
    }

    /// The lamps after the answer. `before` is how they stood when the act was recorded.
    #[must_use]
    pub fn settle(mut self, kind: ActKind, before: Before, answer: &Answer) -> Self {
        self.open_act = None;
        self.asks_person = false;
        // A registration that was refused was sent all the same; a change that was refused has left NP with what it had.
        if kind == ActKind::Register || kind == ActKind::Update && matches!(answer, Answer::Verdict(_)) {
            self.unsent = false;
        }
        match (kind, answer) {
            (ActKind::Register | ActKind::Check | ActKind::Update, Answer::Verdict(verdict)) => self.judge(verdict),
            (ActKind::ReportShipment, Answer::Verdict(verdict)) => {
                self.judge(verdict);
                self.put_back(kind, before);
            }
            (_, Answer::Cancelled) => self.withdraw(),
            (ActKind::ReportShipment, Answer::Reported) => self.shipment = Shipment::Synced,
            (ActKind::CheckPayment, Answer::Payment(payment)) => self.payment = *payment,
            // An answer to another question tells nothing about this act.
            (ActKind::Cancel | ActKind::CheckPayment, Answer::Verdict(_))
            | (ActKind::Register | ActKind::Check | ActKind::Update | ActKind::Cancel | ActKind::CheckPayment, Answer::Reported)
            | (ActKind::Register | ActKind::Check | ActKind::Update | ActKind::Cancel | ActKind::ReportShipment, Answer::Payment(_)) => {
                self.put_back(kind, before);
            }
            (_, Answer::Refused(codes)) => self.refuse(kind, before, codes),
        }
        self
    }

    fn judge(&mut self, verdict: &Verdict) {
        self.registered = true;
        self.credit = Credit::from(verdict);
    }

    /// The lamp that [`Lamps::begin`] moved, as it stood before.
    const fn put_back(&mut self, kind: ActKind, before: Before) {
        match kind {
            ActKind::Register | ActKind::Update | ActKind::Cancel => self.credit = before.credit,
            ActKind::ReportShipment => self.shipment = before.shipment,
            ActKind::Check | ActKind::CheckPayment => {}
        }
    }

    /// Withdrawn at NP. The slip number stays: a new registration will need it reported again.
    const fn withdraw(&mut self) {
        self.credit = Credit::Cancelled;
        self.payment = Payment::None;
        self.unsent = false;
        self.shipment = match self.shipment {
            Shipment::None => Shipment::None,
            Shipment::Ready | Shipment::Sending | Shipment::Synced | Shipment::Failed | Shipment::Unknown => Shipment::Ready,
        };
    }

    /// A refusal. Some codes tell what the transaction already is; those turn the lamp to the truth (np-api.md §8).
    fn refuse(&mut self, kind: ActKind, before: Before, codes: &[Code]) {
        let said = |code: &str| codes.iter().any(|c| c.as_str() == code);
        if kind != ActKind::Register && said(ALREADY_CANCELLED) {
            return self.withdraw();
        }
        match kind {
            // Only what was reported can have been paid.
            ActKind::Update if said(ALREADY_REPORTED) || said(ALREADY_PAID) => {
                self.credit = before.credit;
                if before.credit == Credit::Ok {
                    self.shipment = Shipment::Synced;
                }
                if said(ALREADY_PAID) {
                    self.payment = Payment::Paid;
                }
            }
            ActKind::Register | ActKind::Check | ActKind::Update => self.credit = Credit::Error,
            ActKind::Cancel => {
                self.credit = before.credit;
                if said(ALREADY_PAID) {
                    self.payment = Payment::Paid;
                }
            }
            ActKind::ReportShipment if said(ALREADY_REPORTED) => self.shipment = Shipment::Synced,
            ActKind::ReportShipment if said(ALREADY_PAID) => {
                self.shipment = Shipment::Synced;
                self.payment = Payment::Paid;
            }
            ActKind::ReportShipment => {
                self.shipment = Shipment::Failed;
                // NP says that its own verdict is not OK: ours is stale, so it is asked for again.
                if said(CREDIT_NOT_OK) {
                    self.credit = Credit::Reviewing;
                }
            }
            ActKind::CheckPayment => {}
        }
    }
}

/// E0100114: the transaction is cancelled at NP, which makes a second cancel a success.
const ALREADY_CANCELLED: &str = "E0100114";
/// E0100115: the shipment is reported at NP, which makes a second report a success.
const ALREADY_REPORTED: &str = "E0100115";
/// E0100118: the customer has paid.
const ALREADY_PAID: &str = "E0100118";
/// E0100120: the verdict at NP is not OK.
const CREDIT_NOT_OK: &str = "E0100120";

impl From<&Verdict> for Credit {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Ok => Self::Ok,
            Verdict::Hold(_) => Self::Hold,
            Verdict::Ng(_) => Self::Ng,
            Verdict::Reviewing => Self::Reviewing,
        }
    }
}

impl Answer {
    /// Whether the act reached what it was for, after an answer had been lost or not: a refusal that says
    /// "already so" counts as success (np-api.md §8).
    pub fn is_success(&self, kind: ActKind) -> bool {
        let Self::Refused(codes) = self else { return true };
        let said = |code: &str| codes.iter().any(|c| c.as_str() == code);
        match kind {
            ActKind::Cancel => said(ALREADY_CANCELLED),
            ActKind::ReportShipment => said(ALREADY_REPORTED),
            ActKind::Register | ActKind::Check | ActKind::Update | ActKind::CheckPayment => false,
        }
    }
}
