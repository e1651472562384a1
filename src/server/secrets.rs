//! Secrets: values that cannot be printed, and their sealing for the database.

mod seal;

pub(in crate::server) use seal::Sealable;
pub use seal::{SealError, SecretKey};

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

impl Sealable for SpCode {
    const WHAT: &'static str = "shops|sp_code";

    fn exposed(&self) -> &str {
        self.expose()
    }

    fn opened(text: &str) -> Self {
        Self::new(text)
    }
}
