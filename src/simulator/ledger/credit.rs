//! The credit NP gives one purchaser: 累計残高 55,000 yen over everything not yet paid (np-api.md §6).

use std::collections::HashMap;

/// Unpaid yen per purchaser, over all merchants as NP counts it.
#[derive(Debug, Default)]
pub(crate) struct Credit {
    reserved: HashMap<u64, u32>,
}

impl Credit {
    /// Whether so much more would go above the limit.
    pub(crate) fn would_exceed(&self, purchaser: u64, yen: u32, limit: Option<u32>) -> bool {
        limit.is_some_and(|limit| self.of(purchaser).saturating_add(yen) > limit)
    }

    /// What a purchaser owes.
    pub(crate) fn of(&self, purchaser: u64) -> u32 {
        self.reserved.get(&purchaser).copied().unwrap_or(0)
    }

    /// Takes credit.
    pub(crate) fn reserve(&mut self, purchaser: u64, yen: u32) {
        let unpaid = self.reserved.entry(purchaser).or_default();
        *unpaid = unpaid.saturating_add(yen);
    }

    /// Gives it back.
    pub(crate) fn release(&mut self, purchaser: u64, yen: u32) {
        if let Some(unpaid) = self.reserved.get_mut(&purchaser) {
            *unpaid = unpaid.saturating_sub(yen);
            if *unpaid == 0 {
                self.reserved.remove(&purchaser);
            }
        }
    }
}
