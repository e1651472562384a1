//! Which positions are on screen: arithmetic on fixed row heights, sampled once per frame.

use super::stretch::{Room, Stretch, laid_out};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use std::ops::Range;
use std::time::Duration;

/// Rows rendered above and below the screen, so that a flick of the wheel meets no blank row.
const OVERSCAN: i64 = 8;
/// The head of the grid is at least so high, in pixels (style/grid.css).
const HEAD: i64 = 38;
/// Scrolling rests when nothing has moved for so long.
const REST: Duration = Duration::from_millis(200);

/// The window on the view.
#[derive(Clone, Copy)]
pub struct Window {
    scroller: NodeRef<Div>,
    total: RwSignal<i64>,
    /// Row height, viewport height and scroll position in pixels; `None` until the browser has measured.
    measured: RwSignal<Option<Measured>>,
    range: Memo<(i64, i64)>,
    aside: RwSignal<bool>,
    /// Rows that the screen shows, as the server was last told.
    told: StoredValue<i64>,
    waiting: StoredValue<bool>,
    /// Counts what was scrolled, to know when it rests.
    moves: StoredValue<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Measured {
    row: i64,
    viewport: i64,
    at: Stretch,
}

impl Window {
    /// A window on `total` rows in a scrolling element, of which the page has the first `painted` when it comes.
    pub fn new(scroller: NodeRef<Div>, total: RwSignal<i64>, painted: i64) -> Self {
        let measured = RwSignal::new(None);
        let range = Memo::new(move |_| match measured.get() {
            Some(measured) => range(measured, total.get()),
            // A page that came without rows measures the first one that it gets.
            None => (0, total.get().min(painted.max(1))),
        });
        let (aside, told, waiting) = (RwSignal::new(false), StoredValue::new(0), StoredValue::new(false));
        let window = Self { scroller, total, measured, range, aside, told, waiting, moves: StoredValue::new(0) };
        // Effects run in the browser only: the server paints the first rows without measuring.
        Effect::new(move |_| {
            if scroller.get().is_some() {
                window.measure();
                let resized = window_event_listener(leptos::ev::resize, move |_| window.scrolled());
                on_cleanup(move || resized.remove());
            }
        });
        // A page that arrives may make the element shorter, and so move it without a word.
        Effect::new(move |_| {
            total.track();
            window.scrolled();
        });
        window
    }

    /// Whether columns have left the screen to the left.
    pub fn is_aside(self) -> bool {
        self.aside.get()
    }

    /// The positions to render.
    pub fn positions(self) -> Range<i64> {
        let (start, end) = self.range.get();
        start..end
    }

    /// As [`Window::positions`], without following them.
    pub fn positions_untracked(self) -> Range<i64> {
        let (start, end) = self.range.get_untracked();
        start..end
    }

    /// Height of all rows, set on the element once it is known: the page from the server carries no inline style.
    pub fn body_height(self) -> Option<String> {
        self.measured.get().map(|measured| format!("{}px", laid_out(self.total.get() * measured.row)))
    }

    /// How far down the rendered rows begin.
    pub fn offset(self) -> Option<String> {
        let Measured { row, at, .. } = self.measured.get()?;
        Some(format!("translateY({}px)", self.range.get().0 * row - at.shift))
    }

    /// Whole rows that the screen holds.
    pub fn rows_on_screen(self) -> i64 {
        self.measured.get_untracked().map_or(1, |measured| (measured.viewport / measured.row - 1).max(1))
    }

    /// The position of the first whole row on screen.
    pub fn first_on_screen(self) -> i64 {
        self.measured.get_untracked().map_or(0, |Measured { row, at, .. }| (at.top() + row - 1) / row)
    }

    /// Scrolls as little as brings a position on screen, below the head. False when it was there.
    pub fn reveal(self, position: i64) -> bool {
        let Some(Measured { row, viewport, at }) = self.measured.get_untracked() else { return false };
        let (above, head) = (position * row, row);
        let below = above + row + head - viewport;
        let wanted = if above < at.top() { above } else { below.max(at.top()) };
        if wanted != at.top() {
            self.scroll_to(wanted);
        }
        wanted != at.top()
    }

    /// Scrolls to a place of the full view, with the scroll bar where it belongs.
    fn scroll_to(self, top: i64) {
        let (Some(measured), Some(Some(element))) = (self.measured.get_untracked(), self.scroller.try_get_untracked()) else { return };
        let at = Stretch::at(top, self.room(&element, measured.row));
        self.measured.set(Some(Measured { at, ..measured }));
        element.set_scroll_top(i32::try_from(at.scrolled).unwrap_or(i32::MAX));
    }

    /// Scrolls to the first row.
    pub fn to_top(self) {
        self.scroll_to(0);
    }

    fn room(self, element: &leptos::web_sys::HtmlElement, row: i64) -> Room {
        let full = self.total.get_untracked() * row;
        // Asked for only where it matters: it is not known before the page has been laid out.
        let last = if full == laid_out(full) { full } else { i64::from(element.scroll_height() - element.client_height()) };
        Room::of(last, full)
    }

    /// The element was scrolled by somebody: when that rests, the scroll bar is put where it belongs.
    pub fn moved(self) {
        self.moves.update_value(|moves| *moves = moves.wrapping_add(1));
        self.scrolled();
        let now = self.moves.get_value();
        if self.measured.get_untracked().is_some_and(|measured| measured.at.shift > 0) {
            set_timeout(
                move || {
                    if self.moves.try_get_value() == Some(now)
                        && let Some(Some(measured)) = self.measured.try_get_untracked()
                    {
                        self.scroll_to(measured.at.top());
                    }
                },
                REST,
            );
        }
    }

    /// The element was scrolled or resized: looked at once, in the next frame.
    pub fn scrolled(self) {
        if self.waiting.get_value() {
            return;
        }
        self.waiting.set_value(true);
        request_animation_frame(move || {
            self.waiting.try_set_value(false);
            self.measure();
        });
    }

    fn measure(self) {
        let Some(Some(element)) = self.scroller.try_get_untracked() else { return };
        let row = element.query_selector("[role=row][data-order], .row-loading").ok().flatten();
        // The offset height counts borders, which the client height leaves out.
        let row = row
            .as_ref()
            .and_then(|row| row.dyn_ref::<leptos::web_sys::HtmlElement>())
            .map_or(0, leptos::web_sys::HtmlElement::offset_height);
        let is_aside = element.scroll_left() > 0;
        if self.aside.get_untracked() != is_aside {
            self.aside.set(is_aside);
        }
        let known = self.measured.get_untracked().map_or(0, |measured| measured.row);
        let row = if row > 0 { i64::from(row) } else { known };
        if row > 0 {
            let viewport = i64::from(element.client_height());
            let before = self.measured.get_untracked().map_or_else(Stretch::default, |measured| measured.at);
            let at = before.scrolled_to(i64::from(element.scroll_top()), viewport * 2, self.room(&element, row));
            let measured = Measured { row, viewport, at };
            self.measured.set(Some(measured));
            self.tell(measured.rows_at_the_top());
        }
    }

    /// The next page that the server paints has as many rows as this screen shows. A panel that covers some comes and goes:
    /// the most counts.
    fn tell(self, rows: i64) {
        if rows <= self.told.get_value() {
            return;
        }
        self.told.set_value(rows);
        #[cfg(feature = "hydrate")]
        crate::browser::screen::remember(rows);
    }
}

impl Measured {
    /// Rows of which at least a part is on screen.
    fn rows_seen(self) -> i64 {
        self.viewport / self.row + 2
    }

    /// The same, below the head, where nothing is scrolled.
    fn rows_at_the_top(self) -> i64 {
        ((self.viewport - HEAD + self.row - 1) / self.row).max(1)
    }
}

fn range(measured: Measured, total: i64) -> (i64, i64) {
    let first = measured.at.top() / measured.row;
    let start = (first - OVERSCAN).clamp(0, total);
    (start, (first + measured.rows_seen() + OVERSCAN).clamp(start, total))
}

#[cfg(test)]
mod tests {
    use super::{Measured, Stretch, range};

    #[test]
    fn only_what_is_on_screen_is_rendered() {
        let place = |scrolled| Measured { row: 64, viewport: 640, at: Stretch { scrolled, shift: 0 } };
        let at = |scrolled| range(place(scrolled), 100_000);
        assert_eq!(at(0), (0, 20));
        assert_eq!(at(64 * 50_000), (49_992, 50_020));
        assert_eq!(at(64 * 100_000 - 640), (99_982, 100_000));
        assert_eq!(range(place(9_999), 0), (0, 0));
        assert_eq!([37, 38, 39, 102, 103, 640].map(|viewport| Measured { viewport, ..place(0) }.rows_at_the_top()), [1, 1, 1, 1, 2, 10]);
    }
}
