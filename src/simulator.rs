//! NP後払い on loopback: a faithful simulator of the merchant API (np-api.md).
//!
//! It holds a client to everything the reference knows: authentication, all seven endpoints with their codes, batches
//! with partial success, the state rules, the credit limit, reviews that take time. What the reference only guesses
//! (marked G there) is decided here in one place each and said so. Results can be forced by marks in an order, and
//! faults played on the wire by [`Faults`].
//!
//! It shares no type with any client.
//!
//! ```no_run
//! use atobarai_desk::simulator::{Settings, Simulator, serve};
//!
//! # async fn run() -> std::io::Result<()> {
//! let simulator = Simulator::new(Settings::default());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8765").await?;
//! serve(listener, simulator.clone(), std::future::pending()).await
//! # }
//! ```

mod answer;
mod clock;
mod credential;
mod dice;
mod endpoint;
mod faults;
mod http;
mod in_flight;
mod ledger;
mod rules;
mod settings;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use credential::{Credential, NotACredential, SpCode};
pub use endpoint::{Endpoint, UnknownEndpoint};
pub use faults::Faults;
pub use http::serve::serve;
pub use ledger::{Calls, PaymentRefused, State, Transaction};
pub use settings::{Latency, Settings};

use clock::Clock;
use dice::Dice;
use in_flight::InFlight;
use ledger::{Ledger, Terms};
use rules::contract::Contract;
use rules::np_id::NpId;

/// One simulated NP. Clones share everything.
#[derive(Clone)]
pub struct Simulator {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Settings,
    clock: Clock,
    ledger: Arc<Mutex<Ledger>>,
    in_flight: Arc<Mutex<InFlight>>,
    dice: Mutex<Dice>,
}

impl Shared {
    fn contract(&self) -> Contract {
        Contract {
            wiz_allowed: self.settings.wiz_allowed,
            email_required: self.settings.email_required,
            order_date_months: self.settings.order_date_months,
        }
    }
}

impl Simulator {
    /// A simulator with an empty ledger.
    pub fn new(settings: Settings) -> Self {
        let terms = Terms {
            asynchronous: settings.asynchronous,
            review: settings.review,
            credit_limit: settings.credit_limit,
            expiry_days: settings.expiry_days,
        };
        let dice = Dice::new(settings.seed, settings.latency, settings.faults.clone());
        Self {
            shared: Arc::new(Shared {
                settings,
                clock: Clock::default(),
                ledger: Arc::new(Mutex::new(Ledger::new(terms))),
                in_flight: Arc::default(),
                dice: Mutex::new(dice),
            }),
        }
    }

    /// All its routes. Lost answers and the control surface need [`serve`]: under another server a lost answer shows as
    /// an empty 502, and the control surface works only if that server provides `ConnectInfo<SocketAddr>`.
    pub fn router(&self) -> axum::Router {
        http::exchange::router(self.clone())
    }

    /// All transactions as they stand, in the order of registration.
    pub fn ledger(&self) -> Vec<Transaction> {
        let merchants: Vec<String> = self.shared.settings.credentials.iter().map(|credential| credential.merchant_code.clone()).collect();
        let now = self.shared.clock.now();
        let mut ledger = locked(&self.shared.ledger);
        ledger.advance(now);
        ledger.snapshot(&merchants, &locked(&self.shared.in_flight), now)
    }

    /// Replaces the faults; they strike from the next request on.
    pub fn set_faults(&self, faults: Faults) {
        locked(&self.shared.dice).set_faults(faults);
    }

    /// How often each fault was played so far, by the name of its member in [`Faults`].
    pub fn faults_played(&self) -> BTreeMap<&'static str, u64> {
        locked(&self.shared.dice).played()
    }

    /// Lets the customer of a shipped transaction pay now.
    ///
    /// # Errors
    ///
    /// When there is no such transaction, or it is not waiting for payment.
    pub fn mark_paid(&self, np_transaction_id: &str) -> Result<(), PaymentRefused> {
        let id = NpId::parse(np_transaction_id).map_err(|_| PaymentRefused::Unknown)?;
        let now = self.shared.clock.now();
        let mut ledger = locked(&self.shared.ledger);
        ledger.advance(now);
        ledger.pay(id, now)
    }

    /// Lets time pass at once: reviews end, customers pay, OKs expire, the day of new ids changes.
    pub fn skip_time(&self, duration: Duration) {
        self.shared.clock.skip(duration);
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Simulator").field("settings", &self.shared.settings).finish_non_exhaustive()
    }
}

/// Locks. Nothing that a lock here guards is left half-done by a panic elsewhere, so a poisoned one is used on.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
