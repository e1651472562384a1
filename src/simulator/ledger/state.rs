//! The states of a transaction, and which acts they admit (np-api.md §7).

use serde::Serialize;

/// Where a transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 審査前: registered, review not begun (`40`).
    BeforeReview,
    /// 審査中 (`50`).
    UnderReview,
    /// 保留 (`10`). The purchaser's credit stays reserved until the transaction is cancelled.
    Hold,
    /// NG (`20`).
    Refused,
    /// ER (`30`).
    Error,
    /// OK (`00`): may be shipped.
    Ok,
    /// The shipment has been reported; NP sends the invoice.
    Shipped,
    /// The customer has paid.
    Paid,
    /// Cancelled by the merchant, or expired.
    Cancelled,
}

/// An act that depends on the state. Asking for results is always allowed, and re-registration has rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Update,
    Cancel,
    Ship,
}

impl State {
    /// The codes NP refuses an act with; none means that it goes ahead.
    ///
    /// Where two preconditions fail at once (changing or shipping what has been shipped and paid) both are told: a
    /// resent shipment report is then still recognised by its `E0100115`, although the customer paid in between.
    pub(crate) fn refusal(self, act: Act) -> &'static [&'static str] {
        match (act, self) {
            (Act::Update | Act::Cancel, Self::BeforeReview | Self::UnderReview | Self::Hold | Self::Refused | Self::Error | Self::Ok)
            | (Act::Cancel, Self::Shipped)
            | (Act::Ship, Self::Ok) => &[],
            (Act::Ship, Self::BeforeReview | Self::UnderReview | Self::Hold | Self::Refused | Self::Error) => &["E0100120"],
            (Act::Update | Act::Ship, Self::Shipped) => &["E0100115"],
            (Act::Update | Act::Ship, Self::Paid) => &["E0100115", "E0100118"],
            (Act::Cancel, Self::Paid) => &["E0100118"],
            (Act::Update | Act::Cancel | Act::Ship, Self::Cancelled) => &["E0100114"],
        }
    }
}
