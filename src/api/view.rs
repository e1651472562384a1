//! A view: which orders the grid shows, in which order. The URL is the view.

use crate::domain::chars::{percent_decoded, percent_encoded};
use crate::domain::dated::Dated;
use crate::domain::lane::Lane;
use crate::domain::masked::prints_only;
use crate::domain::order::Day;
use crate::domain::sort::{Sort, SortBy};
use crate::domain::yen::Yen;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

mod filter;

pub use filter::Filter;

/// Which orders are asked for. It travels as its query string, which is also the form that addresses have.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct View {
    /// One lane, or すべて.
    pub lane: Option<Lane>,
    /// One shop by its code, or every shop.
    pub shop: Option<String>,
    /// Part of an order number, a name, a phone or slip number, or a whole NP取引ID; empty for all.
    pub search: String,
    /// What else the orders have in common.
    pub filter: Filter,
    /// Which order comes first.
    pub sort: Sort,
}

prints_only!(View { lane, shop });

impl View {
    /// Reads a view from the parameters of an address; what cannot be read is not asked for.
    pub fn from_query(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| parameter(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let yen = |name: &str| text(name).and_then(|text| Yen::parse(&text));
        let day = |name: &str| text(name).and_then(|text| Day::parse(&text));
        Self {
            lane: text("lane").and_then(|code| Lane::from_code(&code)),
            shop: text("shop"),
            search: text("q").unwrap_or_default(),
            filter: Filter {
                status: text("status"),
                payment: text("payment"),
                carrier: text("carrier"),
                // Without a range it would tell nothing.
                dated: day("from").or(day("until")).and(text("date")).and_then(|code| Dated::from_code(&code)).unwrap_or_default(),
                from: day("from"),
                until: day("until"),
                slip: text("slip").and_then(|text| match text.as_str() {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                }),
                least: yen("least"),
                most: yen("most"),
                reason: text("reason"),
                item: text("item"),
                unsent: text("unsent").is_some(),
            },
            sort: Sort { by: text("sort").and_then(|code| SortBy::from_code(&code)).unwrap_or_default(), rising: text("rising").is_some() },
        }
    }

    /// The parameters of this view's address, those that are given.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let plain_sort = self.sort.by == SortBy::default();
        let yen = |amount: Option<Yen>| amount.map(|yen| yen.0.to_string());
        let given = [
            ("lane", self.lane.map(|lane| lane.code().to_owned())),
            ("shop", self.shop.clone()),
            ("q", (!self.search.is_empty()).then(|| self.search.clone())),
            ("status", filter.status.clone()),
            ("payment", filter.payment.clone()),
            ("carrier", filter.carrier.clone()),
            ("date", filter.other_day().map(|dated| dated.code().to_owned())),
            ("from", filter.from.map(|day| day.to_string())),
            ("until", filter.until.map(|day| day.to_string())),
            ("slip", filter.slip.map(|slip| if slip { "yes" } else { "no" }.to_owned())),
            ("least", yen(filter.least)),
            ("most", yen(filter.most)),
            ("reason", filter.reason.clone()),
            ("item", filter.item.clone()),
            ("unsent", filter.unsent.then(|| "1".to_owned())),
            ("sort", (!plain_sort).then(|| self.sort.by.code().to_owned())),
            ("rising", self.sort.rising.then(|| "1".to_owned())),
        ];
        given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The query string of this view's address, without the question mark; empty for all orders, the newest first.
    pub fn query(&self) -> String {
        let parameters = self.parameters().into_iter();
        parameters.map(|(name, value)| format!("{name}={}", percent_encoded(&value))).collect::<Vec<_>>().join("&")
    }

    /// The address of this view.
    pub fn href(&self) -> String {
        let query = self.query();
        if query.is_empty() { "/".to_owned() } else { format!("/?{query}") }
    }

    /// The same view with another lane.
    #[must_use]
    pub fn with_lane(&self, lane: Option<Lane>) -> Self {
        // Reasons belong to a lane.
        Self { lane, filter: Filter { reason: None, ..self.filter.clone() }, ..self.clone() }
    }

    /// The same view with another 受注ステータス.
    #[must_use]
    pub fn with_status(&self, status: Option<String>) -> Self {
        Self { filter: Filter { status, ..self.filter.clone() }, ..self.clone() }
    }

    /// The address of this view with an order's sheet open.
    pub fn href_with_sheet(&self, order_id: i64) -> String {
        let base = self.href();
        format!("{base}{}open={order_id}", if base.contains('?') { '&' } else { '?' })
    }

    /// Whether it differs from another in the order of its rows at most.
    pub fn has_the_orders_of(&self, other: &Self) -> bool {
        *self == Self { sort: self.sort, ..other.clone() }
    }

    /// Whether the kept counts know how many orders it has: it asks for a lane, a status and a shop at most.
    pub fn is_counted(&self) -> bool {
        self.search.is_empty() && self.filter.count() == 0
    }
}

impl From<View> for String {
    fn from(view: View) -> Self {
        view.query()
    }
}

impl From<String> for View {
    fn from(query: String) -> Self {
        let parameters: HashMap<String, String> = query
            .split('&')
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.to_owned(), percent_decoded(value)))
            .collect();
        Self::from_query(|name| parameters.get(name).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::{Filter, View};
    use crate::domain::dated::Dated;
    use crate::domain::lane::Lane;
    use crate::domain::order::Day;
    use crate::domain::sort::{Sort, SortBy};
    use crate::domain::yen::Yen;

    fn read(view: &View) -> View {
        serde_json::from_str(&serde_json::to_string(view).unwrap()).unwrap()
    }

    #[test]
    fn the_url_is_the_view() {
        let view = View { lane: Some(Lane::Repair), shop: Some("main".into()), search: "山田 1".into(), ..View::default() };
        assert_eq!(view.href(), "/?lane=repair&shop=main&q=%E5%B1%B1%E7%94%B0%201");
        assert_eq!(View::default().href(), "/");
        assert_eq!(View::default().href_with_sheet(7), "/?open=7");
        let full = View {
            filter: Filter {
                status: Some("新規受付".into()),
                payment: Some("NP後払い".into()),
                carrier: Some("佐川急便".into()),
                dated: Dated::Shipped,
                from: Day::parse("2026-11-01"),
                until: Day::parse("2026-11-24"),
                slip: Some(false),
                least: Some(Yen(1)),
                most: Some(Yen(54_999)),
                reason: Some("RE009".into()),
                item: Some("要連絡".into()),
                unsent: true,
            },
            sort: Sort { by: SortBy::Billed, rising: true },
            ..view
        };
        assert_eq!(read(&full), full);
        assert_eq!(full.filter.count(), 10);
        assert_eq!(View::from("date=shipped".to_owned()), View::default(), "a day without a range asks for nothing");
    }

    #[test]
    fn what_cannot_be_read_is_not_asked_for() {
        let nonsense = |name: &str| (name != "shop").then(|| "?".to_owned());
        let view = View::from_query(nonsense);
        assert_eq!((view.lane, view.filter.from, view.filter.slip, view.sort.by), (None, None, None, SortBy::OrderedAt));
    }
}
