//! Slowing down guesses, and requests of those whom nobody knows. Kept in memory, by each server for itself.

use super::session::token_hash;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The first wait; each further wrong guess doubles it, up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(30);
/// Guessers remembered; beyond that the oldest are forgotten, so that made-up names cannot fill the memory.
const REMEMBERED: usize = 10_000;
/// Requests a minute from one address without a session.
const VISITS_A_MINUTE: u32 = 240;
const MINUTE: Duration = Duration::from_mins(1);

/// What wrong guesses are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Guess {
    /// The password of an account, by the hash of the name that was typed: that may be a password in the wrong field, of any length.
    Account(String),
    /// Whatever is guessed at one address.
    Address(IpAddr),
    /// The code of an account's second factor.
    Code(i64),
    /// The PIN of an account on one shared tablet.
    Pin(i64, String),
    /// The PIN of an account on all of them: a device is shared anew by a press.
    AnyPin(i64),
}

/// How wrong guesses are put up with.
struct Patience {
    /// So many are free.
    free: u32,
    /// The longest wait.
    longest: Duration,
    /// Whoever has not guessed wrong for so long begins anew. Longer than the longest wait.
    forgets: Duration,
}

impl Guess {
    /// By the name that was typed.
    pub fn account(name: &str) -> Self {
        Self::Account(token_hash(name))
    }

    /// By address. Whoever has one IPv6 address has a whole /64 of them.
    pub fn at(address: IpAddr) -> Self {
        Self::Address(match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        })
    }

    /// Strangers can make an account wait: not for long. To guess codes takes the password, to guess PINs a session.
    const fn patience(&self) -> Patience {
        let (free, longest, forgets) = match self {
            Self::Account(_) => (5, FIRST_WAIT, Duration::from_mins(15)),
            Self::Address(_) => (20, Duration::from_mins(5), Duration::from_mins(15)),
            Self::Code(_) => (5, Duration::from_mins(15), Duration::from_hours(1)),
            Self::Pin(..) => (5, Duration::from_hours(1), Duration::from_hours(24)),
            Self::AnyPin(_) => (50, Duration::from_hours(1), Duration::from_hours(24)),
        };
        Patience { free, longest, forgets }
    }
}

/// Wrong guesses so far.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<Guess, (u32, Instant)>>);

impl Throttle {
    /// How long to wait before this may be guessed again, if at all.
    pub fn wait(&self, guess: &Guess) -> Option<Duration> {
        let failures = self.0.lock().ok()?;
        let (count, last) = failures.get(guess)?;
        let patience = guess.patience();
        let doublings = count.checked_sub(patience.free)?;
        let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(patience.longest);
        Some(wait.saturating_sub(last.elapsed())).filter(|wait| !wait.is_zero())
    }

    /// A wrong guess.
    pub fn failed(&self, guess: &Guess) {
        let Ok(mut failures) = self.0.lock() else { return };
        make_room(&mut failures, |guess| guess.patience().forgets);
        let (count, last) = failures.entry(guess.clone()).or_insert((0, Instant::now()));
        let before = if last.elapsed() < guess.patience().forgets { *count } else { 0 };
        (*count, *last) = (before.saturating_add(1), Instant::now());
    }

    /// The right guess. Of an address and of all tablets together it says nothing: whoever is let in by one account or one
    /// tablet could go on guessing at others.
    pub fn succeeded(&self, guess: &Guess) {
        if let (Ok(mut failures), Guess::Account(_) | Guess::Code(_) | Guess::Pin(..)) = (self.0.lock(), guess) {
            failures.remove(guess);
        }
    }
}

/// Requests without a session, by address and minute.
#[derive(Debug, Default)]
pub struct Visits(Mutex<HashMap<Guess, (u32, Instant)>>);

impl Visits {
    /// Counts a request; when there are too many, how long to wait.
    pub fn count(&self, address: IpAddr) -> Result<(), Duration> {
        let Ok(mut visits) = self.0.lock() else { return Ok(()) };
        make_room(&mut visits, |_| MINUTE);
        let (count, since) = visits.entry(Guess::at(address)).or_insert((0, Instant::now()));
        if since.elapsed() >= MINUTE {
            (*count, *since) = (0, Instant::now());
        }
        *count += 1;
        if *count > VISITS_A_MINUTE { Err(MINUTE.saturating_sub(since.elapsed())) } else { Ok(()) }
    }
}

/// Keeps a table small: forgets what is too old when it is full, and the oldest entry when that does not help.
fn make_room(table: &mut HashMap<Guess, (u32, Instant)>, forgets: impl Fn(&Guess) -> Duration) {
    if table.len() < REMEMBERED {
        return;
    }
    table.retain(|guess, (_, since)| since.elapsed() < forgets(guess));
    if table.len() >= REMEMBERED
        && let Some(oldest) = table.iter().min_by_key(|(_, (_, since))| *since).map(|(guess, _)| guess.clone())
    {
        table.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::{Guess, REMEMBERED, Throttle, VISITS_A_MINUTE, Visits};
    use std::time::{Duration, Instant};

    fn account(name: &str) -> Guess {
        Guess::account(name)
    }

    #[test]
    fn five_wrong_passwords_are_free_then_the_account_waits() {
        let throttle = Throttle::default();
        for _ in 0..4 {
            throttle.failed(&account("admin"));
        }
        assert_eq!(throttle.wait(&account("admin")), None);
        throttle.failed(&account("admin"));
        assert!(throttle.wait(&account("admin")).is_some());
        assert_eq!(throttle.wait(&account("other")), None);
        throttle.succeeded(&account("admin"));
        assert_eq!(throttle.wait(&account("admin")), None);
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        for (guess, failures, seconds) in [
            (account("admin"), 5, 30),
            (account("admin"), 100, 30),
            (Guess::at("192.0.2.1".parse().unwrap()), 20, 30),
            (Guess::at("192.0.2.1".parse().unwrap()), 22, 120),
            (Guess::at("192.0.2.1".parse().unwrap()), 500, 300),
            (Guess::Code(1), 5, 30),
            (Guess::Code(1), 50, 900),
            (Guess::Pin(1, "d".to_owned()), 50, 3600),
            (Guess::AnyPin(1), 50, 30),
        ] {
            let throttle = Throttle::default();
            for _ in 0..failures {
                throttle.failed(&guess);
            }
            let wait = throttle.wait(&guess).unwrap_or_default();
            let wanted = Duration::from_secs(seconds);
            assert!(wait <= wanted && wait + Duration::from_secs(5) > wanted, "{guess:?} {failures}: {wait:?}");
        }
    }

    #[test]
    fn an_address_is_not_cleared_by_an_account_of_its_own() {
        let throttle = Throttle::default();
        let (one, neighbour) = ("2001:db8::1".parse().unwrap(), "2001:db8::ffff".parse().unwrap());
        for _ in 0..20 {
            throttle.failed(&Guess::at(one));
        }
        throttle.succeeded(&Guess::at(one));
        assert!(throttle.wait(&Guess::at(neighbour)).is_some(), "one /64 is one caller");
        assert_eq!(throttle.wait(&Guess::at("2001:db8:0:1::1".parse().unwrap())), None);
    }

    #[test]
    fn a_right_pin_on_one_tablet_forgives_nothing_on_others() {
        let throttle = Throttle::default();
        for _ in 0..50 {
            throttle.failed(&Guess::AnyPin(1));
        }
        throttle.succeeded(&Guess::AnyPin(1));
        assert!(throttle.wait(&Guess::AnyPin(1)).is_some());
    }

    #[test]
    fn wrong_guesses_of_long_ago_are_forgotten() {
        for (minutes, waits) in [(14, true), (16, false)] {
            let throttle = Throttle::default();
            let long_ago = Instant::now().checked_sub(Duration::from_mins(minutes)).unwrap();
            throttle.0.lock().unwrap().insert(account("admin"), (5, long_ago));
            assert_eq!(throttle.wait(&account("admin")), None, "the wait is over");
            throttle.failed(&account("admin"));
            assert_eq!(throttle.wait(&account("admin")).is_some(), waits, "{minutes} minutes");
        }
    }

    #[test]
    fn nobody_is_forgotten_while_still_waiting() {
        let address = Guess::at("192.0.2.1".parse().unwrap());
        for guess in [account("admin"), address, Guess::Code(1), Guess::Pin(1, "d".to_owned()), Guess::AnyPin(1)] {
            assert!(guess.patience().longest < guess.patience().forgets, "{guess:?}");
        }
    }

    #[test]
    fn made_up_names_do_not_fill_the_memory() {
        let throttle = Throttle::default();
        for nth in 0..REMEMBERED + 10 {
            throttle.failed(&account(&nth.to_string()));
        }
        assert_eq!(throttle.0.lock().unwrap().len(), REMEMBERED);
    }

    #[test]
    fn visits_are_counted_by_address() {
        let visits = Visits::default();
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        assert!((0..VISITS_A_MINUTE).all(|_| visits.count(one).is_ok()));
        assert!(visits.count(one).is_err() && visits.count(other).is_ok());
    }
}
