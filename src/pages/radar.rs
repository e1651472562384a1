//! 出荷報告レーダー: money at risk, as a picture first.

mod bars;
mod list;
mod weeks;

use crate::api::json::Json;
use crate::api::radar::{AtRisk, Radar, load_radar};
use crate::components::header::Header;
use crate::components::live::Live;
use crate::components::page::followed;
use crate::components::part::{self, PartMissing};
use crate::domain::chars::percent_encoded;
use crate::domain::radar::Bar;
use crate::domain::validity::VALID_DAYS;
use bars::Bars;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_router::hooks::use_query_map;
use list::{Listed, SkippedOrders};
use weeks::Weeks;

/// The radar of the shop that the address names, or of all, with one bar opened.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(radar_page()))
}

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    shop: Option<String>,
    bar: Option<Bar>,
}

impl Asked {
    fn href(&self) -> String {
        let shop = self.shop.as_ref().map(|shop| format!("shop={}", percent_encoded(shop)));
        let bar = self.bar.map(|bar| format!("bar={}", bar.code()));
        let query: Vec<String> = shop.into_iter().chain(bar).collect();
        if query.is_empty() { "/radar".to_owned() } else { format!("/radar?{}", query.join("&")) }
    }
}

/// In the part of the WebAssembly that holds the pages beside the desk.
#[wasm_split(work_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn radar_page() -> Result<AnyView, PartMissing> {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| Asked {
            shop: query.get("shop").filter(|shop| !shop.is_empty()),
            bar: query.get("bar").and_then(|code| Bar::from_code(&code)),
        })
    });
    let page = Resource::<_, Json>::new_with_options(move || asked.get(), |asked| load_radar(asked.shop, asked.bar), true);
    let show = move |radar| view! { <Shown radar asked=asked.get_untracked()/> }.into_any();
    Ok(followed("出荷報告レーダー", page, show))
}

#[component]
fn Shown(radar: Radar, asked: Asked) -> impl IntoView {
    let shops = Live::here().status.with_untracked(|status| status.shops.clone());
    let several = shops.len() > 1;
    let link = |shop: Option<String>, name: String| {
        let here = (asked.shop == shop).then_some("page");
        view! { <a href=Asked { shop, ..asked.clone() }.href() aria-current=here>{name}</a> }
    };
    let links = several.then(|| {
        let all = link(None, "全店舗".to_owned());
        let each = shops.into_iter().map(|shop| link(Some(shop.code), shop.name)).collect_view();
        view! { <nav class="shops radar-shops" aria-label="店舗">{all}{each}</nav> }
    });
    view! {
        <Header/>
        <main class="page radar">
            <h1>"出荷報告レーダー"</h1>
            <p class="quiet-text">"与信OKのまま、NPに出荷報告（伝票番号同期）をしていない受注です。報告するまで、NPからの立替払いはありません。"</p>
            {links}
            {radar.oldest.map(oldest)}
            <Bars bars=radar.bars asked=asked.clone()/>
            {asked.bar.map(|bar| view! { <Listed bar orders=radar.listed/> })}
            <SkippedOrders skipped=radar.skipped total=radar.skipped_total/>
            <Weeks weeks=radar.weeks/>
        </main>
    }
}

/// The OK that expires first.
fn oldest(order: AtRisk) -> impl IntoView {
    view! {
        <p class="radar-oldest">
            "最も古い与信OK: "
            <a href=format!("/?open={}", order.order_id)>{order.order_number}</a>
            {format!("（{}、{}日前、請求額 {}円）", order.shop, order.days, order.billed_amount)}
            <b>{format!("報告の期限 {}{}", order.expires_on, if order.days > VALID_DAYS { "を過ぎています" } else { "" })}</b>
        </p>
    }
}
