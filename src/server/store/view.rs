//! A view as the database is asked for it: which orders, in which order, from which position.

use super::StoreError;
use super::counts;
use super::engine::Engine;
use super::order_state::codes_from_text;
use super::search;
use crate::api::row::Beside;
use crate::api::view::View;
use crate::domain::lane::Lane;
use crate::domain::reason::Code;
use crate::domain::sort::{Sort, SortBy};
use crate::server::clock;
use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, Arguments, AssertSqlSafe};
use std::fmt::Write as _;

/// The keys of a view's orders from `offset` on. `total` is how many orders the view has.
///
/// # Errors
/// When the database fails.
pub async fn keys(
    conn: &mut AnyConnection,
    view: &View,
    shop_id: Option<i64>,
    total: i64,
    offset: i64,
    limit: i64,
) -> Result<Vec<i64>, StoreError> {
    let limit = limit.min(total - offset);
    if limit <= 0 {
        return Ok(Vec::new());
    }
    let mut filter = Filter::of(Engine::of(conn), view, shop_id)?;
    let walk = if view.is_counted() && view.sort.by == SortBy::OrderedAt {
        // Whole weeks are counted, not walked.
        let (walk, week) = to_week(counts::weeks(conn, view.lane, view.filter.status.as_deref(), shop_id).await?, view.sort.rising, offset);
        let (condition, edge) =
            if view.sort.rising { ("ordered_at >= ", counts::start_of(week)) } else { ("ordered_at < ", counts::end_of(week)) };
        filter.demand(condition, Some(edge), "")?;
        Walk { offset: walk, from_the_end: false }
    } else {
        Walk::shorter(total, offset, limit)
    };
    let sql = format!(
        "SELECT id FROM orders {} ORDER BY {} LIMIT {limit} OFFSET {}",
        filter.conditions,
        order_by(view.sort, walk.from_the_end),
        walk.offset
    );
    let mut keys: Vec<i64> = sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_all(conn).await?;
    if walk.from_the_end {
        keys.reverse();
    }
    Ok(keys)
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

/// As [`keys`], with the neighbours.
///
/// # Errors
/// When the database fails.
pub async fn stretch(
    conn: &mut AnyConnection,
    view: &View,
    shop_id: Option<i64>,
    total: i64,
    offset: i64,
    limit: i64,
) -> Result<Stretch, StoreError> {
    let lead = i64::from(offset > 0);
    let mut keys = keys(conn, view, shop_id, total, offset - lead, lead + limit + 1).await?;
    let before = (lead == 1 && !keys.is_empty()).then(|| keys.remove(0));
    Ok(Stretch { before, after: beyond(&mut keys, limit), keys })
}

/// The orders beside one that may have left the view meanwhile; `None` when fewer than `limit` are left before it.
///
/// # Errors
/// When the database fails.
pub async fn beside(
    conn: &mut AnyConnection,
    view: &View,
    shop_id: Option<i64>,
    beside: Beside,
    limit: i64,
) -> Result<Option<Stretch>, StoreError> {
    let (anchor, backwards) = match beside {
        Beside::After(id) => (id, false),
        Beside::Before(id) => (id, true),
    };
    let column = column(view.sort);
    let sign = if view.sort.rising == backwards { "<" } else { ">" };
    let mut filter = Filter::of(Engine::of(conn), view, shop_id)?;
    filter.demand(&format!("({column}, id) {sign} (SELECT {column}, id FROM orders WHERE id = "), Some(anchor), ")")?;
    let sql = format!("SELECT id FROM orders {} ORDER BY {} LIMIT {}", filter.conditions, order_by(view.sort, backwards), limit + 1);
    let mut keys: Vec<i64> = sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_all(conn).await?;
    let beyond = beyond(&mut keys, limit);
    if !backwards {
        return Ok(Some(Stretch { before: Some(anchor), keys, after: beyond }));
    }
    keys.reverse();
    let is_whole = i64::try_from(keys.len()).is_ok_and(|found| found == limit);
    Ok(is_whole.then_some(Stretch { before: beyond, keys, after: Some(anchor) }))
}

/// Takes the key that was asked for only to know whether there is one.
fn beyond(keys: &mut Vec<i64>, limit: i64) -> Option<i64> {
    if i64::try_from(keys.len()).is_ok_and(|found| found > limit) { keys.pop() } else { None }
}

/// How many orders a view has that the kept counts know nothing of.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &mut AnyConnection, view: &View, shop_id: Option<i64>) -> Result<i64, StoreError> {
    let filter = Filter::of(Engine::of(conn), view, shop_id)?;
    let sql = format!("SELECT COUNT(*) FROM orders {}", filter.conditions);
    Ok(sqlx::query_scalar_with(AssertSqlSafe(sql), filter.arguments).fetch_one(conn).await?)
}

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

/// Values offered for a filter: more are no list to choose from.
const MOST_VALUES: i64 = 200;

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

/// A text as it stands in a stored list.
fn json_string(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

/// What a view asks for.
struct Filter {
    /// `WHERE …`, or empty.
    conditions: String,
    /// What the conditions stand for.
    arguments: AnyArguments,
}

impl Filter {
    fn of(engine: Engine, view: &View, shop_id: Option<i64>) -> Result<Self, StoreError> {
        let mut filter = Self { conditions: String::new(), arguments: AnyArguments::default() };
        let wanted = &view.filter;
        filter.demand("lane = ", view.lane.map(Lane::code), "")?;
        filter.demand("shop_id = ", shop_id, "")?;
        filter.demand("status = ", wanted.status.clone(), "")?;
        filter.demand("payment_method = ", wanted.payment.clone(), "")?;
        filter.demand("carrier = ", wanted.carrier.clone(), "")?;
        filter.demand("ordered_at >= ", wanted.from.map(clock::start_of), "")?;
        filter.demand("ordered_at < ", wanted.until.map(clock::end_of), "")?;
        filter.demand("billed_amount >= ", wanted.least.map(|yen| yen.0), "")?;
        filter.demand("billed_amount <= ", wanted.most.map(|yen| yen.0), "")?;
        // As the indexes are; and by REPLACE, for to LIKE small letters are large ones on one engine and not on the other.
        if wanted.reason.is_some() {
            filter.and("lane IN ('repair', 'ng', 'error')");
        }
        if wanted.item.is_some() {
            filter.and("check_items <> '[]'");
        }
        filter.demand("REPLACE(reasons, ", wanted.reason.as_deref().map(json_string), ", '') <> reasons")?;
        filter.demand("REPLACE(check_items, ", wanted.item.as_deref().map(json_string), ", '') <> check_items")?;
        match wanted.slip {
            Some(true) => filter.and("slip_number IS NOT NULL"),
            Some(false) => filter.and("slip_number IS NULL"),
            None => {}
        }
        let text = search::asked(&view.search);
        let (before, behind) = search::candidates(engine);
        filter.demand(before, search::question(engine, &text), behind)?;
        filter.demand("search LIKE ", (!text.is_empty()).then(|| format!("%{text}%")), "")?;
        Ok(filter)
    }

    fn demand<'a, T: sqlx::Encode<'a, Any> + sqlx::Type<Any>>(
        &mut self,
        before: &str,
        value: Option<T>,
        behind: &str,
    ) -> Result<(), StoreError> {
        let Some(value) = value else { return Ok(()) };
        self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        self.and(&format!("{before}${}{behind}", self.arguments.len()));
        Ok(())
    }

    fn and(&mut self, condition: &str) {
        let word = if self.conditions.is_empty() { "WHERE" } else { " AND" };
        let _ = write!(self.conditions, "{word} {condition}");
    }
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
