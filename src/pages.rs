//! One screen each.

pub mod audit;
pub mod desk;
pub mod files;
pub mod links;
pub mod login;
pub mod privacy;
pub mod runs;
pub mod settings;
