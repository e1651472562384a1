//! 個人情報: how long it is kept, and one buyer's.

pub mod buyer;
mod export;
pub mod retention;

pub use export::export;
