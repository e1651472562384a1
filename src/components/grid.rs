//! The grid: a window on a view of any size. Only what is on screen is in the page, only what is loaded has signals.

mod columns;
mod hand;
mod keys;
mod payment;
mod row;
mod scan;
mod stretch;
#[cfg(feature = "hydrate")]
mod tab;
mod tick_all;
mod wanted;
mod window;

pub use hand::{Hand, Ticked};
pub use keys::Keys;

use super::live::Live;
use crate::api::orders::load_page;
use crate::api::row::PAGE_ROWS;
use crate::api::view::View;
use crate::components::notice::Notices;
use crate::components::retry::Waits;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use row::{LoadingRow, RowView, row_id};
use std::cmp::Ordering;
use std::collections::HashSet;
use tick_all::TickAll;
use window::Window;

/// Right after the grid: from here the browser finds by itself where Tab leads.
const AFTER_THE_GRID: &str = "grid-end";
/// How often a page is asked for that does not follow the one above it: that changes once in a while, not again and again.
const TRIES: u32 = 3;

/// The orders of a view.
#[component]
pub fn Grid(
    /// What is shown.
    view: Memo<View>,
    /// What is ticked, and where the person is.
    hand: Hand,
    /// Its rows could not be loaded yet.
    owed: Signal<bool>,
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
            window.to_top();
        }
        now
    });
    let positions = move || window.positions().map(|position| (position, book.id_at(position))).collect::<Vec<_>>();
    let way_out = move || {
        view.with(|view| {
            let wide = View { lane: view.lane, shop: view.shop.clone(), ..View::default() };
            (!view.is_counted()).then(|| view! { <a href=wide.href()>"検索と絞り込みをすべて外す"</a> })
        })
    };
    let heads = move || hand.layout.with(|layout| layout.shown().map(|placed| columns::head(placed.column, view)).collect_view());
    view! {
        <div
            class="grid-scroller"
            node_ref=scroller
            on:scroll=move |_| window.moved()
        >
            <div
                class="grid"
                role="grid"
                tabindex="0"
                aria-activedescendant=move || hand.position().map(row_id)
                aria-label="受注一覧"
                aria-multiselectable="true"
                aria-rowcount=move || if book.is_counted.get() { book.total.get() + 1 } else { -1 }
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
        <span id=AFTER_THE_GRID tabindex="-1"></span>
        {move || (book.total.get() == 0 && !owed.get()).then(|| view! { <p class="grid-empty">"この表示にあてはまる受注はありません。"{way_out}</p> })}
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
    let live = Live::here();
    let book = live.book;
    let pages = Pages { live, window, notices: Notices::here(), view, loading: StoredValue::new(HashSet::new()) };
    // What is under way for a view that has been left keeps no page of the next one waiting.
    Effect::new(move |_| {
        view.track();
        pages.loading.update_value(HashSet::clear);
    });
    Effect::new(move |before: Option<i64>| {
        let seen = window.positions();
        // What lies ahead is loaded before it is reached.
        let ahead = match seen.start.cmp(&before.unwrap_or(seen.start)) {
            Ordering::Less => seen.start - PAGE_ROWS,
            Ordering::Equal => seen.start,
            Ordering::Greater => seen.end + PAGE_ROWS,
        };
        // Rows of another view are on their way: its pages follow them, and none of those that are still shown.
        if live.view.with(|shown| view.with(|view| shown != view)) {
            return seen.start;
        }
        let last = (book.total.get_untracked() - 1).max(0);
        for page in [seen.start, (seen.end - 1).max(seen.start), ahead.clamp(0, last)].map(|position| position / PAGE_ROWS) {
            if !book.has_page_of(page * PAGE_ROWS) && pages.loading.try_update_value(|loading| loading.insert(page)).unwrap_or(false) {
                pages.load(view.get_untracked(), page, 1, Waits::default());
            }
        }
        seen.start
    });
}

#[derive(Clone, Copy)]
struct Pages {
    live: Live,
    window: Window,
    notices: Notices,
    view: Memo<View>,
    /// Pages that are on their way.
    loading: StoredValue<HashSet<i64>>,
}

impl Pages {
    /// Loads a page, for the `nth` time.
    fn load(self, asked: View, page: i64, nth: u32, waits: Waits) {
        spawn_local(async move {
            let answer = load_page(asked.clone(), page * PAGE_ROWS, self.live.book.beside(page)).await;
            // Rows of a view that has been left belong to nobody.
            if self.view.try_get_untracked().as_ref() != Some(&asked) || self.live.view.with_untracked(|shown| *shown != asked) {
                return self.has_ended(page);
            }
            match answer {
                Ok(loaded) => {
                    if self.live.add(loaded, self.window.positions_untracked().start) || nth == TRIES {
                        self.has_ended(page);
                    } else {
                        self.load(asked, page, nth + 1, waits);
                    }
                }
                Err(error) => {
                    if waits.is_first() {
                        self.notices.error(&error);
                    }
                    if !error.may_pass() {
                        return self.has_ended(page);
                    }
                    waits.after(move |waits| {
                        if self.is_seen(page) {
                            self.load(asked, page, nth, waits);
                        } else {
                            self.has_ended(page);
                        }
                    });
                }
            }
        });
    }

    fn is_seen(self, page: i64) -> bool {
        let seen = self.window.positions_untracked();
        seen.start < (page + 1) * PAGE_ROWS && seen.end > page * PAGE_ROWS
    }

    fn has_ended(self, page: i64) {
        self.loading.try_update_value(|loading| loading.remove(&page));
    }
}
