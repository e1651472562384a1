//! The payment fee as a line of a bill.

use crate::domain::chars;
use crate::domain::order::{Contents, Line};
use crate::domain::yen::Yen;
use serde::{Deserialize, Serialize};

/// The name of a fee line that was not there before.
pub const FEE_NAME: &str = "後払い手数料";

/// Names under which malls, carts and we write the fee of the payment (np-api.md §6). 代引手数料 is another payment's.
const NAMES: &[&str] = &[
    "手数料",
    "後払い手数料",
    "後払手数料",
    "NP後払い手数料",
    "後払い利用手数料",
    "後払い決済手数料",
    "決済手数料",
    "支払手数料",
    "支払い手数料",
    "お支払手数料",
    "お支払い手数料",
];

/// Where an order's fee came from: kept with the order, and never changed after its import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeeOrigin {
    /// The mall itself charges the buyer a fee for the payment (注文者負担金合計 of RMS): none may be added on top.
    pub by_mall: bool,
    /// What the shop's rule made of the fee, when one was applied.
    pub applied: Option<FeeStep>,
}

/// A fee before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeStep {
    /// The fee as it was.
    pub before: Yen,
    /// The fee as it is.
    pub after: Yen,
}

impl FeeStep {
    /// Whether anything is different.
    pub fn is_change(self) -> bool {
        self.before != self.after
    }
}

/// The fee among an order's lines.
pub fn fee_of(contents: &Contents) -> Yen {
    Yen(contents.lines.iter().filter_map(fee).fold(0, i64::saturating_add))
}

/// The order with this fee in place of the one it has: one line where its first fee line was, or at the end; none for 0
/// yen. Lines and bill move by the same yen. `None` when an amount leaves the range of yen.
pub fn set_fee(contents: &Contents, fee_amount: Yen) -> Option<Contents> {
    let old = fee_of(contents);
    let billed = contents.billed_amount.0.checked_sub(old.0)?.checked_add(fee_amount.0)?;
    let first = contents.lines.iter().position(is_fee);
    let mut lines: Vec<Line> = contents.lines.iter().filter(|line| !is_fee(line)).cloned().collect();
    if fee_amount != Yen(0) {
        let name = first.map_or_else(|| FEE_NAME.to_owned(), |at| contents.lines[at].name.clone());
        let line = Line { name, code: String::new(), price: fee_amount, quantity: 1 };
        // Only goods stand before the first fee line: its place is the same without the others.
        lines.insert(first.unwrap_or(lines.len()), line);
    }
    Some(Contents { lines, billed_amount: Yen(billed), ..contents.clone() })
}

/// Whether a line is the fee of the payment.
pub fn is_fee(line: &Line) -> bool {
    fee(line).is_some()
}

/// What a line charges for the payment. Goods have a code, and a negative amount is a discount, whatever they are called.
fn fee(line: &Line) -> Option<i64> {
    let amount = line.price.times(line.quantity)?.0;
    let name: String = chars::to_half_width(&line.name).chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.trim_end_matches("(税込)").to_uppercase();
    (amount > 0 && line.code.is_empty() && NAMES.contains(&name.as_str())).then_some(amount)
}
