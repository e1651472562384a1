//! Ways to the orders of a view: the database goes along an index to where they begin.

use super::Asked;
use super::filter::Filter;
use crate::api::row::Edge;
use crate::domain::sort::{Sort, SortBy};
use crate::server::store::engine::Engine;
use crate::server::store::{StoreError, counts, search};
use sqlx::{AnyConnection, AssertSqlSafe};

/// A text that the index finds in more orders than this is common.
const COMMON: i64 = 2_000;
/// Orders of a view that are read to find the next ones with a common text, before the index is asked for all that have it.
const NEAR: i64 = 500;
/// The same where those were not enough.
const FAR: i64 = 8_000;

/// How the database comes to the first row, and how far it goes.
pub(super) struct Walk {
    /// What the rows of the walk are, compared with these.
    pub(super) within: Vec<Bound>,
    pub(super) backwards: bool,
    pub(super) offset: i64,
    pub(super) limit: i64,
}

impl Walk {
    /// From whichever end is nearer.
    pub(super) fn shorter(total: i64, offset: i64, limit: i64) -> Self {
        let behind = total - offset - limit;
        let backwards = behind < offset;
        Self { within: Vec::new(), backwards, offset: if backwards { behind } else { offset }, limit }
    }

    fn bind(&self, filter: &mut Filter, sort: Sort) -> Result<(), StoreError> {
        for Bound { sign, at } in &self.within {
            match at {
                At::Time(at) => filter.demand(&format!("ordered_at {sign} "), Some(*at), "")?,
                At::Place(place) => {
                    let value = match &place.value {
                        Value::Number(number) => filter.argument(*number)?,
                        Value::Text(text) => filter.argument(text.clone())?,
                    };
                    let id = filter.argument(place.id)?;
                    filter.and(&format!("({}, id) {sign} ({value}, {id})", column(sort)));
                }
            }
        }
        Ok(())
    }
}

/// Where a walk begins or ends.
pub(super) struct Bound {
    /// How rows compare with it: `<`, `>=` and so on.
    pub(super) sign: &'static str,
    pub(super) at: At,
}

/// What rows are compared with.
pub(super) enum At {
    /// A moment, in milliseconds.
    Time(i64),
    Place(Place),
}

/// Where an order stands in a sort, or stood. Compares as a rising sort does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    value: Value,
    id: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(i64),
    Text(String),
}

impl Place {
    /// `None` when the edge is none of this sort.
    pub(super) fn of(sort: Sort, edge: &Edge) -> Option<Self> {
        let value = match sort.by {
            SortBy::OrderedAt | SortBy::Total | SortBy::Billed => Value::Number(edge.sorted_by.parse().ok()?),
            SortBy::DeliverOn | SortBy::ShippedOn => Value::Text(edge.sorted_by.clone()),
        };
        Some(Self { value, id: edge.id })
    }
}

impl Asked<'_> {
    /// The keys that a walk finds, in its direction.
    pub(super) async fn walk(self, conn: &mut AnyConnection, walk: &Walk) -> Result<Vec<i64>, StoreError> {
        let text = search::asked(&self.view.search);
        // Orders of a lane, a shop, a status lie beside each other. To look at the nearest ones costs less than to ask whether
        // the text is common; other filters may have to go through all orders for so many.
        let is_dense = !text.is_empty() && self.view.filter.count() == 0;
        if is_dense && let Some(keys) = self.walk_near(conn, walk, NEAR).await? {
            return Ok(keys);
        }
        if search::count(conn, &text, COMMON + 1).await? > COMMON {
            for near in if is_dense { &[FAR][..] } else { &[NEAR, FAR] } {
                if let Some(keys) = self.walk_near(conn, walk, *near).await? {
                    return Ok(keys);
                }
            }
        }
        let mut filter = Filter::of(Engine::of(conn), self)?;
        walk.bind(&mut filter, self.view.sort)?;
        let (column, direction) = (column(self.view.sort), direction(self.view.sort, walk.backwards));
        let sql = format!(
            "SELECT id FROM {} {} ORDER BY {column} {direction}, id {direction} LIMIT {} OFFSET {}",
            filter.table, filter.conditions, walk.limit, walk.offset
        );
        Ok(sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_all(conn).await?)
    }

    /// As [`Asked::walk`], among the nearest orders alone; `None` when they are too few.
    async fn walk_near(self, conn: &mut AnyConnection, walk: &Walk, near: i64) -> Result<Option<Vec<i64>>, StoreError> {
        if walk.offset + walk.limit > near {
            return Ok(None);
        }
        let mut filter = Filter::without_search(Engine::of(conn), self)?;
        walk.bind(&mut filter, self.view.sort)?;
        let is_found = filter.is_found_by(&self.view.search)?;
        let (column, direction) = (column(self.view.sort), direction(self.view.sort, walk.backwards));
        let sql = format!(
            "SELECT id FROM (SELECT id, {column} AS place, {is_found} AS is_found FROM {} {} \
             ORDER BY {column} {direction}, id {direction} LIMIT {near}) AS near WHERE is_found ORDER BY place {direction}, id {direction} LIMIT {} OFFSET {}",
            filter.table, filter.conditions, walk.limit, walk.offset
        );
        let keys: Vec<i64> = sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_all(conn).await?;
        Ok(i64::try_from(keys.len()).is_ok_and(|found| found == walk.limit).then_some(keys))
    }
}

/// The week in which a position lies, and how many orders of that week come before it. `weeks` begins with the newest.
pub(super) fn to_week(mut weeks: Vec<(i64, i64)>, rising: bool, mut offset: i64) -> (i64, i64) {
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
pub(super) const fn column(sort: Sort) -> &'static str {
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

/// Which way a sort is walked.
const fn direction(sort: Sort, backwards: bool) -> &'static str {
    if sort.rising == backwards { "DESC" } else { "ASC" }
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
        assert_eq!((near.offset, near.backwards), (100, false));
        let far = Walk::shorter(1_000, 900, 100);
        assert_eq!((far.offset, far.backwards), (0, true));
    }
}
