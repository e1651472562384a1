//! One screen each.

pub mod application;
pub mod audit;
pub mod carriers;
pub mod desk;
pub mod files;
pub mod links;
pub mod login;
pub mod payments;
pub mod privacy;
pub mod runs;
pub mod settings;
pub mod shops;
