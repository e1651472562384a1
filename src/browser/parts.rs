//! Which parts of the WebAssembly a page needs, and when they are loaded. There are five files: the live stream, what the
//! desk needs from the first press on, the pages beside it, the settings, and the ways in.

use crate::components::{panel, sheet, toolbar};
use crate::pages::{
    account, application, audit, carriers, code, files, invite, links, login, payments, people, privacy, radar, runs, settings, shops,
    statuses, switch,
};
use leptos::prelude::{document, window};
use leptos::wasm_split::SplitLoaderError;
use std::pin::Pin;

/// A part on its way. One type for all of them keeps this table small.
type Loading = Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>;

/// Loads what the server has painted: only then can the page be taken over, and only what was loaded by its own name is
/// there at once. A part that cannot be loaded says so itself when it is needed.
pub async fn of_this_page() {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    let part: Loading = match location.pathname().unwrap_or_default().as_str() {
        "/" if query.contains("open=") => Box::pin(sheet::load_part()),
        "/files" => Box::pin(files::load_part()),
        "/runs" => Box::pin(runs::load_part()),
        "/radar" => Box::pin(radar::load_part()),
        "/links" => Box::pin(links::load_part()),
        "/settings" => Box::pin(settings::load_part()),
        "/settings/payments" => Box::pin(payments::load_part()),
        "/settings/shops" => Box::pin(shops::load_part()),
        "/settings/statuses" => Box::pin(statuses::load_part()),
        "/settings/carriers" => Box::pin(carriers::load_part()),
        "/settings/people" => Box::pin(people::load_part()),
        "/settings/application" => Box::pin(application::load_part()),
        "/settings/privacy" => Box::pin(privacy::load_part()),
        "/settings/audit" => Box::pin(audit::load_part()),
        "/account" => Box::pin(account::load_part()),
        "/switch" => Box::pin(switch::load_part()),
        "/login" => Box::pin(login::load_part()),
        "/login/code" => Box::pin(code::load_part()),
        "/invite" => Box::pin(invite::load_part()),
        _ => return,
    };
    drop(part.await);
}

/// Fetches what the first press on the desk needs before it comes. `data-parts` on the body tells when it is there.
pub async fn of_the_first_press() {
    // Each by its name: what is not there at once makes the page around it wait, and take the focus away.
    let loaded = sheet::load_part().await.and(panel::load_part().await).and(toolbar::load_part().await);
    if let (Ok(()), Some(body)) = (loaded, document().body()) {
        drop(body.set_attribute("data-parts", "true"));
    }
}
