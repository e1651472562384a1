//! The second factor: codes of six digits, new every half minute (RFC 6238), and the picture that brings the secret into
//! an authenticator app.

use crate::api::account::Picture;
use crate::domain::chars::percent_encoded;
use qrcode::{Color, QrCode};
use secrecy::{ExposeSecret, SecretString};
use std::fmt::Write as _;
use totp_rs::{Builder, Secret, Totp};

/// As long as what HMAC-SHA-1 puts out, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
const ISSUER: &str = "Atobarai%20Desk";

/// The secret of an account's second factor, in base32.
#[derive(Clone, Debug)]
pub struct TotpSecret(SecretString);

impl From<SecretString> for TotpSecret {
    fn from(secret: SecretString) -> Self {
        Self(secret)
    }
}

impl TotpSecret {
    /// A new one.
    pub fn generate() -> Self {
        let bytes: [u8; SECRET_BYTES] = rand::random();
        Self(SecretString::from(Secret::from(&bytes[..]).to_base32()))
    }

    /// For sealing.
    pub(in crate::server) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// For the person it belongs to, who types it into an app.
    pub fn shown(&self) -> String {
        self.0.expose_secret().to_owned()
    }

    /// The step of the code, when it is one of now, of half a minute ago or of the next: clocks differ a little.
    pub fn step_of(&self, code: &str, now_ms: i64) -> Option<i64> {
        let code: String = crate::domain::chars::to_half_width(code).chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now_ms / 1000).ok()?;
        i64::try_from(self.totp()?.check(&code, seconds)?).ok()
    }

    fn totp(&self) -> Option<Totp> {
        let secret = Secret::try_from_base32(self.0.expose_secret()).ok()?;
        Builder::new().with_secret(secret).build().ok()
    }

    /// The picture that an app reads: the secret, and whose it is.
    pub fn picture(&self, account: &str) -> Option<Picture> {
        let account = percent_encoded(account);
        let secret = self.0.expose_secret();
        let code = QrCode::new(format!("otpauth://totp/{ISSUER}:{account}?secret={secret}&issuer={ISSUER}")).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (nth, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let _ = write!(path, "M{} {}h1v1h-1z", nth % width, nth / width);
            }
        }
        Some(Picture { width, path })
    }
}

#[cfg(test)]
mod tests {
    use super::{SecretString, TotpSecret};

    /// RFC 6238, appendix B: the secret `12345678901234567890`, and the last six digits of its codes.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = TotpSecret::from(SecretString::from(RFC));
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")] {
            assert_eq!(secret.step_of(code, seconds * 1000), Some(seconds / 30), "{seconds}");
            assert_eq!(secret.step_of(code, (seconds + 30) * 1000), Some(seconds / 30), "half a minute late");
            assert_eq!(secret.step_of(code, (seconds + 90) * 1000), None, "a minute and a half late");
        }
        assert_eq!(secret.step_of("２８７　０８２", 59_000), Some(1), "however it is typed");
        for wrong in ["", "28708", "2870820", "28708a", "000000"] {
            assert_eq!(secret.step_of(wrong, 59_000), None, "{wrong}");
        }
    }

    #[test]
    fn a_new_secret_is_long_and_its_own() {
        let (one, other) = (TotpSecret::generate(), TotpSecret::generate());
        assert_eq!(one.shown().len(), 32);
        assert_ne!(one.shown(), other.shown());
        assert!(!format!("{one:?}").contains(&one.shown()));
        assert!(one.picture("店長: 佐藤").is_some_and(|picture| picture.width > 20 && picture.path.starts_with('M')));
    }
}
