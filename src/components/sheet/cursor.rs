//! Where the cursor is: in the sheet while it is open, in the field that is aimed at, and back where it was.

use super::SheetDoor;
use crate::domain::field::Field;
use leptos::html::A;
use leptos::prelude::*;

/// The sheet takes the focus when it opens, unless a field is aimed at, and gives it back when it closes.
pub fn take_focus(first_stop: NodeRef<A>, door: SheetDoor) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let before =
            StoredValue::new_local(document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()));
        Effect::new(move |_| {
            if let Some(first_stop) = first_stop.get()
                && door.aim.get_untracked().is_none()
            {
                drop(first_stop.focus());
            }
        });
        on_cleanup(move || {
            // Who has gone on to the search, say, stays there.
            let active = document().active_element();
            let is_elsewhere =
                active.is_some_and(|active| active.tag_name() != "BODY" && active.closest(".sheet").ok().flatten().is_none());
            if let (Some(Some(element)), false) = (before.try_get_value(), is_elsewhere) {
                drop(element.focus());
            }
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (first_stop, door);
}

/// Whether a question is open: it has the keys.
pub fn is_in_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Escape closes the sheet, unless a dialog is open, which takes the key itself.
pub fn close_on_escape(close: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Escape" && !is_in_dialog() && !event.is_composing() {
                // Else the browser closes with the same key the question that this asks.
                event.prevent_default();
                close();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Puts the cursor into a field: the destination's where there is one, else the purchaser's.
pub fn put_into(field: Field) {
    request_animation_frame(move || {
        let wanted = field.input_id();
        let fallback = wanted.replace("destination-", "buyer-");
        let exact = document().get_element_by_id(wanted);
        let element =
            exact.or_else(|| document().get_element_by_id(&fallback)).or_else(|| document().get_element_by_id(&format!("{wanted}-0")));
        #[cfg(feature = "hydrate")]
        if let Some(element) = element.and_then(|element| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).ok()) {
            // A field that cannot take the cursor is simply not aimed at.
            let in_its_place = web_sys::FocusOptions::new();
            in_its_place.set_prevent_scroll(true);
            drop(element.focus_with_options(&in_its_place));
            // No farther than needed: the reasons above it should stay in sight.
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
        #[cfg(not(feature = "hydrate"))]
        drop(element);
    });
}
