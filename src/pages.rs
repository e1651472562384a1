//! One screen each.

pub mod desk;
pub mod files;
pub mod login;
pub mod runs;
