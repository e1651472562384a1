//! What a run consists of: everything that the seed and the size decide.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::Duration;

/// Clients at work at the same time.
const OPERATORS: usize = 8;
/// What an order meets on the average.
const STEPS_PER_ORDER: usize = 16;
/// Runs from here on are long ones: their clocks differ by as much as minutes.
const LONG: usize = 600;

/// One run.
#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    pub orders: usize,
    pub operators: usize,
    /// Steps of each operator.
    pub steps: usize,
    /// Files that the orders come in.
    pub files: usize,
    /// Clocks are ahead or behind by up to so many seconds.
    pub clock_range: i64,
    /// After the storm, everything has to be settled within this time. Acts that a server whose clock was ahead has put
    /// off are due that much later for one whose clock is behind.
    pub calm: Duration,
    pub postgres: bool,
}

impl Plan {
    /// `CHAOS_ORDERS` and `CHAOS_SEED`.
    pub fn from_env() -> Self {
        let number = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty()).map(|text| text.parse::<u64>().unwrap());
        let orders = usize::try_from(number("CHAOS_ORDERS").unwrap_or(100)).unwrap();
        let clock_range = if orders < LONG { 4 } else { 90 };
        Self {
            seed: number("CHAOS_SEED").unwrap_or_else(|| u64::from(rand::random::<u32>())),
            orders,
            operators: OPERATORS,
            steps: orders * STEPS_PER_ORDER / OPERATORS,
            files: (orders / 50).clamp(3, 12),
            clock_range,
            calm: Duration::from_secs(90 + 4 * clock_range.unsigned_abs()),
            postgres: std::env::var_os("DESK_TEST_POSTGRES").is_some(),
        }
    }

    /// Dice of their own for everyone who decides something: how often one throws does not change what another gets.
    pub fn dice(&self, who: &str, nth: usize) -> StdRng {
        let name = who.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut mixed = StdRng::seed_from_u64(self.seed ^ name);
        let first: u64 = mixed.random();
        StdRng::seed_from_u64(first.wrapping_add(nth as u64))
    }

    pub fn engine(&self) -> &'static str {
        if self.postgres { "PostgreSQL, two servers" } else { "SQLite, one server" }
    }

    /// How to run it again.
    pub fn command(&self) -> String {
        let script = if self.postgres { "scripts/with-postgres.sh " } else { "" };
        format!("CHAOS_SEED={} CHAOS_ORDERS={} {script}cargo test --features ssr --test chaos -- --nocapture", self.seed, self.orders)
    }

    pub fn headline(&self) -> String {
        format!(
            "chaos: seed {}, {} orders, {}, {} operators\n  again: {}",
            self.seed,
            self.orders,
            self.engine(),
            self.operators,
            self.command()
        )
    }
}
