//! 商品明細 and the sums they must give.

use serde_json::Value;

use super::amount::{NotANumber, Thousandths, thousandths};
use super::codes::Codes;
use super::fields::{Field, Limit, Object, TextRule, check_text, field};
use super::marks::Marks;

const NAME: TextRule = TextRule { missing: Some("E0100096"), chars: "E0100097", length: "E0100098", limit: Limit::Bytes(300) };

/// −99,999.999 to 999,999.999 yen (`E0100101`).
const PRICES: std::ops::RangeInclusive<Thousandths> = Thousandths(-99_999_999)..=Thousandths(999_999_999);

/// −999 to 9,999, without zero (`E0100104`).
const QUANTITIES: std::ops::RangeInclusive<i64> = -999..=9_999;

/// The goods may come to so much more than the bill (`E0102004`).
const ALLOWANCE_YEN: u32 = 3_000;

/// What the simulator keeps of the goods.
#[derive(Debug, Clone)]
pub(crate) struct Goods {
    /// Σ price × quantity.
    pub(crate) total: Thousandths,
    /// Marks in goods names.
    pub(crate) marks: Option<Box<Marks>>,
}

/// Checks the lines; `None` where some line has no usable price or quantity, so that the sums cannot be judged.
///
/// No lines at all, or something that is no list of objects, lacks every field of a line.
pub(crate) fn check_goods(element: &Object, found: &mut Codes) -> Option<Goods> {
    let lines: &[Value] = match field(element, "goods") {
        Field::Other(Value::Array(lines)) => lines,
        Field::Absent | Field::Text(_) | Field::Other(_) => &[],
    };
    let nothing = Object::new();
    if lines.is_empty() {
        check_line(&nothing, &mut Marks::default(), found);
        return None;
    }
    let mut marks = Marks::default();
    let mut total = Some(0_i64);
    for line in lines {
        let sum = check_line(line.as_object().unwrap_or(&nothing), &mut marks, found);
        total = total.zip(sum).map(|(total, sum)| total.saturating_add(sum));
    }
    total.map(|total| Goods { total: Thousandths(total), marks: marks.boxed() })
}

/// Price × quantity of one line in thousandths.
fn check_line(line: &Object, marks: &mut Marks, found: &mut Codes) -> Option<i64> {
    marks.read(check_text(line, "goods_name", &NAME, found));
    let price = check_price(line, found);
    let quantity = check_quantity(line, found);
    price.zip(quantity).map(|(price, quantity)| price.0.saturating_mul(quantity))
}

fn check_price(line: &Object, found: &mut Codes) -> Option<Thousandths> {
    let price = match line.get("goods_price") {
        None | Some(Value::Null) => {
            found.push("E0100099");
            return None;
        }
        Some(value) => thousandths(value),
    };
    match price {
        Ok(price) if PRICES.contains(&price) => return Some(price),
        Ok(_) | Err(NotANumber::Range) => found.push("E0100101"),
        Err(NotANumber::Characters) => found.push("E0100100"),
    }
    None
}

fn check_quantity(line: &Object, found: &mut Codes) -> Option<i64> {
    let quantity = match line.get("quantity") {
        None | Some(Value::Null) => {
            found.push("E0100102");
            return None;
        }
        Some(value) => thousandths(value),
    };
    match quantity.map(Thousandths::whole) {
        Ok(Some(quantity)) if quantity != 0 && QUANTITIES.contains(&quantity) => return Some(quantity),
        Ok(Some(_)) | Err(NotANumber::Range) => found.push("E0100104"),
        Ok(None) | Err(NotANumber::Characters) => found.push("E0100103"),
    }
    None
}

/// The bill may not exceed the goods, and may differ from them by no more than the allowance.
pub(crate) fn check_sums(billed: u32, goods: Thousandths, found: &mut Codes) {
    let difference = goods.0.saturating_sub(Thousandths::from_yen(billed).0);
    if difference.saturating_abs() > Thousandths::from_yen(ALLOWANCE_YEN).0 {
        found.push("E0102004");
    }
    if difference < 0 {
        found.push("E0102005");
    }
}
