//! CSV as spreadsheets read it: UTF-8 with a mark, CRLF, and no cell that is taken for a formula.

/// Says that the text is UTF-8; without it, Excel takes the file for Shift_JIS.
pub const MARK: &str = "\u{feff}";

/// One row.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn cells_are_quoted_and_no_formula_survives() {
        assert_eq!(row(["a", "b\"c", "1,2\n3"]), "\"a\",\"b\"\"c\",\"1,2\n3\"\r\n");
        for formula in ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert_eq!(row([formula]), format!("\"'{formula}\"\r\n"));
        }
    }
}
