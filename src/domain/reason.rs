//! NP's codes, in Japanese: what is wrong, where, and what to do.
//!
//! NP sends codes without any text (np-api.md §1.1), and adds codes without notice; an unknown one is kept and shown raw.

mod errors;
mod parties;
mod verdicts;

use super::field::Field;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// A code as NP sent it: a reason of a verdict (`RE…`, `NG…`) or an error (`E…`, `EPRO…`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Takes any text: NP's list is open.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// The code as NP wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// NP has already registered the same 加盟店取引ID with the same amount within a month, so an earlier attempt landed.
    ///
    /// E0102003 is its documented race form. The code of the plain form is not public; E0102002 is a guess, from the
    /// place beside it (np-api.md §4.5, §8).
    pub fn is_duplicate_registration(&self) -> bool {
        matches!(self.as_str(), "E0102002" | "E0102003")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a person should do about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Advice {
    /// Correct the data and send again.
    Repair,
    /// The order will not pass: withdraw it and offer another payment method.
    Cancel,
    /// NP decides by 18:00 of the next business day; do not ship until then (RE029).
    Wait,
    /// Ask whether the customer works there, and add 職員, 従業員 or 経営者 to the address or department (RE014, RE020).
    AddWorkplaceWord,
    /// The data may be right: look at NP's screen, ask the customer, or compare with what was done before.
    Confirm,
    /// The code is not known.
    Unknown,
}

/// A code in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Complete sentences for an operator.
    pub text: Cow<'static, str>,
    /// Where to look, if it is about one field.
    pub field: Option<Field>,
    /// What to do.
    pub advice: Advice,
}

/// One line of the tables.
struct Entry {
    code: &'static str,
    short: &'static str,
    text: &'static str,
    field: Option<Field>,
    advice: Advice,
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    verdicts::ENTRIES.iter().chain(errors::ENTRIES).chain(parties::ENTRIES.iter().flatten())
}

fn find(code: &Code) -> Option<&'static Entry> {
    entries().find(|entry| entry.code == code.as_str())
}

/// What a code means, for a person who has to act on it.
pub fn explain(code: &Code) -> Explanation {
    match find(code) {
        Some(entry) => Explanation { text: Cow::Borrowed(entry.text), field: entry.field, advice: entry.advice },
        None => Explanation {
            text: Cow::Owned(format!("不明なコード {code} です。NPサポートデスクにお問い合わせください。")),
            field: None,
            advice: Advice::Unknown,
        },
    }
}

/// A few words for a badge, such as `住所_情報不足`; the code itself where it is not known.
pub fn short(code: &Code) -> Cow<'static, str> {
    find(code).map_or_else(|| Cow::Owned(code.to_string()), |entry| Cow::Borrowed(entry.short))
}

#[cfg(test)]
mod tests;
