//! The grid: a window on a view of any size. Only what is on screen is in the page, only what is loaded has signals.

mod columns;
mod hand;
mod keys;
mod payment;
mod row;
mod tick_all;
mod window;

pub use hand::{Hand, Ticked};
pub use keys::Keys;

use super::live::Live;
use crate::api::orders::load_page;
use crate::api::row::PAGE_ROWS;
use crate::api::view::View;
use crate::components::notice::Notices;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use row::{LoadingRow, RowView, row_id};
use std::cmp::Ordering;
use std::collections::HashSet;
use tick_all::TickAll;
use window::Window;

/// How often a page is asked for that does not follow the one above it: that changes once in a while, not again and again.
const TRIES: u32 = 3;

/// The orders of a view.
#[component]
pub fn Grid(
    /// What is shown.
    view: Memo<View>,
    /// What is ticked, and where the person is.
    hand: Hand,
) -> impl IntoView {
    let book = Live::here().book;
    let scroller = hand.scroller;
    let table = NodeRef::<Div>::new();
    let window = hand.window;
    load_what_is_seen(view, window);
    set_widths(table, hand);
    // Another view begins at its top.
    Effect::new(move |before: Option<View>| {
        let now = view.get();
        if before.is_some_and(|before| before != now) {
            hand.leave();
            if let Some(scroller) = scroller.get_untracked() {
                scroller.set_scroll_top(0);
            }
        }
        now
    });
    let positions = move || window.positions().map(|position| (position, book.id_at(position))).collect::<Vec<_>>();
    let heads = move || hand.layout.with(|layout| layout.shown().map(|placed| columns::head(placed.column, view)).collect_view());
    view! {
        <div
            class="grid-scroller"
            node_ref=scroller
            on:scroll=move |_| window.scrolled()
        >
            <div
                class="grid"
                role="grid"
                tabindex="0"
                aria-activedescendant=move || hand.position().map(row_id)
                aria-label="受注一覧"
                aria-multiselectable="true"
                aria-rowcount=move || book.total.get() + 1
                data-aside=move || window.is_aside().then_some("true")
                data-tall=move || hand.layout.with(|layout| layout.tall.then_some("true"))
                node_ref=table
            >
                <div class="grid-head" role="row" aria-rowindex="1">
                    <div class="c-tick" role="columnheader">
                        <TickAll hand/>
                    </div>
                    {heads}
                </div>
                <div class="grid-body" role="rowgroup" style:height=move || window.body_height()>
                    <div class="grid-rows" style:transform=move || window.offset()>
                        <For each=positions key=|slot| *slot let:slot>
                            {match slot.1.and_then(|id| book.row(id)) {
                                Some(row) => view! { <RowView row position=slot.0 view hand/> }.into_any(),
                                None => view! { <LoadingRow position=slot.0/> }.into_any(),
                            }}
                        </For>
                    </div>
                </div>
            </div>
        </div>
        {move || (book.total.get() == 0).then(|| view! { <p class="grid-empty">"この表示にあてはまる受注はありません。"</p> })}
    }
}

/// Widths that the person has set, once the browser can: the page from the server carries no inline style.
fn set_widths(table: NodeRef<Div>, hand: Hand) {
    Effect::new(move |_| {
        let Some(table) = table.get() else { return };
        #[cfg(feature = "hydrate")]
        hand.layout.with(|layout| {
            let style = web_sys::HtmlElement::style(&table);
            for placed in layout.columns() {
                let name = format!("--w-{}", placed.column.code());
                // A name and a number of pixels: there is nothing to refuse.
                drop(match placed.width {
                    Some(width) => style.set_property(&name, &format!("{width}px")),
                    None => style.remove_property(&name).map(drop),
                });
            }
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = table;
        // Rows may have become taller, or the head wider than the screen.
        hand.window.scrolled();
    });
}

/// Loads the pages that come into sight, each once at a time.
fn load_what_is_seen(view: Memo<View>, window: Window) {
    let book = Live::here().book;
    let notices = Notices::here();
    let loading = StoredValue::new(HashSet::<i64>::new());
    // What is under way for a view that has been left keeps no page of the next one waiting.
    Effect::new(move |_| {
        view.track();
        loading.update_value(HashSet::clear);
    });
    Effect::new(move |before: Option<i64>| {
        let seen = window.positions();
        // What lies ahead is loaded before it is reached.
        let ahead = match seen.start.cmp(&before.unwrap_or(seen.start)) {
            Ordering::Less => seen.start - PAGE_ROWS,
            Ordering::Equal => seen.start,
            Ordering::Greater => seen.end + PAGE_ROWS,
        };
        let last = (book.total.get_untracked() - 1).max(0);
        let pages = [seen.start, (seen.end - 1).max(seen.start), ahead.clamp(0, last)].map(|position| position / PAGE_ROWS);
        for page in pages {
            if book.has_page_of(page * PAGE_ROWS) || !loading.try_update_value(|loading| loading.insert(page)).unwrap_or(false) {
                continue;
            }
            let asked = view.get_untracked();
            spawn_local(async move {
                for _ in 0..TRIES {
                    let is_done = match load_page(asked.clone(), page * PAGE_ROWS, book.beside(page)).await {
                        // Rows of a view that has been left belong to nobody.
                        Ok(_) if view.try_get_untracked().as_ref() != Some(&asked) => true,
                        Ok(loaded) => book.add(loaded, window.positions_untracked().start),
                        Err(error) => {
                            notices.error(&error);
                            true
                        }
                    };
                    if is_done {
                        break;
                    }
                }
                loading.try_update_value(|loading| loading.remove(&page));
            });
        }
        seen.start
    });
}
