//! What a shop's contract is with.

use super::coded::coded;

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

/// 端末ID of the manual, used where a shop names none.
pub const DEFAULT_TERMINAL_ID: &str = "2000022000";
