//! What an action on many orders would come to.

use crate::api::acts::{Concern, ConcernKind, RunPreview};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What is found while the orders are looked at.
#[derive(Default)]
pub(super) struct Outlook {
    /// Why each order would be left out, `None` when it would not.
    pub reasons: Vec<Option<String>>,
    concerns: BTreeMap<(ConcernKind, String), Vec<i64>>,
}

impl Outlook {
    /// Adds what there is to know about one of the orders, in a few words. The same twice is once.
    pub fn concern(&mut self, kind: ConcernKind, short: &str, order_id: i64) {
        let orders = self.concerns.entry((kind, short.to_owned())).or_default();
        if orders.last() != Some(&order_id) {
            orders.push(order_id);
        }
    }

    /// As it is shown: the gravest concerns first, and of each kind the one that most orders have.
    pub fn preview(self) -> RunPreview {
        let will_send = self.reasons.iter().filter(|reason| reason.is_none()).count();
        let mut left_out: BTreeMap<String, i64> = BTreeMap::new();
        for reason in self.reasons.into_iter().flatten() {
            *left_out.entry(reason).or_default() += 1;
        }
        let concern = |((kind, short), order_ids)| Concern { kind, short, order_ids };
        let mut concerns: Vec<_> = self.concerns.into_iter().map(concern).collect();
        concerns.sort_by_key(|concern| (concern.kind, Reverse(concern.order_ids.len())));
        RunPreview { will_send: i64::try_from(will_send).unwrap_or(i64::MAX), left_out: left_out.into_iter().collect(), concerns }
    }
}
