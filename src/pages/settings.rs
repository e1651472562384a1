//! 設定: what there is to set, and where.

use crate::components::page::{header_for, loaded};
use crate::components::part::{self, PartMissing};
use crate::components::settings_frame::{SECTIONS, SettingsFrame};
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// The list of the settings pages.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(settings_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn settings_page() -> Result<AnyView, PartMissing> {
    Ok(loaded("設定", header_for(Right::Set), |()| view! { <Tiles/> }.into_any()))
}

#[component]
fn Tiles() -> impl IntoView {
    let tile = |&(href, name, what): &(&'static str, &'static str, &'static str)| {
        view! { <li><a class="card" href=href><h2>{name}</h2><p>{what}</p></a></li> }
    };
    let tiles = SECTIONS.iter().map(tile).collect_view();
    view! { <SettingsFrame title="設定"><ul class="settings-tiles">{tiles}</ul></SettingsFrame> }
}
