//! One order that somebody looks for by its number, with a scanner or with Enter in the search: it opens by itself.

use super::hand::Hand;
use crate::api::view::View;
use crate::components::live::Live;
use crate::components::sheet::{SheetDoor, cursor};
use crate::domain::field::Field;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// What is looked for, until it is on screen.
#[derive(Clone, Copy)]
pub struct Wanted {
    hand: Hand,
    door: SheetDoor,
    view: RwSignal<Option<View>>,
}

impl Wanted {
    /// Nothing yet, inside the desk page.
    pub fn new(hand: Hand) -> Self {
        Self { hand, door: expect_context(), view: RwSignal::new(None) }
    }

    /// Opens what is looked for when it has come.
    pub fn follow(self) {
        let live = Live::here();
        Effect::new(move |_| self.open(live));
    }

    /// Searches all orders for what was scanned.
    pub fn look_for(self, text: &str) {
        if cursor::is_in_dialog() {
            return;
        }
        let view = View { search: text.trim().to_owned(), ..View::default() };
        use_navigate()(&view.href(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        self.view.set(Some(view));
    }

    /// The search in the address is all that was wanted.
    pub fn look_for_what_is_searched(self) {
        self.view.try_set(self.door.view.try_get_untracked());
    }

    /// Opens the order of this number once it is on screen, with the cursor where its slip number is scanned next.
    fn open(self, live: Live) {
        let Some(wanted) = self.view.get() else { return };
        // Who has gone on wants something else.
        let is_left = self.door.view.with(|view| *view != wanted);
        let is_shown = live.view.with(|view| *view == wanted);
        if !is_left && !is_shown {
            return;
        }
        self.view.set(None);
        let ids = untrack(|| live.book.loaded_ids());
        let is_whole = i64::try_from(ids.len()) == Ok(live.book.total.get_untracked());
        if is_left || !is_whole {
            return;
        }
        let rows = ids.iter().filter_map(|id| live.book.row(*id));
        let named: Vec<_> = rows.filter(|row| row.with_untracked(|row| row.order_number == wanted.search)).collect();
        if ids.len() == 1 {
            self.hand.go(0);
        }
        if let [row] = &named[..] {
            let (id, may_slip) = row.with_untracked(|row| (row.id, row.standing.lamps.may_change_slip().is_ok()));
            self.door.open(id, (may_slip && live.may(Right::Ship)).then_some(Field::SlipNumber));
        }
    }
}
