//! The codes found against one element.

use std::borrow::Cow;

use serde::Serialize;

/// Error codes in the order found; empty means the element is sound.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Codes(Vec<Cow<'static, str>>);

impl Codes {
    /// The codes that marks ask for.
    pub(crate) fn forced(codes: &[String]) -> Self {
        Self(codes.iter().cloned().map(Cow::Owned).collect())
    }

    /// Adds one of NP's codes (np-api.md §4.5). A code is told once per element, however often it was violated:
    /// two bad goods lines give one `E0100104`.
    pub(crate) fn push(&mut self, code: &'static str) {
        self.push_any(Cow::Borrowed(code));
    }

    /// Adds a code that a mark in the order asks for.
    pub(crate) fn push_forced(&mut self, code: &str) {
        self.push_any(Cow::Owned(code.to_owned()));
    }

    fn push_any(&mut self, code: Cow<'static, str>) {
        if !self.0.contains(&code) {
            self.0.push(code);
        }
    }

    /// Adds all of another list.
    pub(crate) fn append(&mut self, other: Self) {
        other.0.into_iter().for_each(|code| self.push_any(code));
    }

    /// `Ok` when nothing was found.
    pub(crate) fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Whether the element is sound so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&'static str> for Codes {
    fn from(code: &'static str) -> Self {
        Self(vec![Cow::Borrowed(code)])
    }
}

impl From<&[&'static str]> for Codes {
    fn from(codes: &[&'static str]) -> Self {
        Self(codes.iter().map(|code| Cow::Borrowed(*code)).collect())
    }
}
