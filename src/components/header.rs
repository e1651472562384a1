//! The header of every page: where one is, which shop, whether the screen is live, who is signed in.

use super::live::Live;
use super::part::PartMissing;
use crate::api::AppError;
use crate::api::acts::resume_shop;
use crate::api::status::ShopStatus;
use crate::api::view::View;
use crate::components::notice::Notices;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use leptos_router::hooks::use_location;

/// The pages: address, name, and the right it takes to open them.
const PAGES: [(&str, &str, Right); 6] = [
    ("/", "受注", Right::See),
    ("/files", "取込", Right::Act),
    ("/runs", "実行履歴", Right::See),
    ("/radar", "レーダー", Right::See),
    ("/links", "連携状態", Right::See),
    ("/settings", "設定", Right::Set),
];

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let live = Live::here();
    let path = use_location().pathname;
    let link = move |&(href, name, _): &(&'static str, &'static str, Right)| {
        let is_here = move || path.with(|path| path == href || href.len() > 1 && path.starts_with(href));
        // Whoever comes back to the orders goes on where he was.
        let href = move || if href == "/" && !is_here() { live.view.with(View::href) } else { href.to_owned() };
        view! { <a href=href aria-current=move || is_here().then_some("page")>{name}</a> }
    };
    // A result on screen is not the next person's.
    let forget = |_| {
        #[cfg(feature = "hydrate")]
        crate::browser::tab::keep_run(None);
    };
    view! {
        <header class="top">
            <a class="brand" href="/">"Atobarai "<b>"Desk"</b></a>
            <nav aria-label="画面">
                {move || PAGES.iter().filter(|(_, _, right)| live.may(*right)).map(link).collect_view()}
            </nav>
            <p class="live" data-live=move || live.connection.get().code() role="status">
                <i aria-hidden="true"></i>
                {move || live.connection.get().label()}
            </p>
            <form method="post" action="/session/end" class="who" on:submit=forget>
                {move || live.me.with(|me| me.shared.then(|| link(&("/switch", "交代", Right::See))))}
                <a href="/account" aria-current=move || path.with(|path| path == "/account").then_some("page")>{move || live.me.with(|me| me.name.clone())}</a>
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
    let shops = Memo::new(move |_| {
        let mut shops: Vec<_> = status.with(|status| {
            status.shops.iter().map(|shop| (shop.code.clone(), shop.name.clone(), Some(shop.environment.clone()))).collect()
        });
        // An address may ask for one that there is not: it is said what is shown, and the way out stands beside it.
        if let Some(asked) = view.with(|view| view.shop.clone().filter(|asked| shops.iter().all(|(code, ..)| code != asked))) {
            shops.push((asked.clone(), format!("{asked}（この店舗はありません）"), None));
        }
        shops
    });
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
            {move || shops.get().into_iter().map(|(code, name, environment)| link(Some(code), name, environment)).collect_view()}
        </nav>
    }
}

/// Shops whose queue stands still: everybody sees it, and one press lets it go on after the credentials test.
#[component]
fn PausedShops() -> impl IntoView {
    let status = Live::here().status;
    // Drawn anew when a shop stops or goes on, not with every count.
    let paused = Memo::new(move |_| {
        status.with(|status| status.shops.iter().filter(|shop| shop.paused_because.is_some()).cloned().collect::<Vec<_>>())
    });
    move || paused.get().into_iter().map(|shop| view! { <PausedShop shop/> }).collect_view()
}

#[component]
fn PausedShop(shop: ShopStatus) -> impl IntoView {
    let notices = Notices::here();
    let busy = RwSignal::new(false);
    let code = shop.code.clone();
    let live = Live::here();
    let resume = move |_| {
        let code = code.clone();
        spawn_local(async move {
            if go_on(code, busy, notices).await.is_err() {
                notices.error(&AppError::Transport);
            }
        });
    };
    let button = move || {
        let resume = resume.clone();
        live.may(Right::Act)
            .then(|| view! { <button type="button" disabled=move || busy.get() on:click=resume>"接続テストをして再開"</button> })
    };
    view! {
        <div class="banner" role="alert">
            <p><b>{shop.name}</b>"：送信を止めています。"{shop.paused_because}</p>
            {button}
        </div>
    }
}

/// Asked for rarely: with the tools of the desk.
#[wasm_split(desk_tools, wasm_split_path = leptos::wasm_split, fallible)]
pub(crate) fn go_on(shop: String, busy: RwSignal<bool>, notices: Notices) -> Result<(), PartMissing> {
    busy.set(true);
    spawn_local(async move {
        match resume_shop(shop).await {
            Ok(()) => notices.done("接続テストに成功しました。送信を再開しました。"),
            Err(error) => notices.error(&error),
        }
        busy.try_set(false);
    });
    Ok(())
}
