//! One screen each.

pub mod account;
pub mod code;
pub mod desk;
pub mod files;
pub mod invite;
pub mod links;
pub mod login;
pub mod people;
pub mod runs;
pub mod settings;
pub mod switch;
