//! What the stream has told of lately: a page that was read before it is known by that to be old.

use crate::api::changes::Change;
use crate::api::row::OrderRow;

/// So many changes are remembered, and at most as many more. A page looks through all of them for each of its rows.
const KEPT: usize = 4_096;

/// The changes of which the stream has told, the newest last. When they are too many, the older half is forgotten.
#[derive(Default)]
pub struct Announced {
    changes: Vec<Change>,
    /// The outbox position of the first change of the younger half.
    half: i64,
    /// Changes up to this position may be forgotten.
    forgotten: i64,
}

impl Announced {
    /// Remembers a change that the stream brought at an outbox position.
    pub fn note(&mut self, change: Change, seq: i64) {
        if self.changes.len() == KEPT {
            self.half = seq;
        } else if self.changes.len() == 2 * KEPT {
            self.changes.drain(..KEPT);
            self.forgotten = self.half;
            self.half = seq;
        }
        self.changes.push(change);
    }

    /// Up to this position the stream has not told of everything.
    pub fn skip_to(&mut self, seq: i64) {
        *self = Self { half: seq, forgotten: seq, ..Self::default() };
    }

    /// Whether something newer was told of than this row, or may have been. `seq` is the position that the row is at least as
    /// new as.
    pub fn is_newer(&self, row: &OrderRow, seq: i64) -> bool {
        seq < self.forgotten || self.changes.iter().any(|change| change.id == row.id && change.version > row.version)
    }
}

#[cfg(test)]
mod tests {
    use super::{Announced, KEPT};
    use crate::api::changes::Change;
    use crate::api::row::OrderRow;
    use crate::api::row::tests::row;

    fn is_newer(announced: &Announced, id: i64, version: i64, seq: i64) -> bool {
        announced.is_newer(&OrderRow { id, version, ..row() }, seq)
    }

    #[test]
    fn what_was_read_before_a_change_is_old() {
        let mut announced = Announced::default();
        announced.note(Change { id: 7, version: 4 }, 100);
        announced.note(Change { id: 7, version: 3 }, 101);
        assert!(is_newer(&announced, 7, 3, 99) && is_newer(&announced, 7, 3, 200), "its version tells, wherever the page was read");
        assert!(!is_newer(&announced, 7, 4, 99) && !is_newer(&announced, 8, 1, 99));
    }

    #[test]
    fn what_is_forgotten_is_not_taken_for_new() {
        let mut announced = Announced::default();
        let many = i64::try_from(KEPT).unwrap();
        for id in 0..3 * many {
            announced.note(Change { id, version: 2 }, 1_000 + id);
        }
        assert!(is_newer(&announced, 3 * many - 1, 1, 0) && is_newer(&announced, 2 * many, 1, 5_000_000));
        assert!(!is_newer(&announced, 0, 1, 1_000 + many), "the page was read behind it");
        assert!(is_newer(&announced, 0, 1, 999 + many) && is_newer(&announced, -1, 1, 999), "the page may have been read before it");
        announced.skip_to(9_000_000);
        assert!(is_newer(&announced, 5, 1, 8_999_999) && !is_newer(&announced, 5, 1, 9_000_000));
    }
}
