//! 操作履歴. Lines are added, never changed: there is no other statement about this table than these.

use super::{StoreError, Transaction, take_numbers};
use crate::domain::audit::AuditKind;
use crate::server::clock;

/// Who does what is done on the command line.
pub const COMMAND: &str = "コマンド";

/// One line to be written.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The account's name, or what stands in its place.
    pub who: &'a str,
    /// What it is about.
    pub kind: AuditKind,
    /// In words, without any secret and without buyers' data.
    pub what: &'a str,
    /// The shop, where it is about one.
    pub shop_id: Option<i64>,
    /// Where the request came from, where that matters; else empty.
    pub address: &'a str,
}

/// Adds a line in the transaction of what it tells about: neither is there without the other.
///
/// # Errors
/// When the database fails.
pub async fn append(tx: &mut Transaction, entry: Entry<'_>) -> Result<(), StoreError> {
    let id = take_numbers(tx, "audit", 1).await?;
    sqlx::query("INSERT INTO audit (id, at, who, kind, what, shop_id, address) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(clock::now_ms())
        .bind(entry.who.to_owned())
        .bind(entry.kind.code())
        .bind(entry.what.to_owned())
        .bind(entry.shop_id)
        .bind(entry.address.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
