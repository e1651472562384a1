//! XChaCha20-Poly1305 with a key that lives outside the database.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use std::fmt;
use std::io::Write;
use std::path::Path;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// Says how a sealed text was made, so that another way can come later.
const VERSION: &str = "v1:";

/// A secret that is kept sealed. What it is and whose it is are bound in: a sealed text that was moved elsewhere does not
/// open.
pub(in crate::server) trait Sealable {
    /// Table and column, or what else tells its kind from all others.
    const WHAT: &'static str;

    /// The secret itself.
    fn exposed(&self) -> &str;

    /// The secret again.
    fn opened(text: &str) -> Self;
}

/// Why a secret cannot be sealed or opened. Holds no part of the secret.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key file cannot be read or made.
    #[error("the key file {0} cannot be used: {1}")]
    KeyFile(String, std::io::Error),
    /// The key file does not hold a key.
    #[error("the key file {0} does not hold a key of 32 bytes in base64")]
    NotAKey(String),
    /// The sealed text was made with another key, for another row, or was changed.
    #[error("the stored secret does not fit the key")]
    WrongKey,
}

/// The key that seals secrets.
#[derive(Clone)]
pub struct SecretKey(XChaCha20Poly1305);

impl SecretKey {
    /// Reads the key, or makes one with mode 0600 when the file is not there.
    ///
    /// # Errors
    /// When the file cannot be read, made, or does not hold a key.
    pub fn load_or_create(path: &Path) -> Result<Self, SealError> {
        if let Some(key) = Self::load(path)? {
            return Ok(key);
        }
        let bytes: [u8; KEY_BYTES] = rand::random();
        let text = BASE64.encode(bytes);
        write_private(path, &text).map_err(|error| SealError::KeyFile(path.display().to_string(), error))?;
        Ok(Self(XChaCha20Poly1305::new(&bytes.into())))
    }

    /// Reads the key, `None` when the file is not there.
    ///
    /// # Errors
    /// When the file cannot be read or does not hold a key.
    pub fn load(path: &Path) -> Result<Option<Self>, SealError> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(text.trim()).map(Some).ok_or(SealError::NotAKey(name)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SealError::KeyFile(name, error)),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; KEY_BYTES] = BASE64.decode(text).ok()?.try_into().ok()?;
        Some(Self(XChaCha20Poly1305::new(&bytes.into())))
    }

    /// Seals a secret of this owner.
    pub(in crate::server) fn seal<S: Sealable>(&self, owner: i64, secret: &S) -> String {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let aad = bound_to::<S>(owner);
        let payload = Payload { msg: secret.exposed().as_bytes(), aad: aad.as_bytes() };
        let sealed = self.0.encrypt(XNonce::from_slice(&nonce), payload).expect("a short text in memory can always be encrypted");
        format!("{VERSION}{}", BASE64.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens what [`SecretKey::seal`] made of such a secret for the same owner.
    ///
    /// # Errors
    /// When the key does not fit or the text was changed.
    pub(in crate::server) fn open<S: Sealable>(&self, owner: i64, sealed: &str) -> Result<S, SealError> {
        let bytes = sealed.strip_prefix(VERSION).and_then(|text| BASE64.decode(text).ok()).ok_or(SealError::WrongKey)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES).ok_or(SealError::WrongKey)?;
        let aad = bound_to::<S>(owner);
        let payload = Payload { msg: sealed, aad: aad.as_bytes() };
        let opened = self.0.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| SealError::WrongKey)?;
        Ok(S::opened(std::str::from_utf8(&opened).map_err(|_| SealError::WrongKey)?))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(***)")
    }
}

fn bound_to<S: Sealable>(owner: i64) -> String {
    format!("{}|{owner}", S::WHAT)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::SpCode;
    use super::{SealError, Sealable, SecretKey};

    fn key() -> SecretKey {
        let folder = std::env::temp_dir().join(format!("desk-key-{:032x}", rand::random::<u128>()));
        let path = folder.join("key");
        let key = SecretKey::load_or_create(&path).unwrap();
        let again = SecretKey::load_or_create(&path).unwrap();
        assert_eq!(again.open::<SpCode>(1, &key.seal(1, &SpCode::new("x"))).unwrap().expose(), "x");
        std::fs::remove_dir_all(folder).unwrap();
        key
    }

    #[test]
    fn a_sealed_code_opens_for_its_own_shop_only() {
        let key = key();
        let sealed = key.seal(1, &SpCode::new(" sp-code-example "));
        assert!(!sealed.contains("sp-code"));
        assert_eq!(key.open::<SpCode>(1, &sealed).unwrap().expose(), "sp-code-example");
        assert!(matches!(key.open::<SpCode>(2, &sealed), Err(SealError::WrongKey)));
        assert!(super::SecretKey::parse("AAAA").is_none());
    }

    #[test]
    fn a_code_that_was_sealed_before_there_were_other_secrets_still_opens() {
        let key = SecretKey::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
        let sealed = "v1:ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7DwPU05BK7K/iSPxS1gPYmO8lHDxLKTq95JVdfXc79A==";
        assert_eq!(key.open::<SpCode>(7, sealed).unwrap().expose(), "sp-code-example");
    }

    #[test]
    fn a_secret_opens_as_what_it_is_only() {
        struct Other(String);
        impl Sealable for Other {
            const WHAT: &'static str = "users|other";
            fn exposed(&self) -> &str {
                &self.0
            }
            fn opened(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        let key = key();
        let sealed = key.seal(1, &Other("x".to_owned()));
        assert!(key.open::<Other>(1, &sealed).is_ok_and(|opened| opened.0 == "x"));
        assert!(matches!(key.open::<SpCode>(1, &sealed), Err(SealError::WrongKey)));
    }

    #[test]
    fn secrets_do_not_print() {
        let printed = format!("{:?} {:?}", SpCode::new("sp-code-example"), key());
        assert!(!printed.contains("sp-code-example"), "{printed}");
    }
}
