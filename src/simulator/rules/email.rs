//! メールアドレス, of the purchaser only.

use super::codes::Codes;
use super::fields::{Field, Object, field};

/// Longest address NP takes, in ASCII characters (`E0100070`).
const LONGEST: usize = 100;

/// Checks the e-mail address. Whether there must be one is a matter of the merchant's contract (`E0100068`).
pub(crate) fn check_email(customer: &Object, required: bool, found: &mut Codes) {
    match field(customer, "email") {
        Field::Absent if required => found.push("E0100068"),
        Field::Absent => {}
        Field::Other(_) => found.push("E0100069"),
        Field::Text(text) => {
            let allowed = text.bytes().all(|byte| byte.is_ascii_graphic());
            if !allowed {
                found.push("E0100069");
            }
            if text.chars().count() > LONGEST {
                found.push("E0100070");
            }
            if allowed && !is_address(text) {
                found.push("E0100071");
            }
        }
    }
}

/// One `@`, something before it, and a dotted domain after it. Dots in odd places before the `@` are let through: old
/// mobile addresses have them.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    !local.is_empty() && domain.contains('.') && domain.split('.').all(is_label)
}
