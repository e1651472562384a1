//! A view as the database is asked for it: which orders, in which order, from which position.

use super::engine::Engine;
use super::{StoreError, counts, shops};
use crate::api::row::Beside;
use crate::api::view::View;
use crate::domain::sort::{Sort, SortBy};
use filter::Filter;
use sqlx::{AnyConnection, AssertSqlSafe};

mod filter;

/// A view, and its shop as the database knows it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    view: &'a View,
    shop_id: Option<i64>,
}

/// Positions of a view.
#[derive(Clone, Copy)]
pub struct Span {
    /// The first one.
    pub offset: i64,
    /// How many, at most.
    pub limit: i64,
    /// How many orders the whole view has.
    pub total: i64,
}

/// Orders of a view that follow each other, with their neighbours.
pub struct Stretch {
    /// The order before the first one.
    pub before: Option<i64>,
    /// The orders.
    pub keys: Vec<i64>,
    /// The order after the last one.
    pub after: Option<i64>,
}

impl<'a> Asked<'a> {
    /// Asks for a view.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(conn: &mut AnyConnection, view: &'a View) -> Result<Self, StoreError> {
        Ok(Self { view, shop_id: shops::id_of(conn, view.shop.as_deref()).await? })
    }

    /// How many orders the view has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn total(self, conn: &mut AnyConnection) -> Result<i64, StoreError> {
        if self.view.is_counted() {
            return Ok(self.weeks(conn).await?.into_iter().map(|(_, orders)| orders).sum());
        }
        let filter = Filter::of(Engine::of(conn), self)?;
        let sql = format!("SELECT COUNT(*) FROM orders {}", filter.conditions);
        Ok(sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_one(conn).await?)
    }

    /// The keys of the orders at these positions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keys(self, conn: &mut AnyConnection, Span { offset, limit, total }: Span) -> Result<Vec<i64>, StoreError> {
        let limit = limit.min(total - offset);
        if limit <= 0 {
            return Ok(Vec::new());
        }
        let sort = self.view.sort;
        let mut filter = Filter::of(Engine::of(conn), self)?;
        let walk = if self.view.is_counted() && sort.by == SortBy::OrderedAt {
            // Whole weeks are counted, not walked.
            let (walk, week) = to_week(self.weeks(conn).await?, sort.rising, offset);
            let (condition, edge) =
                if sort.rising { ("ordered_at >= ", counts::start_of(week)) } else { ("ordered_at < ", counts::end_of(week)) };
            filter.demand(condition, Some(edge), "")?;
            Walk { offset: walk, from_the_end: false }
        } else {
            Walk::shorter(total, offset, limit)
        };
        let order = order_by(sort, walk.from_the_end);
        let sql = format!("SELECT id FROM orders {} ORDER BY {order} LIMIT {limit} OFFSET {}", filter.conditions, walk.offset);
        let mut keys: Vec<i64> = sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_all(conn).await?;
        if walk.from_the_end {
            keys.reverse();
        }
        Ok(keys)
    }

    /// As [`Asked::keys`], with the neighbours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stretch(self, conn: &mut AnyConnection, Span { offset, limit, total }: Span) -> Result<Stretch, StoreError> {
        let lead = i64::from(offset > 0);
        let mut keys = self.keys(conn, Span { offset: offset - lead, limit: lead + limit + 1, total }).await?;
        let before = (lead == 1 && !keys.is_empty()).then(|| keys.remove(0));
        Ok(Stretch { before, after: beyond(&mut keys, limit), keys })
    }

    /// The orders beside one that may have left the view meanwhile; `None` when fewer than `limit` are left before it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn beside(self, conn: &mut AnyConnection, beside: Beside, limit: i64) -> Result<Option<Stretch>, StoreError> {
        let (anchor, backwards) = match beside {
            Beside::After(id) => (id, false),
            Beside::Before(id) => (id, true),
        };
        let sort = self.view.sort;
        let column = column(sort);
        let sign = if sort.rising == backwards { "<" } else { ">" };
        let mut filter = Filter::of(Engine::of(conn), self)?;
        filter.demand(&format!("({column}, id) {sign} (SELECT {column}, id FROM orders WHERE id = "), Some(anchor), ")")?;
        let sql = format!("SELECT id FROM orders {} ORDER BY {} LIMIT {}", filter.conditions, order_by(sort, backwards), limit + 1);
        let mut keys: Vec<i64> = sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_all(conn).await?;
        let beyond = beyond(&mut keys, limit);
        if !backwards {
            return Ok(Some(Stretch { before: Some(anchor), keys, after: beyond }));
        }
        keys.reverse();
        let is_whole = i64::try_from(keys.len()).is_ok_and(|found| found == limit);
        Ok(is_whole.then_some(Stretch { before: beyond, keys, after: Some(anchor) }))
    }

    /// What the kept counts know of the view, by week, the newest first.
    async fn weeks(self, conn: &mut AnyConnection) -> Result<Vec<(i64, i64)>, StoreError> {
        counts::weeks(conn, self.view.lane, self.view.filter.status.as_deref(), self.shop_id).await
    }
}

/// Takes the key that was asked for only to know whether there is one.
fn beyond(keys: &mut Vec<i64>, limit: i64) -> Option<i64> {
    if i64::try_from(keys.len()).is_ok_and(|found| found > limit) { keys.pop() } else { None }
}

/// How far the database has to walk to the first row, and from which side.
struct Walk {
    offset: i64,
    from_the_end: bool,
}

impl Walk {
    fn shorter(total: i64, offset: i64, limit: i64) -> Self {
        let behind = total - offset - limit;
        if behind < offset { Self { offset: behind, from_the_end: true } } else { Self { offset, from_the_end: false } }
    }
}

/// The week in which a position lies, and how many orders of that week come before it. `weeks` begins with the newest.
fn to_week(mut weeks: Vec<(i64, i64)>, rising: bool, mut offset: i64) -> (i64, i64) {
    if rising {
        weeks.reverse();
    }
    for (week, orders) in weeks {
        if offset < orders {
            return (offset, week);
        }
        offset -= orders;
    }
    (offset, if rising { i64::MAX / counts::WEEK_MS - 1 } else { i64::MIN / counts::WEEK_MS + 1 })
}

/// What a sort compares first.
const fn column(sort: Sort) -> &'static str {
    match (sort.by, sort.rising) {
        (SortBy::OrderedAt, _) => "ordered_at",
        (SortBy::Total, _) => "total_amount",
        (SortBy::Billed, _) => "billed_amount",
        (SortBy::DeliverOn, false) => "deliver_on",
        (SortBy::ShippedOn, false) => "shipped_on",
        (SortBy::DeliverOn, true) => "CASE WHEN deliver_on = '' THEN '9999-99-99' ELSE deliver_on END",
        (SortBy::ShippedOn, true) => "CASE WHEN shipped_on = '' THEN '9999-99-99' ELSE shipped_on END",
    }
}

/// The columns of a sort; backwards for a walk from the end.
fn order_by(sort: Sort, backwards: bool) -> String {
    let column = column(sort);
    let direction = if sort.rising == backwards { "DESC" } else { "ASC" };
    format!("{column} {direction}, id {direction}")
}

#[cfg(test)]
mod tests {
    use super::{Walk, to_week};

    #[test]
    fn a_position_lies_in_one_week() {
        let weeks = || vec![(30, 5), (29, 10), (27, 1)];
        assert_eq!(to_week(weeks(), false, 0), (0, 30));
        assert_eq!(to_week(weeks(), false, 4), (4, 30));
        assert_eq!(to_week(weeks(), false, 5), (0, 29));
        assert_eq!(to_week(weeks(), true, 0), (0, 27));
        assert_eq!(to_week(weeks(), true, 11), (0, 30));
        assert!(to_week(weeks(), false, 16).1 < -1_000_000, "behind the last order there is none");
    }

    #[test]
    fn the_shorter_way_is_walked() {
        let near = Walk::shorter(1_000, 100, 100);
        assert_eq!((near.offset, near.from_the_end), (100, false));
        let far = Walk::shorter(1_000, 900, 100);
        assert_eq!((far.offset, far.from_the_end), (0, true));
    }
}
