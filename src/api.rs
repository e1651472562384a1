//! Server functions and the types that travel through them, by area.
//!
//! A server function checks who asks, then calls `server::`; it holds no rules of its own.

#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod account;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod acts;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod application;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod audit;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod carriers;
pub mod changes;
pub mod error;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod files;
pub mod invite;
pub mod json;
pub mod links;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod orders;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod payments;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod people;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod privacy;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod radar;
pub mod row;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod sheet;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod shops;
pub mod status;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod statuses;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod tracking;
pub mod view;
#[allow(missing_docs, reason = "the server macro makes a struct of a function's parameters")]
pub mod views;

pub use error::AppError;
