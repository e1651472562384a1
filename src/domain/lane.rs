//! The lanes above the grid.

use super::coded::coded;

coded! {
    /// Where an order stands in the day's work. Every order is in exactly one lane.
    pub enum Lane {
        /// Credit not asked for.
        Before = "before", "与信前";
        /// NP is deciding, or an act is under way.
        Reviewing = "reviewing", "与信中";
        /// NP wants a repair.
        Repair = "repair", "要修正";
        /// NP refused.
        Ng = "ng", "与信NG";
        /// NP could not take the data.
        Error = "error", "エラー";
        /// May ship; NP does not know the slip number.
        Unsynced = "unsynced", "与信OK・未同期";
        /// Reported to NP.
        Synced = "synced", "同期済";
        /// An answer was lost.
        Unknown = "unknown", "結果不明";
        /// Cancelled, or not paid by NP後払い: shown under すべて only.
        Rest = "rest", "対象外";
    }
}

impl Lane {
    /// The lanes that have a tab of their own, in the order of the screen.
    pub const TABS: &'static [Self] =
        &[Self::Before, Self::Reviewing, Self::Repair, Self::Ng, Self::Error, Self::Unsynced, Self::Synced, Self::Unknown];
}
