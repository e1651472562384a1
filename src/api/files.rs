//! Importing order files.

use super::error::AppError;
use crate::domain::fee::FeeStep;
use crate::domain::masked::prints_only;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

/// What an import does, or did, with one order of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportOutcome {
    /// Not in the store yet.
    New,
    /// In the store from the same lines: nothing to do.
    Unchanged,
    /// In the store from other lines: left as it is.
    Different,
    /// Cannot be imported; see the problems.
    Failed,
}

impl ImportOutcome {
    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "新規",
            Self::Unchanged => "取込済み（変更なし）",
            Self::Different => "取込済み（内容が違います。ファイルの内容は取り込みません）",
            Self::Failed => "エラー",
        }
    }
}

/// One thing that is wrong in a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProblem {
    /// Row of the file as a spreadsheet counts, the header being row 1.
    pub row: u64,
    /// Column name.
    pub column: String,
    /// What is wrong and what would be right.
    pub message: String,
}

prints_only!(ImportProblem { row, column });

/// One order of a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// First row of the order in the file.
    pub row: u64,
    /// 受注番号
    pub order_number: String,
    /// 注文者氏名
    pub buyer_name: String,
    /// 請求額 as shown, empty when it could not be read.
    pub billed_amount: String,
    /// What the shop's fee rule changes about it; `billed_amount` is the bill with it.
    pub fee: Option<FeeStep>,
    /// What happens to it.
    pub outcome: ImportOutcome,
    /// Where an order that is there already is other than the file has it, in words: for [`ImportOutcome::Different`].
    pub differs: String,
    /// Another shop that has an order of this number, for one that is new: the file may be meant for that shop.
    pub elsewhere: Option<String>,
    /// Why, when it fails.
    pub problems: Vec<ImportProblem>,
    /// What NP would refuse or hold if the order were sent as it is, for one that is new.
    pub foreseen: Vec<String>,
}

prints_only!(ImportRow { row, order_number, outcome, problems });

/// What an import will do, or has done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Every order of the file, in its order.
    pub rows: Vec<ImportRow>,
    /// Columns of the file that are not taken over.
    pub unused_columns: Vec<String>,
    /// The shop has credit asked for as orders come in.
    pub asks_credit: bool,
    /// The orders are in the store now.
    pub committed: bool,
}

impl ImportReport {
    /// How many orders have this outcome.
    pub fn count(&self, outcome: ImportOutcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }
}

/// Reads a file and says what importing it would do. Form parts: `shop` (code), `file`, and `commit` = `yes` to do it.
///
/// Orders with errors are never imported; the others are imported in one transaction.
///
/// # Errors
/// When the file as a whole cannot be read: the sentence says why.
#[server(prefix = "/api", endpoint = "import", input = MultipartFormData)]
pub async fn import_orders(form: MultipartData) -> Result<ImportReport, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::Act)?;
    Ok(orders::import::from_form(&state::current(), &user, form).await?)
}
