//! 設定: what there is to set, and where.

use super::desk::Trouble;
use crate::api::AppError;
use crate::api::json::Json;
use crate::api::orders::load_header;
use crate::components::live::Live;
use crate::components::part::{PartMissing, or_reload};
use crate::components::settings_frame::{SECTIONS, SettingsFrame};
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_meta::Title;

/// The list of the settings pages.
#[component]
pub fn SettingsPage() -> impl IntoView {
    Suspend::new(async { or_reload(settings_page().await) })
}

/// A part of the WebAssembly of its own: who does not open this screen does not load it.
#[wasm_split(settings_page, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn settings_page() -> Result<AnyView, PartMissing> {
    let live = Live::here();
    let header = OnceResource::<_, Json>::new_with_options(load_header(), true);
    let tile = |&(href, name, what): &(&'static str, &'static str, &'static str)| {
        view! { <li><a class="card" href=href><h2>{name}</h2><p>{what}</p></a></li> }
    };
    let page = view! {
        <Title text="設定"/>
        <Suspense>
            {move || Suspend::new(async move {
                match header.await {
                    Ok((me, _)) if !me.may(Right::Set) => view! { <Trouble error=AppError::Forbidden/> }.into_any(),
                    Ok((me, status)) => {
                        live.begin(me, status, None);
                        let tiles = SECTIONS.iter().map(tile).collect_view();
                        view! { <SettingsFrame title="設定"><ul class="settings-tiles">{tiles}</ul></SettingsFrame> }.into_any()
                    }
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
    };
    Ok(page.into_any())
}
