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
    /// How it stands, for who knows all that was before.
    #[serde(rename = "standing")]
    Standing {
        /// The version to which nothing else was added.
        after: i64,
        /// The lamps and what explains them.
        #[serde(rename = "is")]
        standing: Standing,
    },
}

impl News {
    /// Brings a row up to date. What was overtaken turns nothing back.
    pub fn bring(self, version: i64, row: &mut OrderRow) -> Brought {
        match self {
            _ if version < row.version => Brought::Nothing,
            Self::Row(newer) if *row == *newer => Brought::Nothing,
            Self::Row(newer) => {
                *row = *newer;
                Brought::Change
            }
            Self::Standing { .. } if version == row.version => Brought::Nothing,
            Self::Standing { after, .. } if row.version < after => Brought::Gap,
            Self::Standing { standing, .. } => {
                row.version = version;
                row.standing = standing;
                Brought::Change
            }
        }
    }
}

/// What news did to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It knew them.
    Nothing,
    /// It is another.
    Change,
    /// It has missed something that came before: all of it has to be read.
    Gap,
}

/// An order that an event names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Key.
    pub id: i64,
    /// The version that the news bring.
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
    use super::{Brought, Change, News, named, read, to_text};
    use crate::api::row::OrderRow;
    use crate::api::row::tests::row;
    use crate::domain::lamp::Credit;

    #[test]
    fn news_travel_in_lines() {
        let (first, second) = (Change { id: 7, version: 3 }, Change { id: 12, version: 4 });
        let (whole, verdict) = (News::Row(Box::new(row())), News::Standing { after: 3, standing: row().standing });
        let text = to_text(&[(first, whole.clone()), (second, verdict.clone())]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(!text.contains("deliver_on"), "what an order has not is left out: {text}");
        assert!(!lines[2].contains("花子"), "a verdict travels without the buyer: {text}");
        assert_eq!(named(lines[0]), Some(vec![first, second]));
        assert!(lines.len() == 3 && read(lines[1]) == Some(whole) && read(lines[2]) == Some(verdict));
        assert_eq!(to_text(&[]), "");
    }

    #[test]
    fn a_row_is_brought_up_to_date_and_never_back() {
        let mut verdict = row();
        verdict.standing.lamps.credit = Credit::Ok;
        let standing = |after| News::Standing { after, standing: verdict.standing.clone() };
        let told = |news: News, version| {
            let mut row = row();
            let brought = news.bring(version, &mut row);
            (brought, row.version, row.standing.lamps.credit, row.buyer_name)
        };
        let name = || row().buyer_name;
        assert_eq!(told(standing(3), 4), (Brought::Change, 4, Credit::Ok, name()));
        assert_eq!(told(standing(2), 5), (Brought::Change, 5, Credit::Ok, name()), "some of it was known");
        assert_eq!(told(standing(4), 5), (Brought::Gap, 3, Credit::None, name()), "the fourth version may have changed a name");
        assert_eq!(told(standing(1), 3), (Brought::Nothing, 3, Credit::None, name()));
        let renamed = |version| News::Row(Box::new(OrderRow { version, buyer_name: "別人".to_owned(), ..row() }));
        assert_eq!(told(renamed(3), 3).3, "別人", "all of a version is never less than what is known of it");
        assert_eq!(told(renamed(2), 2).3, name());
        assert_eq!(told(News::Row(Box::new(row())), 3).0, Brought::Nothing);
        assert_eq!(told(renamed(9), 9).1, 9);
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
