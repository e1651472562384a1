//! Who may call.

use std::fmt;
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use subtle::{Choice, ConstantTimeEq};

use super::ledger::Merchant;

/// The header that carries 端末ID (np-api.md §1).
const TERMINAL_ID: &str = "x-np-terminal-id";

/// SPコード: the password of a merchant. It is compared in constant time and never shown.
#[derive(Clone)]
pub struct SpCode(String);

impl SpCode {
    /// Wraps a code.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }
}

impl fmt::Debug for SpCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SpCode(***)")
    }
}

/// One merchant's access to the simulator.
#[derive(Debug, Clone)]
pub struct Credential {
    /// 加盟店コード, the user name.
    pub merchant_code: String,
    /// SPコード, the password.
    pub sp_code: SpCode,
    /// 端末ID.
    pub terminal_id: String,
}

impl Credential {
    /// The 端末ID of a credential that names none.
    pub const TERMINAL_ID: &str = "2000022000";
}

/// `SIM00001` / `sim-sp-code` / `2000022000`.
impl Default for Credential {
    fn default() -> Self {
        Self { merchant_code: "SIM00001".to_owned(), sp_code: SpCode::new("sim-sp-code"), terminal_id: Self::TERMINAL_ID.to_owned() }
    }
}

/// The text is no credential. It does not say what the text was.
#[derive(Debug, thiserror::Error)]
#[error("a credential is written MERCHANT:SPCODE or MERCHANT:SPCODE:TERMINAL, with no part empty")]
pub struct NotACredential;

impl FromStr for Credential {
    type Err = NotACredential;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split(':').collect();
        let (merchant_code, sp_code, terminal_id) = match parts.as_slice() {
            [merchant, sp] => (*merchant, *sp, Self::TERMINAL_ID),
            [merchant, sp, terminal] => (*merchant, *sp, *terminal),
            _ => return Err(NotACredential),
        };
        if [merchant_code, sp_code, terminal_id].contains(&"") {
            return Err(NotACredential);
        }
        Ok(Self { merchant_code: merchant_code.to_owned(), sp_code: SpCode::new(sp_code), terminal_id: terminal_id.to_owned() })
    }
}

/// Finds the caller: 401 for a wrong code pair, 403 for a wrong 端末ID (np-api.md §1.2).
pub(crate) fn identify(credentials: &[Credential], headers: &HeaderMap) -> Result<Merchant, StatusCode> {
    let (user, password) = basic(headers).ok_or(StatusCode::UNAUTHORIZED)?;
    let terminal = headers.get(TERMINAL_ID).map_or(&[][..], HeaderValue::as_bytes);
    let mut known = false;
    let mut caller = None;
    // Every credential is compared in full, so that the time taken tells nothing about which part was wrong.
    for credential in credentials {
        let user_matches: Choice = user.as_bytes().ct_eq(credential.merchant_code.as_bytes());
        let password_matches: Choice = password.as_bytes().ct_eq(credential.sp_code.0.as_bytes());
        if bool::from(user_matches & password_matches) {
            known = true;
            if terminal == credential.terminal_id.as_bytes() {
                caller = Some(credential);
            }
        }
    }
    let refusal = if known { StatusCode::FORBIDDEN } else { StatusCode::UNAUTHORIZED };
    // A merchant with several terminals has one ledger: the place of its first credential stands for it.
    let same = |caller: &Credential| credentials.iter().position(|other| other.merchant_code == caller.merchant_code);
    caller.and_then(same).ok_or(refusal)
}

/// User and password of an `Authorization: Basic` header.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = BASE64_STANDARD.decode(encoded.trim()).ok()?;
    let (user, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::Credential;

    #[test]
    fn debug_does_not_show_the_sp_code() {
        let credential: Credential = "SHOP1:secret-code:3000".parse().unwrap();
        let shown = format!("{credential:?}");
        assert!(shown.contains("SHOP1") && shown.contains("3000"));
        assert!(!shown.contains("secret"));
    }

    #[test]
    fn a_credential_with_an_empty_part_is_refused() {
        for text in ["", "SHOP1", "SHOP1:", ":secret", "SHOP1:secret:", "a:b:c:d"] {
            assert!(text.parse::<Credential>().is_err(), "{text}");
        }
    }
}
