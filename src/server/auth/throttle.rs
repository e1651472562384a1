//! Slowing down guesses, per account and for everybody together.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Wrong passwords that are free.
const FREE: u32 = 5;
/// After those, each costs this much waiting.
const WAIT: Duration = Duration::from_secs(30);
/// Accounts remembered; beyond that the oldest are forgotten, so that made-up names cannot fill the memory.
const REMEMBERED: usize = 10_000;

#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, (u32, Instant)>>);

impl Throttle {
    /// How long this account has to wait, if it has to.
    pub fn wait(&self, account: &str) -> Option<Duration> {
        let failures = self.0.lock().ok()?;
        let (count, last) = failures.get(account)?;
        (*count >= FREE).then(|| WAIT.saturating_sub(last.elapsed())).filter(|wait| !wait.is_zero())
    }

    /// A wrong password.
    pub fn failed(&self, account: &str) {
        let Ok(mut failures) = self.0.lock() else { return };
        if failures.len() >= REMEMBERED {
            failures.retain(|_, (_, last)| last.elapsed() < WAIT);
        }
        let entry = failures.entry(account.to_owned()).or_insert((0, Instant::now()));
        *entry = (entry.0 + 1, Instant::now());
    }

    /// The right password.
    pub fn succeeded(&self, account: &str) {
        if let Ok(mut failures) = self.0.lock() {
            failures.remove(account);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Throttle;

    #[test]
    fn five_wrong_passwords_are_free_then_the_account_waits() {
        let throttle = Throttle::default();
        for _ in 0..4 {
            throttle.failed("admin");
        }
        assert_eq!(throttle.wait("admin"), None);
        throttle.failed("admin");
        assert!(throttle.wait("admin").is_some());
        assert_eq!(throttle.wait("other"), None);
        throttle.succeeded("admin");
        assert_eq!(throttle.wait("admin"), None);
    }
}
