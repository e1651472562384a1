//! 郵便番号, and whether it belongs to the address.

use super::codes::Codes;
use super::fields::{Field, Object, field};
use super::party_codes::ZipCodes;
use super::zip_table::STRETCHES;

/// Checks the postal code of one party; `address` comes without marks and may be empty.
///
/// NP compares with a full postal table. Here the prefecture at the head of the address has to be one the code lies in,
/// which catches swapped and mistyped codes without turning down a spelling of a town that NP would take.
pub(crate) fn check_zip(object: &Object, address: &str, codes: &ZipCodes, found: &mut Codes) -> Option<u32> {
    let text = match field(object, "zip_code") {
        Field::Absent => {
            found.push(codes.missing);
            return None;
        }
        Field::Other(_) => {
            found.push(codes.chars);
            return None;
        }
        Field::Text(text) => text,
    };
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        found.push(codes.chars);
        return None;
    }
    let Some(zip) = digits(text) else {
        found.push(codes.format);
        return None;
    };
    if !address.is_empty() && !prefectures(zip).iter().any(|prefecture| address.starts_with(prefecture)) {
        found.push(codes.mismatch);
    }
    Some(zip)
}

/// `1070052` or `107-0052`, and no other form (np-api.md §3.1).
fn digits(text: &str) -> Option<u32> {
    let plain = match text.split_once('-') {
        Some((head, tail)) if head.len() == 3 && tail.len() == 4 => format!("{head}{tail}"),
        None if text.len() == 7 => text.to_owned(),
        Some(_) | None => return None,
    };
    plain.parse().ok()
}

fn prefectures(zip: u32) -> &'static [&'static str] {
    let after = STRETCHES.partition_point(|(first, _, _)| *first <= zip);
    match after.checked_sub(1).and_then(|index| STRETCHES.get(index)) {
        Some((_, last, prefectures)) if zip <= *last => prefectures,
        Some(_) | None => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{STRETCHES, prefectures};

    #[test]
    fn codes_of_every_kind_of_border_are_found() {
        assert_eq!(prefectures(1_070_052), ["東京都"]);
        assert_eq!(prefectures(10_000), ["北海道"]);
        assert_eq!(prefectures(9_071_801), ["沖縄県"]);
        assert_eq!(prefectures(6_180_000).len(), 2);
        assert!(prefectures(0).is_empty());
        assert!(prefectures(9_999_999).is_empty());
    }

    #[test]
    fn the_table_is_in_order_and_names_every_prefecture() {
        assert!(STRETCHES.iter().all(|(first, last, _)| first <= last));
        assert!(STRETCHES.windows(2).all(|pair| pair[0].1 < pair[1].0));
        let names: std::collections::BTreeSet<_> = STRETCHES.iter().flat_map(|(_, _, names)| *names).collect();
        assert_eq!(names.len(), 47);
    }
}
