//! What the 処理パネル does with many orders at once.

use super::act::ActKind;
use super::edit::Edit;
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
