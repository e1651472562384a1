//! The tick box in the grid's head.

use super::hand::Hand;
use crate::components::live::Live;
use leptos::prelude::*;
use std::collections::HashSet;

/// Ticks every order that is loaded, or takes all ticks away.
#[component]
pub fn TickAll(
    /// What is ticked, and where the person is.
    hand: Hand,
) -> impl IntoView {
    let book = Live::here().book;
    // The server paints no more rows than the screen shows; the others of their page may still be on the way.
    let awaits_page = RwSignal::new(false);
    let all_ticked = move || {
        let ids = book.loaded_ids();
        awaits_page.get() || !ids.is_empty() && hand.ticked.with(|ticked| ids.iter().all(|id| ticked.contains(id)))
    };
    let press = move |_| {
        let unticks = all_ticked();
        awaits_page.set(!unticks);
        if unticks {
            hand.ticked.update(HashSet::clear);
        }
    };
    Effect::new(move |_| {
        if awaits_page.get() && book.has_page_of(hand.window.positions().start) {
            hand.ticked.update(|ticked| ticked.extend(book.loaded_ids()));
            awaits_page.set(false);
        }
    });
    view! { <label class="tick"><input type="checkbox" aria-label="読み込み済みをすべてチェック" prop:checked=all_ticked on:change=press/></label> }
}
