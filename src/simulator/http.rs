//! The simulator as an HTTP server.

pub(crate) mod batch;
pub(crate) mod control;
pub(crate) mod envelope;
pub(crate) mod exchange;
pub(crate) mod serve;
pub(crate) mod write;
