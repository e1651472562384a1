//! The whole desk as its users meet it: real HTTP, a real database file, the real simulator behind it.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, reason = "what the tests share may panic like the tests themselves")]

#[path = "desk/acts.rs"]
mod acts;
#[path = "desk/addresses.rs"]
mod addresses;
#[path = "desk/answers.rs"]
mod answers;
#[path = "desk/answers_others.rs"]
mod answers_others;
#[path = "desk/automation.rs"]
mod automation;
#[path = "desk/bad_files.rs"]
mod bad_files;
#[path = "desk/bulk.rs"]
mod bulk;
#[path = "desk/doors.rs"]
mod doors;
#[path = "desk/edits.rs"]
mod edits;
#[path = "desk/errors.rs"]
mod errors;
#[path = "desk/flow.rs"]
mod flow;
#[path = "desk/harness.rs"]
mod harness;
#[path = "desk/http.rs"]
mod http;
#[path = "desk/import.rs"]
mod import;
#[path = "desk/invitations.rs"]
mod invitations;
#[path = "desk/keeping.rs"]
mod keeping;
#[path = "desk/live.rs"]
mod live;
#[path = "desk/lost_others.rs"]
mod lost_others;
#[path = "desk/lost_register.rs"]
mod lost_register;
#[path = "desk/metrics.rs"]
mod metrics;
#[path = "desk/np.rs"]
mod np;
#[path = "desk/np_stub.rs"]
mod np_stub;
#[path = "desk/np_wire.rs"]
mod np_wire;
#[path = "desk/people.rs"]
mod people;
#[path = "desk/pins.rs"]
mod pins;
#[path = "desk/presses.rs"]
mod presses;
#[path = "desk/restart.rs"]
mod restart;
#[path = "desk/restored.rs"]
mod restored;
#[path = "desk/reviews.rs"]
mod reviews;
#[path = "desk/rights.rs"]
mod rights;
#[path = "desk/routes.rs"]
mod routes;
#[path = "desk/second_factor.rs"]
mod second_factor;
#[path = "desk/secrets.rs"]
mod secrets;
#[path = "desk/store.rs"]
mod store;
#[path = "desk/troubles.rs"]
mod troubles;
#[path = "desk/two_servers.rs"]
mod two_servers;
#[path = "desk/upgrade.rs"]
mod upgrade;
