//! Backup and restore.

use super::{CliError, serve};
use crate::server::config::Config;
use crate::server::keeping::{self, KeepingError};
use crate::server::secrets;
use clap::Args;
use std::path::{Path, PathBuf};

/// Which backup goes into the database, and how.
#[derive(Args)]
pub struct RestoreArguments {
    /// A file that `backup` made.
    file: PathBuf,
    /// Restore although the key file does not open everything: what it does not open is left out, to be typed again.
    #[arg(long)]
    without_key: bool,
}

/// Backs the database up, and reminds of what else has to be kept.
#[expect(clippy::print_stdout, reason = "the report is what the command is for")]
pub async fn backup(config: Config, file: &Path) -> Result<(), CliError> {
    let keeping::BackedUp { copied, noted } = or_stopped(keeping::backup(&config.database_url, file)).await?;
    println!("{} にバックアップしました: 受注 {}件、処理 {}件", file.display(), copied.orders, copied.acts);
    if !noted {
        eprintln!("このバックアップを操作履歴に書き込めませんでした。");
    }
    println!("鍵ファイル {} は含まれていません。バックアップとは別の場所にも保管してください。", config.secret_key_file.display());
    Ok(())
}

/// Restores a backup, and says what has to be done before work goes on.
#[expect(clippy::print_stdout, reason = "the report is what the command is for")]
pub async fn restore(config: Config, RestoreArguments { file, without_key }: RestoreArguments) -> Result<(), CliError> {
    let restored = or_stopped(keeping::restore(config, &file, without_key)).await?;
    let copied = restored.copied;
    println!("{} から戻しました: 受注 {}件、処理 {}件", file.display(), copied.orders, copied.acts);
    if restored.lost > 0 {
        println!("終わっていなかった処理 {}件は、NPに届いたかどうか分からないため結果不明にしました。", restored.lost);
    }
    if !restored.emptied.is_empty() {
        println!(
            "{} は鍵に合わないため戻していません。入力し直してください（SPコードは atobarai-desk shop で）。",
            restored.emptied.join("、")
        );
    }
    println!("すべての店舗の送信を止めてあります。NPの管理画面と照らし合わせてから、画面で再開してください。");
    Ok(())
}

/// Changes the key.
#[expect(clippy::print_stdout, reason = "the report is what the command is for")]
pub async fn rotate_key(config: Config, without_key: bool) -> Result<(), CliError> {
    let rotated = secrets::rotate(&config.database_url, &config.secret_key_file, without_key).await?;
    if rotated.went_on {
        println!("途中で止まっていた鍵の変更を最後まで行いました。");
    }
    println!("{} を新しい鍵に替え、{}件を封印し直しました。", config.secret_key_file.display(), rotated.sealed);
    if !rotated.emptied.is_empty() {
        println!("{} は開けないため消しました。入力し直してください（SPコードは atobarai-desk shop で）。", rotated.emptied.join("、"));
    }
    println!("新しい鍵ファイルを、バックアップとは別の場所に保管してください。これより前のバックアップには前の鍵が必要です。");
    Ok(())
}

/// A signal ends the work as an error does: what was begun is removed.
async fn or_stopped<T>(work: impl Future<Output = Result<T, KeepingError>>) -> Result<T, CliError> {
    tokio::select! {
        done = work => Ok(done?),
        signal = serve::stop_signal() => {
            signal?;
            Err(CliError::Failed("中断しました。".to_owned()))
        }
    }
}
