//! Many rows in one statement: what an act costs is the number of statements, not of rows.

use std::fmt::Write as _;

/// Values in one statement. SQLite looks each of them up in a list of all, so that thousands cost more than they save.
const AT_ONCE: usize = 250;

/// Rows of so many columns that go into one statement.
pub(super) const fn rows_at_once(columns: usize) -> usize {
    AT_ONCE / columns
}

/// `($2, $3), ($4, $5)`: a list for VALUES, numbered from `first`.
pub(super) fn placeholders(first: usize, rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 6);
    for nth in 0..rows * columns {
        let before = match (nth, nth % columns) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        };
        let _ = write!(text, "{before}${}", first + nth);
    }
    text.push(')');
    text
}

/// `$2, $3`: a list for IN, numbered from `first`.
pub(super) fn list(first: usize, count: usize) -> String {
    placeholders(first, 1, count).trim_matches(['(', ')']).to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn rows_and_columns_are_numbered_through() {
        assert_eq!(super::placeholders(2, 2, 3), "($2, $3, $4), ($5, $6, $7)");
    }
}
