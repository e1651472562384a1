//! Reading members of a JSON object the way NP does.

use serde_json::{Map, Value};

use super::codes::Codes;
use super::text::measure;

/// One JSON object of a request.
pub(crate) type Object = Map<String, Value>;

/// A member as found.
pub(crate) enum Field<'a> {
    /// Not there, `null`, or a string of nothing but blanks. Shops send `""` for fields they do not fill
    /// (np-api.md §11), and NP takes that like a missing one.
    Absent,
    /// A string with something in it.
    Text(&'a str),
    /// Any other JSON type.
    Other(&'a Value),
}

/// Looks up one member.
pub(crate) fn field<'a>(object: &'a Object, name: &str) -> Field<'a> {
    match object.get(name) {
        None | Some(Value::Null) => Field::Absent,
        Some(Value::String(text)) if text.trim().is_empty() => Field::Absent,
        Some(Value::String(text)) => Field::Text(text),
        Some(other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_))) => Field::Other(other),
    }
}

/// How long a text may be.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// So many characters (全角文字).
    Chars(usize),
    /// So many bytes in `Shift_JIS`; NP does not say which encoding it counts in, and "300 byte = 150 全角" fits
    /// this one (np-api.md §3, §11).
    Bytes(usize),
}

/// The codes and the limit of one text field.
#[derive(Clone, Copy)]
pub(crate) struct TextRule {
    /// Code when absent; `None` for an optional field.
    pub(crate) missing: Option<&'static str>,
    /// Code for prohibited characters, and for a value that is no string at all.
    pub(crate) chars: &'static str,
    /// Code when too long.
    pub(crate) length: &'static str,
    /// The limit behind `length`.
    pub(crate) limit: Limit,
}

/// Checks one text field; what it returns is empty when the field is absent or no string.
pub(crate) fn check_text<'a>(object: &'a Object, name: &str, rule: &TextRule, found: &mut Codes) -> &'a str {
    match field(object, name) {
        Field::Absent => {
            if let Some(code) = rule.missing {
                found.push(code);
            }
            ""
        }
        Field::Other(_) => {
            found.push(rule.chars);
            ""
        }
        Field::Text(text) => {
            let size = measure(text);
            if size.prohibited {
                found.push(rule.chars);
            }
            let too_long = match rule.limit {
                Limit::Chars(limit) => size.chars > limit,
                Limit::Bytes(limit) => size.bytes > limit,
            };
            if too_long {
                found.push(rule.length);
            }
            text
        }
    }
}
