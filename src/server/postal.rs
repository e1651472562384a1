//! The postal table: which municipalities a code belongs to (`make postal-table` writes it anew).

use crate::domain::order::Contents;
use crate::domain::postal::{Place, ZipEntry, digits};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A stretch of codes: the first, the last, and `都道府県 市区町村` of each municipality.
type Stretch = (&'static str, &'static str, Vec<&'static str>);

/// The month of the table, and its stretches in ascending order.
static TABLE: LazyLock<(String, Vec<Stretch>)> = LazyLock::new(|| {
    let (month, lines) = include_str!("postal/table.txt").split_once('\n').expect("the table begins with its month");
    let (year, month) = month.split_once('-').expect("a month has a year");
    let stretches = lines.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.collect()))
    });
    (format!("{year}年{month}月"), stretches.collect())
});

/// What the table says of seven digits.
pub fn find(digits: &str) -> ZipEntry {
    let (month, stretches) = &*TABLE;
    let after = stretches.partition_point(|(first, ..)| *first <= digits);
    let places = match stretches[..after].last() {
        Some((_, last, places)) if digits <= *last => places.iter().filter_map(|place| read(place)).collect(),
        Some(_) | None => Vec::new(),
    };
    ZipEntry { places, month: month.clone() }
}

/// What the table says of these codes, as they are written; what is no code is left out.
pub fn find_all<'a>(zips: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, ZipEntry> {
    let of = |digits: String| (digits.clone(), find(&digits));
    zips.into_iter().filter_map(digits).map(of).collect()
}

/// The codes of an order.
pub fn of_contents(contents: &Contents) -> BTreeMap<String, ZipEntry> {
    find_all([&contents.buyer].into_iter().chain(&contents.destination).map(|party| party.zip.as_str()))
}

fn read(place: &str) -> Option<Place> {
    let (prefecture, city) = place.split_once(' ')?;
    Some(Place { prefecture: prefecture.to_owned(), city: city.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{TABLE, find};

    #[test]
    fn codes_are_found_in_their_municipalities() {
        let names = |digits: &str| find(digits).places.into_iter().map(|place| place.prefecture + &place.city).collect::<Vec<_>>();
        assert_eq!(names("1070052"), ["東京都港区"]);
        assert_eq!(names("0010000"), ["北海道札幌市北区"]);
        assert_eq!(names("9071801"), ["沖縄県八重山郡与那国町"]);
        assert_eq!(names("4980000").len(), 2, "a code of two municipalities");
        assert_eq!(names("0000000"), [""; 0]);
        assert_eq!(names("9999999"), [""; 0]);
    }

    #[test]
    fn the_table_is_whole_and_in_order() {
        let (month, stretches) = &*TABLE;
        assert!(month.ends_with('月') && stretches.len() > 4_000);
        assert!(stretches.iter().all(|(first, last, places)| first <= last && first.len() == 7 && last.len() == 7 && !places.is_empty()));
        assert!(stretches.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(stretches.iter().flat_map(|(.., places)| places).all(|place| place.contains(' ')));
    }
}
