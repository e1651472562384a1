//! What NP would refuse or hold, said before anything is sent.
//!
//! The same rules with the same codes as NP's own (np-api.md §3.1, §6), all of them at once, so that a person repairs an
//! order in one go. Telephone numbers and postal codes are judged as they are sent: in half width
//! ([`chars::to_half_width`]).

mod goods;
mod holds;
mod party;
mod postal;

pub use holds::{beyond_limit, predicted_holds};
pub use postal::zip_mismatches;

use super::carrier::{CarrierBook, ShippedBy};
use super::chars;
use super::field::Field;
use super::id::SlipNumber;
use super::order::{Contents, Day};
use super::parcel;
use super::reason::{Code, explain};
use serde::{Deserialize, Serialize};
use time::Date;

/// One rule that the contents break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// NP's code for it.
    pub code: Code,
    /// Where to look.
    pub field: Field,
    /// Which goods line, counted from 0 (the message counts from 1); `None` when it is not about one line.
    pub line: Option<u32>,
    /// Sentences for the person who repairs it.
    pub message: String,
}

impl Violation {
    fn new(code: &str, field: Field, message: impl Into<String>) -> Self {
        Self { code: Code::new(code), field, line: None, message: message.into() }
    }

    /// Whether NP refuses it for sure. Its list of prohibited characters, its window for order dates and its postal table
    /// are not public: what rests on our reading of them warns a person, but must not keep an order from NP. Nor must a hold
    /// that is only foreseen.
    pub fn is_certain(&self) -> bool {
        self.code.as_str().starts_with('E') && !UNSURE.contains(&self.code.as_str())
    }

    /// With the sentence of the reason table, where it needs nothing more.
    fn plain(code: &str, field: Field) -> Self {
        let code = Code::new(code);
        let message = explain(&code).text.into_owned();
        Self { code, field, line: None, message }
    }

    /// Too long, with the limit and the present length.
    fn too_long(code: &str, field: Field, limit: usize, length: usize) -> Self {
        Self::new(code, field, format!("{}は全角{limit}文字以内です（いま{length}文字）。", field.label()))
    }
}

/// Everything that NP would refuse about a registration, with every code.
///
/// NP's window for the order date is N months, N not public; three is the longest that is likely (np-api.md §7.3).
pub fn registration(shop_transaction_id: &str, contents: &Contents, today: Day) -> Vec<Violation> {
    let mut violations = Vec::new();
    check_id(shop_transaction_id, &mut violations);
    if contents.ordered_on.0 <= months_before(today.0, ORDER_DATE_MONTHS) {
        let message = format!("注文日（{}）が{ORDER_DATE_MONTHS}か月以上前です。注文日を確かめてください。", contents.ordered_on);
        violations.push(Violation::new("E0100007", Field::OrderedOn, message));
    }
    violations.extend(update(contents, today));
    violations
}

/// Everything that NP would refuse about a change of a registered transaction.
///
/// As [`registration`], but an old order date is let pass: NP measures it from the day of the registration.
pub fn update(contents: &Contents, today: Day) -> Vec<Violation> {
    let mut violations = Vec::new();
    if contents.ordered_on > today {
        let message = format!("注文日（{}）が未来の日付です。注文日を確かめてください。", contents.ordered_on);
        violations.push(Violation::new("E0100007", Field::OrderedOn, message));
    }
    goods::check_amount(contents.billed_amount, &mut violations);
    party::check(&contents.buyer, &party::BUYER, &mut violations);
    if let Some(destination) = &contents.destination {
        party::check(destination, &party::DESTINATION, &mut violations);
    }
    goods::check_lines(&contents.lines, &mut violations);
    goods::check_sum(contents, &mut violations);
    violations
}

/// The carrier and slip number as they can be reported, or everything that stands in the way.
///
/// # Errors
/// Every violation. A carrier that nobody has mapped is named: sending it as 「その他」 would delay the shop's money silently.
pub fn shipment(carriers: &CarrierBook, carrier_name: &str, slip: &str) -> Result<(ShippedBy, SlipNumber), Vec<Violation>> {
    let carrier = carrier(carriers, carrier_name.trim());
    let slip_number = match slip.trim() {
        "" => Err(Violation::plain("E0100109", Field::SlipNumber)),
        slip => SlipNumber::parse(slip).map_err(|invalid| Violation::new("E0100110", Field::SlipNumber, invalid.0)),
    };
    match (carrier, slip_number) {
        (Ok(carrier), Ok(slip_number)) => match carrier.listed().and_then(|by| parcel::has_letters(by, &slip_number)) {
            Some(message) => Err(vec![Violation::new("E0100110", Field::SlipNumber, message)]),
            None => Ok((carrier, slip_number)),
        },
        (carrier, slip_number) => Err(carrier.err().into_iter().chain(slip_number.err()).collect()),
    }
}

/// Whom a carrier's name means, for NP.
///
/// # Errors
/// Why NP cannot be told of a parcel that goes by it.
pub fn carrier(carriers: &CarrierBook, name: &str) -> Result<ShippedBy, Violation> {
    let message = match carriers.find(name) {
        _ if name.is_empty() => return Err(Violation::plain("E0100105", Field::Carrier)),
        None => format!(
            "配送業者「{name}」は、NP後払いの配送業者に対応付けられていません。配送業者を選び直すか、配達業者設定で対応付けてください。"
        ),
        Some(ShippedBy::Contracted) if !carriers.takes_contracted => format!(
            "配送業者「{name}」は、NP後払いの対象外です。配送業者を選び直してください。ネットプロテクションズと契約済みなら、モール詳細設定で対象外の配送業者を「利用する」にしてください。"
        ),
        Some(by) => return Ok(by),
    };
    Err(Violation::new("E0100108", Field::Carrier, message))
}

const ORDER_DATE_MONTHS: u8 = 3;

/// E0100007: the window. E0100059, 83: the postal table. The others: 利用禁止文字.
const UNSURE: [&str; 19] = [
    "E0100007", "E0100049", "E0100052", "E0100054", "E0100056", "E0100058", "E0100059", "E0100061", "E0100064", "E0100069", "E0100073",
    "E0100076", "E0100078", "E0100080", "E0100082", "E0100083", "E0100085", "E0100088", "E0100097",
];

/// Our own rule beside NP's slack of 3,000 yen: what a person saves must add up to the yen (np-api.md §6, "Keep them equal").
pub fn sum_mismatch(contents: &Contents) -> Option<Violation> {
    let total = contents.lines_total()?;
    (total != contents.billed_amount).then(|| {
        let message = format!("請求額{}円が、商品明細の合計{total}円と合いません。", contents.billed_amount);
        Violation::new("E0102004", Field::BilledAmount, message)
    })
}

fn check_id(id: &str, violations: &mut Vec<Violation>) {
    if id.is_empty() {
        violations.push(Violation::plain("EPRO0103", Field::OrderNumber));
    }
    let length = id.chars().count();
    if length > 40 {
        let message = format!("加盟店取引IDは半角40文字以内です（いま{length}文字）。受注番号を短くしてください。");
        violations.push(Violation::new("E0100010", Field::OrderNumber, message));
    }
    if !id.chars().all(|c| c.is_ascii_graphic()) {
        violations.push(Violation::plain("E0100009", Field::OrderNumber));
    }
}

/// The same day so many months earlier, or the last day of that month.
fn months_before(date: Date, months: u8) -> Date {
    let month = (0..months).fold(date.month(), |month, _| month.previous());
    let year = date.year() - i32::from(u8::from(month) > u8::from(date.month()));
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(Date::MIN)
}

/// The violation for characters that do not reach NP unharmed, naming them.
fn unsafe_text(code: &str, field: Field, text: &str) -> Option<Violation> {
    let named = names(&chars::unsafe_chars(text))?;
    let message = format!("{}に、NPで利用できない文字があります：{named}。標準の文字に直してください。", field.label());
    Some(Violation::new(code, field, message))
}

/// 「髙」「﨑」, and `U+200D` for what cannot be seen; `None` for none.
fn names(found: &[char]) -> Option<String> {
    let name = |c: &char| {
        let invisible = c.is_control()
            || c.is_whitespace()
            || matches!(c, '\u{200B}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E01EF}');
        if *c == ' ' {
            "「半角スペース」".to_owned()
        } else if invisible {
            format!("「U+{:04X}」", u32::from(*c))
        } else {
            format!("「{c}」")
        }
    };
    (!found.is_empty()).then(|| found.iter().map(name).collect())
}

#[cfg(test)]
mod tests;
