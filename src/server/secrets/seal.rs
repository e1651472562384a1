//! XChaCha20-Poly1305 with a key that lives outside the database.

use super::SealedColumn;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use std::fmt;
use std::fmt::Write as _;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// How sealed texts begin: `v2:KEY-ID:BASE64`. The first version named no key: `v1:BASE64`.
const VERSION: &str = "v2:";
const FIRST_VERSION: &str = "v1:";

/// A sealed text that no key at hand opens: another key made it, for another row, or somebody changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored secret does not fit the key")]
pub struct WrongKey;

/// A key that seals secrets.
#[derive(Clone)]
pub struct SecretKey {
    cipher: XChaCha20Poly1305,
    id: String,
}

impl SecretKey {
    /// A new key, with the text of its file.
    pub fn generate() -> (Self, String) {
        let bytes: [u8; KEY_BYTES] = rand::random();
        (Self::of(bytes), BASE64.encode(bytes))
    }

    /// The key in the text of its file, `None` when there is none.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self::of(BASE64.decode(text.trim()).ok()?.try_into().ok()?))
    }

    fn of(bytes: [u8; KEY_BYTES]) -> Self {
        // Eight letters of a hash tell keys apart and tell nothing about them.
        let id = Sha256::new().chain_update("atobarai-desk key id").chain_update(bytes).finalize()[..4].iter().fold(
            String::new(),
            |mut id, byte| {
                let _ = write!(id, "{byte:02x}");
                id
            },
        );
        Self { cipher: XChaCha20Poly1305::new(&bytes.into()), id }
    }

    /// Seals a secret for one row. The row is bound in: a sealed text moved to another does not open.
    pub(super) fn seal(&self, column: SealedColumn, row: i64, secret: &str) -> String {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let bound = column.bound_to(row);
        let payload = Payload { msg: secret.as_bytes(), aad: bound.as_bytes() };
        let sealed = self.cipher.encrypt(XNonce::from_slice(&nonce), payload).expect("a short text in memory can always be encrypted");
        format!("{VERSION}{}:{}", self.id, BASE64.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens what was sealed with this key for the same row, in either version.
    pub(super) fn open(&self, column: SealedColumn, row: i64, sealed: &str) -> Result<SecretString, WrongKey> {
        let text = match sealed.strip_prefix(VERSION) {
            Some(named) => named.strip_prefix(self.id.as_str()).and_then(|text| text.strip_prefix(':')),
            None => sealed.strip_prefix(FIRST_VERSION),
        };
        let bytes = text.and_then(|text| BASE64.decode(text).ok()).ok_or(WrongKey)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES).ok_or(WrongKey)?;
        let bound = column.bound_to(row);
        let payload = Payload { msg: sealed, aad: bound.as_bytes() };
        let opened = self.cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| WrongKey)?;
        String::from_utf8(opened).map(SecretString::from).map_err(|_| WrongKey)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::{SealedColumn, SecretKey, WrongKey};
    use secrecy::ExposeSecret;

    /// A key file and a text that the first version of this program made with it for shop 7.
    const OLD_KEY: &str = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

    fn old_text(key: &SecretKey) -> String {
        let text = key.seal(SealedColumn::SpCode, 7, "sp-code-example");
        format!("v1:{}", text.rsplit_once(':').unwrap().1)
    }

    #[test]
    fn a_sealed_text_names_its_key_and_opens_for_its_own_row_only() {
        let (key, _) = SecretKey::generate();
        let sealed = key.seal(SealedColumn::SpCode, 1, "sp-code-example");
        assert!(!sealed.contains("sp-code") && sealed.starts_with("v2:"));
        assert_eq!(key.open(SealedColumn::SpCode, 1, &sealed).unwrap().expose_secret(), "sp-code-example");
        assert_eq!(key.open(SealedColumn::SpCode, 2, &sealed).unwrap_err(), WrongKey);
        let (other, _) = SecretKey::generate();
        assert_ne!(key.id, other.id);
        assert_eq!(other.open(SealedColumn::SpCode, 1, &sealed).unwrap_err(), WrongKey);
        for damaged in ["", "v2:", "v2::", "v3:x", &sealed[..sealed.len() - 4], &sealed.replace("v2:", "v2:0")] {
            assert_eq!(key.open(SealedColumn::SpCode, 1, damaged).unwrap_err(), WrongKey, "{damaged}");
        }
    }

    #[test]
    fn texts_of_the_first_version_still_open() {
        let key = SecretKey::parse(OLD_KEY).unwrap();
        let old = old_text(&key);
        assert_eq!(key.open(SealedColumn::SpCode, 7, &old).unwrap().expose_secret(), "sp-code-example");
        assert_eq!(SecretKey::generate().0.open(SealedColumn::SpCode, 7, &old).unwrap_err(), WrongKey);
    }

    #[test]
    fn the_text_of_a_file_makes_the_same_key() {
        let (key, text) = SecretKey::generate();
        let again = SecretKey::parse(&format!("{text}\n")).unwrap();
        assert_eq!(again.id, key.id);
        assert!(!text.contains(&key.id) && SecretKey::parse("AAAA").is_none() && SecretKey::parse("").is_none());
        assert_eq!(format!("{key:?}"), "SecretKey(***)");
    }
}
