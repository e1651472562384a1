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
    rows: Vec<StringRecord>,
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
    /// When it is no CSV file, empty, or lacks one of the `required` columns.
    pub fn read(bytes: &[u8], required: &[&str]) -> Result<Self, ServerError> {
        let text = decode(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = Vec::new();
        for (nth, record) in reader.records().enumerate() {
            records.push(
                record.map_err(|_| {
                    bad_file(&format!("{}行目をCSVとして読み取れません。引用符の閉じ忘れがないか確かめてください。", nth + 1))
                })?,
            );
        }
        let mut records = records.into_iter();
        let Some(header) = records.next().filter(|header| header.iter().any(|name| !name.trim().is_empty())) else {
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
        let numbered = (2_u64..).zip(&self.rows);
        numbered.filter(|(_, record)| record.iter().any(|cell| !cell.trim().is_empty())).map(|(number, record)| Row {
            table: self,
            record,
            number,
        })
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
