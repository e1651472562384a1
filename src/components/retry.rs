//! Asking again after a while.

use leptos::prelude::set_timeout;
use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(15);

/// Waits that grow.
pub struct Waits(Duration);

impl Default for Waits {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl Waits {
    /// Whether nothing was waited for yet.
    pub fn is_first(&self) -> bool {
        self.0 == FIRST
    }

    /// Does something after the next wait.
    pub fn after(self, again: impl FnOnce(Self) + 'static) {
        set_timeout(move || again(Self((self.0 * 2).min(LONGEST))), self.0);
    }
}
