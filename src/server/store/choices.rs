//! What there is to filter by.

use super::StoreError;
use super::order_state::codes_from_text;
use crate::domain::lane::Lane;
use crate::domain::reason::Code;
use sqlx::{AnyConnection, AssertSqlSafe};

/// Values offered for a filter: more are no list to choose from.
const MOST_VALUES: i64 = 200;

/// The values that a column has, in their alphabet, found by skipping from one to the next: its index is not walked.
///
/// # Errors
/// When the database fails.
pub async fn values(conn: &mut AnyConnection, column: &'static str) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "WITH RECURSIVE found (value) AS (SELECT MIN({column}) FROM orders UNION ALL \
         SELECT (SELECT MIN({column}) FROM orders WHERE {column} > found.value) FROM found WHERE found.value IS NOT NULL) \
         SELECT value FROM found WHERE value <> '' LIMIT {MOST_VALUES}"
    );
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(conn).await?)
}

/// The reasons of a lane's orders, each combination with how many have it; none for a lane that has no reasons.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn reasons(conn: &mut AnyConnection, lane: Lane, shop_id: Option<i64>) -> Result<Vec<(Vec<Code>, i64)>, StoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT reasons, COUNT(*) FROM orders WHERE lane IN ('repair', 'ng', 'error') AND lane = $1 AND ($2 IS NULL OR shop_id = $2) \
             GROUP BY reasons",
    )
    .bind(lane.code())
    .bind(shop_id)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|(codes, orders)| Ok((codes_from_text(&codes)?, orders))).collect()
}
