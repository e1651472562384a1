//! One screen each.

pub mod account;
pub mod application;
pub mod audit;
pub mod carriers;
pub mod code;
pub mod desk;
pub mod files;
pub mod invite;
pub mod links;
pub mod login;
pub mod payments;
pub mod people;
pub mod privacy;
pub mod radar;
pub mod runs;
pub mod settings;
pub mod shops;
pub mod statuses;
pub mod switch;
