//! The codes of the two parties' fields, side by side (np-api.md §3.1, §4.5).

use super::fields::{Limit, TextRule};

/// Codes of 郵便番号.
pub(crate) struct ZipCodes {
    pub(crate) missing: &'static str,
    pub(crate) chars: &'static str,
    pub(crate) format: &'static str,
    pub(crate) mismatch: &'static str,
}

/// Codes of 電話番号.
pub(crate) struct TelCodes {
    pub(crate) missing: &'static str,
    pub(crate) chars: &'static str,
    pub(crate) format: &'static str,
    pub(crate) eleven: &'static str,
    pub(crate) ten: &'static str,
}

/// Rules and codes of one party.
pub(crate) struct PartyCodes {
    pub(crate) name: TextRule,
    pub(crate) kana: TextRule,
    pub(crate) company: TextRule,
    pub(crate) department: TextRule,
    pub(crate) address: TextRule,
    pub(crate) zip: ZipCodes,
    pub(crate) tel: TelCodes,
}

const fn required(missing: &'static str, chars: &'static str, length: &'static str, limit: usize) -> TextRule {
    TextRule { missing: Some(missing), chars, length, limit: Limit::Chars(limit) }
}

const fn optional(chars: &'static str, length: &'static str, limit: usize) -> TextRule {
    TextRule { missing: None, chars, length, limit: Limit::Chars(limit) }
}

/// 購入者.
pub(crate) const PURCHASER: PartyCodes = PartyCodes {
    name: required("E0100048", "E0100049", "E0100050", 21),
    kana: optional("E0100052", "E0100051", 25),
    company: optional("E0100054", "E0100053", 30),
    department: optional("E0100056", "E0100055", 30),
    zip: ZipCodes { missing: "E0100057", chars: "E0100058", format: "E0100136", mismatch: "E0100059" },
    address: required("E0100060", "E0100061", "E0100062", 55),
    tel: TelCodes { missing: "E0100063", chars: "E0100064", format: "E0100065", eleven: "E0100066", ten: "E0100067" },
};

/// 配送先.
pub(crate) const DESTINATION: PartyCodes = PartyCodes {
    name: required("E0100072", "E0100073", "E0100074", 21),
    kana: optional("E0100076", "E0100075", 25),
    company: optional("E0100078", "E0100077", 30),
    department: optional("E0100080", "E0100079", 30),
    zip: ZipCodes { missing: "E0100081", chars: "E0100082", format: "E0100137", mismatch: "E0100083" },
    address: required("E0100084", "E0100085", "E0100086", 55),
    tel: TelCodes { missing: "E0100087", chars: "E0100088", format: "E0100089", eleven: "E0100090", ten: "E0100091" },
};
