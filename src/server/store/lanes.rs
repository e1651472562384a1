//! Lane counts, kept as whole numbers beside the orders.

use super::{StoreError, Transaction};
use crate::domain::lane::Lane;
use sqlx::AnyConnection;

/// `count` orders came into a lane (or left it, when negative).
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Transaction, shop_id: i64, lane: Lane, count: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO lane_counts (shop_id, lane, orders) VALUES ($1, $2, $3) \
         ON CONFLICT (shop_id, lane) DO UPDATE SET orders = lane_counts.orders + excluded.orders",
    )
    .bind(shop_id)
    .bind(lane.code())
    .bind(count)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The counts of every lane that has orders, by shop.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &mut AnyConnection) -> Result<Vec<(i64, Lane, i64)>, StoreError> {
    let rows: Vec<(i64, String, i64)> =
        sqlx::query_as("SELECT shop_id, lane, orders FROM lane_counts WHERE orders <> 0 ORDER BY shop_id, lane").fetch_all(conn).await?;
    rows.into_iter()
        .map(|(shop_id, lane, orders)| Ok((shop_id, Lane::from_code(&lane).ok_or(StoreError::Corrupt("lane_counts.lane"))?, orders)))
        .collect()
}
