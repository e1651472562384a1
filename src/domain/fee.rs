//! 手数料設定: what a payment fee costs in each shop, and what it does to a bill.
//!
//! A rule is looked up by 請求金額(税込) *without* any payment fee, whatever the mode: what an order costs before the fee
//! decides the fee, so that a fee never moves its own order into another range. A bill that no range covers is left as it
//! is. The fee is a goods line towards NP, and the bill moves by the same yen as the lines (np-api.md §6).

mod bill;
#[cfg(test)]
mod tests;

pub use bill::{FEE_NAME, FeeOrigin, FeeStep, fee_of, is_fee, set_fee};

use super::coded::coded;
use super::order::Contents;
use super::yen::Yen;
use serde::{Deserialize, Serialize};

coded! {
    /// What is done about the fee of an order that is imported.
    #[derive(Default)]
    pub enum FeeMode {
        /// The file's fee stands.
        #[default]
        Leave = "leave", "変更しない";
        /// The shop's fee takes the place of the file's.
        Replace = "replace", "上書きする";
        /// The shop's fee comes on top of the file's, unless the mall has charged one already.
        Add = "add", "加算する";
    }
}

/// The most a bill or a fee can be: NP takes no more.
pub const HIGHEST: i64 = 999_999;
/// More rows than any shop needs.
pub const MOST_ROWS: usize = 50;

/// One row as the manual's table has it: bills from … to … (both included) cost this fee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRow {
    /// The lowest bill of the range.
    pub from: i64,
    /// The highest.
    pub to: i64,
    /// 手数料(税込)
    pub fee: i64,
}

impl FeeRow {
    /// A row that nothing was entered in: the manual's screen shows 0円〜0円.
    const fn is_empty(self) -> bool {
        self.from == 0 && self.to == 0 && self.fee == 0
    }

    const fn covers(self, bill: i64) -> bool {
        self.from <= bill && bill <= self.to
    }
}

/// A rule as it is typed, stored and copied. Only [`FeeRule::read`] makes a rule of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeForm {
    /// 変更しない, 上書きする or 加算する.
    pub mode: FeeMode,
    /// The table.
    pub rows: Vec<FeeRow>,
}

/// A rule without a gap, without an overlap, by rising amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeeRule {
    mode: FeeMode,
    rows: Vec<FeeRow>,
}

impl FeeRule {
    /// The rule that a form stands for.
    ///
    /// # Errors
    /// Every fault, as a sentence that names the rows, counted from 1 as they stand in the form.
    pub fn read(form: &FeeForm) -> Result<Self, Vec<String>> {
        let mut rows: Vec<(usize, FeeRow)> = (1..).zip(form.rows.iter().copied()).filter(|(_, row)| !row.is_empty()).collect();
        let mut faults: Vec<String> = rows.iter().filter_map(|&(nth, row)| fault(nth, row)).collect();
        if rows.len() > MOST_ROWS {
            faults.push(format!("手数料の価格範囲は{MOST_ROWS}行までです。"));
        }
        if form.mode != FeeMode::Leave && rows.is_empty() {
            faults.push(format!("手数料を「{}」ときは、価格範囲を1行以上入力してください。", form.mode.label()));
        }
        rows.sort_by_key(|(_, row)| (row.from, row.to));
        if faults.is_empty() {
            faults = overlaps(&rows);
        }
        if faults.is_empty() {
            faults = gaps(&rows);
        }
        if faults.is_empty() { Ok(Self { mode: form.mode, rows: rows.into_iter().map(|(_, row)| row).collect() }) } else { Err(faults) }
    }

    /// The rule as a form.
    pub fn form(&self) -> FeeForm {
        FeeForm { mode: self.mode, rows: self.rows.clone() }
    }

    /// The fee for a bill of this much before any fee; `None` when no range covers it.
    pub fn fee_for(&self, bill: Yen) -> Option<Yen> {
        self.rows.iter().find(|row| row.covers(bill.0)).map(|row| Yen(row.fee))
    }

    /// Applies the rule to an order as it was imported. Once: an order that a rule was applied to is left as it is, and so
    /// is one that no range covers, or whose fee would leave the range of yen.
    pub fn apply(&self, contents: &mut Contents, origin: &mut FeeOrigin) {
        if origin.applied.is_some() {
            return;
        }
        let before = fee_of(contents);
        let Some(fee) = contents.billed_amount.0.checked_sub(before.0).and_then(|bill| self.fee_for(Yen(bill))) else { return };
        let after = match self.mode {
            FeeMode::Leave => return,
            FeeMode::Replace => fee,
            FeeMode::Add if origin.by_mall => before,
            FeeMode::Add => Yen(before.0.saturating_add(fee.0)),
        };
        if let Some(charged) = set_fee(contents, after) {
            *contents = charged;
            origin.applied = Some(FeeStep { before, after });
        }
    }
}

/// The rule in one line, for the history of changes.
impl std::fmt::Display for FeeRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.mode.label())?;
        let row = |row: &FeeRow| format!("{}: {}円", range(row.from, row.to), Yen(row.fee));
        let rows: Vec<String> = self.rows.iter().map(row).collect();
        if rows.is_empty() { Ok(()) } else { write!(f, "（{}）", rows.join("、")) }
    }
}

/// What is wrong with a row by itself.
fn fault(nth: usize, row: FeeRow) -> Option<String> {
    let amounts = [("価格範囲の下限", row.from), ("価格範囲の上限", row.to), ("手数料", row.fee)];
    let outside = amounts.into_iter().find(|(_, amount)| !(0..=HIGHEST).contains(amount));
    if let Some((what, amount)) = outside {
        return Some(format!("{nth}行目の{what}は0円から{}円までです（いま{}円）。", Yen(HIGHEST), Yen(amount)));
    }
    if row.from > row.to {
        return Some(format!("{nth}行目の価格範囲が逆です（{}）。小さい金額を先に入力してください。", range(row.from, row.to)));
    }
    (row.to == 0).then(|| format!("{nth}行目に手数料がありますが、価格範囲が入力されていません。"))
}

/// Ranges that share an amount, each pair by name. The rows are sorted by their lower ends.
fn overlaps(rows: &[(usize, FeeRow)]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, (nth, row)) in rows.iter().enumerate() {
        for (other_nth, other) in rows[at + 1..].iter().take_while(|(_, other)| other.from <= row.to) {
            let (first, second) = (nth.min(other_nth), nth.max(other_nth));
            let shared = range(other.from, row.to.min(other.to));
            found.push(format!("{first}行目と{second}行目の範囲が重なっています（{shared}）。"));
        }
    }
    found
}

/// Amounts between two ranges that neither covers. The rows are sorted and do not overlap.
fn gaps(rows: &[(usize, FeeRow)]) -> Vec<String> {
    let gap = |pair: &[(usize, FeeRow)]| {
        let ((nth, row), (next_nth, next)) = (pair[0], pair[1]);
        (row.to + 1 < next.from)
            .then(|| format!("{nth}行目と{next_nth}行目の間に、手数料の決まらない金額があります（{}）。", range(row.to + 1, next.from - 1)))
    };
    rows.windows(2).filter_map(gap).collect()
}

fn range(from: i64, to: i64) -> String {
    format!("{}円〜{}円", Yen(from), Yen(to))
}
