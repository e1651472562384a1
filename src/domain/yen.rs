//! Money.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in whole yen, tax included. Negative for discounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yen(pub i64);

impl Yen {
    /// Reads an amount as people and files write it: `12,090`, `¥12090`, `-500`, full-width digits, `1080.00`.
    ///
    /// Returns `None` for anything else, a fraction of a yen included: money is never rounded on the way in.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = super::chars::to_half_width(text.trim());
        let (negative, rest) = match plain.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, plain.as_str()),
        };
        let rest = rest.trim_start_matches(['¥', '\\']).trim_end_matches('円').trim();
        let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
        let digits: String = whole.chars().filter(|c| *c != ',').collect();
        let is_number = !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit());
        if !is_number || fraction.bytes().any(|b| b != b'0') || whole.starts_with(',') {
            return None;
        }
        let amount: i64 = digits.parse().ok()?;
        Some(Self(if negative { -amount } else { amount }))
    }

    /// `self × quantity`, `None` when it leaves the range of yen.
    pub fn times(self, quantity: i64) -> Option<Self> {
        self.0.checked_mul(quantity).map(Self)
    }

    /// The sum of all amounts, `None` when it leaves the range of yen.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(0_i64, |sum, yen| sum.checked_add(yen.0)).map(Self)
    }
}

/// Shown with thousands separators and without a unit: `12,090`.
impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Yen;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_files_write_them() {
        for (text, yen) in [("12,090", 12_090), ("¥1080.00", 1_080), ("-500円", -500), ("１２３", 123), (" 0 ", 0)] {
            assert_eq!(Yen::parse(text), Some(Yen(yen)), "{text}");
        }
    }

    #[test]
    fn nothing_is_rounded_or_guessed() {
        for text in ["", "10.5", "1e3", "12a", ",1", "--1", "9999999999999", "無料"] {
            assert_eq!(Yen::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_read_back(amount in -999_999_999_i64..=999_999_999) {
            prop_assert_eq!(Yen::parse(&Yen(amount).to_string()), Some(Yen(amount)));
        }
    }
}
