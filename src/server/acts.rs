//! Acts: recorded before they are sent, sent by the worker alone, settled by id (design §4).
//!
//! Nothing outside this module calls the payment company.

pub mod automation;
mod decide;
pub(in crate::server) mod gate;
pub mod ledger;
mod line;
pub mod lost;
pub mod pause;
pub mod peers;
pub mod restored;
mod retry;
mod settle;
pub mod worker;
