//! NP後払い: the client and the wire types of its API (np-api.md), nothing else. It knows no database.

mod blank;
mod client;
mod endpoint;
mod read;
mod sent;
pub mod wire;

pub use client::NpClient;
pub use endpoint::Endpoint;
