//! Views that are taller than what a browser lays out.
//!
//! Browsers cut off what is some 17 or 33 million pixels down, where a quarter of a million orders end. A taller view is laid
//! out at [`TALLEST`] and moved under the window: a leap of the scroll bar goes to the same share of the view, small steps go
//! pixel by pixel, and when scrolling rests the scroll bar is put where it belongs.

/// The tallest body in pixels.
const TALLEST: i64 = 8_000_000;

/// The height at which rows of so many pixels in all are laid out.
pub fn laid_out(full: i64) -> i64 {
    full.min(TALLEST)
}

/// How far one can scroll in an element, and what its body lacks to its full height, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// The last scroll position.
    pub last: i64,
    /// What is not laid out.
    pub slack: i64,
}

impl Room {
    /// Of an element that scrolls to `last` over rows of `full` pixels in all.
    pub fn of(last: i64, full: i64) -> Self {
        Self { last: last.max(0), slack: full - laid_out(full) }
    }
}

/// Where the window stands: the scroll position, and how far the rows have been moved up under it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stretch {
    /// The element's scroll position.
    pub scrolled: i64,
    /// What the rows have been moved by.
    pub shift: i64,
}

impl Stretch {
    /// At a place of the full view, with the scroll bar where it belongs.
    pub fn at(top: i64, room: Room) -> Self {
        let top = top.clamp(0, room.last + room.slack);
        let scrolled = if room.slack == 0 { top } else { top * room.last / (room.last + room.slack) };
        Self { scrolled, shift: top - scrolled }
    }

    /// After the element was scrolled; more than `leap` pixels at once are a leap.
    pub fn scrolled_to(self, scrolled: i64, leap: i64, room: Room) -> Self {
        let is_leap = (scrolled - self.scrolled).abs() > leap;
        let shift = if is_leap { room.slack * scrolled / room.last.max(1) } else { self.shift };
        Self { scrolled, shift: shift.clamp(0, room.slack) }
    }

    /// The place in the full view.
    pub const fn top(self) -> i64 {
        self.scrolled + self.shift
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, Stretch, TALLEST};

    /// A million rows of 64 pixels in a window of 640.
    const FULL: i64 = 64_000_000;

    fn room() -> Room {
        Room::of(TALLEST - 640, FULL)
    }

    #[test]
    fn a_view_that_is_laid_out_whole_is_scrolled_as_it_is() {
        let room = Room::of(6_399_360, 6_400_000);
        let there = Stretch::default().scrolled_to(5_000_000, 1_280, room);
        assert_eq!((there.top(), there.shift), (5_000_000, 0));
        assert_eq!(Stretch::at(5_000_000, room), there);
    }

    #[test]
    fn the_scroll_bar_leads_to_both_ends() {
        let end = Stretch::default().scrolled_to(room().last, 1_280, room());
        assert_eq!(end.top(), FULL - 640);
        assert_eq!(end.scrolled_to(0, 1_280, room()).top(), 0);
        assert_eq!(Stretch::at(i64::MAX / 100, room()).top(), FULL - 640);
    }

    #[test]
    fn small_steps_go_pixel_by_pixel_wherever_they_begin() {
        let middle = Stretch::default().scrolled_to(4_000_000, 1_280, room());
        assert!(middle.top() > 31_000_000);
        assert_eq!(middle.scrolled_to(4_000_100, 1_280, room()).top(), middle.top() + 100);
    }

    #[test]
    fn the_scroll_bar_is_put_right_without_moving_the_view() {
        let mut there = Stretch::default().scrolled_to(4_000_000, 1_280, room());
        for step in 1..=2_000 {
            there = there.scrolled_to(4_000_000 - 600 * step, 1_280, room());
        }
        let right = Stretch::at(there.top(), room());
        assert_eq!(right.top(), there.top());
        assert!(right.scrolled > there.scrolled, "there is room above again");
        assert_eq!(right.scrolled_to(right.scrolled, 1_280, room()), right);
    }
}
