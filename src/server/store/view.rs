//! A view as the database is asked for it: which orders, in which order, from which position.

use super::engine::Engine;
use super::{StoreError, counts, search, shops};
use crate::api::row::{Beside, Edge};
use crate::api::view::{self, View};
use crate::domain::sort::SortBy;
use filter::Filter;
use sqlx::{AnyConnection, AssertSqlSafe};
use walk::{At, Bound, Place, Walk, column, to_week};

mod filter;
mod walk;

/// Orders that are sorted for a page without anybody feeling it.
const MANY: i64 = 2_000;

/// A view, and its shop as the database knows it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    view: &'a View,
    shop_id: Option<i64>,
    /// Whether so many orders have a day of the range that they are met soonest in the order of the sort.
    is_wide: bool,
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

impl Stretch {
    /// How many orders the view has, when these are all of them.
    pub fn all(&self) -> Option<i64> {
        let is_all = self.before.is_none() && self.after.is_none();
        is_all.then(|| i64::try_from(self.keys.len()).unwrap_or(i64::MAX))
    }
}

impl<'a> Asked<'a> {
    /// Asks for a view.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(conn: &mut AnyConnection, view: &'a View) -> Result<Self, StoreError> {
        let asked = Self { view, shop_id: shops::id_of(conn, view.shop.as_deref()).await?, is_wide: false };
        Ok(Self { is_wide: asked.has_many_days(conn).await?, ..asked })
    }

    /// How many orders the view has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn total(self, conn: &mut AnyConnection) -> Result<i64, StoreError> {
        if self.view.is_counted() {
            return Ok(self.weeks(conn).await?.into_iter().map(|(_, orders)| orders).sum());
        }
        let text = search::asked(&self.view.search);
        if self.asks_for_text_alone() && search::is_exact(&text) {
            return search::count(conn, &text, i64::MAX).await;
        }
        // What is counted is met in no order.
        let filter = Filter::of(Engine::of(conn), Self { is_wide: false, ..self })?;
        let sql = format!("SELECT COUNT(*) FROM {} {}", filter.table, filter.conditions);
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
        let walk = if self.view.is_counted() && sort.by == SortBy::OrderedAt {
            // Whole weeks are counted, not walked.
            let (offset, week) = to_week(self.weeks(conn).await?, sort.rising, offset);
            let from = if sort.rising {
                Bound { sign: ">=", at: At::Time(counts::start_of(week)) }
            } else {
                Bound { sign: "<", at: At::Time(counts::end_of(week)) }
            };
            Walk { within: vec![from], backwards: false, offset, limit }
        } else {
            Walk::shorter(total, offset, limit)
        };
        let mut keys = self.walk(conn, &walk).await?;
        if walk.backwards {
            keys.reverse();
        }
        Ok(keys)
    }

    /// The first orders, of a view that need not be counted for them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn top(self, conn: &mut AnyConnection, limit: i64) -> Result<Stretch, StoreError> {
        let mut keys = self.walk(conn, &Walk { within: Vec::new(), backwards: false, offset: 0, limit: limit + 1 }).await?;
        Ok(Stretch { before: None, after: beyond(&mut keys, limit), keys })
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

    /// The orders beside one that may have left the view meanwhile, or stand elsewhere in it; `None` when fewer than `limit`
    /// are left before it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn beside(self, conn: &mut AnyConnection, beside: &Beside, limit: i64) -> Result<Option<Stretch>, StoreError> {
        let (edge, backwards) = match beside {
            Beside::After(edge) => (edge, false),
            Beside::Before(edge) => (edge, true),
        };
        let (sort, anchor) = (self.view.sort, edge.id);
        let Some(place) = Place::of(sort, edge) else { return Ok(None) };
        let from = Bound { sign: if sort.rising == backwards { "<" } else { ">" }, at: At::Place(place) };
        let mut keys = self.walk(conn, &Walk { within: vec![from], backwards, offset: 0, limit: limit + 1 }).await?;
        let beyond = beyond(&mut keys, limit);
        if !backwards {
            return Ok(Some(Stretch { before: Some(anchor), keys, after: beyond }));
        }
        keys.reverse();
        let is_whole = i64::try_from(keys.len()).is_ok_and(|found| found == limit);
        Ok(is_whole.then_some(Stretch { before: beyond, keys, after: Some(anchor) }))
    }

    /// The keys of the orders from one to another, whichever stands first, and no more than `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn between(self, conn: &mut AnyConnection, one: i64, other: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
        let [Some(from), Some(to)] = self.sorted_by(conn, &[one, other]).await? else { return Ok(Vec::new()) };
        let edges = [(one, from), (other, to)].map(|(id, sorted_by)| Edge { id, sorted_by });
        let mut places = edges.iter().filter_map(|edge| Place::of(self.view.sort, edge)).collect::<Vec<_>>();
        places.sort();
        let within = places.into_iter().zip([">=", "<="]).map(|(place, sign)| Bound { sign, at: At::Place(place) }).collect();
        self.walk(conn, &Walk { within, backwards: false, offset: 0, limit }).await
    }

    /// What the first and the last of these orders are sorted by now; `None` when they are not there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sorted_by(self, conn: &mut AnyConnection, keys: &[i64]) -> Result<[Option<String>; 2], StoreError> {
        let (Some(first), Some(last)) = (keys.first(), keys.last()) else { return Ok([None, None]) };
        let sql = format!("SELECT id, CAST({} AS TEXT) FROM orders WHERE id IN ($1, $2)", column(self.view.sort));
        let found: Vec<(i64, String)> = sqlx::query_as(AssertSqlSafe(sql)).bind(first).bind(last).fetch_all(conn).await?;
        Ok([first, last].map(|wanted| found.iter().find(|(id, _)| id == wanted).map(|(_, value)| value.clone())))
    }

    /// SQLite does not know whether a range of days is a day or years, and would sort years for every page.
    async fn has_many_days(self, conn: &mut AnyConnection) -> Result<bool, StoreError> {
        if self.view.filter.other_day().is_none() || Engine::of(conn) == Engine::Postgres {
            return Ok(false);
        }
        let range = Filter::of_days(self)?;
        let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM orders {} LIMIT {})", range.conditions, MANY + 1);
        let found: i64 = sqlx::query_scalar_with(AssertSqlSafe(sql), range.arguments).fetch_one(conn).await?;
        Ok(found > MANY)
    }

    fn asks_for_text_alone(self) -> bool {
        self.view.lane.is_none() && self.shop_id.is_none() && self.view.filter == view::Filter::default()
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
