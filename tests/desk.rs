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
#[path = "desk/audit.rs"]
mod audit;
#[path = "desk/automation.rs"]
mod automation;
#[path = "desk/bad_files.rs"]
mod bad_files;
#[path = "desk/bulk.rs"]
mod bulk;
#[path = "desk/carriers.rs"]
mod carriers;
#[path = "desk/common_texts.rs"]
mod common_texts;
#[path = "desk/doors.rs"]
mod doors;
#[path = "desk/edits.rs"]
mod edits;
#[path = "desk/errors.rs"]
mod errors;
#[path = "desk/fees.rs"]
mod fees;
#[path = "desk/flow.rs"]
mod flow;
#[path = "desk/foresight.rs"]
mod foresight;
#[path = "desk/harness.rs"]
mod harness;
#[path = "desk/http.rs"]
mod http;
#[path = "desk/http_errors.rs"]
mod http_errors;
#[path = "desk/import.rs"]
mod import;
#[path = "desk/invitations.rs"]
mod invitations;
#[path = "desk/keeping.rs"]
mod keeping;
#[path = "desk/key_rotation.rs"]
mod key_rotation;
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
#[path = "desk/one_buyer.rs"]
mod one_buyer;
#[path = "desk/panel.rs"]
mod panel;
#[path = "desk/panel_runs.rs"]
mod panel_runs;
#[path = "desk/people.rs"]
mod people;
#[path = "desk/pins.rs"]
mod pins;
#[path = "desk/presses.rs"]
mod presses;
#[path = "desk/privacy.rs"]
mod privacy;
#[path = "desk/radar.rs"]
mod radar;
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
#[path = "desk/shop_gates.rs"]
mod shop_gates;
#[path = "desk/shop_settings.rs"]
mod shop_settings;
#[path = "desk/statuses.rs"]
mod statuses;
#[path = "desk/store.rs"]
mod store;
#[path = "desk/told.rs"]
mod told;
#[path = "desk/troubles.rs"]
mod troubles;
#[path = "desk/two_servers.rs"]
mod two_servers;
#[path = "desk/upgrade.rs"]
mod upgrade;
#[path = "desk/views.rs"]
mod views;
#[path = "desk/wishes.rs"]
mod wishes;
