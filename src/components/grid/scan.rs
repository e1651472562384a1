//! What a barcode scanner types: keys that follow each other faster than fingers, with Enter behind them. A scanned order is
//! looked up; none of its keys is a press.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::time::Duration;

/// Keys of a scan follow each other within this time; those of a person do not.
const GAP: Duration = Duration::from_millis(80);
/// What is shorter is a slip of two fingers.
const SHORTEST: usize = 3;

/// What keys turned out to be.
pub enum Heard {
    /// A person's key.
    Key(String),
    /// A scanner's text.
    Scan(String),
}

/// Who is told.
type Tell = Box<dyn FnOnce(Heard)>;

/// The keys that came so fast after each other that they may belong together.
#[derive(Clone, Copy)]
pub struct Scan {
    typed: StoredValue<String>,
    /// When the last of them came, in milliseconds.
    at: StoredValue<f64>,
    tell: StoredValue<Option<Tell>, LocalStorage>,
    /// How many keys went into a field as fast, and when the last of them did.
    in_field: StoredValue<(usize, f64)>,
}

impl Scan {
    /// Nothing was typed yet.
    pub fn new() -> Self {
        Self {
            typed: StoredValue::new(String::new()),
            at: StoredValue::new(f64::NEG_INFINITY),
            tell: StoredValue::new_local(None),
            in_field: StoredValue::new((0, f64::NEG_INFINITY)),
        }
    }

    /// Whether a scan has begun: the rest of it belongs to it, wherever the focus has gone meanwhile.
    pub fn is_under_way(self, event: &KeyboardEvent) -> bool {
        event.time_stamp() - self.at.get_value() <= GAP.as_secs_f64() * 1_000.0
    }

    /// Says what a key was that waits for another: what comes now is none.
    pub fn settle(self) {
        if self.count() == 1 {
            self.end();
        }
    }

    /// Whether this key is the Enter behind a scan that went into a field: a person has not read what stands there.
    pub fn ends_in_field(self, event: &KeyboardEvent) -> bool {
        let (count, at) = self.in_field.get_value();
        let now = event.time_stamp();
        let count = if now - at <= GAP.as_secs_f64() * 1_000.0 { count } else { 0 };
        let key = event.key();
        let is_sign = key.chars().count() == 1;
        self.in_field.set_value((if key == "Enter" { 0 } else { count + usize::from(is_sign) }, now));
        key == "Enter" && count >= SHORTEST
    }

    fn count(self) -> usize {
        self.typed.with_value(|typed| typed.chars().count())
    }

    /// Takes a key that no field takes. True when it is one of a scan, or may be: what it is gets told as soon as that is known.
    pub fn takes(self, event: &KeyboardEvent, tell: impl FnOnce(Heard) + 'static) -> bool {
        let (key, now) = (event.key(), event.time_stamp());
        if !self.is_under_way(event) {
            self.typed.set_value(String::new());
        }
        let count = self.count();
        match key.as_str() {
            // Capitals come with it.
            "Shift" => false,
            "Enter" if count > 1 => {
                self.end();
                true
            }
            // These two act at once.
            " " | "/" if count == 0 => false,
            key if key.chars().count() == 1 => {
                self.typed.update_value(|typed| typed.push_str(key));
                self.at.set_value(now);
                self.tell.set_value(Some(Box::new(tell)));
                let told = move || {
                    // A later key tells for all.
                    if self.at.try_get_value() == Some(now) {
                        self.end();
                    }
                };
                set_timeout(told, GAP);
                true
            }
            // A key of a person comes after a key of a person, and means what was meant before it.
            _ => {
                self.end();
                false
            }
        }
    }

    fn end(self) {
        let typed = self.typed.get_value();
        let tell = self.tell.try_update_value(Option::take).flatten();
        self.typed.set_value(String::new());
        self.at.set_value(f64::NEG_INFINITY);
        let Some(tell) = tell else { return };
        match typed.chars().count() {
            1 => tell(Heard::Key(typed.to_ascii_lowercase())),
            0 | 2..SHORTEST => {}
            _ => tell(Heard::Scan(typed)),
        }
    }
}
