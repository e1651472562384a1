//! Orders of each lane and status, counted by the week they came in, as whole numbers beside the orders.

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

/// Where an order is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// Its shop.
    pub shop_id: i64,
    /// Its lane.
    pub lane: Lane,
    /// 受注ステータス
    pub status: &'a str,
}

/// Orders that came into places (or left them, when negative), by week.
#[derive(Debug, Default)]
pub struct Moves<'a>(BTreeMap<(i64, &'static str, &'a str, i64), i64>);

impl<'a> Moves<'a> {
    /// Counts `by` orders of one moment into a place.
    pub fn count(&mut self, place: Place<'a>, ordered_at: i64, by: i64) {
        *self.0.entry((place.shop_id, place.lane.code(), place.status, ordered_at / WEEK_MS)).or_default() += by;
    }

    /// Writes what has been counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(self, tx: &mut Transaction) -> Result<(), StoreError> {
        let moves: Vec<_> = self.0.into_iter().filter(|(_, by)| *by != 0).collect();
        for moves in moves.chunks(rows_at_once(5)) {
            let sql = format!(
                "INSERT INTO order_weeks (shop_id, lane, status, week, orders) VALUES {} \
                 ON CONFLICT (shop_id, lane, status, week) DO UPDATE SET orders = order_weeks.orders + excluded.orders",
                placeholders(1, moves.len(), 5)
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for ((shop_id, lane, status, week), by) in moves {
                query = query.bind(*shop_id).bind(*lane).bind((*status).to_owned()).bind(*week).bind(*by);
            }
            query.execute(&mut **tx).await?;
        }
        Ok(())
    }
}

/// How many orders a shop has in a lane with a status.
#[derive(Debug, PartialEq, Eq)]
pub struct Count {
    /// The shop.
    pub shop_id: i64,
    /// The lane.
    pub lane: Lane,
    /// 受注ステータス
    pub status: String,
    /// How many, not 0.
    pub orders: i64,
}

/// Every place that has orders.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<Count>, StoreError> {
    let rows: Vec<(i64, String, String, i64)> = sqlx::query_as(
        "SELECT shop_id, lane, status, CAST(SUM(orders) AS BIGINT) FROM order_weeks GROUP BY shop_id, lane, status \
         HAVING SUM(orders) <> 0 ORDER BY shop_id, lane, status",
    )
    .fetch_all(conn)
    .await?;
    let count = |(shop_id, lane, status, orders): (i64, String, String, i64)| {
        let lane = Lane::from_code(&lane).ok_or(StoreError::Corrupt("order_weeks.lane"))?;
        Ok(Count { shop_id, lane, status, orders })
    };
    rows.into_iter().map(count).collect()
}

/// Orders of a lane, a status and a shop (or of all) by week, the newest week first.
///
/// # Errors
/// When the database fails.
pub async fn weeks(
    conn: &mut AnyConnection,
    lane: Option<Lane>,
    status: Option<&str>,
    shop_id: Option<i64>,
) -> Result<Vec<(i64, i64)>, StoreError> {
    // NULL stands for "any"; the casts tell PostgreSQL what a NULL would be.
    Ok(sqlx::query_as(
        "SELECT week, CAST(SUM(orders) AS BIGINT) FROM order_weeks WHERE (CAST($1 AS TEXT) IS NULL OR lane = $1) \
         AND (CAST($2 AS TEXT) IS NULL OR status = $2) AND (CAST($3 AS BIGINT) IS NULL OR shop_id = $3) GROUP BY week ORDER BY week DESC",
    )
    .bind(lane.map(Lane::code))
    .bind(status.map(str::to_owned))
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
