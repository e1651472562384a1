//! Orders that have to be read anew, because something newer was told of than what is on hand.

use super::announced::Announced;
use crate::api::changes::Change;
use crate::api::row::OrderRow;
use leptos::prelude::*;

/// Which orders those are.
#[derive(Clone, Copy)]
pub struct Unread {
    /// What the stream told of while rows were on their way.
    announced: StoredValue<Announced>,
    order_ids: StoredValue<Vec<i64>>,
}

impl Unread {
    /// None.
    pub fn new() -> Self {
        Self { announced: StoredValue::new(Announced::default()), order_ids: StoredValue::new(Vec::new()) }
    }

    /// Remembers what the stream tells of, up to an outbox position.
    pub fn announce(self, change: Change, seq: i64) {
        self.announced.update_value(|announced| announced.note(change, seq));
    }

    /// The stream has left something out, up to an outbox position.
    pub fn skip_to(self, seq: i64) {
        self.announced.update_value(|announced| announced.skip_to(seq));
    }

    /// Adds the order of a row that was read at an outbox position, before something that the stream told of.
    pub(super) fn check(self, row: &OrderRow, seq: i64) {
        if self.announced.with_value(|announced| announced.is_newer(row, seq)) {
            self.add(&[row.id]);
        }
    }

    /// Adds orders.
    pub fn add(self, ids: &[i64]) {
        self.order_ids.update_value(|unread| {
            let new: Vec<i64> = ids.iter().filter(|id| !unread.contains(id)).copied().collect();
            unread.extend(new);
        });
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.order_ids.with_value(Vec::is_empty)
    }

    /// Takes at most so many of them.
    pub fn take(self, most: usize) -> Vec<i64> {
        self.order_ids.try_update_value(|unread| unread.split_off(unread.len().saturating_sub(most))).unwrap_or_default()
    }
}
