//! The command line: serving, importing, and what a shop needs before its settings screen.

use super::auth::password;
use super::clock;
use super::config::Config;
use super::error::ServerError;
use super::orders::import;
use super::secrets::SpCode;
use super::startup::{self, StartError};
use super::state::AppState;
use super::store::shops::{self, Shop};
use super::store::users;
use crate::api::AppError;
use crate::api::files::{ImportOutcome, ImportReport};
use crate::domain::shop::{Automation, DEFAULT_TERMINAL_ID, Environment, SlipSync};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use tokio::net::TcpListener;

/// The order desk for NP後払い. Without a command it serves.
#[derive(Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the desk (settings: README, "Settings").
    Serve,
    /// Import an order file (ネクストエンジン 汎用受注CSV).
    Import {
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
    },
    /// Add a shop, or change one. The SP code is asked for, or read from `DESK_SP_CODE`.
    Shop(ShopArguments),
    /// Give an account a new password (asked for, or read from `DESK_PASSWORD`); its sessions end.
    Password {
        /// 利用者名
        name: String,
    },
}

/// A shop and its contract.
#[derive(Args)]
struct ShopArguments {
    /// Short name for addresses and commands.
    code: String,
    /// Name on the screen.
    #[arg(long)]
    name: String,
    /// 加盟店コード
    #[arg(long)]
    merchant_code: String,
    /// 端末ID
    #[arg(long, default_value = DEFAULT_TERMINAL_ID)]
    terminal_id: String,
    /// production, sandbox or simulator
    #[arg(long, value_parser = environment)]
    environment: Environment,
    /// サイト名, sent with registrations
    #[arg(long, default_value = "")]
    site_name: String,
    /// サイトURL, sent with registrations
    #[arg(long, default_value = "")]
    site_url: String,
    /// Ask for credit as orders are imported
    #[arg(long)]
    auto_credit: bool,
    /// Do not ask by itself for verdicts that NP has not decided
    #[arg(long)]
    no_auto_check: bool,
    /// Ask once a day whether customers have paid
    #[arg(long)]
    auto_payment: bool,
    /// Report slip numbers by itself: off, entered or shipped
    #[arg(long, default_value = "off", value_parser = slip_sync)]
    slip_sync: SlipSync,
}

impl From<ShopArguments> for Shop {
    fn from(arguments: ShopArguments) -> Self {
        Self {
            id: 0,
            code: arguments.code,
            name: arguments.name,
            environment: arguments.environment,
            merchant_code: arguments.merchant_code,
            terminal_id: arguments.terminal_id,
            sp_code_sealed: String::new(),
            site_name: arguments.site_name,
            site_url: arguments.site_url,
            paused_because: None,
            automation: Automation {
                credit: arguments.auto_credit,
                check: !arguments.no_auto_check,
                payment: arguments.auto_payment,
                slip_sync: arguments.slip_sync,
            },
        }
    }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Nothing could be opened.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The sentence a person would read on the screen.
    #[error("{0}")]
    Told(#[from] AppError),
    /// A file or the terminal.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The command was understood and did not do its work.
    #[error("{0}")]
    Failed(String),
}

impl From<ServerError> for CliError {
    fn from(error: ServerError) -> Self {
        Self::Told(error.into())
    }
}

impl From<super::store::StoreError> for CliError {
    fn from(error: super::store::StoreError) -> Self {
        ServerError::from(error).into()
    }
}

/// Does what the command line says.
///
/// # Errors
/// With a sentence for the terminal.
pub async fn run(cli: Cli) -> Result<(), CliError> {
    let config = Config::from_env().map_err(StartError::from)?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(config).await,
        Command::Import { file, shop, preview, skip_errors } => {
            let bytes = std::fs::read(&file).map_err(|error| CliError::Failed(format!("{}: {error}", file.display())))?;
            let state = startup::open(config).await?;
            import_file(&state, &bytes, &shop, preview, skip_errors).await
        }
        Command::Shop(shop) => {
            let sp_code = SpCode::new(&secret("DESK_SP_CODE", "SPコード: ")?);
            let state = startup::open(config).await?;
            save_shop(&state, shop.into(), &sp_code).await?;
            Ok(())
        }
        Command::Password { name } => {
            let password = secret("DESK_PASSWORD", "新しいパスワード: ")?;
            if password.chars().count() < password::SHORTEST {
                return Err(CliError::Failed(format!("パスワードは{}文字以上にしてください。", password::SHORTEST)));
            }
            let hash = password::hash(&password).map_err(|error| CliError::Failed(error.to_string()))?;
            let state = startup::open(config).await?;
            let mut tx = state.store.begin().await?;
            users::set_password(&mut tx, &name, &hash, clock::now_ms()).await?;
            tx.commit().await.map_err(ServerError::from)?;
            Ok(())
        }
    }
}

async fn serve(config: Config) -> Result<(), CliError> {
    let options = leptos::config::get_configuration(None).map_err(StartError::from)?.leptos_options;
    let listener = TcpListener::bind(options.site_addr)
        .await
        .map_err(|error| CliError::Failed(format!("http://{} を使えません: {error}", options.site_addr)))?;
    let desk = startup::start(config, listener).await?;
    eprintln!("  Atobarai Desk: http://{}\n", desk.address);
    stop_signal().await?;
    eprintln!("  停止しています。送信中の処理の回答を待ちます。");
    desk.stop().await;
    Ok(())
}

/// Resolves on Ctrl+C and on SIGTERM.
async fn stop_signal() -> std::io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

/// Seals the SP code and writes the shop; `shop.id` and `shop.sp_code_sealed` are filled in here.
///
/// # Errors
/// When the database fails.
pub async fn save_shop(state: &AppState, mut shop: Shop, sp_code: &SpCode) -> Result<i64, ServerError> {
    let mut tx = state.store.begin().await?;
    shop.id = shops::key_for(&mut tx, &shop.code).await?;
    shop.sp_code_sealed = state.secret_key.seal(shop.id, sp_code);
    shops::save(&mut tx, &shop).await?;
    shops::reschedule(&mut tx, &shop, clock::now_ms()).await?;
    state.store.commit(tx).await?;
    Ok(shop.id)
}

async fn import_file(state: &AppState, bytes: &[u8], shop: &str, preview: bool, skip_errors: bool) -> Result<(), CliError> {
    let report = import::run(state, "コマンド", shop, bytes, false).await?;
    let failed = report.count(ImportOutcome::Failed);
    if preview {
        print(&report);
        return Ok(());
    }
    if failed > 0 && !skip_errors {
        print(&report);
        return Err(CliError::Failed(format!(
            "エラーのある受注が{failed}件あるため、何も取り込みませんでした。直すか、--skip-errors でそれ以外を取り込んでください。"
        )));
    }
    print(&import::run(state, "コマンド", shop, bytes, true).await?);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the report is what the command is for")]
fn print(report: &ImportReport) {
    for row in &report.rows {
        println!("{}行目\t{}\t{}\t{}", row.row, row.order_number, row.billed_amount, row.outcome.label());
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

fn secret(variable: &str, prompt: &str) -> Result<String, CliError> {
    match std::env::var(variable) {
        Ok(value) if !value.is_empty() => Ok(value),
        _ => rpassword::prompt_password(prompt)
            .map_err(|_| CliError::Failed(format!("{prompt} を入力できません。環境変数 {variable} で渡してください。"))),
    }
}

fn environment(code: &str) -> Result<Environment, String> {
    Environment::from_code(code).ok_or_else(|| "production, sandbox or simulator".to_owned())
}

fn slip_sync(code: &str) -> Result<SlipSync, String> {
    SlipSync::from_code(code).ok_or_else(|| "off, entered or shipped".to_owned())
}
