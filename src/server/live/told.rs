//! What browsers are told about outbox lines.

use crate::api::changes::{self, Change, News};
use crate::server::store::events::{Event, Extent};
use crate::server::store::{StoreError, orders};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// The text of an `orders` event: each order once, as it stands now.
///
/// Now may be later than the lines. A verdict is told under its own line's version all the same: who takes it must not miss the
/// row that a later line brings.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn text(conn: &mut AnyConnection, lines: &[Event]) -> Result<String, StoreError> {
    let mut orders: BTreeMap<i64, (i64, Extent)> = BTreeMap::new();
    for line in lines {
        let (version, extent) = orders.entry(line.order_id).or_insert((line.version, Extent::Standing));
        *version = line.version.max(*version);
        if line.extent() == Extent::Row {
            *extent = Extent::Row;
        }
    }
    let ids: Vec<i64> = orders.keys().copied().collect();
    let told = orders::rows(conn, &ids).await?.into_iter().map(|row| match orders[&row.id] {
        (version, Extent::Standing) => (Change { id: row.id, version }, News::Standing(row.standing())),
        (_, Extent::Row) => (Change { id: row.id, version: row.version }, News::Row(Box::new(row))),
    });
    Ok(changes::to_text(&told.collect::<Vec<_>>()))
}
