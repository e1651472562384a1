//! The grid: a window on a view of any size. Only what is on screen is in the page, only what is loaded has signals.

mod row;
mod window;

use super::live::Live;
use crate::api::orders::load_page;
use crate::api::row::{FIRST_ROWS, PAGE_ROWS};
use crate::api::view::View;
use crate::components::notice::Notices;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use row::{LoadingRow, RowView};
use std::collections::HashSet;
use window::Window;

/// Ticked orders.
pub type Ticked = RwSignal<HashSet<i64>>;

/// The orders of a view.
#[component]
pub fn Grid(
    /// What is shown.
    view: Memo<View>,
    /// Which rows are ticked.
    ticked: Ticked,
) -> impl IntoView {
    let book = Live::here().book;
    let scroller = NodeRef::<Div>::new();
    let window = Window::new(scroller, book.total);
    load_what_is_seen(view, window);
    // Another view begins at its top.
    Effect::new(move |before: Option<View>| {
        let now = view.get();
        if before.is_some_and(|before| before != now)
            && let Some(scroller) = scroller.get_untracked()
        {
            scroller.set_scroll_top(0);
        }
        now
    });
    let positions = move || window.positions().map(|position| (position, book.id_at(position))).collect::<Vec<_>>();
    let all_ticked = move || {
        let ids = book.loaded_ids();
        !ids.is_empty() && ticked.with(|ticked| ids.iter().all(|id| ticked.contains(id)))
    };
    let tick_all = move |_| {
        let ids = book.loaded_ids();
        let untick = all_ticked();
        ticked.update(|ticked| if untick { ticked.clear() } else { ticked.extend(ids) });
    };
    view! {
        <div class="grid-scroller" node_ref=scroller on:scroll=move |_| window.scrolled() tabindex="0" aria-label="受注一覧の表">
            <div class="grid" role="grid" aria-label="受注一覧" aria-rowcount=move || book.total.get() + 1>
                <div class="grid-head" role="row" aria-rowindex="1">
                    <div class="c-tick" role="columnheader">
                        <label class="tick"><input type="checkbox" aria-label="読み込み済みをすべてチェック" prop:checked=all_ticked on:change=tick_all/></label>
                    </div>
                    <div class="c-order" role="columnheader">"受注番号"<small>"注文日時・ステータス"</small></div>
                    <div class="c-buyer" role="columnheader">"注文者"<small>"リピーター"</small></div>
                    <div class="c-note" role="columnheader">"備考・注意"</div>
                    <div class="c-device" role="columnheader">"利用"<br/>"端末"</div>
                    <div class="c-pay" role="columnheader">"お支払い方法"</div>
                    <div class="c-yen" role="columnheader">"合計金額"</div>
                    <div class="c-yen" role="columnheader">"請求額"</div>
                    <div class="c-shop" role="columnheader">"店舗"</div>
                    <div class="c-dest" role="columnheader">"送付先"<small>"電話番号"</small></div>
                    <div class="c-carrier" role="columnheader">"配送業者"</div>
                    <div class="c-day" role="columnheader">"お届け日"</div>
                    <div class="c-time" role="columnheader">"時刻"</div>
                    <div class="c-ship" role="columnheader">"出荷日"<small>"伝票番号"</small></div>
                </div>
                <div class="grid-body" role="rowgroup" style:height=move || window.body_height()>
                    <div class="grid-rows" style:transform=move || window.offset()>
                        <For each=positions key=|slot| *slot let:slot>
                            {match slot.1.and_then(|id| book.row(id)) {
                                Some(row) => view! { <RowView row position=slot.0 view ticked/> }.into_any(),
                                None => view! { <LoadingRow position=slot.0/> }.into_any(),
                            }}
                        </For>
                    </div>
                </div>
            </div>
        </div>
        <Show when=move || book.total.get() == 0>
            <p class="grid-empty">"この表示にあてはまる受注はありません。"</p>
        </Show>
    }
}

/// Loads the pages that come into sight, each once at a time.
fn load_what_is_seen(view: Memo<View>, window: Window) {
    let book = Live::here().book;
    let notices = Notices::here();
    let loading = StoredValue::new(HashSet::<i64>::new());
    Effect::new(move |_| {
        let seen = window.positions();
        let pages = [seen.start, (seen.end - 1).max(seen.start)].map(|position| position / PAGE_ROWS);
        for page in pages {
            if book.has_page_of(page * PAGE_ROWS) || !loading.try_update_value(|loading| loading.insert(page)).unwrap_or(false) {
                continue;
            }
            let asked = view.get_untracked();
            spawn_local(async move {
                let loaded = load_page(asked.clone(), page * PAGE_ROWS).await;
                loading.try_update_value(|loading| loading.remove(&page));
                match loaded {
                    // Rows of a view that has been left belong to nobody.
                    Ok(_) if view.try_get_untracked() != Some(asked) => {}
                    Ok(page) => book.add(page, window.positions_untracked().start),
                    Err(error) => notices.error(&error),
                }
            });
        }
    });
}

/// Rows in the page before the browser has measured anything.
const BEFORE_MEASURING: i64 = FIRST_ROWS;
