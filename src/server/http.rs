//! The HTTP surface: router, security headers, health, metrics.

mod health;
pub mod router;
mod security;

pub use security::PageNonce;
