//! The rows that are loaded: one signal each, so that a changed order touches its own row and nothing else.

use crate::api::changes::{Brought, Change, News};
use crate::api::row::{Beside, OrderRow, PAGE_ROWS, Page};
use crate::api::view::View;
use crate::domain::lane::Lane;
use leptos::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Pages kept in memory; those farthest from the screen go first.
const PAGES_KEPT: usize = 12;

#[cfg(test)]
mod tests;

/// What the browser knows of a view.
#[derive(Clone, Copy)]
pub struct RowBook {
    /// Orders in the whole view, as of the last page.
    pub total: RwSignal<i64>,
    /// Which order stands at which position, by page.
    pages: RwSignal<BTreeMap<i64, Vec<i64>>>,
    /// Signals of loaded rows alone. `ArcRwSignal`, because rows outlive the components that show them.
    rows: StoredValue<HashMap<i64, ArcRwSignal<OrderRow>>>,
    /// Orders that came into the view since it was loaded.
    arrived: RwSignal<HashSet<i64>>,
    /// An order that is open beside the grid is followed wherever it stands.
    pinned: StoredValue<Option<i64>>,
}

impl RowBook {
    /// An empty book.
    pub fn new() -> Self {
        Self {
            total: RwSignal::new(0),
            pages: RwSignal::new(BTreeMap::new()),
            rows: StoredValue::new(HashMap::new()),
            arrived: RwSignal::new(HashSet::new()),
            pinned: StoredValue::new(None),
        }
    }

    /// Starts anew with the first page of a view. Rows that stay keep their signals: what shows them follows on.
    pub fn open(self, page: Page) {
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
        let ids: Vec<i64> = page.rows.iter().map(|row| row.id).collect();
        let above = self.last_of(nth - 1);
        if above.is_some() && above != page.before {
            return false;
        }
        let below = self.first_of(nth + 1);
        let is_followed = below.is_some() && below == page.after;
        let end = page.offset + i64::try_from(ids.len()).unwrap_or(0);
        // What is on hand stays where it stands although orders have left the view: the end is where no other follows.
        let total = match (page.after, page.total) {
            (_, Some(total)) if above.is_none() && !is_followed => total,
            (None, _) => end,
            (Some(_), _) => self.total.get_untracked().max(end + 1),
        };
        self.rows.update_value(|rows| {
            for row in page.rows {
                match rows.get(&row.id) {
                    Some(signal) => {
                        bring(signal, row.version, News::Row(Box::new(row)));
                    }
                    None => {
                        rows.insert(row.id, ArcRwSignal::new(row));
                    }
                }
            }
        });
        self.total.set(total);
        self.pages.update(|pages| {
            pages.insert(nth, ids);
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

    /// Lets a page go, with the rows that no other page has.
    fn forget(self, pages: &mut BTreeMap<i64, Vec<i64>>, nth: i64) {
        let pinned = self.pinned.get_value();
        let gone = pages.remove(&nth).unwrap_or_default();
        let is_kept = |id: &i64| pinned == Some(*id) || pages.values().any(|ids| ids.contains(id));
        self.rows.update_value(|rows| {
            for id in gone.iter().filter(|id| !is_kept(id)) {
                rows.remove(id);
            }
        });
    }

    /// The order that a page which is to be loaded stands beside.
    pub fn beside(self, nth: i64) -> Option<Beside> {
        self.last_of(nth - 1).map(Beside::After).or_else(|| self.first_of(nth + 1).map(Beside::Before))
    }

    fn first_of(self, nth: i64) -> Option<i64> {
        self.pages.with_untracked(|pages| pages.get(&nth).and_then(|ids| ids.first().copied()))
    }

    /// The last order of a page that is loaded as a whole.
    fn last_of(self, nth: i64) -> Option<i64> {
        let is_whole = |ids: &&Vec<i64>| i64::try_from(ids.len()).is_ok_and(|rows| rows == PAGE_ROWS);
        self.pages.with_untracked(|pages| pages.get(&nth).filter(is_whole).and_then(|ids| ids.last().copied()))
    }

    /// The order at a position, when its page is loaded.
    pub fn id_at(self, position: i64) -> Option<i64> {
        let within = usize::try_from(position % PAGE_ROWS).ok()?;
        self.pages.with(|pages| pages.get(&(position / PAGE_ROWS)).and_then(|ids| ids.get(within).copied()))
    }

    /// The next loaded order of the view that still stands in its lane.
    pub fn after(self, id: i64, lane: Option<Lane>) -> Option<i64> {
        let stands = |id: &i64| {
            let row = self.row(*id);
            row.is_some_and(|row| row.with_untracked(|row| lane.is_none_or(|lane| row.standing.lamps.lane() == lane)))
        };
        self.pages.with_untracked(|pages| {
            let mut ids = pages.values().flatten().copied();
            ids.find(|other| *other == id)?;
            ids.find(stands)
        })
    }

    /// Whether the page of a position is loaded with all its rows.
    pub fn has_page_of(self, position: i64) -> bool {
        let page = position / PAGE_ROWS;
        let expected = (self.total.get() - page * PAGE_ROWS).clamp(0, PAGE_ROWS);
        self.pages.with(|pages| pages.get(&page).is_some_and(|ids| i64::try_from(ids.len()).is_ok_and(|n| n >= expected)))
    }

    /// The signal of a loaded row.
    pub fn row(self, id: i64) -> Option<ArcRwSignal<OrderRow>> {
        self.rows.with_value(|rows| rows.get(&id).cloned())
    }

    /// Every loaded order of the view: what the tick box in the grid's head ticks.
    pub fn loaded_ids(self) -> Vec<i64> {
        self.pages.with(|pages| pages.values().flatten().copied().collect())
    }

    /// Follows an order that is open beside the grid; returns its signal.
    pub fn pin(self, row: OrderRow) -> ArcRwSignal<OrderRow> {
        let id = row.id;
        self.pinned.set_value(Some(id));
        self.rows.update_value(|rows| {
            rows.entry(id).or_insert_with(|| ArcRwSignal::new(row.clone()));
        });
        self.apply(row, &View::default());
        self.row(id).expect("it has just been put there")
    }

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
        let fits = view.lane.is_none_or(|lane| lane == row.standing.lamps.lane())
            && view.filter.fits(row)
            && [&row.order_number, &row.buyer_name, &row.receiver_name].iter().any(|text| text.contains(&view.search));
        fits && (row.version == 1 || view.lane.is_some() && self.is_whole())
    }

    /// Whether every row of the view is loaded.
    fn is_whole(self) -> bool {
        self.loaded() >= self.total.get_untracked()
    }

    /// How many rows of the view are loaded.
    pub fn loaded(self) -> i64 {
        let rows = self.pages.with_untracked(|pages| pages.values().map(Vec::len).sum::<usize>());
        i64::try_from(rows).unwrap_or(i64::MAX)
    }

    /// How many orders came into the view, as far as the rows and the server's count, where it has one, tell.
    pub fn arrived(self, counted: Option<i64>) -> i64 {
        let announced = i64::try_from(self.arrived.with(HashSet::len)).unwrap_or(i64::MAX);
        announced.max(counted.map_or(0, |count| count - self.total.get()))
    }
}

impl Default for RowBook {
    fn default() -> Self {
        Self::new()
    }
}

/// Tells those who show the row only if it is another.
fn bring(signal: &ArcRwSignal<OrderRow>, version: i64, news: News) -> Brought {
    let mut brought = Brought::Nothing;
    signal.maybe_update(|row| {
        brought = news.bring(version, row);
        brought == Brought::Change
    });
    brought
}
