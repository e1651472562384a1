//! Acts: what may be asked of a payment company for one order, and what it may answer.

use super::coded::coded;
use super::lamp::Payment;
use super::reason::Code;
use serde::{Deserialize, Serialize};

coded! {
    /// One kind of call.
    pub enum ActKind {
        /// `POST /transactions`
        Register = "register", "与信を実行";
        /// `POST /authorizations/find`
        Check = "check", "与信結果確認";
        /// `PATCH /transactions/update`
        Update = "update", "与信内容変更";
        /// `PATCH /transactions/cancel`
        Cancel = "cancel", "与信キャンセル";
        /// `POST /shipments`
        ReportShipment = "report_shipment", "伝票番号同期";
        /// `POST /transactions/payments/find`
        CheckPayment = "check_payment", "入金確認";
    }
}

impl ActKind {
    /// Which result is not known.
    pub fn lost(self) -> String {
        format!("「{}」の結果が不明です。", self.label())
    }
}

/// What 与信キャンセル of many orders means.
pub const CANCEL_MEANS: &str = "NPの与信を取り消します。伝票番号を報告済みの受注は、NPからの立替払いも取り消されます。";

coded! {
    /// How far an act has come. The first four are open: one order has at most one open act.
    pub enum ActState {
        /// Recorded, waiting for its turn.
        Queued = "queued", "送信待ち";
        /// The bytes may have left.
        Sent = "sent", "送信済み・回答待ち";
        /// The answer was lost; it will be settled by looking again.
        Unknown = "unknown", "結果不明・再確認待ち";
        /// Every automatic step is used up: it stands in front of a person.
        Asking = "asking", "結果不明・要確認";
        /// NP took it.
        Done = "done", "完了";
        /// NP refused it.
        Refused = "refused", "エラー";
    }
}

impl ActState {
    /// Not ended.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Queued | Self::Sent | Self::Unknown | Self::Asking => true,
            Self::Done | Self::Refused => false,
        }
    }
}

coded! {
    /// A button in the お支払い方法 cell, with the manual's words.
    pub enum Press {
        /// Ask for credit.
        Register = "register", "与信を実行";
        /// Ask for the result.
        Check = "check", "与信結果確認";
        /// Report the slip number.
        ReportShipment = "report_shipment", "伝票番号同期";
        /// Open the sheet to change what NP has.
        Update = "update", "与信内容変更";
        /// Open the sheet to repair what was refused before NP kept anything.
        Repair = "repair", "修正";
        /// Withdraw.
        Cancel = "cancel", "与信キャンセル";
        /// Settle a lost answer now.
        LookUp = "look_up", "結果を確認";
        /// Type the id that NP's own screen shows.
        EnterNpId = "enter_np_id", "NP取引IDを入力";
    }
}

/// NP's decision about a registered order (`authori_result`, np-api.md §4.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// 00
    Ok,
    /// 10, with every hold code
    Hold(Vec<Code>),
    /// 20 or 30, with the reason where NP gives one
    Ng(Option<Code>),
    /// 40, 50
    Reviewing,
}

/// What came back for one act: final, and about this act alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// A decision about the credit (Register, Update, Check).
    Verdict(Verdict),
    /// The transaction is withdrawn (Cancel).
    Cancelled,
    /// The slip number is known (`ReportShipment`).
    Reported,
    /// Whether the customer has paid (`CheckPayment`).
    Payment(Payment),
    /// NP refused, with every code.
    Refused(Vec<Code>),
}

/// An act that the company refused and that left every lamp where it was: not why the lamps stand so, but told beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedAct {
    /// What was asked.
    pub kind: ActKind,
    /// Every code of the refusal.
    pub codes: Vec<Code>,
}
