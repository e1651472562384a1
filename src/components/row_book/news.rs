//! What is news to the book: changes of its rows, and orders that come into the view.

use super::RowBook;
use crate::api::changes::{Brought, Change, News};
use crate::api::row::OrderRow;
use crate::api::view::View;
use leptos::prelude::*;
use std::collections::HashSet;

impl RowBook {
    /// Whether a change has to be looked at: of a loaded row that is older, or of an order that may come into the view.
    pub fn wants(self, change: Change, view: &View) -> bool {
        match self.row(change.id) {
            Some(signal) => change.version > signal.with_untracked(|row| row.version),
            None => change.version == 1 || view.lane.is_some() && self.is_whole(),
        }
    }

    /// Takes news of an order: of one that is loaded into its signal; of another that comes into the view on screen by
    /// announcing it, which pushes no rows away under a person's hand. False when it takes the whole row to know.
    pub fn take(self, change: Change, news: News, view: &View) -> bool {
        match (self.row(change.id), news) {
            (Some(signal), news) => bring(&signal, change.version, news) != Brought::Gap,
            (None, News::Row(row)) => {
                if self.comes_into(&row, view) {
                    self.arrived.update(|arrived| {
                        arrived.insert(row.id);
                    });
                }
                true
            }
            (None, News::Standing { standing, .. }) => {
                // Who enters a lane that is counted is told of by the count.
                let may_come = view.lane == Some(standing.lamps.lane()) && !view.is_counted();
                !may_come || self.arrived.with_untracked(|arrived| arrived.contains(&change.id))
            }
        }
    }

    /// Takes a whole row.
    pub fn apply(self, row: OrderRow, view: &View) {
        self.take(Change { id: row.id, version: row.version }, News::Row(Box::new(row)), view);
    }

    /// New orders of the view, and those that entered its lane. Where not every row of a lane is loaded, the lane's count
    /// tells of those.
    fn comes_into(self, row: &OrderRow, view: &View) -> bool {
        let texts = [&row.order_number, &row.buyer_name, &row.receiver_name];
        let fits = view.lane.is_none_or(|lane| lane == row.standing.lamps.lane())
            && view.filter.fits(row)
            && view.search.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)));
        fits && (row.version == 1 || view.lane.is_some() && self.is_whole())
    }

    /// How many orders came into the view, as far as the rows and the server's count, where it has one, tell.
    pub fn arrived(self, counted: Option<i64>) -> i64 {
        let announced = i64::try_from(self.arrived.with(HashSet::len)).unwrap_or(i64::MAX);
        announced.max(counted.map_or(0, |count| count - self.total.get()))
    }
}

/// Tells those who show the row only if it is another.
pub(super) fn bring(signal: &ArcRwSignal<OrderRow>, version: i64, news: News) -> Brought {
    let mut brought = Brought::Nothing;
    signal.maybe_update(|row| {
        brought = news.bring(version, row);
        brought == Brought::Change
    });
    brought
}
