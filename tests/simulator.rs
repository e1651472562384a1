//! The simulator held to the reference, over real HTTP.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, reason = "what the tests share may panic like the tests themselves")]

#[path = "simulator/auth.rs"]
mod auth;
#[path = "simulator/batches.rs"]
mod batches;
#[path = "simulator/binary.rs"]
mod binary;
#[path = "simulator/control.rs"]
mod control;
#[path = "simulator/credit.rs"]
mod credit;
#[path = "simulator/examples.rs"]
mod examples;
#[path = "simulator/faults.rs"]
mod faults;
#[path = "simulator/forced.rs"]
mod forced;
#[path = "simulator/heading_rules.rs"]
mod heading_rules;
#[path = "simulator/party_rules.rs"]
mod party_rules;
#[path = "simulator/payments.rs"]
mod payments;
#[path = "simulator/reregister.rs"]
mod reregister;
#[path = "simulator/reviews.rs"]
mod reviews;
#[path = "simulator/shipments.rs"]
mod shipments;
#[path = "simulator/states.rs"]
mod states;
#[path = "simulator/support.rs"]
mod support;
#[path = "simulator/updates.rs"]
mod updates;
