//! Links and 戻る, before they lead anywhere.

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
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

/// What marks the second of two entries with the same address.
const DOUBLE: &str = "held";

/// While `holds` is true, 戻る of the browser leads to the same address first: there `ask` gets what goes back in earnest. A
/// page cannot keep the browser from going back, but it may stand in its history twice.
pub fn watch_back(holds: impl Fn() -> bool + Copy + 'static, ask: impl Fn(fn()) + 'static) {
    // Who comes back to the second of the two finds it doubled already.
    let is_double = history(web_sys::History::state).is_ok_and(|state| state == DOUBLE);
    let doubled: StoredValue<Option<String>> = StoredValue::new(is_double.then(|| window().location().href().ok()).flatten());
    let double = move || {
        doubled.set_value(window().location().href().ok());
        // A history that takes no more entries has lost its way back as well.
        drop(history(|history| history.push_state_with_url(&DOUBLE.into(), "", None)));
    };
    Effect::new(move |_| {
        if holds() && doubled.with_value(Option::is_none) {
            double();
        }
    });
    let ask = StoredValue::new_local(ask);
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::popstate, move |event| {
            let is_double = event.state() == DOUBLE;
            if is_double || doubled.try_get_value().flatten() != window().location().href().ok() {
                return;
            }
            doubled.set_value(None);
            if untrack(holds) {
                double();
                ask.with_value(|ask| ask(|| drop(history(|history| history.go_with_delta(-2)))));
            } else {
                drop(history(web_sys::History::back));
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn history<T>(does: impl FnOnce(&web_sys::History) -> Result<T, JsValue>) -> Result<T, JsValue> {
    does(&window().history()?)
}

/// Where a click leads, in the same tab.
fn address(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = target.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    (link.target().is_empty() && link.download().is_empty()).then(|| format!("{}{}", link.pathname(), link.search()))
}
