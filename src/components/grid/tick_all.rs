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
    let live = Live::here();
    let book = live.book;
    // The server paints no more rows than the screen shows; the others of their page may still be on the way. A view that
    // was left meanwhile is not ticked.
    let awaited = RwSignal::new(None);
    let awaits_page = move || awaited.with(|awaited| live.view.with(|view| awaited.as_ref() == Some(view)));
    let all_ticked = move || {
        let ids = book.loaded_ids();
        awaits_page() || !ids.is_empty() && hand.ticked.with(|ticked| ids.iter().all(|id| ticked.contains(id)))
    };
    let press = move |_| {
        let unticks = all_ticked();
        awaited.set((!unticks).then(|| live.view.get_untracked()));
        if unticks {
            hand.ticked.update(HashSet::clear);
        }
    };
    Effect::new(move |_| {
        if awaits_page() && book.has_page_of(hand.window.positions().start) {
            hand.ticked.update(|ticked| ticked.extend(book.loaded_ids()));
            awaited.set(None);
        }
    });
    view! { <label class="tick"><input type="checkbox" aria-label="読み込み済みをすべてチェック" prop:checked=all_ticked on:change=press/></label> }
}
