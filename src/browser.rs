//! What only the browser's half can do.

pub mod events;
pub mod leaving;
pub mod parts;
pub mod screen;
pub mod tab;
