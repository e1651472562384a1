//! The Tab key in the grid: it leads through the row at hand and on, not through every control of every row that is drawn.

use super::AFTER_THE_GRID;
use super::row::row_id;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What Tab stops at within a row.
const CONTROLS: &str = "a[href], button:not(:disabled), input:not(:disabled)";

/// Moves the focus where Tab leads; false when the browser is to go on from where it is.
pub fn lead(event: &KeyboardEvent, at_hand: Option<i64>) -> bool {
    let Some(from) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let Ok(Some(row)) = from.closest("[role=row]") else {
        // The grid itself has the focus.
        return !event.shift_key() && first_of_row(at_hand).is_some_and(|first| focus(&first));
    };
    let is_head = row.id().is_empty();
    match (is_head, event.shift_key()) {
        (true, false) if is_last(&from, &row) => first_of_row(at_hand).is_some_and(|first| focus(&first)),
        (false, false) if is_last(&from, &row) => {
            if let Some(end) = document().get_element_by_id(AFTER_THE_GRID) {
                focus(&end);
            }
            false
        }
        (false, true) if controls(&row).first() == Some(&from) => last_of_head().is_some_and(|last| focus(&last)),
        _ => false,
    }
}

/// Shift+Tab from behind the grid leads back to the row at hand, not to the last one that is drawn.
pub fn come_back(event: &FocusEvent, at_hand: Option<i64>) -> bool {
    // Nobody had the focus when it comes from the browser's own frame.
    let from = event.related_target().and_then(|from| from.dyn_into::<Element>().ok());
    let is_from_behind = from.is_none_or(|from| from.closest(".grid-scroller").ok().flatten().is_none());
    let last = at_hand.and_then(|position| controls(&document().get_element_by_id(&row_id(position))?).pop());
    let Some(last) = last.filter(|_| is_from_behind) else { return false };
    // Who hears of the focus cannot move it at once.
    request_animation_frame(move || {
        focus(&last);
    });
    true
}

fn is_last(element: &Element, row: &Element) -> bool {
    controls(row).last() == Some(element)
}

fn first_of_row(position: Option<i64>) -> Option<Element> {
    let row = document().get_element_by_id(&row_id(position?))?;
    controls(&row).into_iter().next()
}

fn last_of_head() -> Option<Element> {
    let head = document().query_selector(".grid-head").ok()??;
    controls(&head).pop()
}

fn controls(row: &Element) -> Vec<Element> {
    let Ok(found) = row.query_selector_all(CONTROLS) else { return Vec::new() };
    (0..found.length()).filter_map(|nth| found.item(nth)?.dyn_into().ok()).collect()
}

fn focus(element: &Element) -> bool {
    element.dyn_ref::<HtmlElement>().is_some_and(|element| element.focus().is_ok())
}
