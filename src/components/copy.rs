//! Copying to the clipboard.

use super::notice::Notices;
use leptos::html::Textarea;
use leptos::prelude::*;

/// Copies the text of a field, and says whether that came about.
pub fn copy_text(field: NodeRef<Textarea>, notices: Notices) {
    if let Some(field) = field.get_untracked() {
        field.select();
    }
    notices.tell(if copy_selection() {
        "コピーしました。"
    } else {
        "コピーできませんでした。文面を選択してコピーしてください。"
    });
}

/// Copies what is selected; whether that came about. The newer way is closed to pages on plain http.
pub fn copy_selection() -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let html = document().dyn_into::<web_sys::HtmlDocument>();
        html.is_ok_and(|html| html.exec_command("copy").unwrap_or(false))
    }
    #[cfg(not(feature = "hydrate"))]
    false
}
