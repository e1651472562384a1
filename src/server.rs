//! The server's half. Nothing here is compiled into the browser's.

pub mod account;
pub mod acts;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
mod digest;
pub mod error;
mod files;
pub mod http;
pub mod keeping;
pub mod links;
pub mod live;
pub mod metrics;
pub mod np;
pub mod orders;
pub mod people;
pub mod provider;
pub mod secrets;
pub mod startup;
pub mod state;
pub mod store;
pub mod telemetry;
