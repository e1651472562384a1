//! What changed, as an `orders` event of the live stream carries it.
//!
//! The first line names each order's key and version, all of them between spaces; then what is new of each stands as JSON in a
//! line of its own. Who does not show an order, or has a newer version of it, leaves its line alone: most lines of a burst.

use super::row::{OrderRow, Standing};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// What is new of an order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// All that the grid shows of it.
    #[serde(rename = "row")]
    Row(Box<OrderRow>),
    /// The lamps and what explains them; whatever else was told before is as it was.
    #[serde(rename = "standing")]
    Standing(Standing),
}

/// An order that an event names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Key.
    pub id: i64,
    /// The version that the order has with it.
    pub version: i64,
}

/// The text of an event.
pub fn to_text(changes: &[(Change, News)]) -> String {
    let mut text = String::new();
    for (change, _) in changes {
        let _ = write!(text, "{} {} ", change.id, change.version);
    }
    for (_, news) in changes {
        text.push('\n');
        text.push_str(&serde_json::to_string(news).expect("rows are plain data"));
    }
    text
}

/// Takes the first line apart; `None` when another program wrote it.
pub fn named(first_line: &str) -> Option<Vec<Change>> {
    let numbers = first_line.split_ascii_whitespace().map(|number| number.parse().ok()).collect::<Option<Vec<i64>>>()?;
    let (pairs, rest) = numbers.as_chunks();
    rest.is_empty().then(|| pairs.iter().map(|&[id, version]| Change { id, version }).collect())
}

/// What another line says; `None` when another program wrote it.
pub fn read(line: &str) -> Option<News> {
    serde_json::from_slice(line.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::{Change, News, named, read, to_text};
    use crate::api::row::tests::row;

    #[test]
    fn news_travel_in_lines() {
        let (first, second) = (Change { id: 7, version: 3 }, Change { id: 12, version: 4 });
        let (whole, verdict) = (News::Row(Box::new(row())), News::Standing(row().standing()));
        let text = to_text(&[(first, whole.clone()), (second, verdict.clone())]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(!text.contains("deliver_on"), "what an order has not is left out: {text}");
        assert!(!lines[2].contains("花子"), "a verdict travels without the buyer: {text}");
        assert_eq!(named(lines[0]), Some(vec![first, second]));
        assert!(lines.len() == 3 && read(lines[1]) == Some(whole) && read(lines[2]) == Some(verdict));
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
