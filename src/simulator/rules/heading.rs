//! The members of a registration beside people and goods: id, date, method, site, amount.

use serde_json::Value;
use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::amount::{NotANumber, Thousandths, thousandths};
use super::codes::Codes;
use super::fields::{Field, Limit, Object, TextRule, check_text, field};

/// 決済方法 (np-api.md §4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settlement {
    /// `02`: NP posts the invoice.
    Separate,
    /// `03`, wiz: the merchant encloses it, so both parties are one.
    Enclosed,
}

impl Settlement {
    /// The code on the wire.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Separate => "02",
            Self::Enclosed => "03",
        }
    }
}

const DATE: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

const SITE_NAME: TextRule = TextRule { missing: None, chars: "E0100022", length: "E0100021", limit: Limit::Bytes(100) };

/// 1 to 999,999 yen (`E0100015`).
const AMOUNTS: std::ops::RangeInclusive<u32> = 1..=999_999;

/// Longest 加盟店取引ID in half-width columns.
const LONGEST_ID: usize = 40;

/// Reads `yyyy-MM-dd`, exactly.
pub(crate) fn date(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_plain { Date::parse(text, DATE).ok() } else { None }
}

/// Writes `yyyy-MM-dd`.
pub(crate) fn date_text(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// Checks 加盟店取引ID.
pub(crate) fn check_shop_id(element: &Object, found: &mut Codes) -> Option<Box<str>> {
    let text = match field(element, "shop_transaction_id") {
        Field::Absent => {
            found.push("EPRO0103");
            return None;
        }
        Field::Other(_) => {
            found.push("E0100009");
            return None;
        }
        Field::Text(text) => text,
    };
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        found.push("E0100009");
    }
    if super::text::measure(text).bytes > LONGEST_ID {
        found.push("E0100010");
    }
    Some(text.into())
}

/// Checks the form of 加盟店注文日; its window depends on the day of registration.
pub(crate) fn check_order_date(element: &Object, found: &mut Codes) -> Option<Date> {
    let day = match field(element, "shop_order_date") {
        Field::Absent => {
            found.push("E0100004");
            return None;
        }
        Field::Other(_) => None,
        Field::Text(text) => date(text),
    };
    if day.is_none() {
        found.push("EPRO0108");
    }
    day
}

/// Checks 決済方法.
pub(crate) fn check_settlement(element: &Object, wiz_allowed: bool, found: &mut Codes) -> Option<Settlement> {
    let settlement = match field(element, "settlement_type") {
        Field::Absent => {
            found.push("E0100011");
            return None;
        }
        Field::Text("02") => Settlement::Separate,
        Field::Text("03") => Settlement::Enclosed,
        Field::Text(_) | Field::Other(_) => {
            found.push("E0100012");
            return None;
        }
    };
    if settlement == Settlement::Enclosed && !wiz_allowed {
        found.push("E0100142");
    }
    Some(settlement)
}

/// Checks サイト名 and サイトURL.
pub(crate) fn check_site(element: &Object, found: &mut Codes) {
    check_text(element, "site_name", &SITE_NAME, found);
    match field(element, "site_url") {
        Field::Absent => {}
        Field::Other(_) => found.push("E0100024"),
        Field::Text(url) => {
            if super::text::measure(url).bytes > 100 {
                found.push("E0100023");
            }
            if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
                found.push("E0100024");
            }
        }
    }
}

/// Checks 顧客請求金額.
pub(crate) fn check_amount(element: &Object, found: &mut Codes) -> Option<u32> {
    let amount = match element.get("billed_amount") {
        None | Some(Value::Null) => {
            found.push("E0100013");
            return None;
        }
        Some(value) => thousandths(value).map(Thousandths::whole),
    };
    match amount {
        Ok(Some(yen)) => {
            let yen = u32::try_from(yen).ok().filter(|yen| AMOUNTS.contains(yen));
            if yen.is_none() {
                found.push("E0100015");
            }
            return yen;
        }
        Ok(None) | Err(NotANumber::Characters) => found.push("E0100014"),
        Err(NotANumber::Range) => found.push("E0100015"),
    }
    None
}
