//! Files that a command names.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Why such a file cannot be used, as a sentence for the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{} {}", .path.display(), reason(.source))]
pub struct FileError {
    path: PathBuf,
    source: Error,
}

impl FileError {
    /// What the system said about the file. Made for `map_err`.
    pub fn about(path: &Path) -> impl Fn(Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self { path: path.clone(), source }
    }
}

fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "がありません。".to_owned(),
        ErrorKind::AlreadyExists => "はすでにあります。上書きはしませんので、別の名前にしてください。".to_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "を使う権限がありません。".to_owned(),
        ErrorKind::IsADirectory => "はファイルではなくフォルダーです。".to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "を書き込めません。ディスクがいっぱいです。".to_owned(),
        _ => format!("を使えません: {error}"),
    }
}
