//! The key file, and the one beside it while the key is being changed.
//!
//! Changing the key takes three steps, each of which may be the last one before the machine stops: the new key is written
//! to `secret.key.new`; the database is sealed with it in one transaction; `secret.key.new` takes the place of
//! `secret.key`. Whoever reads the files between the first step and the last takes both keys, so whatever stands in the
//! database opens.

use super::SecretKey;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Why the key file cannot be used. Holds no part of a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("鍵ファイル {} を使えません: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It does not hold a key.
    #[error("鍵ファイル {} の中身は鍵ではありません（base64で32バイト）。正しい鍵ファイルを置いてください。", .0.display())]
    NotAKey(PathBuf),
}

/// The keys as the files hold them.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// `secret.key`
    pub current: Option<SecretKey>,
    /// `secret.key.new`: the key is being changed to this one.
    pub next: Option<SecretKey>,
}

impl Keys {
    /// Reads the files; those that are not there hold no key.
    ///
    /// # Errors
    /// When a file cannot be read, or does not hold a key.
    pub fn read(path: &Path) -> Result<Self, KeyFileError> {
        // In this order: a change that ends in between moves the next key into the place of the current one.
        let next = read(&beside(path))?;
        Ok(Self { current: read(path)?, next })
    }

    /// The key to seal with. While the key is being changed that is the next one, since the current one will go.
    pub fn sealing(&self) -> Option<&SecretKey> {
        self.next.as_ref().or(self.current.as_ref())
    }

    /// Every key, the one to seal with first.
    pub fn all(&self) -> impl Iterator<Item = &SecretKey> {
        self.next.iter().chain(&self.current)
    }
}

/// Makes the first key file, with mode 0600. It replaces none.
///
/// # Errors
/// When it cannot be written, or is there.
pub fn create(path: &Path) -> Result<SecretKey, KeyFileError> {
    let about = about(path);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(&about)?;
    }
    let (key, text) = SecretKey::generate();
    write_private(OpenOptions::new().create_new(true), path, &text).map_err(&about)?;
    sync_folder(path).map_err(&about)?;
    Ok(key)
}

/// Writes the next key beside the key file. A crash leaves it whole or not there.
///
/// # Errors
/// When it cannot be written.
pub fn begin_change(path: &Path) -> Result<SecretKey, KeyFileError> {
    let (next, unfinished) = (beside(path), path.with_added_extension("new.part"));
    let about = about(&next);
    let (key, text) = SecretKey::generate();
    write_private(OpenOptions::new().create(true).truncate(true), &unfinished, &text).map_err(&about)?;
    std::fs::rename(&unfinished, &next).map_err(&about)?;
    sync_folder(path).map_err(&about)?;
    Ok(key)
}

/// Lets the next key take the place of the current one.
///
/// # Errors
/// When the system refuses.
pub fn finish_change(path: &Path) -> Result<(), KeyFileError> {
    std::fs::rename(beside(path), path).and_then(|()| sync_folder(path)).map_err(about(path))
}

fn read(path: &Path) -> Result<Option<SecretKey>, KeyFileError> {
    match std::fs::read_to_string(path) {
        Ok(text) => SecretKey::parse(&text).map(Some).ok_or_else(|| KeyFileError::NotAKey(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(about(path)(error)),
    }
}

fn beside(path: &Path) -> PathBuf {
    path.with_added_extension("new")
}

fn about(path: &Path) -> impl Fn(std::io::Error) -> KeyFileError + use<> {
    let path = path.to_owned();
    move |source| KeyFileError::Io { path: path.clone(), source }
}

fn write_private(options: &mut OpenOptions, path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = options.write(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The name, too, has to outlive a power cut.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
