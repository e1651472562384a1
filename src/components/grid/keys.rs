//! The keys of the grid. `?` shows them all (`components::help`).

use super::hand::Hand;
use super::row::position_of;
use super::scan::{Heard, Scan};
#[cfg(feature = "hydrate")]
use super::tab;
use super::wanted::Wanted;
use crate::api::AppError;
use crate::components::buttons::Presser;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::components::sheet::SheetDoor;
use crate::domain::act::Press;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// What the keys act on.
#[derive(Clone, Copy)]
pub struct Keys {
    hand: Hand,
    door: SheetDoor,
    /// Opens the overlay that lists the keys.
    pub help: RwSignal<bool>,
    /// The last key was Shift+Tab.
    goes_back: StoredValue<bool>,
    scan: Scan,
    wanted: Wanted,
}

impl Keys {
    /// The keys of a grid, inside the desk page.
    pub fn new(hand: Hand) -> Self {
        Self {
            hand,
            door: expect_context(),
            help: RwSignal::new(false),
            goes_back: StoredValue::new(false),
            scan: Scan::new(),
            wanted: Wanted::new(hand),
        }
    }

    /// Listens, in the grid and on the whole desk.
    pub fn listen(self) {
        self.hand.follow();
        self.wanted.follow();
        Effect::new(move |_| self.follow_pointer_and_focus());
        // A press asks for what the desk page provides.
        let desk = Owner::current();
        Effect::new(move |_| {
            let desk = desk.clone();
            let listener = window_event_listener(leptos::ev::keydown, move |event| within(desk.as_ref(), || self.key_went_down(&event)));
            on_cleanup(move || listener.remove());
        });
    }

    /// What the pointer or the focus comes to is what keys act on.
    fn follow_pointer_and_focus(self) {
        let row_of = |target: Option<leptos::web_sys::EventTarget>| {
            target.and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok()).as_ref().and_then(position_of)
        };
        let pointed = window_event_listener(leptos::ev::pointerdown, move |event| {
            self.scan.settle();
            self.goes_back.set_value(false);
            if let Some(position) = row_of(event.target()) {
                self.hand.pointed(position, event.shift_key());
            }
        });
        let focused = window_event_listener(leptos::ev::focusin, move |event| {
            let Some(position) = row_of(event.target()) else { return };
            self.scan.settle();
            #[cfg(feature = "hydrate")]
            if self.goes_back.get_value() && tab::come_back(&event, self.hand.position_untracked()) {
                return;
            }
            self.hand.focused(position);
        });
        on_cleanup(move || {
            pointed.remove();
            focused.remove();
        });
    }

    fn key_went_down(self, event: &KeyboardEvent) {
        self.goes_back.set_value(event.key() == "Tab" && event.shift_key());
        let is_in_grid = self.is_in_grid(event);
        if is_plain(event) && (!takes_text(event) || self.scan.is_under_way(event)) {
            // What the key was may be known later.
            let desk = Owner::current();
            let heard = move |heard: Heard| within(desk.as_ref(), || self.heard(&heard, is_in_grid));
            // A key that is held down asks once.
            let is_held = event.repeat() && event.key().chars().count() == 1 && event.key() != " ";
            if is_held || self.scan.takes(event, heard) {
                return event.prevent_default();
            }
        }
        if is_plain(event) && is_contents(event) && self.scan.ends_in_field(event) {
            Notices::here().tell("バーコードが入力欄に読み取られました。何も送信していません。入力を確かめてください。".to_owned());
            return event.prevent_default();
        }
        if is_in_grid {
            self.pressed(event);
        }
        self.pressed_anywhere(event);
    }

    fn is_in_grid(self, event: &KeyboardEvent) -> bool {
        let grid = self.hand.scroller.get_untracked();
        grid.is_some_and(|grid| target(event).is_some_and(|element| grid.contains(Some(&element))))
    }

    /// A key was pressed in the grid.
    fn pressed(self, event: &KeyboardEvent) {
        if !is_plain(event) {
            return;
        }
        let handled = match event.key().to_ascii_lowercase().as_str() {
            "arrowdown" => self.step(1, event.shift_key()),
            "arrowup" => self.step(-1, event.shift_key()),
            "pagedown" => self.step(self.hand.window.rows_on_screen(), event.shift_key()),
            "pageup" => self.step(-self.hand.window.rows_on_screen(), event.shift_key()),
            "home" => self.step(i64::MIN, event.shift_key()),
            "end" => self.step(i64::MAX, event.shift_key()),
            #[cfg(feature = "hydrate")]
            "tab" => tab::lead(event, self.hand.position_untracked()),
            // Links, buttons and tick boxes have these two for themselves.
            " " if !is_control(event) => self.with_row(|id| self.hand.toggle(id)),
            "enter" if !is_control(event) => self.with_row(|id| self.door.open(id, None)),
            _ => false,
        };
        if handled {
            event.prevent_default();
        }
    }

    /// A key was pressed anywhere on the desk, outside of what takes text.
    fn pressed_anywhere(self, event: &KeyboardEvent) {
        // From the search on to what it has found. In the next frame: the search has the key first.
        if matches!(event.key().as_str(), "Enter" | "ArrowDown") && !event.is_composing() && is_search(event) {
            let is_enter = event.key() == "Enter";
            return request_animation_frame(move || {
                if is_enter {
                    self.wanted.look_for_what_is_searched();
                }
                focus(".grid");
            });
        }
        if event.key() == "/" && is_plain(event) && !takes_text(event) {
            event.prevent_default();
            // It may lie over the search.
            if self.door.is_anything_open() {
                self.door.close();
            }
            #[cfg(feature = "hydrate")]
            if !self.door.is_unsaved()
                && let Ok(Some(search)) = document().query_selector("input[type=search]")
                && let Ok(search) = search.dyn_into::<web_sys::HtmlInputElement>()
            {
                drop(search.focus());
                search.select();
            }
        }
    }

    /// What keys that nothing takes turned out to be.
    fn heard(self, heard: &Heard, is_in_grid: bool) {
        match heard {
            Heard::Scan(text) => self.wanted.look_for(text),
            Heard::Key(key) => match key.as_str() {
                "r" if is_in_grid => drop(self.press(&[Press::Register])),
                "e" if is_in_grid => drop(self.press(&[Press::Update, Press::Repair])),
                "s" if is_in_grid => drop(self.press(&[Press::ReportShipment])),
                "?" => self.help.set(true),
                "p" => focus(".panel button:not(:disabled, .quiet), .panel a"),
                "g" => focus(".grid"),
                _ => {}
            },
        }
    }

    fn step(self, by: i64, extends: bool) -> bool {
        let total = Live::here().book.total.get_untracked();
        if total == 0 {
            return false;
        }
        // The first arrow goes to the first row on screen.
        let from = self.hand.position_untracked().unwrap_or_else(|| self.hand.window.first_on_screen() - by.signum());
        let to = from.saturating_add(by).clamp(0, total - 1);
        if extends {
            self.hand.extend(to);
        } else {
            self.hand.go(to);
        }
        self.hand.window.reveal(to);
        true
    }

    /// Does something with the order at hand. One that has been scrolled away is shown first: nobody acts on what he does not
    /// see.
    fn with_row(self, act: impl FnOnce(i64)) -> bool {
        if !self.hand.is_seen() {
            Notices::here().tell("選んでいた受注を画面に戻しました。確かめて、もう一度押してください。".to_owned());
            return true;
        }
        self.hand.order().map(act).is_some()
    }

    /// Presses the first of these buttons that the row has.
    fn press(self, buttons: &[Press]) -> bool {
        self.with_row(|id| {
            let live = Live::here();
            let Some(row) = live.book.row(id) else { return };
            let (offered, number) = row.with_untracked(|row| (row.standing.lamps.buttons(), row.order_number.clone()));
            match buttons.iter().find(|button| offered.contains(button)) {
                Some(button) if live.may(button.right()) => Presser::new(row).press(*button),
                Some(_) => Notices::here().error(&AppError::Forbidden),
                None => Notices::here().tell(format!("{number} では、いま「{}」はできません。", buttons[0].label())),
            }
        })
    }
}

fn within(owner: Option<&Owner>, act: impl FnOnce()) {
    match owner {
        Some(owner) => owner.with(act),
        None => act(),
    }
}

fn focus(selector: &str) {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        drop(element.focus());
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

fn target(event: &KeyboardEvent) -> Option<leptos::web_sys::Element> {
    event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok())
}

/// No text is being composed, and no key is held that makes it another.
fn is_plain(event: &KeyboardEvent) -> bool {
    !event.is_composing() && !event.ctrl_key() && !event.meta_key() && !event.alt_key()
}

fn is_search(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| element.get_attribute("type").is_some_and(|kind| kind == "search"))
}

/// A field of what NP gets of the order.
fn is_contents(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| element.tag_name() == "INPUT" && element.closest("form.contents").ok().flatten().is_some())
}

fn is_control(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| matches!(element.tag_name().as_str(), "A" | "BUTTON" | "INPUT" | "SELECT"))
}

fn takes_text(event: &KeyboardEvent) -> bool {
    let is_tick = |element: &leptos::web_sys::Element| element.get_attribute("type").is_some_and(|kind| kind == "checkbox");
    target(event).is_some_and(|element| match element.tag_name().as_str() {
        "INPUT" => !is_tick(&element),
        "SELECT" | "TEXTAREA" => true,
        _ => false,
    })
}
