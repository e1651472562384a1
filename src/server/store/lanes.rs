//! Orders in each lane, counted by the week they came in, as whole numbers beside the orders.

use super::values::{placeholders, rows_at_once};
use super::{StoreError, Transaction};
use crate::domain::lane::Lane;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// A week of unix milliseconds.
pub const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// The first moment of a week. Both databases cut a division towards zero: week 0 reaches a week back before 1970.
pub const fn start_of(week: i64) -> i64 {
    if week > 0 { week * WEEK_MS } else { (week - 1) * WEEK_MS + 1 }
}

/// The moment after the last one of a week.
pub const fn end_of(week: i64) -> i64 {
    if week < 0 { week * WEEK_MS + 1 } else { (week + 1) * WEEK_MS }
}

/// Orders that came into lanes (or left them, when negative), by shop, lane and week.
#[derive(Debug, Default)]
pub struct Moves(BTreeMap<(i64, &'static str, i64), i64>);

impl Moves {
    /// Counts `by` orders of one moment into a lane.
    pub fn count(&mut self, shop_id: i64, lane: Lane, ordered_at: i64, by: i64) {
        *self.0.entry((shop_id, lane.code(), ordered_at / WEEK_MS)).or_default() += by;
    }

    /// Writes what has been counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(self, tx: &mut Transaction) -> Result<(), StoreError> {
        let moves: Vec<_> = self.0.into_iter().filter(|(_, by)| *by != 0).collect();
        for moves in moves.chunks(rows_at_once(4)) {
            let sql = format!(
                "INSERT INTO lane_weeks (shop_id, lane, week, orders) VALUES {} \
                 ON CONFLICT (shop_id, lane, week) DO UPDATE SET orders = lane_weeks.orders + excluded.orders",
                placeholders(1, moves.len(), 4)
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for ((shop_id, lane, week), by) in moves {
                query = query.bind(*shop_id).bind(*lane).bind(*week).bind(*by);
            }
            query.execute(&mut **tx).await?;
        }
        Ok(())
    }
}

/// The counts of every lane that has orders, by shop.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &mut AnyConnection) -> Result<Vec<(i64, Lane, i64)>, StoreError> {
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(
        "SELECT shop_id, lane, CAST(SUM(orders) AS BIGINT) FROM lane_weeks GROUP BY shop_id, lane HAVING SUM(orders) <> 0 \
         ORDER BY shop_id, lane",
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(shop_id, lane, orders)| Ok((shop_id, Lane::from_code(&lane).ok_or(StoreError::Corrupt("lane_weeks.lane"))?, orders)))
        .collect()
}

/// Orders of a lane (or of all) and a shop (or of all) by week, the newest week first.
///
/// # Errors
/// When the database fails.
pub async fn weeks(conn: &mut AnyConnection, lane: Option<Lane>, shop_id: Option<i64>) -> Result<Vec<(i64, i64)>, StoreError> {
    // NULL stands for "any"; the casts tell PostgreSQL what a NULL would be.
    Ok(sqlx::query_as(
        "SELECT week, CAST(SUM(orders) AS BIGINT) FROM lane_weeks WHERE (CAST($1 AS TEXT) IS NULL OR lane = $1) \
         AND (CAST($2 AS BIGINT) IS NULL OR shop_id = $2) GROUP BY week ORDER BY week DESC",
    )
    .bind(lane.map(Lane::code))
    .bind(shop_id)
    .fetch_all(conn)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::{WEEK_MS, end_of, start_of};

    #[test]
    fn every_moment_lies_in_its_week_before_1970_too() {
        for moment in [0, 1, -1, WEEK_MS, WEEK_MS - 1, -WEEK_MS, 1 - WEEK_MS, -WEEK_MS - 1, 1_764_000_000_000, -61_000_000_000_000] {
            let week = moment / WEEK_MS;
            assert!((start_of(week)..end_of(week)).contains(&moment), "{moment} in week {week}");
            assert_eq!(end_of(week), start_of(week + 1));
        }
    }
}
