//! Where the focus goes when what had it has left the page.

use leptos::prelude::*;

/// In the next frame, when nothing has the focus: it goes to the first of these selectors that is on the page. Who has gone
/// on meanwhile is not pulled back.
pub fn rescue(selectors: &[&str]) {
    let selectors: Vec<String> = selectors.iter().map(ToString::to_string).collect();
    request_animation_frame(move || {
        #[cfg(feature = "hydrate")]
        {
            use wasm_bindgen::JsCast;
            let nowhere = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            let found = selectors.iter().find_map(|selector| document().query_selector(selector).ok().flatten());
            if let Some(element) = found.filter(|_| nowhere).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                let in_its_place = web_sys::FocusOptions::new();
                in_its_place.set_prevent_scroll(true);
                drop(element.focus_with_options(&in_its_place));
            }
        }
        #[cfg(not(feature = "hydrate"))]
        drop(selectors);
    });
}
