//! The keys of a running desk.

use super::key_file::{self, KeyFileError, Keys};
use super::{SealedColumn, WrongKey};
use crate::server::store::Transaction;
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

/// Why a secret cannot be sealed or opened. Holds no part of the secret.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key file.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// There is no secret.
    #[error("no secret is stored")]
    NothingSealed,
    /// There is no key file.
    #[error("鍵ファイル {} がありません。", .0.display())]
    NoKey(PathBuf),
    /// No key at hand opens the text.
    #[error(transparent)]
    WrongKey(#[from] WrongKey),
}

/// Seals secrets and opens them, with the keys that the key file holds now: `rotate-key` may change it at any time.
#[derive(Clone, Debug)]
pub struct KeyRing {
    path: Arc<Path>,
    keys: Arc<RwLock<Keys>>,
}

impl KeyRing {
    /// Reads the key file, which may not be there.
    ///
    /// # Errors
    /// When it cannot be read, or does not hold a key.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        Ok(Self { path: path.into(), keys: Arc::new(RwLock::new(Keys::read(path)?)) })
    }

    /// Makes the key file when there is none.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create_if_missing(&self) -> Result<(), KeyFileError> {
        if self.keys().sealing().is_none() {
            key_file::create(&self.path)?;
            self.read_again()?;
        }
        Ok(())
    }

    /// Whether a change of the key was begun and not ended.
    pub fn is_between_keys(&self) -> bool {
        self.keys().next.is_some()
    }

    /// Seals a secret for one row, inside the transaction that writes it. While one is open, nobody changes the key: what
    /// is sealed here is sealed with a key that stays.
    ///
    /// # Errors
    /// When there is no key file, or it cannot be used.
    pub fn seal(&self, _inside: &Transaction, column: SealedColumn, row: i64, secret: &str) -> Result<String, SealError> {
        self.read_again()?;
        let keys = self.keys();
        let key = keys.sealing().ok_or_else(|| SealError::NoKey(self.path.to_path_buf()))?;
        Ok(key.seal(column, row, secret))
    }

    /// Opens what was sealed for the same row.
    ///
    /// # Errors
    /// When no key at hand opens it, or the key file cannot be used.
    pub fn open(&self, column: SealedColumn, row: i64, sealed: &str) -> Result<SecretString, SealError> {
        if let Some(secret) = open_with(&self.keys(), column, row, sealed) {
            return Ok(secret);
        }
        // The key may have been changed since.
        self.read_again()?;
        Ok(open_with(&self.keys(), column, row, sealed).ok_or(WrongKey)?)
    }

    fn keys(&self) -> Keys {
        self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn read_again(&self) -> Result<(), KeyFileError> {
        let keys = Keys::read(&self.path)?;
        *self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner) = keys;
        Ok(())
    }
}

/// Opens a sealed text with whichever of the keys fits.
pub fn open_with(keys: &Keys, column: SealedColumn, row: i64, sealed: &str) -> Option<SecretString> {
    keys.all().find_map(|key| key.open(column, row, sealed).ok())
}
