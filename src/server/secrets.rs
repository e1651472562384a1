//! Secrets: values that cannot be printed, and their sealing for the database.

mod columns;
mod key_file;
mod ring;
mod rotation;
mod seal;

pub use columns::SealedColumn;
pub use key_file::KeyFileError;
pub use ring::{KeyRing, SealError};
pub use rotation::{Rotated, RotationError, rotate, that_do_not_open};
pub use seal::{SecretKey, WrongKey};

use secrecy::{ExposeSecret, SecretString};

/// SPコード: the password of a shop's NP contract. `Debug` masks it; only the NP client exposes it.
#[derive(Clone, Debug)]
pub struct SpCode(SecretString);

impl SpCode {
    /// Wraps a code as typed. Surrounding spaces from copying are not part of it.
    pub fn new(code: &str) -> Self {
        Self(SecretString::from(code.trim().to_owned()))
    }

    pub(in crate::server) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<SecretString> for SpCode {
    fn from(code: SecretString) -> Self {
        Self(code)
    }
}
