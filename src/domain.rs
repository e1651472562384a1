//! What the shop's world is made of: orders, money, lamps, acts, NP's rules and reasons.
//!
//! Pure: no clock, no network, no database. The browser and the server use the same code, so that the button a person
//! sees and the refusal the server gives come from one table.

pub mod act;
pub mod audit;
pub mod carrier;
pub mod chars;
pub(crate) mod coded;
pub mod field;
pub mod id;
pub mod lamp;
pub mod lane;
pub mod order;
pub mod preflight;
pub mod reason;
pub mod role;
pub mod shop;
pub mod table;
pub mod validity;
pub mod yen;
