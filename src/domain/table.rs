//! The table of design §3: which acts an order's lamps allow, and how acts and answers move the lamps.
//!
//! The browser draws its buttons from [`Lamps::buttons`]; the server refuses whatever [`Lamps::may`] forbids,
//! whoever asked. No wildcard arms: a new state must say what it allows before the program compiles.

use super::act::{ActKind, Answer, Press, Verdict};
use super::lamp::{Credit, CreditOrigin, Lamps, Payment, Shipment};
use super::reason::Code;

/// Why an act is not allowed now. Its text is what the person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// Another act of this order is open.
    #[error("この受注は別の処理が進行中です。終わるまでお待ちください。")]
    AlreadyRunning,
    /// The order is paid in another way.
    #[error("お支払い方法がNP後払いではない受注です。")]
    OtherPayment,
    /// The manual: results by CSV and by API must not be mixed.
    #[error("CSVファイルで取り込んだ与信結果のため、APIの処理はご利用できません。")]
    ResultCameByCsv,
    /// Credit was asked for already.
    #[error("すでに与信を実行した受注です。")]
    AlreadyRegistered,
    /// Nothing is registered at NP.
    #[error("NPに登録された与信がありません。先に与信を実行してください。")]
    NotRegistered,
    /// NP is still deciding.
    #[error("与信中は変更できません。結果が出てから変更してください。")]
    UnderReview,
    /// There is nothing to wait for.
    #[error("与信の結果はすでに確定しています。")]
    AlreadyDecided,
    /// Cancelled at NP.
    #[error("キャンセル済の受注です。")]
    Cancelled,
    /// Reported: NP takes no change any more.
    #[error("伝票番号同期が済んだ受注は変更できません。")]
    AlreadyReported,
    /// Not reported yet.
    #[error("伝票番号同期が済んでいない受注です。")]
    NotReported,
    /// The customer has paid NP.
    #[error("お客様の入金が済んでいるため、できません。")]
    AlreadyPaid,
    /// Only an OK may be reported.
    #[error("与信OKではないため、伝票番号を同期できません。")]
    CreditNotOk,
    /// There is no slip number.
    #[error("伝票番号が入力されていません。")]
    NoSlipNumber,
}

/// The two lamps as they stood before an act, kept with the act: a refused act puts them back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// The credit lamp before the act.
    pub credit: Credit,
    /// The shipment lamp before the act.
    pub shipment: Shipment,
}

impl Lamps {
    /// Whether this act may be recorded now.
    ///
    /// # Errors
    /// The reason in one sentence.
    pub fn may(&self, kind: ActKind) -> Result<(), Refusal> {
        if !self.by_np {
            return Err(Refusal::OtherPayment);
        }
        match self.origin {
            CreditOrigin::Csv => return Err(Refusal::ResultCameByCsv),
            CreditOrigin::Api => {}
        }
        if self.open_act.is_some() {
            return Err(Refusal::AlreadyRunning);
        }
        match kind {
            ActKind::Register => self.may_register(),
            ActKind::Check => self.may_check(),
            ActKind::Update => self.may_update(),
            ActKind::Cancel => self.may_cancel(),
            ActKind::ReportShipment => self.may_report(),
            ActKind::CheckPayment => self.may_check_payment(),
        }
    }

    const fn may_register(&self) -> Result<(), Refusal> {
        match self.credit {
            Credit::None | Credit::Cancelled => Ok(()),
            Credit::Error if !self.registered => Ok(()),
            Credit::Error | Credit::Reviewing | Credit::Ok | Credit::Hold | Credit::Ng => Err(Refusal::AlreadyRegistered),
            Credit::Sending | Credit::Unknown => Err(Refusal::AlreadyRunning),
        }
    }

    const fn may_check(&self) -> Result<(), Refusal> {
        match self.credit {
            Credit::Reviewing | Credit::Hold => Ok(()),
            Credit::None => Err(Refusal::NotRegistered),
            Credit::Ok | Credit::Ng | Credit::Error => Err(Refusal::AlreadyDecided),
            Credit::Cancelled => Err(Refusal::Cancelled),
            Credit::Sending | Credit::Unknown => Err(Refusal::AlreadyRunning),
        }
    }

    const fn may_update(&self) -> Result<(), Refusal> {
        match self.shipment {
            Shipment::Synced => return Err(Refusal::AlreadyReported),
            Shipment::Sending | Shipment::Unknown => return Err(Refusal::AlreadyRunning),
            Shipment::None | Shipment::Ready | Shipment::Failed => {}
        }
        match self.credit {
            Credit::Error if !self.registered => Err(Refusal::NotRegistered),
            Credit::Ok | Credit::Hold | Credit::Ng | Credit::Error => Ok(()),
            Credit::Reviewing => Err(Refusal::UnderReview),
            Credit::None => Err(Refusal::NotRegistered),
            Credit::Cancelled => Err(Refusal::Cancelled),
            Credit::Sending | Credit::Unknown => Err(Refusal::AlreadyRunning),
        }
    }

    const fn may_cancel(&self) -> Result<(), Refusal> {
        match self.payment {
            Payment::Paid => return Err(Refusal::AlreadyPaid),
            Payment::None | Payment::Unpaid | Payment::Undisclosed => {}
        }
        match self.credit {
            Credit::Error if !self.registered => Err(Refusal::NotRegistered),
            Credit::Reviewing | Credit::Ok | Credit::Hold | Credit::Ng | Credit::Error => Ok(()),
            Credit::None => Err(Refusal::NotRegistered),
            Credit::Cancelled => Err(Refusal::Cancelled),
            Credit::Sending | Credit::Unknown => Err(Refusal::AlreadyRunning),
        }
    }

    const fn may_report(&self) -> Result<(), Refusal> {
        match self.credit {
            Credit::Ok => {}
            Credit::Sending | Credit::Unknown => return Err(Refusal::AlreadyRunning),
            Credit::None | Credit::Reviewing | Credit::Hold | Credit::Ng | Credit::Error | Credit::Cancelled => {
                return Err(Refusal::CreditNotOk);
            }
        }
        match self.shipment {
            Shipment::Ready | Shipment::Failed => Ok(()),
            Shipment::None => Err(Refusal::NoSlipNumber),
            Shipment::Synced => Err(Refusal::AlreadyReported),
            Shipment::Sending | Shipment::Unknown => Err(Refusal::AlreadyRunning),
        }
    }

    const fn may_check_payment(&self) -> Result<(), Refusal> {
        match (self.credit, self.shipment, self.payment) {
            (_, _, Payment::Paid) => Err(Refusal::AlreadyPaid),
            (Credit::Ok, Shipment::Synced, Payment::None | Payment::Unpaid | Payment::Undisclosed) => Ok(()),
            _ => Err(Refusal::NotReported),
        }
    }

    /// Whether the slip number may be changed here: NP has no call that corrects a reported one (np-api.md §3.5).
    ///
    /// # Errors
    /// The reason in one sentence.
    pub const fn may_change_slip(&self) -> Result<(), Refusal> {
        match self.shipment {
            Shipment::None | Shipment::Ready | Shipment::Failed => Ok(()),
            Shipment::Synced => Err(Refusal::AlreadyReported),
            Shipment::Sending | Shipment::Unknown => Err(Refusal::AlreadyRunning),
        }
    }

    /// Whether the contents may be edited: not while NP is deciding about them, nor after the report.
    ///
    /// # Errors
    /// The reason in one sentence.
    pub fn may_edit(&self) -> Result<(), Refusal> {
        if self.open_act.is_some() {
            return Err(Refusal::AlreadyRunning);
        }
        match (self.credit, self.shipment) {
            (Credit::None | Credit::Cancelled, _) => Ok(()),
            (Credit::Error, _) if !self.registered => Ok(()),
            _ if !self.by_np => Ok(()),
            _ => self.may(ActKind::Update),
        }
    }

    /// The buttons of the お支払い方法 cell, in the manual's order.
    pub fn buttons(&self) -> Vec<Press> {
        if !self.by_np || self.origin == CreditOrigin::Csv {
            return Vec::new();
        }
        if self.credit == Credit::Unknown || self.shipment == Shipment::Unknown {
            return if self.asks_person && !self.registered { vec![Press::LookUp, Press::EnterNpId] } else { vec![Press::LookUp] };
        }
        if self.open_act.is_some() {
            return Vec::new();
        }
        let mut buttons = match self.credit {
            Credit::None | Credit::Cancelled => vec![Press::Register],
            Credit::Reviewing => vec![Press::Check, Press::Cancel],
            Credit::Ok if self.shipment == Shipment::Synced => vec![Press::Cancel],
            Credit::Ok if self.may_report().is_ok() => vec![Press::ReportShipment, Press::Update, Press::Cancel],
            Credit::Ok | Credit::Ng => vec![Press::Update, Press::Cancel],
            Credit::Hold => vec![Press::Update, Press::Check, Press::Cancel],
            Credit::Error if self.registered => vec![Press::Update, Press::Cancel],
            Credit::Error => vec![Press::Repair, Press::Register],
            Credit::Sending | Credit::Unknown => Vec::new(),
        };
        if self.payment == Payment::Paid {
            buttons.retain(|press| *press != Press::Cancel);
        }
        buttons
    }

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
                self.put_back(kind, before)
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
            ActKind::Register | ActKind::Check => self.credit = Credit::Error,
            ActKind::Update if said(ALREADY_REPORTED) => {
                self.credit = before.credit;
                if before.credit == Credit::Ok {
                    self.shipment = Shipment::Synced;
                }
            }
            ActKind::Update if said(ALREADY_PAID) => {
                self.credit = before.credit;
                self.payment = Payment::Paid;
            }
            ActKind::Update => self.credit = Credit::Error,
            ActKind::Cancel => {
                self.credit = before.credit;
                if said(ALREADY_PAID) {
                    self.payment = Payment::Paid;
                }
            }
            ActKind::ReportShipment if said(ALREADY_REPORTED) => self.shipment = Shipment::Synced,
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

#[cfg(test)]
mod tests;
