//! What a run counts and prints, and every violation it meets.

use crate::check::Violation;
use crate::evidence::Books;
use crate::world::World;
use atobarai_desk::api::AppError;
use atobarai_desk::server::clock;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Violations printed in full; beyond that they are only counted.
const SHOWN: usize = 60;

/// Counters.
pub struct Figures {
    begun: Instant,
    begun_at: i64,
    counts: Mutex<BTreeMap<String, u64>>,
    clocks: Mutex<Vec<(usize, i64)>>,
    phases: Mutex<Vec<(&'static str, f32)>>,
    violations: Mutex<Vec<Violation>>,
}

impl Figures {
    pub fn new() -> Self {
        Self {
            begun: Instant::now(),
            begun_at: clock::now_ms(),
            counts: Mutex::default(),
            clocks: Mutex::default(),
            phases: Mutex::default(),
            violations: Mutex::default(),
        }
    }

    pub fn count(&self, what: &str) {
        self.count_many(what, 1);
    }

    pub fn count_many(&self, what: &str, times: usize) {
        *self.counts.lock().unwrap().entry(what.to_owned()).or_default() += times as u64;
    }

    /// A refusal, by its kind.
    pub fn refusal(&self, of: &str, error: &AppError) {
        let kind = match error {
            AppError::Changed => "changed by somebody else",
            AppError::Refused(_) => "not allowed now",
            AppError::Invalid(_) | AppError::BadInput(_) => "bad input",
            AppError::NotFound(_) => "not found",
            AppError::SignedOut | AppError::Forbidden | AppError::NeedsPassword | AppError::EnrolFirst | AppError::Elsewhere { .. } => {
                "signed out"
            }
            AppError::Wait { .. } | AppError::TooMany => "too often",
            AppError::Unavailable { .. } | AppError::Internal { .. } | AppError::Transport => "trouble",
        };
        self.count(&format!("{of} refused: {kind}"));
    }

    pub fn clock(&self, place: usize, offset: i64) {
        self.clocks.lock().unwrap().push((place, offset));
    }

    /// What a server wrote until it ended. A panic, or an error that it could not deal with, is a violation.
    pub fn log(&self, place: usize, log: &str) {
        for line in log.lines().filter(|line| line.contains("panicked") || line.contains(" ERROR ")) {
            self.add(Violation::new("a server logs no error", &format!("server {place}"), line, ""));
        }
    }

    /// A part of the run is over.
    pub fn passed(&self, phase: &'static str) {
        self.phases.lock().unwrap().push((phase, self.begun.elapsed().as_secs_f32()));
    }

    pub fn add(&self, violation: Violation) {
        self.violations.lock().unwrap_or_else(PoisonError::into_inner).push(violation);
    }

    pub fn add_all(&self, violations: Vec<Violation>) {
        self.violations.lock().unwrap().extend(violations);
    }

    pub fn violations(&self) -> usize {
        self.violations.lock().unwrap().len()
    }

    /// Everything, at the end.
    pub fn print(&self, world: &World, books: &Books) {
        let mut text = format!("chaos: seed {}, {}, {:.1} s\n", world.plan.seed, world.plan.engine(), self.begun.elapsed().as_secs_f32());
        let _ = writeln!(text, "  orders {}, at NP {} transactions, acts {}", books.orders.len(), books.np.len(), books.acts.len());
        let mut ends: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for act in &books.acts {
            *ends.entry((&act.kind, &act.state)).or_default() += 1;
        }
        for ((kind, state), count) in ends {
            let _ = writeln!(text, "  act {kind} {state}: {count}");
        }
        let lost: i64 = books.acts.iter().map(|act| act.losses).sum();
        let _ = writeln!(text, "  answers lost: {lost}");
        for (what, count) in self.counts.lock().unwrap().iter() {
            let _ = writeln!(text, "  {what}: {count}");
        }
        let phases: Vec<String> = self.phases.lock().unwrap().iter().map(|(phase, at)| format!("{phase} {at:.1} s")).collect();
        let _ = writeln!(text, "  over after: {}", phases.join(", "));
        let _ = writeln!(text, "  faults played: {:?}", world.simulator.faults_played());
        let clocks: Vec<String> = self.clocks.lock().unwrap().iter().map(|(place, offset)| format!("{place}:{offset:+}s")).collect();
        let _ = writeln!(text, "  clocks: {}", clocks.join(" "));
        let seconds = |from: i64, to: i64| (to - from) / 1_000;
        let early = books.acts.iter().map(|act| seconds(act.recorded_at, self.begun_at)).max().unwrap_or(0);
        let late = books.acts.iter().map(|act| seconds(clock::now_ms(), act.recorded_at)).max().unwrap_or(0);
        let _ = writeln!(text, "  the ledger's times begin {early} s before the run and end {late} s after it");
        let violations = self.violations.lock().unwrap();
        let _ = writeln!(text, "  violations: {}", violations.len());
        for violation in violations.iter().take(SHOWN) {
            let _ = writeln!(text, "✘ {violation}");
        }
        say(&text);
    }
}

/// Prints past the test harness, which would keep what a passing test says to itself.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
