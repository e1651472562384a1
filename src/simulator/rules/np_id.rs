//! NP取引ID: eleven characters, made of the day and a serial (np-api.md §3.1).

use std::fmt;

use time::Date;

use super::codes::Codes;
use super::fields::{Field, Object, field};

/// An NP transaction id, well-formed; whether it exists is for the ledger to say.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NpId([u8; 11]);

impl NpId {
    /// The id with this serial on this day: `yyMMdd` and five digits.
    pub(crate) fn new(day: Date, serial: u32) -> Self {
        let text = format!("{:02}{:02}{:02}{:05}", day.year() % 100, u8::from(day.month()), day.day(), serial % 100_000);
        let mut id = [b'0'; 11];
        for (place, byte) in id.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Self(id)
    }

    /// Reads a well-formed id.
    pub(crate) fn parse(text: &str) -> Result<Self, Codes> {
        let mut codes = Codes::default();
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            codes.push("E0100002");
        }
        if text.chars().count() != 11 {
            codes.push("E0100003");
        }
        match <[u8; 11]>::try_from(text.as_bytes()) {
            Ok(id) if codes.is_empty() => Ok(Self(id)),
            Ok(_) | Err(_) => Err(codes),
        }
    }

    /// Reads the id an element is about.
    pub(crate) fn read(object: &Object, name: &str, found: &mut Codes) -> Option<Self> {
        match field(object, name) {
            Field::Absent => found.push("EPRO0105"),
            Field::Other(_) => found.push("E0100002"),
            Field::Text(text) => match Self::parse(text) {
                Ok(id) => return Some(id),
                Err(codes) => found.append(codes),
            },
        }
        None
    }
}

impl fmt::Display for NpId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{}", char::from(*byte)))
    }
}

impl fmt::Debug for NpId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "NpId({self})")
    }
}
