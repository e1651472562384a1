//! Server functions and the types that travel through them, by area.
//!
//! A server function checks who asks, then calls `server::`; it holds no rules of its own.

#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod account;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod acts;
pub mod error;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod files;
pub mod invite;
pub mod json;
pub mod links;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod orders;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod people;
pub mod row;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod sheet;
pub mod status;
pub mod view;

pub use error::AppError;
