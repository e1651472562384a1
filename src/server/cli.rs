//! The command line: serving, importing, keeping, and shops for who has no browser at hand.

mod account;
mod import;
mod keeping;
mod serve;
mod shop;

pub use shop::save_shop;

use super::config::Config;
use super::error::ServerError;
use super::files::FileError;
use super::keeping::KeepingError;
use super::secrets::RotationError;
use super::startup::StartError;
use super::store::StoreError;
use crate::api::AppError;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

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
    Import(import::Arguments),
    /// Add a shop, or change one. The SP code is asked for, or read from `DESK_SP_CODE`.
    Shop(shop::Arguments),
    /// Give an account a new password (asked for, or read from `DESK_PASSWORD`) and let it sign in; its sessions end. An
    /// account that is not there is made.
    Password(account::Arguments),
    /// In an emergency: take away the list of addresses that may use the desk.
    ClearAddresses,
    /// Write everything in the database into a new file, while the desk serves.
    Backup {
        /// A file that is not there yet.
        file: PathBuf,
    },
    /// Put a backup into an empty database.
    Restore(keeping::RestoreArguments),
    /// Seal every secret with a new key, which takes the place of the key file. Servers may run meanwhile.
    RotateKey {
        /// The key is lost: what does not open is emptied, to be typed again.
        #[arg(long)]
        without_key: bool,
    },
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
    /// A file that the command names.
    #[error(transparent)]
    File(#[from] FileError),
    /// Backup and restore.
    #[error(transparent)]
    Keeping(#[from] KeepingError),
    /// Changing the key.
    #[error(transparent)]
    Rotation(#[from] RotationError),
    /// The terminal.
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

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
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
        Command::Serve => serve::run(config).await,
        Command::Import(arguments) => import::run(config, arguments).await,
        Command::Shop(arguments) => shop::run(config, arguments).await,
        Command::Password(arguments) => account::set_password(config, arguments).await,
        Command::ClearAddresses => account::clear_addresses(config).await,
        Command::Backup { file } => keeping::backup(config, &file).await,
        Command::Restore(arguments) => keeping::restore(config, arguments).await,
        Command::RotateKey { without_key } => keeping::rotate_key(config, without_key).await,
    }
}

/// What must not stand on a command line: from the environment, or asked for.
fn secret(variable: &str, prompt: &str) -> Result<String, CliError> {
    match std::env::var(variable) {
        Ok(value) if !value.is_empty() => Ok(value),
        _ => rpassword::prompt_password(prompt)
            .map_err(|_| CliError::Failed(format!("{prompt} を入力できません。環境変数 {variable} で渡してください。"))),
    }
}
