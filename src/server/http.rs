//! The HTTP surface: router, security headers, health, metrics.

mod cookies;
mod download;
pub(in crate::server) mod errors;
mod health;
mod pace;
pub mod router;
mod security;
mod shell;

pub(in crate::server) use cookies::cookie;
pub(in crate::server) use download::download;
pub use security::PageNonce;
