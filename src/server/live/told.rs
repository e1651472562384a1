//! What browsers are told about outbox lines.

use crate::api::changes::{self, Change, News};
use crate::api::row::OrderRow;
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
    let mut by_order: BTreeMap<i64, Vec<&Event>> = BTreeMap::new();
    for line in lines {
        by_order.entry(line.order_id).or_default().push(line);
    }
    let ids: Vec<i64> = by_order.keys().copied().collect();
    let told = orders::rows(conn, &ids).await?.into_iter().map(|row| news(&by_order[&row.id], row));
    Ok(changes::to_text(&told.collect::<Vec<_>>()))
}

fn news(lines: &[&Event], row: OrderRow) -> (Change, News) {
    match lines {
        [first, .., last] | [first @ last] if lines.iter().all(|line| line.extent() == Extent::Standing) => {
            (Change { id: row.id, version: last.version }, News::Standing { after: first.version - 1, standing: row.standing })
        }
        _ => (Change { id: row.id, version: row.version }, News::Row(Box::new(row))),
    }
}
