//! The header of every page: where one is, which shop, whether the screen is live, who is signed in.

use super::live::Live;
use crate::api::acts::resume_shop;
use crate::api::status::ShopStatus;
use crate::api::view::View;
use crate::components::notice::Notices;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let live = Live::here();
    let path = use_location().pathname;
    let current = move |href: &'static str| move || path.with(|path| (path == href).then_some("page"));
    view! {
        <header class="top">
            <a class="brand" href="/">"Atobarai "<b>"Desk"</b></a>
            <nav aria-label="画面">
                <a href="/" aria-current=current("/")>"受注"</a>
                <Show when=move || live.may(Right::Act)>
                    <a href="/files" aria-current=current("/files")>"取込"</a>
                </Show>
                <a href="/runs" aria-current=current("/runs")>"実行履歴"</a>
                <a href="/links" aria-current=current("/links")>"連携状態"</a>
                <Show when=move || live.may(Right::Set)>
                    <a href="/settings" aria-current=move || path.with(|path| path.starts_with("/settings").then_some("page"))>"設定"</a>
                </Show>
            </nav>
            <p class="live" data-live=move || live.connection.get().code() role="status">
                <i aria-hidden="true"></i>
                {move || live.connection.get().label()}
            </p>
            <form method="post" action="/session/end" class="who">
                <Show when=move || live.me.with(|me| me.shared)>
                    <a href="/switch">"交代"</a>
                </Show>
                <a href="/account" aria-current=current("/account")>{move || live.me.with(|me| me.name.clone())}</a>
                <button type="submit" class="quiet">"ログアウト"</button>
            </form>
        </header>
        <PausedShops/>
        <SlowedShops/>
    }
}

/// Shops whose queue waits for NP. Nothing is to be done: it goes on by itself.
#[component]
fn SlowedShops() -> impl IntoView {
    let status = Live::here().status;
    let slowed = move |shop: &ShopStatus| {
        let text = shop.slowed.clone().filter(|_| shop.paused_because.is_none())?;
        Some(view! { <div class="banner banner-wait" role="status"><p><b>{shop.name.clone()}</b>"："{text}</p></div> })
    };
    move || status.with(|status| status.shops.iter().filter_map(slowed).collect_view())
}

/// The shop switch of the desk: links that keep the lane and the search.
#[component]
pub fn ShopSwitch(
    /// The view on screen.
    #[prop(into)]
    view: Signal<View>,
) -> impl IntoView {
    let status = Live::here().status;
    let link = move |code: Option<String>, name: String, environment: Option<String>| {
        let wanted = code.clone();
        let href = move || view.with(|view| View { shop: wanted.clone(), ..view.clone() }.href());
        view! {
            <a href=href aria-current=move || view.with(|view| (view.shop == code).then_some("true"))>
                {name}
                {environment.map(|environment| view! { <small>{environment}</small> })}
            </a>
        }
    };
    view! {
        <nav class="shops" aria-label="店舗">
            {link(None, "全店舗".to_owned(), None)}
            {move || status.with(|status| status.shops.iter().map(|shop| link(Some(shop.code.clone()), shop.name.clone(), Some(shop.environment.clone()))).collect_view())}
        </nav>
    }
}

/// Shops whose queue stands still: everybody sees it, and one press lets it go on after the credentials test.
#[component]
fn PausedShops() -> impl IntoView {
    let status = Live::here().status;
    let paused =
        move || status.with(|status| status.shops.iter().filter(|shop| shop.paused_because.is_some()).cloned().collect::<Vec<_>>());
    view! {
        <For each=paused key=|shop| shop.code.clone() let:shop>
            <PausedShop shop/>
        </For>
    }
}

#[component]
fn PausedShop(shop: ShopStatus) -> impl IntoView {
    let notices = Notices::here();
    let busy = RwSignal::new(false);
    let code = shop.code.clone();
    let may_act = Memo::new(move |_| Live::here().may(Right::Act));
    let resume = move |_| {
        busy.set(true);
        let code = code.clone();
        spawn_local(async move {
            match resume_shop(code).await {
                Ok(()) => notices.done("接続テストに成功しました。送信を再開しました。"),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
        });
    };
    view! {
        <div class="banner" role="alert">
            <p><b>{shop.name}</b>"：送信を止めています。"{shop.paused_because}</p>
            <Show when=move || may_act.get()>
                <button type="button" disabled=move || busy.get() on:click=resume.clone()>"接続テストをして再開"</button>
            </Show>
        </div>
    }
}
