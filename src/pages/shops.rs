//! モール選択: the shops, and モール詳細設定 of the one that is chosen.

use crate::api::json::Json;
use crate::api::shops::{ShopSettings, ShopSummary, add_shop, load_shop_settings};
use crate::components::page::followed;
use crate::components::part::{self, PartMissing};
use crate::components::saving::Saving;
use crate::components::settings_frame::SettingsFrame;
use crate::components::shop_form::ShopDetails;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The shops and their settings.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(shops_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn shops_page() -> Result<AnyView, PartMissing> {
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.with(|query| query.get("shop")));
    let load = |shop| async move {
        let (me, status, shops, settings) = load_shop_settings(shop).await?;
        Ok((me, status, (shops, settings)))
    };
    let page = Resource::<_, Json>::new_with_options(move || chosen.get(), load, true);
    Ok(followed("モール詳細設定", page, |(shops, settings)| view! { <Shops shops settings/> }.into_any()))
}

#[component]
fn Shops(shops: Vec<ShopSummary>, settings: Option<ShopSettings>) -> impl IntoView {
    let chosen = settings.as_ref().map(|settings| settings.code.clone());
    let shops = RwSignal::new(shops);
    let tile = move |shop: ShopSummary| {
        let current = (chosen.as_ref() == Some(&shop.code)).then_some("true");
        view! {
            <li>
                <a href=format!("/settings/shops?shop={}", shop.code) aria-current=current>
                    <b>{shop.name}</b>
                    <small>{shop.environment}</small>
                    {shop.missing.map(|missing| view! { <span class="field-warning">{missing}</span> })}
                </a>
            </li>
        }
    };
    view! {
        <SettingsFrame title="モール詳細設定">
            <section class="card">
                <h2>"モール選択"</h2>
                <p>{move || if shops.with(Vec::is_empty) { "店舗がまだありません。追加してください。" } else { "設定するモールを選択します。" }}</p>
                <ul class="shop-list">{move || shops.get().into_iter().map(tile.clone()).collect_view()}</ul>
                <AddShop/>
            </section>
            {settings.map(|settings| view! { <ShopDetails settings shops/> })}
        </SettingsFrame>
    }
}

#[component]
fn AddShop() -> impl IntoView {
    let navigate = use_navigate();
    let (code, name, saving) = (RwSignal::new(String::new()), RwSignal::new(String::new()), Saving::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (typed_code, navigate) = (code.get_untracked().trim().to_owned(), navigate.clone());
        let there = format!("/settings/shops?shop={typed_code}");
        let done = "店舗を追加しました。続けて設定を入力してください。".to_owned();
        saving.save(add_shop(typed_code, name.get_untracked()), done, move || navigate(&there, NavigateOptions::default()));
    };
    let input = |text: RwSignal<String>| {
        view! { <input required autocomplete="off" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/> }
    };
    view! {
        <form class="import" on:submit=add>
            <label class="field">"店舗コード（半角英小文字・数字）"{input(code)}</label>
            <label class="field">"追加する店舗の名前"{input(name)}</label>
            <button type="submit" disabled=move || saving.is_busy()>"店舗を追加"</button>
        </form>
    }
}
