//! What the 処理パネル does with many orders at once.

use super::act::ActKind;
use super::edit::Edit;
use super::lamp::{Credit, Lamps};
use super::role::Right;
use serde::{Deserialize, Serialize};

/// One action on many orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bulk {
    /// Asks NP.
    Act(ActKind),
    /// Changes what the desk itself holds.
    Edit(Edit),
}

/// Why an act that a person may press on one order is not done with many: it would be meant for hardly any of them.
pub fn left_out(kind: ActKind, lamps: &Lamps) -> Option<&'static str> {
    match (kind, lamps.credit) {
        (ActKind::Register, Credit::Cancelled) if !lamps.erased => {
            Some("キャンセル済の受注です。もう一度与信を得るときは、受注ごとに「与信を実行」を押してください。")
        }
        (ActKind::Update, Credit::Ok) if !lamps.unsent => Some("NPに送った内容から変わっていない、与信OKの受注です。"),
        (ActKind::Register | ActKind::Check | ActKind::Update | ActKind::Cancel | ActKind::ReportShipment | ActKind::CheckPayment, _) => {
            None
        }
    }
}

impl Bulk {
    /// The right it takes.
    pub const fn right(&self) -> Right {
        match self {
            Self::Act(kind) => kind.right(),
            Self::Edit(edit) => edit.right(),
        }
    }

    /// What it is, in the manual's words. Without any text that a person typed into an order.
    pub fn title(&self) -> String {
        match self {
            Self::Act(kind) => format!("NP後払い {}", kind.label()),
            Self::Edit(edit) => edit.title(),
        }
    }
}
