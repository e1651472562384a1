//! Links, before they lead anywhere.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{Event, HtmlAnchorElement};

/// Hears of every press on a link before the router does, with the link's path and query; where `holds` says so, it leads
/// nowhere. For as long as the part of the page lives that asks for it.
pub fn watch(holds: impl Fn(String) -> bool + 'static) {
    Effect::new({
        let holds = std::rc::Rc::new(holds);
        move |_| {
            let holds = std::rc::Rc::clone(&holds);
            let clicked = Closure::<dyn Fn(Event)>::new(move |event: Event| {
                if address(&event).is_some_and(|address| holds(address)) {
                    event.prevent_default();
                    event.stop_propagation();
                }
            });
            let clicked = StoredValue::new_local(clicked);
            clicked.with_value(|clicked| {
                // There is nothing to refuse.
                drop(document().add_event_listener_with_callback_and_bool("click", clicked.as_ref().unchecked_ref(), true));
            });
            on_cleanup(move || {
                clicked.try_with_value(|clicked| {
                    drop(document().remove_event_listener_with_callback_and_bool("click", clicked.as_ref().unchecked_ref(), true));
                });
            });
        }
    });
}

/// Where a click leads, in the same tab.
fn address(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = target.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    (link.target().is_empty() && link.download().is_empty()).then(|| format!("{}{}", link.pathname(), link.search()))
}
