//! Which parts of the WebAssembly a page needs, and when they are loaded. There are three: what the desk needs from the
//! first press on, the pages beside it, and the settings.

use crate::components::sheet;
use crate::pages::{files, settings};
use leptos::prelude::{document, window};

/// Loads what the server has painted: only then can the page be taken over. A part that cannot be loaded says so itself
/// when it is needed.
pub async fn of_this_page() {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    let loaded = match location.pathname().unwrap_or_default().as_str() {
        "/" if query.contains("open=") => sheet::load_part().await,
        "/" | "/login" => Ok(()),
        "/files" | "/runs" | "/links" => files::load_part().await,
        _ => settings::load_part().await,
    };
    drop(loaded);
}

/// Fetches what the first press on the desk needs before it comes. `data-parts` on the body tells when it is there.
pub async fn of_the_first_press() {
    if let (Ok(()), Some(body)) = (sheet::load_part().await, document().body()) {
        drop(body.set_attribute("data-parts", "true"));
    }
}
