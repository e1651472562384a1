//! What the shop's world is made of: orders, money, lamps, acts, NP's rules and reasons.
//!
//! Pure: no clock, no network, no database. The browser and the server use the same code, so that the button a person
//! sees and the refusal the server gives come from one table.

pub mod act;
pub mod advice;
pub mod application;
pub mod audit;
pub mod bulk;
pub mod carrier;
pub mod chars;
pub(crate) mod coded;
pub mod column;
pub mod dated;
pub mod difference;
pub mod edit;
pub mod erasure;
pub mod fee;
pub mod field;
pub mod id;
pub mod lamp;
pub mod lane;
pub(crate) mod masked;
pub mod order;
pub mod parcel;
pub mod postal;
pub mod preflight;
pub mod radar;
pub mod reason;
pub mod role;
pub mod shop;
pub mod sort;
pub mod sparse;
pub mod status;
pub mod table;
pub mod validity;
pub mod yen;
