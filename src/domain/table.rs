//! The table of design §3: which acts an order's lamps allow, and how acts and answers move the lamps.
//!
//! The browser draws its buttons from [`Lamps::buttons`]; the server refuses whatever [`Lamps::may`] forbids,
//! whoever asked. No wildcard arms: a new state must say what it allows before the program compiles.

use super::act::{ActKind, Press};
use super::lamp::{Credit, CreditOrigin, Lamps, Payment, Shipment};

mod moves;

/// Why an act is not allowed now. Its text is what the person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// Another act of this order is open.
    #[error("この受注は別の処理が進行中です。終わるまでお待ちください。")]
    AlreadyRunning,
    /// How the open act ended is not known.
    #[error("結果不明の処理があります。結果を確認してから操作してください。")]
    ResultUnknown,
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
    /// The buyer's data were blanked.
    #[error("個人情報は消去済みのため、この受注の内容は変更も送信もできません。")]
    Erased,
    /// NP would pay for other contents than the order's.
    #[error("修正した内容がNPに送られていません。先に与信内容変更を送ってください。")]
    Unsent,
    /// There is no slip number.
    #[error("伝票番号が入力されていません。")]
    NoSlipNumber,
    /// 支払い方法: NP後払い is not ticked.
    #[error("支払い方法でNP後払いが選ばれていません。設定の「支払い方法」でNP後払いにチェックを付けてください。")]
    NotOffered,
    /// The shop has no 加盟店コード.
    #[error("店舗の加盟店コードが設定されていません。設定の「モール詳細設定」で入力してください。")]
    NoMerchantCode,
    /// The shop has no SPコード.
    #[error("店舗のSPコードが設定されていません。設定の「モール詳細設定」で入力してください。")]
    NoSpCode,
    /// Registered at the test system, and the shop speaks to the production, say: the other knows nothing of it.
    #[error("この受注の与信は、店舗のいまの環境とは別の環境で登録したものです。モール詳細設定で環境を戻すと処理できます。")]
    OtherEnvironment,
}

impl Refusal {
    /// Whether the same may be allowed later. What is done already, or is none of NP's business, is not waited for.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::AlreadyRunning
            | Self::ResultUnknown
            | Self::NotRegistered
            | Self::UnderReview
            | Self::NotReported
            | Self::CreditNotOk
            | Self::Unsent
            | Self::NoSlipNumber
            | Self::NotOffered
            | Self::NoMerchantCode
            | Self::NoSpCode
            | Self::OtherEnvironment => true,
            Self::OtherPayment
            | Self::ResultCameByCsv
            | Self::AlreadyRegistered
            | Self::AlreadyDecided
            | Self::Cancelled
            | Self::AlreadyReported
            | Self::AlreadyPaid
            | Self::Erased => false,
        }
    }
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
        self.has_ended()?;
        match kind {
            ActKind::Register | ActKind::Update if self.erased => Err(Refusal::Erased),
            ActKind::Register => self.may_register(),
            ActKind::Check => self.may_check(),
            ActKind::Update => self.may_update(),
            ActKind::Cancel => self.may_cancel(),
            ActKind::ReportShipment => self.may_report(),
            ActKind::CheckPayment => self.may_check_payment(),
        }
    }

    /// Whether no act is open.
    const fn has_ended(&self) -> Result<(), Refusal> {
        match (self.open_act, self.credit, self.shipment) {
            (None, _, _) => Ok(()),
            (Some(_), Credit::Unknown, _) | (Some(_), _, Shipment::Unknown) => Err(Refusal::ResultUnknown),
            (Some(_), _, _) => Err(Refusal::AlreadyRunning),
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
            Shipment::Ready | Shipment::Failed if self.unsent => Err(Refusal::Unsent),
            Shipment::Ready | Shipment::Failed => Ok(()),
            Shipment::None => Err(Refusal::NoSlipNumber),
            Shipment::Synced => Err(Refusal::AlreadyReported),
            Shipment::Sending | Shipment::Unknown => Err(Refusal::AlreadyRunning),
        }
    }

    const fn may_check_payment(&self) -> Result<(), Refusal> {
        match self.payment {
            Payment::Paid => return Err(Refusal::AlreadyPaid),
            Payment::None | Payment::Unpaid | Payment::Undisclosed => {}
        }
        match self.credit {
            Credit::Ok => {}
            Credit::Sending | Credit::Unknown => return Err(Refusal::AlreadyRunning),
            Credit::None | Credit::Reviewing | Credit::Hold | Credit::Ng | Credit::Error | Credit::Cancelled => {
                return Err(Refusal::NotReported);
            }
        }
        match self.shipment {
            Shipment::Synced => Ok(()),
            Shipment::None | Shipment::Ready | Shipment::Failed => Err(Refusal::NotReported),
            Shipment::Sending | Shipment::Unknown => Err(Refusal::AlreadyRunning),
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
            Shipment::Sending => Err(Refusal::AlreadyRunning),
            Shipment::Unknown => Err(Refusal::ResultUnknown),
        }
    }

    /// Whether the contents may be edited: not while NP is deciding about them, nor after the report.
    ///
    /// # Errors
    /// The reason in one sentence.
    pub fn may_edit(&self) -> Result<(), Refusal> {
        self.has_ended()?;
        if self.erased {
            return Err(Refusal::Erased);
        }
        if !self.by_np {
            return Ok(());
        }
        match self.credit {
            Credit::None | Credit::Cancelled => Ok(()),
            Credit::Error if !self.registered => Ok(()),
            Credit::Error | Credit::Reviewing | Credit::Ok | Credit::Hold | Credit::Ng | Credit::Sending | Credit::Unknown => {
                self.may(ActKind::Update)
            }
        }
    }

    /// Which act brings edited contents to NP: a change of what is registered there, or a registration.
    pub const fn act_for_contents(&self) -> ActKind {
        match self.credit {
            Credit::None | Credit::Cancelled => ActKind::Register,
            Credit::Error if !self.registered => ActKind::Register,
            Credit::Error | Credit::Sending | Credit::Reviewing | Credit::Ok | Credit::Hold | Credit::Ng | Credit::Unknown => {
                ActKind::Update
            }
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
        if self.erased {
            buttons.retain(|press| !matches!(press, Press::Register | Press::Update | Press::Repair));
        }
        buttons
    }
}

#[cfg(test)]
mod tests;
