//! Changed rows, as an `orders` event of the live stream carries them.
//!
//! The first line names each row's key and version, all of them between spaces; then each row stands as JSON in a line of its
//! own. Who does not show an order, or has a newer version of it, leaves its line alone: most lines of a burst.

use super::row::OrderRow;
use std::fmt::Write as _;

/// The text of an event.
pub fn to_text(rows: &[OrderRow]) -> String {
    let mut text = String::new();
    for row in rows {
        let _ = write!(text, "{} {} ", row.id, row.version);
    }
    for row in rows {
        text.push('\n');
        text.push_str(&serde_json::to_string(row).expect("rows are plain data"));
    }
    text
}

/// What the first line says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Key.
    pub id: i64,
    /// Version.
    pub version: i64,
}

/// Takes the first line apart; `None` when another program wrote it.
pub fn named(first_line: &str) -> Option<Vec<Change>> {
    let numbers = first_line.split_ascii_whitespace().map(|number| number.parse().ok()).collect::<Option<Vec<i64>>>()?;
    let (pairs, rest) = numbers.as_chunks();
    rest.is_empty().then(|| pairs.iter().map(|&[id, version]| Change { id, version }).collect())
}

/// The row of another line; `None` when another program wrote it.
pub fn read(line: &str) -> Option<OrderRow> {
    serde_json::from_slice(line.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::{Change, named, read, to_text};
    use crate::api::row::tests::row;

    #[test]
    fn rows_travel_in_lines() {
        let (first, mut second) = (row(), row());
        second.id = 12;
        let text = to_text(&[first.clone(), second.clone()]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(!text.contains("deliver_on"), "what an order has not is left out: {text}");
        assert_eq!(named(lines[0]), Some(vec![Change { id: 7, version: 3 }, Change { id: 12, version: 3 }]));
        assert!(lines.len() == 3 && read(lines[1]) == Some(first) && read(lines[2]) == Some(second));
        assert_eq!(to_text(&[]), "");
    }

    #[test]
    fn what_another_program_wrote_is_not_guessed_at() {
        assert_eq!(named(""), Some(Vec::new()));
        for line in ["7", "7 3 8", "x 3", "7 3 {}"] {
            assert_eq!(named(line), None, "{line}");
        }
        assert!(read("{}").is_none() && read("").is_none());
    }
}
