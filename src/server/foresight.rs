//! What NP would say about an order, told before anything is sent.

use super::{clock, postal};
use crate::domain::order::Contents;
use crate::domain::preflight::{self, Violation};

/// Everything that NP would refuse, or may refuse or hold, about contents that are sent as they are: by 与信を実行 under `id`, or
/// without one by 与信内容変更.
pub fn of(id: Option<&str>, contents: &Contents) -> Vec<Violation> {
    let today = clock::today();
    let mut foreseen = id.map_or_else(|| preflight::update(contents, today), |id| preflight::registration(id, contents, today));
    foreseen.extend(preflight::zip_mismatches(contents, |digits| Some(postal::find(digits))));
    foreseen.extend(preflight::predicted_holds(contents));
    foreseen.extend(preflight::beyond_limit(contents));
    foreseen
}
