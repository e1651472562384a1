//! Importing order files.

use super::CliError;
use crate::api::files::{ImportOutcome, ImportReport};
use crate::server::config::Config;
use crate::server::files::FileError;
use crate::server::orders::import;
use crate::server::startup;
use crate::server::state::AppState;
use crate::server::store::audit::By;
use clap::Args;
use std::path::PathBuf;

/// A file and what to do with it.
#[derive(Args)]
pub struct Arguments {
    /// The file, in Shift_JIS or UTF-8.
    file: PathBuf,
    /// Code of the shop the orders belong to.
    #[arg(long)]
    shop: String,
    /// Only say what would happen.
    #[arg(long)]
    preview: bool,
    /// Import the good orders of a file that also has bad ones.
    #[arg(long)]
    skip_errors: bool,
}

/// Imports the file, or says what that would do.
pub async fn run(config: Config, arguments: Arguments) -> Result<(), CliError> {
    let bytes = std::fs::read(&arguments.file).map_err(FileError::about(&arguments.file))?;
    let state = startup::open(config).await?;
    import_file(&state, &bytes, &arguments).await
}

async fn import_file(state: &AppState, bytes: &[u8], Arguments { shop, preview, skip_errors, .. }: &Arguments) -> Result<(), CliError> {
    let report = import::run(state, By::COMMAND, shop, bytes, false).await?;
    let failed = report.count(ImportOutcome::Failed);
    if *preview {
        print(&report);
        return Ok(());
    }
    if failed > 0 && !skip_errors {
        print(&report);
        return Err(CliError::Failed(format!(
            "エラーのある受注が{failed}件あるため、何も取り込みませんでした。直すか、--skip-errors でそれ以外を取り込んでください。"
        )));
    }
    print(&import::run(state, By::COMMAND, shop, bytes, true).await?);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the report is what the command is for")]
fn print(report: &ImportReport) {
    for row in &report.rows {
        let fee = row.fee.map(|step| format!("\t手数料 {}円 → {}円", step.before, step.after)).unwrap_or_default();
        println!("{}行目\t{}\t{}\t{}{fee}", row.row, row.order_number, row.billed_amount, row.outcome.label());
        let elsewhere = row.elsewhere.iter().map(|shop| format!("同じ受注番号の受注が「{shop}」にあります。"));
        for told in [&row.differs].into_iter().filter(|text| !text.is_empty()).cloned().chain(elsewhere).chain(row.foreseen.clone()) {
            println!("\t{told}");
        }
        for problem in &row.problems {
            println!("\t{}行目 {}: {}", problem.row, problem.column, problem.message);
        }
    }
    if !report.unused_columns.is_empty() {
        println!("取り込まない列: {}", report.unused_columns.join("、"));
    }
    let done = if report.committed { "取込結果" } else { "取込予定" };
    let count = |outcome| report.count(outcome);
    println!(
        "{done}: 新規 {}件、変更なし {}件、内容が違う {}件、エラー {}件",
        count(ImportOutcome::New),
        count(ImportOutcome::Unchanged),
        count(ImportOutcome::Different),
        count(ImportOutcome::Failed)
    );
}
