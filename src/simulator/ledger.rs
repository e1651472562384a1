//! What NP knows: every transaction, and what the endpoints do to it.
//!
//! One lock guards the whole ledger. Each act is a few look-ups, so batches of a thousand hold it for milliseconds;
//! reading and checking the JSON happens outside.

mod book;
mod cancel;
mod credit;
mod due;
mod find;
#[cfg(test)]
mod invariants;
mod record;
mod register;
mod reregister;
mod review;
mod serial;
mod ship;
mod snapshot;
mod state;
mod update;

pub(crate) use book::{Ledger, Terms};
pub use due::PaymentRefused;
pub(crate) use record::Merchant;
pub(crate) use register::Occasion;
pub use snapshot::{Calls, Transaction};
pub use state::State;
