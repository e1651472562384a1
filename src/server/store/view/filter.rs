//! What a view asks for, as conditions on orders.

use super::Asked;
use crate::domain::dated::Dated;
use crate::domain::id::NpTransactionId;
use crate::domain::lane::Lane;
use crate::domain::order::Day;
use crate::domain::sort::SortBy;
use crate::server::clock;
use crate::server::store::engine::Engine;
use crate::server::store::{StoreError, search};
use sqlx::any::AnyArguments;
use sqlx::{Any, Arguments};
use std::fmt::Write as _;

/// Conditions, and what they are given.
pub(super) struct Filter {
    /// The table, with the index that has to be used where the engine would take another.
    pub(super) table: &'static str,
    /// `WHERE …`, or empty.
    pub(super) conditions: String,
    /// What the conditions stand for.
    pub(super) arguments: AnyArguments,
}

impl Filter {
    /// All that the view asks for.
    pub(super) fn of(engine: Engine, asked: Asked<'_>) -> Result<Self, StoreError> {
        let mut filter = Self::without_search(engine, asked)?;
        let text = search::asked(&asked.view.search);
        if text.is_empty() && !asked.view.search.trim().is_empty() {
            // Signs that no order is searched by are in none.
            filter.and("1 = 0");
        }
        if let Some(question) = search::question(engine, &text) {
            let question = filter.argument(question)?;
            let mut named = search::candidates(engine, &question);
            if let Ok(id) = NpTransactionId::parse(&asked.view.search) {
                let id = filter.argument(id.as_str().to_owned())?;
                let _ = write!(named, " UNION ALL SELECT id FROM orders WHERE np_transaction_id = {id}");
            }
            filter.and(&format!("id IN ({named})"));
        }
        if !text.is_empty() {
            let is_found = filter.is_found_by(&asked.view.search)?;
            filter.and(&is_found);
        }
        Ok(filter)
    }

    /// Whether an order has every word somewhere in its own text, or has what is typed for its NP取引ID.
    pub(super) fn is_found_by(&mut self, typed: &str) -> Result<String, StoreError> {
        let asked = search::asked(typed);
        let words = asked.split(' ').map(|word| Ok(format!("search LIKE {}", self.argument(format!("%{word}%"))?)));
        let has_all = words.collect::<Result<Vec<_>, StoreError>>()?.join(" AND ");
        let Ok(id) = NpTransactionId::parse(typed) else { return Ok(has_all) };
        let id = self.argument(id.as_str().to_owned())?;
        Ok(format!("({has_all} OR np_transaction_id = {id})"))
    }

    /// All but the text.
    pub(super) fn without_search(engine: Engine, asked: Asked<'_>) -> Result<Self, StoreError> {
        let Asked { view, shop_id, .. } = asked;
        // SQLite does not know how few they are.
        let is_few = view.filter.unsent && engine == Engine::Sqlite;
        let table = if is_few { "orders INDEXED BY orders_unsent" } else { "orders" };
        let mut filter = Self { table, conditions: String::new(), arguments: AnyArguments::default() };
        let wanted = &view.filter;
        filter.demand("lane = ", view.lane.map(Lane::code), "")?;
        filter.demand("shop_id = ", shop_id, "")?;
        filter.demand("status = ", wanted.status.clone(), "")?;
        filter.demand("payment_method = ", wanted.payment.clone(), "")?;
        filter.demand("carrier = ", wanted.carrier.clone(), "")?;
        filter.demand_days(asked)?;
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
        if wanted.unsent {
            filter.and("edited = 1");
        }
        Ok(filter)
    }

    /// The range of days alone.
    pub(super) fn of_days(asked: Asked<'_>) -> Result<Self, StoreError> {
        let mut filter = Self { table: "orders", conditions: String::new(), arguments: AnyArguments::default() };
        filter.demand_days(asked)?;
        Ok(filter)
    }

    fn demand_days(&mut self, Asked { view, is_wide, .. }: Asked<'_>) -> Result<(), StoreError> {
        let wanted = &view.filter;
        let (sorted_by, column) = match wanted.other_day() {
            Some(Dated::Deliver) => (SortBy::DeliverOn, "deliver_on"),
            Some(Dated::Shipped) => (SortBy::ShippedOn, "shipped_on"),
            Some(Dated::Ordered) | None => {
                self.demand("ordered_at >= ", wanted.from.map(clock::start_of), "")?;
                return self.demand("ordered_at < ", wanted.until.map(clock::end_of), "");
            }
        };
        let column = if view.sort.by == sorted_by {
            // A stretch of the index that the sort goes along.
            super::walk::column(view.sort).to_owned()
        } else if is_wide {
            // The sign keeps SQLite from the column's own index.
            format!("+{column}")
        } else {
            column.to_owned()
        };
        // What has no day stands before all days, or behind them.
        let day = |given: Option<Day>, end: &str| Some(given.map_or_else(|| end.to_owned(), |day| day.to_string()));
        self.demand(&format!("{column} >= "), day(wanted.from, "0000-01-01"), "")?;
        self.demand(&format!("{column} <= "), day(wanted.until, "9999-12-31"), "")
    }

    pub(super) fn demand<'a, T: sqlx::Encode<'a, Any> + sqlx::Type<Any>>(
        &mut self,
        before: &str,
        value: Option<T>,
        behind: &str,
    ) -> Result<(), StoreError> {
        let Some(value) = value else { return Ok(()) };
        let argument = self.argument(value)?;
        self.and(&format!("{before}{argument}{behind}"));
        Ok(())
    }

    /// Adds an argument; returns how it is written.
    pub(super) fn argument<'a, T: sqlx::Encode<'a, Any> + sqlx::Type<Any>>(&mut self, value: T) -> Result<String, StoreError> {
        self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        Ok(format!("${}", self.arguments.len()))
    }

    pub(super) fn and(&mut self, condition: &str) {
        let word = if self.conditions.is_empty() { "WHERE" } else { " AND" };
        let _ = write!(self.conditions, "{word} {condition}");
    }
}

/// A text as it stands in a stored list.
fn json_string(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}
