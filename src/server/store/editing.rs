//! What of orders is edited in bulk.

use super::order_state::OrderState;
use super::values::{list, placeholders, rows_at_once};
use super::{StoreError, Transaction, contents};
use crate::domain::edit::Editable;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeSet, HashMap};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    note: String,
    carrier: String,
    deliver_on: String,
    deliver_time: String,
    shipped_on: String,
    check_items: String,
    has_slip: i64,
}

/// The orders of these states, by key.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub(in crate::server) async fn load_all(
    conn: &mut AnyConnection,
    states: &HashMap<i64, OrderState>,
    with_contents: bool,
) -> Result<HashMap<i64, Editable>, StoreError> {
    let ids: Vec<i64> = states.keys().copied().collect();
    let mut held = if with_contents { contents::of_all(conn, &ids).await? } else { HashMap::new() };
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(rows_at_once(1)) {
        let sql = format!(
            "SELECT id, note, carrier, deliver_on, deliver_time, shipped_on, check_items, \
             CAST(CASE WHEN slip_number IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_slip FROM orders WHERE id IN ({})",
            list(1, ids.len())
        );
        let query = ids.iter().fold(sqlx::query_as::<_, Row>(AssertSqlSafe(sql)), |query, id| query.bind(*id));
        for row in query.fetch_all(&mut *conn).await? {
            let Some(state) = states.get(&row.id) else { continue };
            let order = Editable {
                lamps: state.lamps,
                status: state.status.clone(),
                note: row.note,
                carrier: row.carrier,
                deliver_on: row.deliver_on,
                deliver_time: row.deliver_time,
                shipped_on: row.shipped_on,
                check_items: check_items_from_text(&row.check_items)?,
                has_slip: row.has_slip == 1,
                contents: held.remove(&row.id),
            };
            found.insert(row.id, order);
        }
    }
    Ok(found)
}

/// Writes edited orders, but for their contents. The caller has saved their states, 受注ステータス included, in the same
/// transaction (`order_state::save_all`), which checked the versions and told the outbox.
///
/// # Errors
/// When the database fails.
pub async fn save_all(tx: &mut Transaction, orders: &[(i64, &Editable)]) -> Result<(), StoreError> {
    for orders in orders.chunks(rows_at_once(7)) {
        let sql = format!(
            "UPDATE orders SET note = v.column2, carrier = v.column3, deliver_on = v.column4, deliver_time = v.column5, \
             shipped_on = v.column6, check_items = v.column7 FROM (VALUES {}) AS v WHERE orders.id = v.column1",
            placeholders(1, orders.len(), 7)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (id, order) in orders {
            query = query
                .bind(*id)
                .bind(order.note.clone())
                .bind(order.carrier.clone())
                .bind(order.deliver_on.clone())
                .bind(order.deliver_time.clone())
                .bind(order.shipped_on.clone())
                .bind(serde_json::to_string(&order.check_items).expect("a list of strings is always JSON"));
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// Reads the stored labels of an order.
pub(super) fn check_items_from_text(text: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("orders.check_items"))
}

/// Every label that an order has, in their alphabet.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn check_items(conn: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    let lists: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT check_items FROM orders WHERE check_items <> '[]'").fetch_all(conn).await?;
    let mut found = BTreeSet::new();
    for list in lists {
        found.extend(check_items_from_text(&list)?);
    }
    Ok(found.into_iter().collect())
}
