//! 受注: the desk itself.

use crate::api::json::Json;
use crate::api::orders::{Desk, load_desk};
use crate::api::row::PAGE_ROWS;
use crate::api::view::View;
use crate::components::confirm::Confirm;
use crate::components::grid::{Grid, Hand, Ticked};
use crate::components::header::{Header, ShopSwitch};
use crate::components::lanes::Lanes;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::components::page::Trouble;
use crate::components::panel::Panel;
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
    let seq = desk.page.seq;
    live.book.open(desk.page);
    live.view.set(view.get_untracked());
    live.begin(desk.me, desk.status, Some(seq));
    let ticked: Ticked = RwSignal::new(HashSet::new());
    let layout = RwSignal::new(desk.layout);
    let hand = Hand::new(ticked, layout);
    let reload = RwSignal::new(0_u32);
    follow_the_view(view, reload, ticked);
    let arrived = Memo::new(move |_| {
        let counted = |view: &View| live.status.with(|status| status.count(view.lane, view.filter.status.as_deref(), view.shop.as_deref()));
        live.book.arrived(view.with(|view| view.is_counted().then(|| counted(view))))
    });
    let news = move || {
        let (orders, show) = (arrived.get(), move |_| reload.update(|n| *n += 1));
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
                <Grid view hand/>
            </div>
        </main>
        <Panel ticked/>
    }
}

/// Loads the rows of a view when the address names another, when asked to, and when the stream lost its thread.
fn follow_the_view(view: Memo<View>, reload: RwSignal<u32>, ticked: Ticked) {
    let live = Live::here();
    let notices = Notices::here();
    Effect::new(move |before: Option<(View, u32, u32)>| {
        let wanted = (view.get(), reload.get(), live.resync.get());
        let Some(before) = before else { return wanted };
        if before.0 != wanted.0 {
            // Another view is another selection: acting on rows one cannot see is how mistakes are made.
            ticked.update(HashSet::clear);
        }
        live.view.set(wanted.0.clone());
        let asked = wanted.0.clone();
        spawn_local(async move {
            match load_desk(asked.clone(), Some(PAGE_ROWS)).await {
                // An answer that was overtaken by another click is not shown.
                Ok(desk) if view.try_get_untracked().as_ref() == Some(&asked) => {
                    live.status.set(desk.status);
                    live.book.open(desk.page);
                }
                Ok(_) => {}
                Err(error) => notices.error(&error),
            }
        });
        wanted
    });
}
