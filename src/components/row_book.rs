//! The rows that are loaded: one signal each, so that a changed order touches its own row and nothing else.

use crate::api::row::{OrderRow, PAGE_ROWS, Page};
use leptos::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Pages kept in memory; those farthest from the screen go first.
const PAGES_KEPT: usize = 12;

/// What the browser knows of a view.
#[derive(Clone, Copy)]
pub struct RowBook {
    /// Orders in the whole view, as of the last page.
    pub total: RwSignal<i64>,
    /// Which order stands at which position, by page.
    pages: RwSignal<BTreeMap<i64, Vec<i64>>>,
    /// Signals of loaded rows alone. `ArcRwSignal`, because rows outlive the components that show them.
    rows: StoredValue<HashMap<i64, ArcRwSignal<OrderRow>>>,
    /// Orders that came in since and are in no loaded page.
    pub arrived: RwSignal<usize>,
    newest_id: StoredValue<i64>,
}

impl RowBook {
    /// An empty book.
    pub fn new() -> Self {
        Self {
            total: RwSignal::new(0),
            pages: RwSignal::new(BTreeMap::new()),
            rows: StoredValue::new(HashMap::new()),
            arrived: RwSignal::new(0),
            newest_id: StoredValue::new(0),
        }
    }

    /// Starts anew with the first page of a view. Rows that stay keep their signals: what shows them follows on.
    pub fn open(self, page: Page) {
        let staying: HashSet<i64> = page.rows.iter().map(|row| row.id).collect();
        self.rows.update_value(|rows| rows.retain(|id, _| staying.contains(id)));
        self.pages.update_untracked(BTreeMap::clear);
        self.arrived.set(0);
        self.add(page, 0);
    }

    /// Adds a page; `looking_at` is the position on screen.
    pub fn add(self, page: Page, looking_at: i64) {
        let ids: Vec<i64> = page.rows.iter().map(|row| row.id).collect();
        let newest = ids.iter().copied().max().unwrap_or_default();
        self.newest_id.update_value(|id| *id = newest.max(*id));
        self.rows.update_value(|rows| {
            for row in page.rows {
                match rows.get(&row.id) {
                    Some(signal) => replace_if_newer(signal, row),
                    None => {
                        rows.insert(row.id, ArcRwSignal::new(row));
                    }
                }
            }
        });
        self.total.set(page.total);
        self.pages.update(|pages| {
            pages.insert(page.offset / PAGE_ROWS, ids);
            while pages.len() > PAGES_KEPT {
                let here = looking_at / PAGE_ROWS;
                let Some(farthest) = pages.keys().copied().max_by_key(|page| (page - here).abs()) else { break };
                self.forget(pages.remove(&farthest).unwrap_or_default());
            }
        });
    }

    fn forget(self, ids: Vec<i64>) {
        self.rows.update_value(|rows| {
            for id in ids {
                rows.remove(&id);
            }
        });
    }

    /// The order at a position, when its page is loaded.
    pub fn id_at(self, position: i64) -> Option<i64> {
        let within = usize::try_from(position % PAGE_ROWS).ok()?;
        self.pages.with(|pages| pages.get(&(position / PAGE_ROWS)).and_then(|ids| ids.get(within).copied()))
    }

    /// Whether the page of a position is loaded with all its rows.
    pub fn has_page_of(self, position: i64) -> bool {
        let page = position / PAGE_ROWS;
        let expected = (self.total.get_untracked() - page * PAGE_ROWS).clamp(0, PAGE_ROWS);
        self.pages.with_untracked(|pages| pages.get(&page).is_some_and(|ids| i64::try_from(ids.len()).is_ok_and(|n| n >= expected)))
    }

    /// The signal of a loaded row.
    pub fn row(self, id: i64) -> Option<ArcRwSignal<OrderRow>> {
        self.rows.with_value(|rows| rows.get(&id).cloned())
    }

    /// Every loaded position of the view, in order: what 「表示中をすべて選択」 means.
    pub fn loaded_ids(self) -> Vec<i64> {
        self.pages.with(|pages| pages.values().flatten().copied().collect())
    }

    /// Takes a changed row: its signal is written when the row is loaded and the change is newer.
    pub fn apply(self, row: OrderRow) {
        match self.row(row.id) {
            Some(signal) => replace_if_newer(&signal, row),
            None if row.id > self.newest_id.get_value() => {
                self.newest_id.set_value(row.id);
                self.arrived.update(|arrived| *arrived += 1);
            }
            None => {}
        }
    }
}

impl Default for RowBook {
    fn default() -> Self {
        Self::new()
    }
}

/// An event that was overtaken must not turn a badge back.
fn replace_if_newer(signal: &ArcRwSignal<OrderRow>, row: OrderRow) {
    if row.version > signal.with_untracked(|current| current.version) {
        signal.set(row);
    }
}
