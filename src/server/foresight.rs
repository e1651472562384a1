//! What NP would say about an order, told before anything is sent.

use super::{clock, postal};
use crate::domain::order::Contents;
use crate::domain::preflight::{self, Violation};

/// Everything that NP would refuse, or may refuse or hold, about contents that are sent as they are.
pub fn of(id: &str, contents: &Contents) -> Vec<Violation> {
    let mut foreseen = preflight::registration(id, contents, clock::today());
    foreseen.extend(preflight::zip_mismatches(contents, |digits| Some(postal::find(digits))));
    foreseen.extend(preflight::predicted_holds(contents));
    foreseen
}
