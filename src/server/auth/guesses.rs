//! Checking what somebody typed: few at a time, and not again and again.

use super::password;
use super::throttle::{Guess, Throttle, Visits};
use crate::server::error::ServerError;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Passwords checked at once: argon2 takes 19 MB and a core for each, and strangers may ask for as many as they like.
const PLACES: usize = 2;

/// Guesses so far, and the places at which they are checked.
#[derive(Clone, Debug)]
pub struct Guesses {
    throttle: Arc<Throttle>,
    visits: Arc<Visits>,
    places: Arc<Semaphore>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { throttle: Arc::default(), visits: Arc::default(), places: Arc::new(Semaphore::new(PLACES)) }
    }
}

/// A place at which one guess is checked.
pub struct Place<'a> {
    throttle: &'a Throttle,
    guesses: Vec<Guess>,
    _permit: Option<SemaphorePermit<'a>>,
}

impl Guesses {
    /// A place for a guess that is counted by all of these.
    ///
    /// # Errors
    /// How long to wait instead.
    pub async fn place(&self, guesses: Vec<Guess>) -> Result<Place<'_>, Duration> {
        // Whoever has to wait anyway keeps nobody waiting.
        self.must_wait(&guesses)?;
        // Taken before the throttle is asked for good: guesses made at the same moment do not slip by it.
        let permit = self.places.acquire().await.ok();
        self.must_wait(&guesses)?;
        Ok(Place { throttle: &self.throttle, guesses, _permit: permit })
    }

    fn must_wait(&self, guesses: &[Guess]) -> Result<(), Duration> {
        guesses.iter().filter_map(|guess| self.throttle.wait(guess)).max().map_or(Ok(()), Err)
    }

    /// The hash of a new password or PIN.
    ///
    /// # Errors
    /// When argon2 fails.
    pub async fn hash(&self, secret: String) -> Result<String, ServerError> {
        let _permit = self.places.acquire().await.ok();
        let hashed = tokio::task::spawn_blocking(move || password::hash(&secret)).await.map_err(internal)?;
        hashed.map_err(internal)
    }

    /// Counts a request without a session.
    ///
    /// # Errors
    /// How long to wait, when there are too many from this address.
    pub fn visit(&self, address: IpAddr) -> Result<(), Duration> {
        self.visits.count(address)
    }
}

impl Place<'_> {
    /// Whether a password or PIN fits its hash; a wrong one is counted.
    ///
    /// # Errors
    /// When it cannot be checked.
    pub async fn fits(&self, typed: String, stored: Option<String>) -> Result<bool, ServerError> {
        let fits = tokio::task::spawn_blocking(move || password::fits(&typed, stored.as_deref())).await.map_err(internal)?;
        self.was(fits);
        Ok(fits)
    }

    /// Counts how the guess came out.
    pub fn was(&self, right: bool) {
        for guess in &self.guesses {
            if right { self.throttle.succeeded(guess) } else { self.throttle.failed(guess) }
        }
    }
}

fn internal(error: impl std::error::Error) -> ServerError {
    ServerError::Internal(error.to_string())
}
