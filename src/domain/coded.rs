//! Enums that travel and are stored as a short code, and are shown as a Japanese word.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::fmt::Formatter;

/// Declares a field-less enum whose variants have a code (stored, sent, `data-` attributes) and a label (shown).
///
/// The code is the only form that leaves the process, so that a renamed variant cannot change stored data.
macro_rules! coded {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $vis enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::domain::coded::read(deserializer, Self::from_code)
            }
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code that is stored and sent.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The word that people read.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The value with this code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use coded;

/// No code is longer, in bytes.
const LONGEST: usize = 24;

/// A text that may be a code. Reading it is the same for all codes: what serde derives for an enum weighs a kilobyte of
/// WebAssembly each.
struct Arrived {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Arrived {
    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for Arrived {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Arrived;

            fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                f.write_str("a code")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Arrived, E> {
                let mut arrived = Arrived { bytes: [0; LONGEST], length: text.len() };
                let bytes = arrived.bytes.get_mut(..text.len()).ok_or_else(|| E::custom("no code is that long"))?;
                bytes.copy_from_slice(text.as_bytes());
                Ok(arrived)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// Reads what travels as a code.
///
/// # Errors
/// When it is none.
pub fn read<'de, D: Deserializer<'de>, T>(deserializer: D, from_code: fn(&str) -> Option<T>) -> Result<T, D::Error> {
    let arrived = Arrived::deserialize(deserializer)?;
    from_code(arrived.as_str()).ok_or_else(|| D::Error::custom("not a code"))
}
