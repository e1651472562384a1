//! One person or company of an order: purchaser or destination.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::codes::Codes;
use super::fields::{Field, Object, check_text, field};
use super::marks::{Marks, without_marks};
use super::party_codes::PartyCodes;
use super::tel::check_tel;
use super::zip::check_zip;

/// What the simulator keeps of a party. No name, address or number: fingerprints suffice for its rules, and so a ledger
/// read over HTTP holds no personal data.
#[derive(Debug, Clone)]
pub(crate) struct Party {
    /// Of 郵便番号・住所・名前・電話・会社名・部署名, which a wiz order must have equal on both sides (`E0100016`).
    pub(crate) identity: u64,
    /// Of the phone digits and the name without blanks: who NP's credit limit is counted for.
    pub(crate) purchaser: u64,
    /// Whether the address has any digit; one without lacks its house number.
    pub(crate) has_number: bool,
    /// Marks in this party's texts.
    pub(crate) marks: Option<Box<Marks>>,
}

/// Checks all fields of a party but the e-mail address.
pub(crate) fn check_party(object: &Object, codes: &PartyCodes, found: &mut Codes) -> Party {
    let name = check_text(object, "customer_name", &codes.name, found);
    check_text(object, "customer_name_kana", &codes.kana, found);
    let company = check_text(object, "company_name", &codes.company, found);
    let department = check_text(object, "department_name", &codes.department, found);
    // The address is looked at in its place below; here it only serves the comparison with the postal code.
    let plain_address = match field(object, "address") {
        Field::Text(text) => without_marks(text),
        Field::Absent | Field::Other(_) => String::new(),
    };
    let zip = check_zip(object, plain_address.trim(), &codes.zip, found);
    let address = check_text(object, "address", &codes.address, found);
    let tel = check_tel(object, &codes.tel, found);

    let mut marks = Marks::default();
    for text in [name, company, department, address] {
        marks.read(text);
    }
    let plain_name = without_marks(name).replace(char::is_whitespace, "");
    Party {
        identity: fingerprint((zip, address, name, &tel, company, department)),
        purchaser: fingerprint((&tel, plain_name)),
        has_number: plain_address.contains(|c| matches!(c, '0'..='9' | '０'..='９')),
        marks: marks.boxed(),
    }
}

/// Whether every member is blank, as one cart sends the destination of a wiz order (np-api.md §3.1).
pub(crate) fn is_blank(object: &Object) -> bool {
    object.keys().all(|name| matches!(field(object, name), Field::Absent))
}

fn fingerprint(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
