//! Chance: which faults strike a request. Seeded, so that a run can be repeated.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::StatusCode;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::endpoint::Endpoint;
use super::faults::Faults;
use super::settings::Latency;

/// What becomes of the connection or the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disruption {
    None,
    LoseBefore,
    LoseAfter,
    Delay(Duration),
    Refuse(StatusCode),
    BadGateway,
    Truncate,
    Html,
}

/// What becomes of the content of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spoil {
    Shuffle,
    DropElements,
    UnknownHold,
    WithoutId,
}

/// What awaits one request.
#[derive(Debug, Clone)]
pub(crate) struct Fate {
    pub(crate) latency: Duration,
    pub(crate) disruption: Disruption,
    pub(crate) spoils: Vec<Spoil>,
    pub(crate) retry_after_seconds: u32,
    /// Seeds what is drawn while the answer is written.
    pub(crate) seed: u64,
}

/// The dice, the faults in force, and how often each was played.
#[derive(Debug)]
pub(crate) struct Dice {
    random: StdRng,
    latency: Latency,
    faults: Faults,
    played: BTreeMap<&'static str, u64>,
}

impl Dice {
    /// New dice.
    pub(crate) fn new(seed: Option<u64>, latency: Latency, faults: Faults) -> Self {
        let random = seed.map_or_else(StdRng::from_os_rng, StdRng::seed_from_u64);
        Self { random, latency, faults, played: BTreeMap::new() }
    }

    /// Replaces the faults.
    pub(crate) fn set_faults(&mut self, faults: Faults) {
        self.faults = faults;
    }

    /// How often each fault was played.
    pub(crate) fn played(&self) -> BTreeMap<&'static str, u64> {
        self.played.clone()
    }

    /// Throws for one request.
    pub(crate) fn throw(&mut self, endpoint: Endpoint) -> Fate {
        let max = self.latency.max.max(self.latency.min);
        let mut fate = Fate {
            latency: self.random.random_range(self.latency.min..=max),
            disruption: Disruption::None,
            spoils: Vec::new(),
            retry_after_seconds: self.faults.retry_after_seconds,
            seed: self.random.random(),
        };
        let is_aimed_at = self.faults.only.is_empty() || self.faults.only.contains(&endpoint);
        if !is_aimed_at || self.faults.times == Some(0) {
            return fate;
        }
        let played_before: u64 = self.played.values().sum();
        fate.disruption = self.disruption();
        fate.spoils = self.spoils();
        if self.played.values().sum::<u64>() > played_before {
            self.faults.times = self.faults.times.map(|times| times.saturating_sub(1));
        }
        fate
    }

    fn disruption(&mut self) -> Disruption {
        let faults = &self.faults;
        let delay = Disruption::Delay(Duration::from_millis(faults.delay_ms));
        let candidates = [
            (faults.lose_before, "lose_before", Disruption::LoseBefore),
            (faults.lose_after, "lose_after", Disruption::LoseAfter),
            (faults.delay, "delay", delay),
            (faults.error_401, "error_401", Disruption::Refuse(StatusCode::UNAUTHORIZED)),
            (faults.error_429, "error_429", Disruption::Refuse(StatusCode::TOO_MANY_REQUESTS)),
            (faults.error_500, "error_500", Disruption::Refuse(StatusCode::INTERNAL_SERVER_ERROR)),
            (faults.error_502, "error_502", Disruption::BadGateway),
            (faults.error_503, "error_503", Disruption::Refuse(StatusCode::SERVICE_UNAVAILABLE)),
            (faults.truncate_json, "truncate_json", Disruption::Truncate),
            (faults.html, "html", Disruption::Html),
        ];
        for (probability, name, disruption) in candidates {
            if self.strikes(probability, name) {
                return disruption;
            }
        }
        Disruption::None
    }

    fn spoils(&mut self) -> Vec<Spoil> {
        let candidates = [
            (self.faults.shuffle, "shuffle", Spoil::Shuffle),
            (self.faults.drop_elements, "drop_elements", Spoil::DropElements),
            (self.faults.unknown_hold, "unknown_hold", Spoil::UnknownHold),
            (self.faults.without_id, "without_id", Spoil::WithoutId),
        ];
        let strikes = candidates.into_iter().filter(|(probability, name, _)| self.strikes(*probability, name));
        strikes.map(|(_, _, spoil)| spoil).collect()
    }

    fn strikes(&mut self, probability: f64, name: &'static str) -> bool {
        // `clamp` keeps NaN, which is no probability either.
        let probability = if probability.is_nan() { 0.0 } else { probability.clamp(0.0, 1.0) };
        let strikes = self.random.random_bool(probability);
        if strikes {
            *self.played.entry(name).or_default() += 1;
        }
        strikes
    }
}

#[cfg(test)]
mod tests {
    use super::{Dice, Disruption, Endpoint, Faults, Latency};

    fn disruptions(seed: u64) -> Vec<Disruption> {
        let faults = Faults { lose_after: 0.3, error_503: 0.3, html: 2.0, ..Faults::default() };
        let mut dice = Dice::new(Some(seed), Latency::default(), faults);
        (0..50).map(|_| dice.throw(Endpoint::Register).disruption).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_run() {
        assert_eq!(disruptions(7), disruptions(7));
        assert_ne!(disruptions(7), disruptions(8));
        assert!(!disruptions(7).contains(&Disruption::None), "a probability above 1 counts as 1");
    }

    #[test]
    fn faults_stop_after_the_number_of_times_and_spare_other_endpoints() {
        let faults = Faults { lose_after: 1.0, times: Some(1), only: vec![Endpoint::Register], ..Faults::default() };
        let mut dice = Dice::new(Some(1), Latency::default(), faults);
        assert_eq!(dice.throw(Endpoint::Cancel).disruption, Disruption::None);
        assert_eq!(dice.throw(Endpoint::Register).disruption, Disruption::LoseAfter);
        assert_eq!(dice.throw(Endpoint::Register).disruption, Disruption::None);
    }
}
