//! Copying to the clipboard.

/// Copies what is selected; whether that came about. The newer way is closed to pages on plain http.
pub fn copy_selection() -> bool {
    #[cfg(feature = "hydrate")]
    {
        use leptos::prelude::document;
        use wasm_bindgen::JsCast;
        let html = document().dyn_into::<web_sys::HtmlDocument>();
        html.is_ok_and(|html| html.exec_command("copy").unwrap_or(false))
    }
    #[cfg(not(feature = "hydrate"))]
    false
}
