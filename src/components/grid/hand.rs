//! Where a person is in the grid, and what is ticked: by pointer, by touch, by keyboard alike.

use super::window::Window;
use crate::api::orders::load_keys_between;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::components::row_book::RowBook;
use crate::domain::column::Layout;
use crate::domain::status::StatusList;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;

/// Ticked orders.
pub type Ticked = RwSignal<HashSet<i64>>;

/// One person's hand on the grid.
#[derive(Clone, Copy)]
pub struct Hand {
    /// Which orders are ticked.
    pub ticked: Ticked,
    /// How the person wants the grid.
    pub layout: RwSignal<Layout>,
    /// 受注ステータス with their marks; rows are drawn anew when these change, not with every count.
    pub(super) statuses: Memo<StatusList>,
    /// The element that scrolls.
    pub(super) scroller: NodeRef<Div>,
    /// What of the view is on screen.
    pub(super) window: Window,
    /// The place that keys act on.
    active: RwSignal<Option<Place>>,
    range: StoredValue<Range>,
    /// Where a range of ticks is to end, until the order there is loaded.
    range_end: RwSignal<Option<i64>>,
    live: StoredValue<Live>,
}

/// A range of ticks.
#[derive(Default)]
struct Range {
    /// Where it begins.
    anchor: Place,
    /// What was ticked before: who makes the range shorter again unticks what it had.
    beside: Option<HashSet<i64>>,
    /// Shift is held while a pointer is down: the focus that follows begins no new range.
    is_extending: bool,
}

/// A place in the view. Orders come and go: the one that stood here when the person came is meant, once it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    position: i64,
    id: Option<i64>,
}

impl Hand {
    /// A hand that has touched nothing yet.
    pub fn new(ticked: Ticked, layout: RwSignal<Layout>) -> Self {
        let scroller = NodeRef::new();
        let live = Live::here();
        Self {
            ticked,
            layout,
            statuses: Memo::new(move |_| live.status.with(|status| status.statuses.clone())),
            scroller,
            window: Window::new(scroller, live.book.total, live.book.loaded()),
            active: RwSignal::new(None),
            range: StoredValue::new(Range::default()),
            range_end: RwSignal::new(None),
            live: StoredValue::new(live),
        }
    }

    /// Follows the orders that are meant, and ticks ranges: comes with the keys.
    pub(super) fn follow(self) {
        Effect::new(move |_| self.stay_with_the_order());
        Effect::new(move |_| {
            let Some(position) = self.range_end.get() else { return };
            if let Some(id) = self.book().id_at(position) {
                self.range_end.set(None);
                self.tick_range(position, id);
            }
        });
    }

    /// The position that keys act on.
    pub fn position(self) -> Option<i64> {
        self.active.get().map(|place| place.position)
    }

    /// As [`Hand::position`], without following it.
    pub fn position_untracked(self) -> Option<i64> {
        self.active.get_untracked().map(|place| place.position)
    }

    /// The order that keys act on, when it is loaded.
    pub fn order(self) -> Option<i64> {
        let place = self.active.get_untracked()?;
        let here = untrack(|| self.book().id_at(place.position));
        here.filter(|here| place.id.is_none_or(|id| id == *here))
    }

    /// Whether it is this one.
    pub fn is_at(self, position: i64) -> bool {
        self.position() == Some(position)
    }

    /// Goes to a position; the next range begins there.
    pub fn go(self, position: i64) {
        self.active.set(Some(self.place(position)));
        self.begin_range(self.place(position));
    }

    fn begin_range(self, anchor: Place) {
        self.range.update_value(|range| {
            range.anchor = anchor;
            range.beside = None;
        });
    }

    fn book(self) -> RowBook {
        self.live.with_value(|live| live.book)
    }

    /// A pointer went down on a row.
    pub fn pointed(self, position: i64, is_extending: bool) {
        self.range.update_value(|range| range.is_extending = is_extending);
        if !is_extending {
            self.go(position);
        }
    }

    /// The focus came to a row: keys act on what has it.
    pub fn focused(self, position: i64) {
        if !self.range.with_value(|range| range.is_extending) && self.position_untracked() != Some(position) {
            self.go(position);
        }
    }

    /// Whether the row that keys act on is on screen; if not, it is brought there first.
    pub fn is_seen(self) -> bool {
        self.position_untracked().is_none_or(|position| !self.window.reveal(position))
    }

    /// Goes to a position and ticks everything on the way from where the range began.
    pub fn extend(self, position: i64) {
        self.active.set(Some(self.place(position)));
        self.range_end.set(Some(position));
    }

    fn place(self, position: i64) -> Place {
        Place { position, id: untrack(|| self.book().id_at(position)) }
    }

    /// Keys go on acting on the order that the person chose, wherever it stands after the view was loaded anew.
    fn stay_with_the_order(self) {
        let Some(place) = self.active.get() else { return };
        match (place.id, self.book().id_at(place.position)) {
            (None, Some(id)) => self.active.set(Some(Place { id: Some(id), ..place })),
            (Some(id), Some(other)) if id != other => {
                self.active.set(self.book().position_of(id).map(|position| Place { position, id: Some(id) }));
            }
            _ => {}
        }
    }

    /// Ticks all orders from where the range began to this one. Those that are not loaded are asked for.
    fn tick_range(self, position: i64, id: i64) {
        let book = self.book();
        let anchor = self.range.with_value(|range| range.anchor);
        let Some(began) = anchor.id.or_else(|| untrack(|| book.id_at(anchor.position))) else {
            return self.ticked.update(|ticked| ticked.extend([id]));
        };
        let from = untrack(|| book.position_of(began));
        let on_hand: Option<Vec<i64>> =
            from.and_then(|from| untrack(|| (from.min(position)..=from.max(position)).map(|at| book.id_at(at)).collect()));
        if let Some(ids) = on_hand {
            return self.set_range(ids);
        }
        let (live, notices) = (self.live.get_value(), Notices::here());
        let asked = live.view.get_untracked();
        spawn_local(async move {
            match load_keys_between(asked.clone(), began, id).await {
                // A selection belongs to the view it was made in.
                Ok(ids) if live.view.with_untracked(|view| *view == asked) => self.set_range(ids),
                Ok(_) => {}
                Err(error) => notices.error(&error),
            }
        });
    }

    /// Ticks the range, beside what was ticked before it.
    fn set_range(self, ids: Vec<i64>) {
        self.ticked.try_update(|ticked| {
            self.range.update_value(|range| {
                let beside = range.beside.get_or_insert_with(|| ticked.clone());
                *ticked = beside.iter().copied().chain(ids).collect();
            });
        });
    }

    /// Leaves the grid: another view begins at its top.
    pub fn leave(self) {
        self.active.set(None);
        self.begin_range(Place::default());
        self.range_end.set(None);
    }

    /// Ticks an order, or takes its tick away.
    pub fn toggle(self, id: i64) {
        self.range.update_value(|range| range.beside = None);
        self.ticked.update(|ticked| {
            if !ticked.remove(&id) {
                ticked.insert(id);
            }
        });
    }

    /// A tick box was pressed; with shift, everything since the last one is ticked.
    pub fn clicked(self, position: i64, id: i64, event: &leptos::ev::MouseEvent) {
        self.range.update_value(|range| range.is_extending = false);
        if event.shift_key() {
            self.extend(position);
        } else {
            self.go(position);
            self.toggle(id);
        }
    }
}
