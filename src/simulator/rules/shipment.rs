//! 出荷報告: carrier, slip number and invoice date.

use time::Date;

use super::codes::Codes;
use super::fields::{Field, Object, field};
use super::heading::date;

/// NP's carrier master (np-api.md §5).
const CARRIERS: [&str; 18] = [
    "50000", "55555", "59010", "59020", "59030", "59040", "59041", "59042", "59043", "59050", "59060", "59080", "59090", "59100", "59110",
    "59140", "59150", "59160",
];

/// Longest slip number (`E0100110`).
const LONGEST_SLIP: usize = 20;

/// One shipment report as read.
#[derive(Debug)]
pub(crate) struct Parcel {
    /// 運送会社コード.
    pub(crate) carrier: Box<str>,
    /// 配送伝票番号.
    pub(crate) slip: Box<str>,
    /// 請求書発行日, for wiz.
    pub(crate) bill_issued: Option<Date>,
}

/// Checks the members of a report. Whether the invoice date may or must be there depends on the transaction.
pub(crate) fn read_parcel(element: &Object, found: &mut Codes) -> Parcel {
    let carrier = check_carrier(element, found);
    let slip = check_slip(element, found);
    let bill_issued = match field(element, "bill_issued_date") {
        Field::Absent => None,
        Field::Other(_) => {
            found.push("EPRO0109");
            None
        }
        Field::Text(text) => {
            let day = date(text);
            if day.is_none() {
                found.push("EPRO0109");
            }
            day
        }
    };
    Parcel { carrier: carrier.into(), slip: slip.into(), bill_issued }
}

fn check_carrier<'a>(element: &'a Object, found: &mut Codes) -> &'a str {
    match field(element, "pd_company_code") {
        Field::Absent => {
            found.push("E0100105");
            ""
        }
        Field::Other(_) => {
            found.push("E0100106");
            ""
        }
        Field::Text(code) => {
            let is_digits = code.bytes().all(|byte| byte.is_ascii_digit());
            let is_five = code.chars().count() == 5;
            if !is_digits {
                found.push("E0100106");
            }
            if !is_five {
                found.push("E0100107");
            }
            if is_digits && is_five && !CARRIERS.contains(&code) {
                found.push("E0100108");
            }
            code
        }
    }
}

fn check_slip<'a>(element: &'a Object, found: &mut Codes) -> &'a str {
    match field(element, "slip_no") {
        Field::Absent => {
            found.push("E0100109");
            ""
        }
        Field::Other(_) => {
            found.push("E0100110");
            ""
        }
        Field::Text(slip) => {
            if slip.len() > LONGEST_SLIP || !slip.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
                found.push("E0100110");
            }
            slip
        }
    }
}
