//! The rows that are loaded: one signal each, so that a changed order touches its own row and nothing else.

use crate::api::changes::News;
use crate::api::row::{Beside, Edge, OrderRow, PAGE_ROWS, Page};
use crate::api::view::View;
use crate::domain::lane::Lane;
use leptos::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use unread::Unread;

/// Pages kept in memory; those farthest from the screen go first.
const PAGES_KEPT: usize = 12;

mod announced;
mod news;
#[cfg(test)]
mod tests;
mod unread;

/// The orders of a page, by position, with the first and the last of them as they were sorted then.
#[derive(Clone)]
struct Leaf {
    ids: Vec<i64>,
    top: Option<Edge>,
    bottom: Option<Edge>,
}

/// What the browser knows of a view.
#[derive(Clone, Copy)]
pub struct RowBook {
    /// Orders in the whole view, as of the last page; so many at least until they are counted.
    pub total: RwSignal<i64>,
    /// Whether they are counted.
    pub is_counted: RwSignal<bool>,
    /// Which order stands at which position, by page.
    pages: RwSignal<BTreeMap<i64, Leaf>>,
    /// Signals of loaded rows alone. `ArcRwSignal`, because rows outlive the components that show them.
    rows: StoredValue<HashMap<i64, ArcRwSignal<OrderRow>>>,
    /// Orders that came into the view since it was loaded.
    arrived: RwSignal<HashSet<i64>>,
    /// An order that is open beside the grid is followed wherever it stands.
    pinned: StoredValue<Option<i64>>,
    /// Orders of which something newer was told than what is on hand.
    pub unread: Unread,
}

impl RowBook {
    /// An empty book.
    pub fn new() -> Self {
        Self {
            total: RwSignal::new(0),
            is_counted: RwSignal::new(false),
            pages: RwSignal::new(BTreeMap::new()),
            rows: StoredValue::new(HashMap::new()),
            arrived: RwSignal::new(HashSet::new()),
            pinned: StoredValue::new(None),
            unread: Unread::new(),
        }
    }

    /// Forgets the view: nothing of it is on screen any more.
    pub fn clear(self) {
        let pinned = self.pinned.get_value();
        self.rows.update_value(|rows| rows.retain(|id, _| pinned == Some(*id)));
        self.arrived.update(HashSet::clear);
        self.total.set(0);
        self.is_counted.set(false);
        self.pages.update(BTreeMap::clear);
    }

    /// Starts anew with the first page of a view. Rows that stay keep their signals: what shows them follows on. A view that
    /// `is_same` but for its sort is as long as it was until it is counted again: who has scrolled down stays there.
    pub fn open(self, page: Page, is_same: bool) {
        if !is_same {
            self.total.update_untracked(|total| *total = 0);
            self.is_counted.update_untracked(|is_counted| *is_counted = false);
        }
        let staying: HashSet<i64> = page.rows.iter().map(|row| row.id).collect();
        let pinned = self.pinned.get_value();
        self.rows.update_value(|rows| rows.retain(|id, _| staying.contains(id) || pinned == Some(*id)));
        self.pages.update_untracked(BTreeMap::clear);
        self.arrived.update(HashSet::clear);
        self.add(page, 0);
    }

    /// Adds a page that was asked for beside what [`RowBook::beside`] said then; `looking_at` is the position on screen.
    ///
    /// False when it does not follow the page that has come above it meanwhile: then it has to be asked for once more. A page
    /// below that does not follow it is let go.
    pub fn add(self, page: Page, looking_at: i64) -> bool {
        let nth = page.offset / PAGE_ROWS;
        let leaf = Leaf { ids: page.rows.iter().map(|row| row.id).collect(), top: page.top(), bottom: page.bottom() };
        let above = self.last_of(nth - 1);
        if above.is_some() && above != page.before {
            return false;
        }
        let below = self.first_of(nth + 1);
        let is_followed = below.is_some() && below == page.after;
        let end = page.offset + leaf.len();
        // What is on hand stays where it stands although orders have left the view: the end is where no other follows.
        let (total, is_counted) = match (page.after, page.total) {
            (_, Some(total)) if above.is_none() && !is_followed => (total, true),
            (None, _) => (end, true),
            (Some(_), _) => (self.total.get_untracked().max(end + 1), self.is_counted.get_untracked()),
        };
        self.rows.update_value(|rows| {
            for row in page.rows {
                self.unread.check(&row, page.seq);
                match rows.get(&row.id) {
                    Some(signal) => {
                        news::bring(signal, row.version, News::Row(Box::new(row)));
                    }
                    None => {
                        rows.insert(row.id, ArcRwSignal::new(row));
                    }
                }
            }
        });
        self.total.set(total);
        self.is_counted.set(is_counted);
        self.pages.update(|pages| {
            pages.insert(nth, leaf);
            if !is_followed {
                self.forget(pages, nth + 1);
            }
            while pages.len() > PAGES_KEPT {
                let here = looking_at / PAGE_ROWS;
                let Some(farthest) = pages.keys().copied().max_by_key(|page| (page - here).abs()) else { break };
                self.forget(pages, farthest);
            }
        });
        true
    }

    /// Takes how many orders the view has, which came after its first page. What is on hand is there.
    pub fn count(self, orders: i64) {
        let on_hand = self.pages.with_untracked(|pages| pages.last_key_value().map_or(0, |(nth, leaf)| nth * PAGE_ROWS + leaf.len()));
        self.total.set(orders.max(on_hand));
        self.is_counted.set(true);
    }

    /// Lets a page go, with the rows that no other page has.
    fn forget(self, pages: &mut BTreeMap<i64, Leaf>, nth: i64) {
        let pinned = self.pinned.get_value();
        let Some(gone) = pages.remove(&nth) else { return };
        let is_kept = |id: &i64| pinned == Some(*id) || pages.values().any(|leaf| leaf.ids.contains(id));
        self.rows.update_value(|rows| {
            for id in gone.ids.iter().filter(|id| !is_kept(id)) {
                rows.remove(id);
            }
        });
    }

    /// The order that a page which is to be loaded stands beside.
    pub fn beside(self, nth: i64) -> Option<Beside> {
        self.pages.with_untracked(|pages| {
            let above = || pages.get(&(nth - 1)).filter(|leaf| leaf.is_whole())?.bottom.clone().map(Beside::After);
            let below = || pages.get(&(nth + 1))?.top.clone().map(Beside::Before);
            above().or_else(below)
        })
    }

    fn first_of(self, nth: i64) -> Option<i64> {
        self.pages.with_untracked(|pages| pages.get(&nth).and_then(|leaf| leaf.ids.first().copied()))
    }

    /// The last order of a page that is loaded as a whole.
    fn last_of(self, nth: i64) -> Option<i64> {
        self.pages.with_untracked(|pages| pages.get(&nth).filter(|leaf| leaf.is_whole()).and_then(|leaf| leaf.ids.last().copied()))
    }

    /// The order at a position, when its page is loaded.
    pub fn id_at(self, position: i64) -> Option<i64> {
        let within = usize::try_from(position % PAGE_ROWS).ok()?;
        self.pages.with(|pages| pages.get(&(position / PAGE_ROWS)).and_then(|leaf| leaf.ids.get(within).copied()))
    }

    /// Where a loaded order stands.
    pub fn position_of(self, id: i64) -> Option<i64> {
        self.pages.with(|pages| {
            pages.iter().find_map(|(nth, leaf)| {
                let within = leaf.ids.iter().position(|other| *other == id)?;
                Some(nth * PAGE_ROWS + i64::try_from(within).ok()?)
            })
        })
    }

    /// The next loaded order of the view that still stands in its lane and does not only wait for NP.
    pub fn after(self, id: i64, lane: Option<Lane>) -> Option<i64> {
        let is_to_do = |row: &OrderRow| !row.standing.only_waits() && lane.is_none_or(|lane| row.standing.lamps.lane() == lane);
        let stands = |id: &i64| self.row(*id).is_some_and(|row| row.with_untracked(is_to_do));
        self.pages.with_untracked(|pages| {
            let mut ids = pages.values().flat_map(|leaf| &leaf.ids).copied();
            ids.find(|other| *other == id)?;
            ids.find(stands)
        })
    }

    /// Whether the page of a position is loaded with all its rows.
    pub fn has_page_of(self, position: i64) -> bool {
        let page = position / PAGE_ROWS;
        let expected = (self.total.get() - page * PAGE_ROWS).clamp(0, PAGE_ROWS);
        self.pages.with(|pages| pages.get(&page).is_some_and(|leaf| leaf.len() >= expected))
    }

    /// The signal of a loaded row.
    pub fn row(self, id: i64) -> Option<ArcRwSignal<OrderRow>> {
        self.rows.with_value(|rows| rows.get(&id).cloned())
    }

    /// Every loaded order of the view: what the tick box in the grid's head ticks.
    pub fn loaded_ids(self) -> Vec<i64> {
        self.pages.with(|pages| pages.values().flat_map(|leaf| &leaf.ids).copied().collect())
    }

    /// Follows an order that is open beside the grid; returns its signal.
    pub fn pin(self, row: OrderRow) -> ArcRwSignal<OrderRow> {
        let id = row.id;
        self.unread.check(&row, i64::MAX);
        self.pinned.set_value(Some(id));
        self.rows.update_value(|rows| {
            rows.entry(id).or_insert_with(|| ArcRwSignal::new(row.clone()));
        });
        self.apply(row, &View::default());
        self.row(id).expect("it has just been put there")
    }

    /// Whether every row of the view is loaded.
    fn is_whole(self) -> bool {
        self.loaded() >= self.total.get_untracked()
    }

    /// How many rows of the view are loaded.
    pub fn loaded(self) -> i64 {
        self.pages.with_untracked(|pages| pages.values().map(Leaf::len).sum())
    }
}

impl Leaf {
    fn is_whole(&self) -> bool {
        self.len() == PAGE_ROWS
    }

    fn len(&self) -> i64 {
        i64::try_from(self.ids.len()).unwrap_or(PAGE_ROWS)
    }
}

impl Default for RowBook {
    fn default() -> Self {
        Self::new()
    }
}
