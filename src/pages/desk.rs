//! 受注: the desk itself.

use crate::api::json::Json;
use crate::api::orders::{Desk, load_count, load_desk};
use crate::api::row::PAGE_ROWS;
use crate::api::view::View;
use crate::components::confirm::Confirm;
use crate::components::focus;
use crate::components::grid::{Grid, Hand, Ticked};
use crate::components::header::{Header, ShopSwitch};
use crate::components::lanes::Lanes;
use crate::components::live::{Connection, Live};
use crate::components::notice::Notices;
use crate::components::page::Trouble;
use crate::components::panel::Panel;
use crate::components::retry::Waits;
use crate::components::search::Search;
use crate::components::sheet::{SheetDoor, SheetSlot};
use crate::components::toolbar::Toolbar;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use std::collections::HashSet;

/// The desk of the view that the address names.
pub fn screen() -> AnyView {
    let query = use_query_map();
    let view = Memo::new(move |_| query.with(|query| View::from_query(|name| query.get(name))));
    provide_context(Confirm::default());
    provide_context(SheetDoor::new(view));
    // Loaded once, for the first paint; later views are loaded into the same page, which keeps focus and sheet.
    let first = OnceResource::<_, Json>::new_with_options(load_desk(view.get_untracked(), None), true);
    view! {
        <Title text="受注"/>
        <Suspense>
            {move || Suspend::new(async move {
                match first.await {
                    Ok(desk) => view! { <Workbench desk view/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
        <SheetSlot/>
    }
    .into_any()
}

#[component]
fn Workbench(desk: Desk, view: Memo<View>) -> impl IntoView {
    let live = Live::here();
    let is_counted = desk.page.total.is_some();
    live.open(view.get_untracked(), desk.page);
    live.begin(desk.me, desk.status);
    let ticked: Ticked = RwSignal::new(HashSet::new());
    let layout = RwSignal::new(desk.layout);
    let hand = Hand::new(ticked, layout);
    let reload = RwSignal::new(0_u32);
    let owed = follow_the_view(view, reload, ticked, is_counted);
    let arrived = Memo::new(move |_| {
        let counted = |view: &View| live.status.with(|status| status.count(view.lane, view.filter.status.as_deref(), view.shop.as_deref()));
        live.book.arrived(view.with(|view| view.is_counted().then(|| counted(view))))
    });
    let news = move || {
        let show = move |_| {
            reload.update(|n| *n += 1);
            focus::rescue(&[".grid"]);
        };
        let orders = arrived.get();
        (orders > 0)
            .then(|| view! { <button type="button" class="arrived" on:click=show>{format!("新しい受注 {orders}件を表示")}</button> })
    };
    view! {
        <Header/>
        <main class="desk">
            <h1 class="visually-hidden">"受注"</h1>
            <div class="bar">
                <ShopSwitch view/>
                <Search view/>
            </div>
            <Toolbar view hand/>
            <Lanes view/>
            <div class="grid-area">
                {news}
                {move || owed.get().then(|| view! { <p class="owed" role="status">"最新の受注を読み込めていません。つながりしだい、自動で読み込みます。"</p> })}
                <Grid view hand owed=owed.into()/>
            </div>
        </main>
        <Panel ticked/>
    }
}

/// Loads the rows of a view when the address names another, when asked to, and when the stream lost its thread; counts the
/// first one unless its rows came with their count. Returns whether rows are owed: they could not be loaded, and are asked
/// for until they can.
fn follow_the_view(view: Memo<View>, reload: RwSignal<u32>, ticked: Ticked, is_counted: bool) -> RwSignal<bool> {
    let live = Live::here();
    let loader = Loader { live, notices: Notices::here(), ticked, newest: StoredValue::new(0), owed: RwSignal::new(false) };
    Effect::new(move |before: Option<(View, u32, u32)>| {
        let wanted = (view.get(), reload.get(), live.resync.get());
        let Some(before) = before else {
            if !is_counted {
                loader.count(wanted.0.clone(), loader.newest.get_value());
            }
            return wanted;
        };
        if !before.0.has_the_orders_of(&wanted.0) {
            // Another view is another selection: acting on rows one cannot see is how mistakes are made.
            let gone = ticked.with_untracked(HashSet::len);
            if gone > 0 {
                ticked.update(HashSet::clear);
                loader.notices.tell(format!("別の表示に移ったため、{gone}件のチェックを外しました。"));
            }
        }
        loader.newest.update_value(|nth| *nth += 1);
        loader.load(wanted.0.clone(), loader.newest.get_value(), Waits::default());
        wanted
    });
    // The line is back: nobody waits for the next try.
    Effect::new(move |_| {
        if live.connection.get() == Connection::Live && loader.owed.get_untracked() {
            reload.update(|n| *n += 1);
        }
    });
    loader.owed
}

#[derive(Clone, Copy)]
struct Loader {
    live: Live,
    notices: Notices,
    ticked: Ticked,
    /// Counts what was asked for.
    newest: StoredValue<u32>,
    owed: RwSignal<bool>,
}

impl Loader {
    /// Asks how many orders the view has whose rows are on screen already.
    fn count(self, view: View, nth: u32) {
        spawn_local(async move {
            let answer = load_count(view).await;
            if self.newest.try_get_value() != Some(nth) {
                return;
            }
            match answer {
                Ok(orders) => self.live.book.count(orders),
                Err(error) => self.notices.error(&error),
            }
        });
    }

    fn load(self, view: View, nth: u32, waits: Waits) {
        spawn_local(async move {
            let answer = load_desk(view.clone(), Some(PAGE_ROWS)).await;
            // An answer that was overtaken by another click is not shown.
            if self.newest.try_get_value() != Some(nth) {
                return;
            }
            match answer {
                Ok(desk) => {
                    self.live.take_status(desk.status);
                    if self.live.view.with_untracked(|shown| !shown.has_the_orders_of(&view)) {
                        self.ticked.update(HashSet::clear);
                    }
                    let is_counted = desk.page.total.is_some();
                    self.live.open(view.clone(), desk.page);
                    self.owed.set(false);
                    if !is_counted {
                        self.count(view, nth);
                    }
                }
                Err(error) => {
                    // Rows of one view must not stand under the name of another.
                    if self.live.view.with_untracked(|shown| *shown != view) {
                        self.ticked.update(HashSet::clear);
                        self.live.book.clear();
                    }
                    self.owed.set(true);
                    if waits.is_first() {
                        self.notices.error(&error);
                    }
                    if error.may_pass() {
                        waits.after(move |waits| {
                            if self.newest.try_get_value() == Some(nth) {
                                self.load(view, nth, waits);
                            }
                        });
                    }
                }
            }
        });
    }
}
