//! チェック項目: free labels, put on and taken off.

use super::{Editable, Edited, Left};

/// The most labels of one order: they have to be read.
const MOST: usize = 10;

pub(super) fn apply(order: &Editable, name: &str, on: bool) -> Result<Edited, Left> {
    let mut after = order.clone();
    after.check_items.retain(|item| item != name);
    if on {
        if after.check_items.len() == MOST {
            return Err(Left::Unfit(format!("チェック項目は1件の受注に{MOST}個までです。")));
        }
        // Where it was already, it keeps its place.
        if order.check_items.iter().any(|item| item == name) {
            after.check_items.clone_from(&order.check_items);
        } else {
            after.check_items.push(name.to_owned());
        }
    }
    Ok((after, format!("チェック項目「{name}」を{}", if on { "付けた" } else { "外した" })))
}
