//! What NP checks in each element before it looks at any transaction: pure functions over the JSON as received.
//!
//! They read [`serde_json::Value`] themselves and share no type with any client, so that a mistake in a client's
//! wire types shows up as an error code. Every violation of an element is collected, not only the first
//! (np-api.md §1.1, §11).

pub(crate) mod amount;
pub(crate) mod codes;
pub(crate) mod contract;
pub(crate) mod draft;
pub(crate) mod email;
pub(crate) mod fields;
pub(crate) mod goods;
pub(crate) mod heading;
pub(crate) mod marks;
pub(crate) mod np_id;
pub(crate) mod party;
pub(crate) mod party_codes;
pub(crate) mod registration;
pub(crate) mod shipment;
pub(crate) mod tel;
pub(crate) mod text;
pub(crate) mod zip;
mod zip_table;
