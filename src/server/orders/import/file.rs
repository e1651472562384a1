//! From bytes to named cells: encoding, CSV, header.

use crate::api::files::ImportProblem;
use crate::domain::chars;
use crate::server::error::ServerError;
use csv::StringRecord;
use encoding_rs::SHIFT_JIS;
use std::collections::HashMap;

/// A file whose header is known.
pub struct Table {
    /// Column names as the file writes them.
    pub header: Vec<String>,
    positions: HashMap<String, usize>,
    rows: Vec<(u64, StringRecord)>,
}

/// One row of a file.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    record: &'a StringRecord,
    /// Row as a spreadsheet counts, the header being row 1.
    pub number: u64,
}

impl Table {
    /// Reads a CSV file in Shift_JIS (as malls write it) or UTF-8.
    ///
    /// # Errors
    /// When it is no CSV file, empty, lacks one of the `required` columns, or has a quote that nothing closes.
    pub fn read(bytes: &[u8], required: &[&str]) -> Result<Self, ServerError> {
        let text = decode(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = Vec::new();
        let (mut row, mut last) = (0_u64, 0_usize);
        for record in reader.records() {
            let unreadable = |_| bad_file(&format!("{}行目をCSVとして読み取れません。", row + 1));
            let record = record.map_err(unreadable)?;
            let begin = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
            // The reader skips blank lines, which a spreadsheet counts.
            let (bytes, lines) = blank_lines(&text, begin);
            last = begin + bytes;
            row += 1 + lines;
            records.push((row, record));
        }
        if is_unclosed(text.get(last..).unwrap_or_default()) {
            return Err(bad_file(&format!(
                "{row}行目の引用符が閉じられていないため、それより後の行を読み取れません。引用符を確かめてください。"
            )));
        }
        let mut records = records.into_iter();
        let Some((_, header)) = records.next().filter(|(_, header)| header.iter().any(|name| !name.trim().is_empty())) else {
            return Err(bad_file("ファイルが空です。見出し行のあるCSVファイルを選んでください。"));
        };
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut positions = HashMap::new();
        for (position, name) in header.iter().enumerate() {
            if positions.insert(key(name), position).is_some() && !name.is_empty() {
                return Err(bad_file(&format!("見出し行に「{name}」が2回あります。")));
            }
        }
        let missing: Vec<&str> = required.iter().copied().filter(|name| !positions.contains_key(&key(name))).collect();
        if !missing.is_empty() {
            return Err(bad_file(&format!(
                "見出し行（1行目）に次の列がありません: {}。ネクストエンジンの汎用受注CSVか確かめてください。",
                missing.join("、")
            )));
        }
        Ok(Self { header, positions, rows: records.collect() })
    }

    /// The rows below the header, blank ones left out.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let filled = |(_, record): &&(u64, StringRecord)| record.iter().any(|cell| !cell.trim().is_empty());
        self.rows.iter().filter(filled).map(|(number, record)| Row { table: self, record, number: *number })
    }
}

impl<'a> Row<'a> {
    /// The cell of a column, trimmed; empty when the row is too short.
    pub fn cell(&self, column: &str) -> &'a str {
        self.table.positions.get(&key(column)).and_then(|&position| self.record.get(position)).unwrap_or_default().trim()
    }

    /// A complaint about a cell of this row.
    pub fn problem(&self, column: &str, message: impl Into<String>) -> ImportProblem {
        ImportProblem { row: self.number, column: column.to_owned(), message: message.into() }
    }

    /// What is wrong with the row before anybody asks what its cells mean.
    pub fn problems(&self) -> Vec<ImportProblem> {
        let (cells, columns) = (self.record.len(), self.table.header.len());
        if cells != columns {
            let message = format!("列の数が見出し行（{columns}列）と違います（{cells}列）。カンマや引用符を確かめてください。");
            return vec![self.problem("行全体", message)];
        }
        let named = self.table.header.iter().zip(self.record.iter());
        named.filter_map(|(column, cell)| unreadable(cell).map(|message| self.problem(column, message))).collect()
    }

    /// All cells, to tell whether the same rows come again.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> {
        self.record.iter()
    }
}

/// Line breaks and tabs inside a cell are real (SKU情報, 備考); other control characters are damage.
fn unreadable(cell: &str) -> Option<&'static str> {
    if cell.contains(char::REPLACEMENT_CHARACTER) {
        Some("文字コードの変換で読めない文字があります。Shift_JISかUTF-8で保存し直してください。")
    } else if cell.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Some("使えない制御文字が含まれています。")
    } else {
        None
    }
}

/// The blank lines at a place between two records: their bytes, and how many there are.
fn blank_lines(text: &str, begin: usize) -> (usize, u64) {
    let text = text.as_bytes();
    let end = (begin..text.len()).find(|&at| !matches!(text[at], b'\r' | b'\n')).unwrap_or(text.len());
    // The second half of a CRLF ends no other line.
    let ends = (begin..end).filter(|&at| text[at] == b'\r' || at == 0 || text[at - 1] != b'\r');
    (end - begin, ends.map(|_| 1).sum())
}

/// Whether a record ends inside quotes. A quote opens at the start of a cell alone; inside, two of them stand for one.
fn is_unclosed(record: &str) -> bool {
    let (mut quoted, mut begins) = (false, true);
    let mut chars = record.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => drop(chars.next()),
            '"' if quoted => quoted = false,
            '"' if begins => quoted = true,
            _ => {}
        }
        begins = !quoted && c == ',';
    }
    quoted
}

/// Japanese text in Shift_JIS is practically never valid UTF-8, so valid UTF-8 is what it looks like.
fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// 住所１ and 住所1, ％ and % are the same column.
fn key(name: &str) -> String {
    chars::to_half_width(name.trim())
}

fn bad_file(sentence: &str) -> ServerError {
    ServerError::BadInput(sentence.to_owned())
}
