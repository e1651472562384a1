//! What acts have told NP about orders' contents, and what it said.

use super::StoreError;
use sqlx::AnyConnection;

/// The element by which NP last got an order's contents.
///
/// # Errors
/// When the database fails.
pub async fn last_sent(conn: &mut AnyConnection, order_id: i64) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT payload FROM acts WHERE order_id = $1 AND kind IN ('register', 'update') AND sent_at IS NOT NULL ORDER BY id DESC LIMIT 1",
    )
    .bind(order_id)
    .fetch_optional(conn)
    .await?)
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
