//! One screen each.

pub mod desk;
pub mod files;
pub mod links;
pub mod login;
pub mod runs;
pub mod settings;
pub mod settings_payments;
pub mod settings_shops;
