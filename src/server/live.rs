//! Live updates: the outbox is read after each commit, what it says goes to every open browser as server-sent events.

mod hub;
pub mod sse;
pub mod told;

pub use hub::{Frame, Hub, run};
