//! Money and counts out of JSON numbers, without ever computing in floating point.

use serde_json::{Number, Value};

/// A price in thousandths of a yen: NP takes unit prices with up to three decimals (np-api.md §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Thousandths(pub(crate) i64);

/// Thousandths in one yen.
const YEN: i64 = 1000;

impl Thousandths {
    /// A whole number of yen.
    pub(crate) fn from_yen(yen: u32) -> Self {
        Self(i64::from(yen) * YEN)
    }

    /// The value as a whole number, if it is one: `6180.0` is, since some shops send floats (np-api.md §11).
    pub(crate) fn whole(self) -> Option<i64> {
        (self.0 % YEN == 0).then_some(self.0 / YEN)
    }
}

/// Why a JSON value is no number NP can take.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotANumber {
    /// Another JSON type, or more than three decimals: "利用禁止文字".
    Characters,
    /// Beyond any range NP knows.
    Range,
}

/// Reads a JSON number as thousandths from its decimal text.
pub(crate) fn thousandths(value: &Value) -> Result<Thousandths, NotANumber> {
    match value {
        Value::Number(number) => from_number(number),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => Err(NotANumber::Characters),
    }
}

/// The text of a parsed number is the shortest that names it, which for up to 15 digits is the one that was sent.
fn from_number(number: &Number) -> Result<Thousandths, NotANumber> {
    let text = number.to_string();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    if let Some((_, exponent)) = digits.split_once(['e', 'E']) {
        return Err(if exponent.starts_with('-') { NotANumber::Characters } else { NotANumber::Range });
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 3 {
        return Err(NotANumber::Characters);
    }
    if whole.len() > 12 {
        return Err(NotANumber::Range);
    }
    let magnitude: i64 = format!("{whole}{fraction:0<3}").parse().map_err(|_| NotANumber::Characters)?;
    Ok(Thousandths(if negative { -magnitude } else { magnitude }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{NotANumber, Thousandths, thousandths};

    proptest! {
        #[test]
        fn every_price_np_takes_comes_through_to_the_thousandth(price in -99_999_999_i64..=999_999_999) {
            let sign = if price < 0 { "-" } else { "" };
            let (whole, fraction) = (price.abs() / 1000, price.abs() % 1000);
            prop_assert_eq!(read(&format!("{sign}{whole}.{fraction:03}")), Ok(Thousandths(price)));
        }
    }

    fn read(json: &str) -> Result<Thousandths, NotANumber> {
        thousandths(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn prices_keep_three_decimals_exactly() {
        for (json, expected) in [
            ("2890", 2_890_000),
            ("2890.0", 2_890_000),
            ("-530", -530_000),
            ("0.001", 1),
            ("-99999.999", -99_999_999),
            ("999999.999", 999_999_999),
            ("100.1", 100_100),
            ("100.10", 100_100),
            ("0", 0),
            ("-0.0", 0),
            ("1e3", 1_000_000),
        ] {
            assert_eq!(read(json), Ok(Thousandths(expected)), "{json}");
        }
    }

    #[test]
    fn a_fourth_decimal_or_a_string_is_a_bad_character() {
        for json in ["1.0001", "0.30000000000000004", "1e-9", "\"100\"", "true", "[1]", "null"] {
            assert_eq!(read(json), Err(NotANumber::Characters), "{json}");
        }
    }

    #[test]
    fn huge_numbers_are_out_of_range() {
        for json in ["1e30", "18446744073709551615", "-9999999999999"] {
            assert_eq!(read(json), Err(NotANumber::Range), "{json}");
        }
    }
}
