//! Backup and restore.
//!
//! A backup is a SQLite database with the desk's own tables, whatever the engine of the desk it was taken from. So it goes
//! back into either engine, which is also the way from one to the other.

mod backup;
mod file;
mod restore;

pub use backup::{BackedUp, backup};
pub use restore::{Restored, restore};

use super::error::ServerError;
use super::files::FileError;
use super::secrets::KeyFileError;
use super::startup::StartError;
use super::store::{StoreError, copy};
use sqlx::AnyConnection;
use std::path::PathBuf;

/// Why nothing was backed up or restored, as a sentence for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum KeepingError {
    /// The backup file.
    #[error(transparent)]
    File(#[from] FileError),
    /// Two backups would write the same file.
    #[error("{} には別のバックアップが書き込み中です。", .0.display())]
    Busy(PathBuf),
    /// The desk's database cannot be opened.
    #[error("データベース (DATABASE_URL) を開けません: {0}")]
    NoDatabase(StoreError),
    /// It can be opened, and is not a desk's.
    #[error("データベース (DATABASE_URL) は atobarai-desk のものではありません。")]
    NoDesk,
    /// A newer program has changed its tables.
    #[error("データベース (DATABASE_URL) は新しい版の atobarai-desk のものです。その版でバックアップしてください。")]
    NewerDesk,
    /// The file is something else, or a backup that was cut off.
    #[error("{} は atobarai-desk のバックアップではありません。", .0.display())]
    NoBackup(PathBuf),
    /// The file has lost some of its bytes.
    #[error("{} は壊れています。別のバックアップを使ってください。", .0.display())]
    Damaged(PathBuf),
    /// A newer program has made it.
    #[error("{} は新しい版の atobarai-desk のバックアップです。その版で戻してください。", .0.display())]
    NewerBackup(PathBuf),
    /// People have worked with this database: what they did would be lost or mixed up.
    #[error("このデータベースにはすでに店舗か利用者があります。DATABASE_URL に空のデータベースを指定してください。何も変更していません。")]
    NotEmpty,
    /// Secrets would stay sealed for ever.
    #[error(
        "鍵ファイル {} では {} を開けません。バックアップしたデスクの鍵ファイルを置いてください。鍵を失ったときは --without-key を付けて戻し、入力し直します。何も変更していません。",
        .key_file.display(), .names.join("、")
    )]
    KeyDoesNotFit {
        /// The key file of the settings.
        key_file: PathBuf,
        /// What does not open.
        names: Vec<String>,
    },
    /// The key file.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The desk cannot be opened.
    #[error("データベース (DATABASE_URL) を開けません: {0}")]
    Start(#[from] StartError),
    /// The database, on the way.
    #[error("データベースの処理に失敗しました: {0}")]
    Store(#[from] StoreError),
    /// The desk, on the way.
    #[error("データベースの処理に失敗しました: {0}")]
    Server(#[from] ServerError),
}

impl From<sqlx::Error> for KeepingError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// How much a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// 受注
    pub orders: u64,
    /// Acts, ended or not.
    pub acts: u64,
}

/// Copies the rows of every table.
async fn copy_tables(tables: &[copy::Table], from: &mut AnyConnection, to: &mut AnyConnection) -> Result<Copied, StoreError> {
    copy::clear_counters(to).await?;
    let mut copied = Copied::default();
    for table in tables {
        let rows = copy::rows(table, from, to).await?;
        match table.name {
            "orders" => copied.orders = rows,
            "acts" => copied.acts = rows,
            _ => {}
        }
    }
    Ok(copied)
}
