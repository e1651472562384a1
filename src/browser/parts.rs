//! Which parts of the WebAssembly a page needs, and when they are loaded.

use crate::components::{panel, sheet};
use crate::pages::{
    account, application, audit, carriers, code, files, invite, links, payments, people, privacy, runs, settings, shops, switch,
};
use leptos::prelude::{document, window};

/// Loads what the server has painted: only then can the page be taken over. A part that cannot be loaded says so itself
/// when it is needed.
pub async fn of_this_page() {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    let loaded = match location.pathname().unwrap_or_default().as_str() {
        "/files" => files::load_part().await,
        "/runs" => runs::load_part().await,
        "/links" => links::load_part().await,
        "/settings/carriers" => carriers::load_part().await,
        "/settings/application" => application::load_part().await,
        "/settings" => settings::load_part().await,
        "/settings/payments" => payments::load_part().await,
        "/settings/shops" => shops::load_part().await,
        "/settings/privacy" => privacy::load_part().await,
        "/settings/audit" => audit::load_part().await,
        "/settings/people" => people::load_part().await,
        "/account" => account::load_part().await,
        "/switch" => switch::load_part().await,
        "/login/code" => code::load_part().await,
        "/invite" => invite::load_part().await,
        "/" if query.contains("open=") => sheet::load_part().await,
        _ => Ok(()),
    };
    drop(loaded);
}

/// Fetches what the first press on the desk needs before it comes. `data-parts` on the body tells when it is there.
pub async fn of_the_first_press() {
    let loaded = sheet::load_part().await.and(panel::load_part().await);
    if let (Ok(()), Some(body)) = (loaded, document().body()) {
        drop(body.set_attribute("data-parts", "true"));
    }
}
