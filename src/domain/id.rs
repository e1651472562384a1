//! Ids that parse once and cannot be wrong afterwards.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not the id it should be: a sentence for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidId(pub &'static str);

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// 加盟店取引ID: our id for one registration at NP, 1 to 40 half-width characters (np-api.md §3.1).
    ShopTransactionId
}

text_id! {
    /// NP取引ID: NP's id for a transaction, 11 half-width characters, all digits in every known answer (np-api.md §3.1).
    NpTransactionId
}

text_id! {
    /// 伝票番号: a parcel's number at its carrier, 1 to 20 letters, digits and hyphens (np-api.md §3.5).
    SlipNumber
}

impl ShopTransactionId {
    /// Parses an id of 1 to 40 printable ASCII characters without spaces.
    ///
    /// # Errors
    /// A sentence for the screen.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        if text.is_empty() || text.len() > 40 || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(InvalidId("加盟店取引IDは半角40文字以内で、空白や全角文字を含められません。受注番号を確かめてください。"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The id of an order's n-th registration: the order number itself, then with `-2`, `-3`, … after a cancel.
    ///
    /// A retry keeps its id (NP then refuses a second registration); only a deliberate new registration counts up.
    ///
    /// # Errors
    /// When the order number cannot be sent to NP.
    pub fn of_registration(order_number: &str, nth: i64) -> Result<Self, InvalidId> {
        if nth <= 1 { Self::parse(order_number) } else { Self::parse(&format!("{order_number}-{nth}")) }
    }
}

impl NpTransactionId {
    /// Parses 11 digits, full-width ones too (people copy them from NP's screen).
    ///
    /// # Errors
    /// A sentence for the screen.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let id = super::chars::to_half_width(text.trim());
        if id.len() != 11 || !id.bytes().all(|b| b.is_ascii_digit()) {
            return Err(InvalidId("NP取引IDは半角数字11文字で入力してください。"));
        }
        Ok(Self(id))
    }
}

impl SlipNumber {
    /// Parses a slip number, folding full-width characters and spaces.
    ///
    /// # Errors
    /// A sentence for the screen.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let number: String = super::chars::to_half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        let fits = (1..=20).contains(&number.len());
        if !fits || !number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') || !number.bytes().any(|b| b.is_ascii_digit()) {
            return Err(InvalidId("伝票番号は、半角英数字と「-」の20文字以内で、数字を含めて入力してください。"));
        }
        Ok(Self(number))
    }
}

#[cfg(test)]
mod tests {
    use super::{NpTransactionId, ShopTransactionId, SlipNumber};

    #[test]
    fn np_ids_are_eleven_digits() {
        assert_eq!(NpTransactionId::parse("１８１２１２００００１").unwrap().as_str(), "18121200001");
        for wrong in ["", "1812120000", "181212000011", "1812120000a"] {
            assert!(NpTransactionId::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn slip_numbers_are_folded_to_half_width() {
        assert_eq!(SlipNumber::parse(" １２３４－５６７８－９０１２ ").unwrap().as_str(), "1234-5678-9012");
        for wrong in ["", "---", "123456789012345678901", "12_34", "あ1"] {
            assert!(SlipNumber::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_a_new_registration_gets_a_suffix() {
        assert_eq!(ShopTransactionId::of_registration("A-1", 1).unwrap().as_str(), "A-1");
        assert_eq!(ShopTransactionId::of_registration("A-1", 3).unwrap().as_str(), "A-1-3");
        assert!(ShopTransactionId::of_registration("受注1", 1).is_err());
        assert!(ShopTransactionId::of_registration(&"9".repeat(39), 2).is_err());
    }
}
