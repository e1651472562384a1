//! Whether postal codes belong to their addresses, as far as a table of municipalities tells (np-api.md §3.1).

use super::Violation;
use super::party::{BUYER, DESTINATION, Rules, begins_with_prefecture};
use crate::domain::field::PartyField;
use crate::domain::order::{Contents, Party};
use crate::domain::postal::{ZipEntry, digits};

/// The codes that are in no table, or belong elsewhere. `entry` tells what the table says of seven digits; `None` while that
/// is not known.
///
/// NP's own table is a newer one: what is found here warns, and keeps no order from NP ([`Violation::is_certain`]).
pub fn zip_mismatches(contents: &Contents, entry: impl Fn(&str) -> Option<ZipEntry>) -> Vec<Violation> {
    let parties = [Some((&contents.buyer, &BUYER)), contents.destination.as_ref().map(|party| (party, &DESTINATION))];
    parties.into_iter().flatten().filter_map(|(party, rules)| mismatch(party, rules, &entry)).collect()
}

fn mismatch(party: &Party, rules: &Rules, entry: &impl Fn(&str) -> Option<ZipEntry>) -> Option<Violation> {
    // An address without its prefecture has a sentence of its own.
    let address = party.address.trim();
    if !begins_with_prefecture(address) {
        return None;
    }
    let ZipEntry { places, month } = entry(&digits(&party.zip)?)?;
    let zip = party.zip.trim();
    let message = if places.is_empty() {
        format!("郵便番号{zip}は、郵便番号表（{month}）にありません。郵便番号を確かめてください。")
    } else if places.iter().any(|place| place.begins(address)) {
        return None;
    } else {
        let names: Vec<String> = places.iter().map(|place| format!("「{}{}」", place.prefecture, place.city)).collect();
        format!("郵便番号{zip}は{}です（{month}の郵便番号表）。郵便番号か住所を確かめてください。", names.join("か"))
    };
    Some(Violation::new(rules.zip.not_of_address, (rules.field)(PartyField::Zip), message))
}
