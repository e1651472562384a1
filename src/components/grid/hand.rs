//! Where a person is in the grid, and what is ticked: by pointer, by touch, by keyboard alike.

use super::window::Window;
use crate::components::live::Live;
use crate::domain::column::Layout;
use crate::domain::status::StatusList;
use leptos::html::Div;
use leptos::prelude::*;
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
    /// The position that keys act on.
    active: RwSignal<Option<i64>>,
    /// Where a range of ticks begins.
    anchor: StoredValue<i64>,
}

impl Hand {
    /// A hand that has touched nothing yet.
    pub fn new(ticked: Ticked, layout: RwSignal<Layout>) -> Self {
        let scroller = NodeRef::new();
        let live = Live::here();
        let window = Window::new(scroller, live.book.total, live.book.loaded());
        let statuses = Memo::new(move |_| live.status.with(|status| status.statuses.clone()));
        Self { ticked, layout, statuses, scroller, window, active: RwSignal::new(None), anchor: StoredValue::new(0) }
    }

    /// The position that keys act on.
    pub fn position(self) -> Option<i64> {
        self.active.get()
    }

    /// As [`Hand::position`], without following it.
    pub fn position_untracked(self) -> Option<i64> {
        self.active.get_untracked()
    }

    /// Whether it is this one.
    pub fn is_at(self, position: i64) -> bool {
        self.active.get() == Some(position)
    }

    /// Goes to a position; the next range begins there.
    pub fn go(self, position: i64) {
        self.active.set(Some(position));
        self.anchor.set_value(position);
    }

    /// Goes to a position and ticks everything on the way from where the range began.
    pub fn extend(self, position: i64) {
        self.active.set(Some(position));
        let from = self.anchor.get_value();
        let book = Live::here().book;
        let range = from.min(position)..=from.max(position);
        self.ticked.update(|ticked| ticked.extend(range.filter_map(|position| book.id_at(position))));
    }

    /// Leaves the grid: another view begins at its top.
    pub fn leave(self) {
        self.active.set(None);
        self.anchor.set_value(0);
    }

    /// Ticks an order, or takes its tick away.
    pub fn toggle(self, id: i64) {
        self.ticked.update(|ticked| {
            if !ticked.remove(&id) {
                ticked.insert(id);
            }
        });
    }

    /// A tick box was pressed; with shift, everything since the last one is ticked.
    pub fn clicked(self, position: i64, id: i64, event: &leptos::ev::MouseEvent) {
        if event.shift_key() {
            self.extend(position);
        } else {
            self.toggle(id);
        }
    }
}
