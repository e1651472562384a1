//! What a shop's contract is with.

mod form;

pub use form::{ShopField, ShopForm, code_fault, sp_code_fault};

use super::coded::coded;
use super::table::Refusal;
use serde::{Deserialize, Serialize};

coded! {
    /// Which NP a shop speaks to. Nothing but the base address differs.
    pub enum Environment {
        /// NP itself: money moves.
        Production = "production", "本番";
        /// NP's test system.
        Sandbox = "sandbox", "テスト";
        /// The simulator on this machine.
        Simulator = "simulator", "シミュレータ";
    }
}

coded! {
    /// When the desk reports slip numbers by itself.
    pub enum SlipSync {
        /// Never.
        Off = "off", "しない";
        /// As soon as a slip number is there.
        Entered = "entered", "伝票番号の入力時";
        /// When the shipping day has come.
        Shipped = "shipped", "出荷日になったとき";
    }
}

/// What the desk does for a shop by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Automation {
    /// Asks for credit as orders are imported.
    pub credit: bool,
    /// Asks for verdicts that NP has not decided.
    pub check: bool,
    /// Asks once a day whether customers have paid.
    pub payment: bool,
    /// Reports slip numbers.
    pub slip_sync: SlipSync,
}

impl Default for Automation {
    fn default() -> Self {
        Self { credit: false, check: true, payment: false, slip_sync: SlipSync::Off }
    }
}

/// 端末ID of the manual, used where a shop names none.
pub const DEFAULT_TERMINAL_ID: &str = "2000022000";

/// Whether a shop has what it takes to speak to NP.
///
/// # Errors
/// What has to be set first.
pub const fn is_ready(merchant_code: &str, has_sp_code: bool) -> Result<(), Refusal> {
    if merchant_code.is_empty() {
        return Err(Refusal::NoMerchantCode);
    }
    if has_sp_code { Ok(()) } else { Err(Refusal::NoSpCode) }
}

/// 支払い方法: what the desk works with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethods {
    /// NP後払い
    pub np: bool,
}
