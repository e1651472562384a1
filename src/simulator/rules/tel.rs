//! 電話番号.

use super::codes::Codes;
use super::fields::{Field, Object, field};
use super::party_codes::TelCodes;

/// Numbers that begin like this have eleven digits, all others ten (`E0100066`, `E0100067`). `0800` falls under `080`.
const ELEVEN_DIGITS: [&str; 6] = ["020", "050", "060", "070", "080", "090"];

/// Checks a phone number and returns its digits. Hyphens are optional (np-api.md §6).
pub(crate) fn check_tel(object: &Object, codes: &TelCodes, found: &mut Codes) -> String {
    let text = match field(object, "tel") {
        Field::Absent => {
            found.push(codes.missing);
            return String::new();
        }
        Field::Other(_) => {
            found.push(codes.chars);
            return String::new();
        }
        Field::Text(text) => text,
    };
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        found.push(codes.chars);
        return String::new();
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !is_shaped_like_a_number(text, &digits) {
        found.push(codes.format);
        return digits;
    }
    if ELEVEN_DIGITS.iter().any(|prefix| digits.starts_with(prefix)) {
        if digits.len() != 11 {
            found.push(codes.eleven);
        }
    } else if digits.len() != 10 {
        found.push(codes.ten);
    }
    digits
}

/// A Japanese number begins with one zero, and its hyphens stand between digits, at most two of them.
fn is_shaped_like_a_number(text: &str, digits: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.len() <= 3 && groups.iter().all(|group| !group.is_empty()) && digits.starts_with('0') && !digits.starts_with("00")
}
