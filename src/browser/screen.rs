//! What the server may know of this browser's screen.

use crate::api::row::SCREEN_COOKIE;
use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

const A_YEAR_S: u32 = 365 * 24 * 60 * 60;

/// Tells the server for its next page how many rows the grid shows here.
pub fn remember(rows: i64) {
    if let Some(document) = document().dyn_ref::<HtmlDocument>() {
        // Where cookies are refused, the server goes on not knowing.
        drop(document.set_cookie(&format!("{SCREEN_COOKIE}={rows}; Path=/; Max-Age={A_YEAR_S}; SameSite=Lax")));
    }
}
