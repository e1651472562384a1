//! What acts have told NP about orders' contents, and what it said.

use super::StoreError;
use super::values::{list, rows_at_once};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashMap;

/// The elements by which NP last got these orders' contents, by order; those of which it never got any are not there. A
/// change that was refused has left NP with what it had.
///
/// # Errors
/// When the database fails.
pub async fn last_sent(conn: &mut AnyConnection, order_ids: &[i64]) -> Result<HashMap<i64, String>, StoreError> {
    let mut found = HashMap::with_capacity(order_ids.len());
    for order_ids in order_ids.chunks(rows_at_once(1)) {
        let sql = format!(
            "SELECT order_id, payload FROM acts WHERE id IN (SELECT MAX(id) FROM acts WHERE order_id IN ({}) \
             AND (kind = 'register' OR kind = 'update' AND state <> 'refused') AND sent_at IS NOT NULL GROUP BY order_id)",
            list(1, order_ids.len())
        );
        let query = order_ids.iter().fold(sqlx::query_as::<_, (i64, String)>(AssertSqlSafe(sql)), |query, id| query.bind(*id));
        found.extend(query.fetch_all(&mut *conn).await?);
    }
    Ok(found)
}

/// When NP first gave a code since it last got the order's contents, unix milliseconds.
///
/// # Errors
/// When the database fails.
pub async fn first_answer_with(conn: &mut AnyConnection, order_id: i64, code: &str) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT MIN(settled_at) FROM acts WHERE order_id = $1 AND codes LIKE $2 AND id >= \
         (SELECT COALESCE(MAX(id), 0) FROM acts WHERE order_id = $1 AND kind IN ('register', 'update') AND sent_at IS NOT NULL)",
    )
    .bind(order_id)
    .bind(format!("%\"{code}\"%"))
    .fetch_one(conn)
    .await?)
}
