//! What this tab remembers from page load to page load, until it is closed.

use leptos::prelude::window;
use web_sys::Storage;

const RUN: &str = "run";

/// The run whose progress or result is on screen.
pub fn run() -> Option<i64> {
    storage()?.get_item(RUN).ok()??.parse().ok()
}

/// Remembers it.
pub fn keep_run(id: Option<i64>) {
    let Some(storage) = storage() else { return };
    // A browser that keeps nothing only forgets it at the next load: 実行履歴 has it.
    drop(match id {
        Some(id) => storage.set_item(RUN, &id.to_string()),
        None => storage.remove_item(RUN),
    });
}

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}
