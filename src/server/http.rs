//! The HTTP surface: router, security headers, health, metrics.

pub(in crate::server) mod errors;
mod health;
mod pace;
pub mod router;
mod security;

pub use security::PageNonce;
