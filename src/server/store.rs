//! The database: one SQL text for SQLite and PostgreSQL, one query per function.
//!
//! Every change of an order goes through [`order_state::save_all`] or, where nothing but its standing changes,
//! [`order_state::save_standings`]: they keep version, counts and outbox in step.

pub mod acts;
pub mod audit;
pub mod automation;
pub mod carriers;
pub mod choices;
pub mod contents;
pub mod copy;
pub mod counts;
pub mod editing;
pub mod engine;
pub mod erasure;
pub mod events;
pub mod fees;
pub mod import;
pub mod invitations;
pub mod links;
pub mod order_state;
pub mod orders;
pub mod preferences;
pub mod radar;
pub mod registrations;
pub mod restored;
pub mod runs;
pub mod saved_views;
pub mod schema;
pub mod sealed;
mod search;
pub mod servers;
pub mod sessions;
pub mod settings;
pub mod shops;
pub mod sign_ins;
pub mod timeline;
pub mod users;
mod values;
pub mod view;

pub use engine::{Engine, Store, StoreError, Transaction};

use sqlx::AnyConnection;

/// The next `count` numbers of a sequence; returns the first. Its row stays locked until commit (see the migration).
pub(crate) async fn take_numbers(conn: &mut AnyConnection, sequence: &str, count: i64) -> Result<i64, StoreError> {
    let last: i64 = sqlx::query_scalar("UPDATE counters SET value = value + $2 WHERE name = $1 RETURNING value")
        .bind(sequence.to_owned())
        .bind(count)
        .fetch_one(conn)
        .await?;
    Ok(last - count + 1)
}
