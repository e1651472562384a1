//! Prints the postal table: one line per unbroken stretch of assigned codes that lie in the same municipalities.
//!
//! A code between two assigned ones belongs to their stretch, so that codes that are assigned later are known, too.

use jpostcode_rs::search_by_address;
use std::collections::{BTreeMap, BTreeSet};

/// The month whose codes the crate's release carries.
const MONTH: &str = "2024-12";

fn main() {
    let mut places: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for address in search_by_address("") {
        let zip = address.postcode.parse().expect("a postal code is a number");
        places.entry(zip).or_default().insert(format!("{} {}", address.prefecture, address.city));
    }
    println!("{MONTH}");
    let mut stretches = places.iter().peekable();
    while let Some((first, here)) = stretches.next() {
        let mut last = first;
        while let Some((zip, _)) = stretches.next_if(|(_, next)| *next == here) {
            last = zip;
        }
        println!("{first:07}\t{last:07}\t{}", here.iter().cloned().collect::<Vec<_>>().join("\t"));
    }
}
