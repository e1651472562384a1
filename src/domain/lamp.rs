//! The lamps: three independent facts about an order, each shown as colour, word and shape (design §3).

use super::act::ActKind;
use super::coded::coded;
use super::lane::Lane;
use super::sparse::is_default;
use serde::{Deserialize, Serialize};

coded! {
    /// What an order's credit is.
    #[derive(Default)]
    pub enum Credit {
        /// Not asked for yet.
        #[default]
        None = "none", "与信前";
        /// An act that will change it is under way.
        Sending = "sending", "送信中";
        /// NP has not decided (`authori_result` 40, 50).
        Reviewing = "reviewing", "与信中";
        /// May ship (00).
        Ok = "ok", "与信OK";
        /// NP wants something repaired, or time (10).
        Hold = "hold", "保留";
        /// NP refuses (20, 30).
        Ng = "ng", "与信NG";
        /// NP could not take what was sent (400).
        Error = "error", "エラー";
        /// The answer was lost; nobody knows yet what NP did.
        Unknown = "unknown", "結果不明";
        /// Withdrawn at NP.
        Cancelled = "cancelled", "キャンセル済";
    }
}

coded! {
    /// Whether NP knows that the parcel left.
    #[derive(Default)]
    pub enum Shipment {
        /// No slip number yet.
        #[default]
        None = "none", "伝票なし";
        /// A slip number is there, NP does not know it.
        Ready = "ready", "未同期";
        /// The report is under way.
        Sending = "sending", "同期中";
        /// NP has the slip number.
        Synced = "synced", "伝票番号同期OK";
        /// NP refused the report.
        Failed = "failed", "同期エラー";
        /// The answer to the report was lost.
        Unknown = "unknown", "同期結果不明";
    }
}

coded! {
    /// Whether the customer has paid NP (`payment_status`).
    #[derive(Default)]
    pub enum Payment {
        /// Not asked yet.
        #[default]
        None = "none", "入金未確認";
        /// 10
        Unpaid = "unpaid", "未入金";
        /// 20
        Paid = "paid", "入金済";
        /// 30: NP does not tell.
        Undisclosed = "undisclosed", "入金非開示";
    }
}

coded! {
    /// By which path an order's credit came: NP keeps the two apart, and so do we (manual).
    #[derive(Default)]
    pub enum CreditOrigin {
        /// Through this application's calls.
        #[default]
        Api = "api", "API";
        /// Through a result file of NP's merchant screen.
        Csv = "csv", "CSV";
    }
}

/// Said of an order whose contents are other than NP got them ([`Lamps::unsent`]).
pub const UNSENT: &str = "修正あり・未送信";

/// Everything that decides which acts an order allows.
///
/// In JSON, what is as in an order that has just come in is left out: rows travel by the thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Lamps {
    /// The credit lamp.
    #[serde(default, skip_serializing_if = "is_default")]
    pub credit: Credit,
    /// The shipment lamp.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shipment: Shipment,
    /// The payment lamp.
    #[serde(default, skip_serializing_if = "is_default")]
    pub payment: Payment,
    /// The path the credit came by.
    #[serde(default, skip_serializing_if = "is_default")]
    pub origin: CreditOrigin,
    /// The order is paid by NP後払い.
    pub by_np: bool,
    /// NP's id of the living registration is known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub registered: bool,
    /// The act that is recorded and not ended.
    #[serde(default, skip_serializing_if = "is_default")]
    pub open_act: Option<ActKind>,
    /// The open act has no automatic step left: a person must say how it ended.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asks_person: bool,
    /// The buyer's data were blanked: what needs them is not there any more.
    #[serde(default, skip_serializing_if = "is_default")]
    pub erased: bool,
    /// [`UNSENT`]: the contents are other than NP got them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unsent: bool,
}

impl Lamps {
    /// The lamps of an order that has just been imported.
    pub const fn fresh(by_np: bool) -> Self {
        Self {
            credit: Credit::None,
            shipment: Shipment::None,
            payment: Payment::None,
            origin: CreditOrigin::Api,
            by_np,
            registered: false,
            open_act: None,
            asks_person: false,
            erased: false,
            unsent: false,
        }
    }

    /// The act that left the credit unknown: its answer was lost.
    pub fn lost_act(&self) -> Option<ActKind> {
        self.open_act.filter(|_| self.credit == Credit::Unknown)
    }

    /// The lane the order stands in.
    pub const fn lane(&self) -> Lane {
        if !self.by_np {
            return Lane::Rest;
        }
        match (self.credit, self.shipment) {
            (Credit::Unknown, _) | (_, Shipment::Unknown) => Lane::Unknown,
            (Credit::None, _) => Lane::Before,
            (Credit::Sending | Credit::Reviewing, _) => Lane::Reviewing,
            (Credit::Hold, _) => Lane::Repair,
            (Credit::Ng, _) => Lane::Ng,
            (Credit::Error, _) => Lane::Error,
            (Credit::Ok, Shipment::Synced) => Lane::Synced,
            (Credit::Ok, Shipment::None | Shipment::Ready | Shipment::Sending | Shipment::Failed) => Lane::Unsynced,
            (Credit::Cancelled, _) => Lane::Rest,
        }
    }
}
