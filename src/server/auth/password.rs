//! Passwords.

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

/// The shortest password that is taken.
pub const SHORTEST: usize = 12;

/// Whether a password is not taken.
pub fn is_too_short(password: &str) -> bool {
    password.chars().count() < SHORTEST
}

/// argon2id in PHC form. Slow on purpose: call it off the async threads.
///
/// # Errors
/// When argon2 refuses its input.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes(), &SaltString::generate(&mut OsRng))?.to_string())
}

/// Whether the password fits. Without a stored hash the same work is done in vain, so that the time an answer takes does
/// not tell whether an account exists.
pub fn fits(password: &str, stored: Option<&str>) -> bool {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$bXl1bm1hdGNoYWJsZWhhc2h2YWx1ZXdpdGgzMmJ5dGVzIQ";
    let parsed = PasswordHash::new(stored.unwrap_or(NOBODY));
    let fits = parsed.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    fits && stored.is_some()
}

/// A password to print once: 20 letters and digits without look-alikes, about 99 bits.
pub fn generate() -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..20).map(|_| char::from(LETTERS[rand::random_range(0..LETTERS.len())])).collect()
}

#[cfg(test)]
mod tests {
    use super::{fits, generate, hash};

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let stored = hash("correct horse battery").unwrap();
        assert!(fits("correct horse battery", Some(&stored)));
        assert!(!fits("correct horse batterz", Some(&stored)));
        assert!(!fits("correct horse battery", None));
        assert_ne!(generate(), generate());
    }
}
