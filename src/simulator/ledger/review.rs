//! NP's review: what it decides, and when it says so.

use time::OffsetDateTime;

use super::record::joined;
use super::state::State;
use crate::simulator::answer::Element;
use crate::simulator::rules::goods::Goods;
use crate::simulator::rules::marks::Forced;
use crate::simulator::rules::party::Party;

/// A decision (np-api.md §4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Ok,
    Hold(Vec<String>),
    Refused(String),
    Error,
}

/// A review that was asked for. It is decided at once and told when its time has come: first 審査前, from half-way on
/// 審査中, then the verdict.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    pub(crate) verdict: Verdict,
    pub(crate) begun_at: OffsetDateTime,
    pub(crate) decided_at: OffsetDateTime,
}

/// The order under review.
pub(crate) struct Case<'a> {
    pub(crate) customer: &'a Party,
    pub(crate) destination: Option<&'a Party>,
    pub(crate) goods: &'a Goods,
    /// Whether the purchaser's unpaid total would go above the limit.
    pub(crate) above_limit: bool,
    /// Whether the fault of an unknown hold code strikes.
    pub(crate) unknown_hold: bool,
}

impl Case<'_> {
    /// Decides. A mark outranks the credit limit, which outranks what the address looks like.
    pub(crate) fn decide(&self) -> Verdict {
        match joined(self.customer, self.destination, self.goods).result {
            Some(Forced::Error) => Verdict::Error,
            Some(Forced::Refused(code)) => Verdict::Refused(code),
            Some(Forced::Hold(codes)) => Verdict::Hold(codes),
            None if self.above_limit => Verdict::Refused("NG001".to_owned()),
            None if self.unknown_hold => Verdict::Hold(vec!["RE099".to_owned()]),
            None => self.natural(),
        }
    }

    /// An address without any digit lacks its house number, whoever's it is (`RE009`, `RE015`).
    fn natural(&self) -> Verdict {
        let mut reasons = Vec::new();
        if !self.customer.has_number {
            reasons.push("RE009".to_owned());
        }
        if self.destination.is_some_and(|party| !party.has_number) {
            reasons.push("RE015".to_owned());
        }
        if reasons.is_empty() { Verdict::Ok } else { Verdict::Hold(reasons) }
    }

    /// Whether a mark asks for a review that takes time.
    pub(crate) fn takes_time(&self) -> bool {
        joined(self.customer, self.destination, self.goods).takes_time
    }
}

impl Review {
    /// How far the review is.
    pub(crate) fn state(&self, now: OffsetDateTime) -> State {
        if now < self.decided_at {
            let half = (self.decided_at - self.begun_at) / 2;
            return if now < self.begun_at + half { State::BeforeReview } else { State::UnderReview };
        }
        match self.verdict {
            Verdict::Ok => State::Ok,
            Verdict::Hold(_) => State::Hold,
            Verdict::Refused(_) => State::Refused,
            Verdict::Error => State::Error,
        }
    }

    /// Writes the result into an answer. The reasons belong to their result: none before it is known.
    pub(crate) fn tell(&self, now: OffsetDateTime, element: &mut Element) {
        let decided = now >= self.decided_at;
        element.authori_result = Some(match (decided, &self.verdict) {
            (false, _) if self.state(now) == State::BeforeReview => "40",
            (false, _) => "50",
            (true, Verdict::Ok) => "00",
            (true, Verdict::Hold(codes)) => {
                element.authori_hold = Some(codes.clone());
                "10"
            }
            (true, Verdict::Refused(code)) => {
                element.authori_ng = Some(code.clone());
                "20"
            }
            (true, Verdict::Error) => "30",
        });
        element.authori_required_date = decided.then(|| timestamp(self.decided_at));
    }
}

/// `2018-12-12T12:00:00+09:00`; the ledger's times are Japan's already.
pub(crate) fn timestamp(at: OffsetDateTime) -> String {
    let day = crate::simulator::rules::heading::date_text(at.date());
    format!("{day}T{:02}:{:02}:{:02}+09:00", at.hour(), at.minute(), at.second())
}
