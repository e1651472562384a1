//! 操作履歴: what people did, newest first.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::audit::AuditKind;
use crate::domain::chars::percent_encoded;
use crate::domain::order::Day;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which lines are asked for. The URL is the filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// What they are about.
    pub kind: Option<AuditKind>,
    /// Who did it, by the whole name; empty for everybody.
    pub who: String,
    /// The shop's code.
    pub shop: Option<String>,
    /// From this day on, in Japan.
    pub from: Option<Day>,
    /// Until this day, itself included.
    pub until: Option<Day>,
    /// Older than this line.
    pub before: Option<i64>,
}

impl AuditFilter {
    /// Where the page is.
    pub const PATH: &str = "/settings/audit";
    /// Where the lines are downloaded, by a form with the filter in it.
    pub const EXPORT: &str = "/settings/audit/export";

    /// Reads a filter from the parts of a query string or a form. What cannot be read does not filter.
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            kind: text("kind").and_then(|code| AuditKind::from_code(&code)),
            who: text("who").unwrap_or_default(),
            shop: text("shop"),
            from: text("from").and_then(|day| Day::parse(&day)),
            until: text("until").and_then(|day| Day::parse(&day)),
            before: text("before").and_then(|id| id.parse().ok()),
        }
    }

    /// The parts of the query string, the position left out.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        let parts = [
            ("kind", self.kind.map(|kind| kind.code().to_owned())),
            ("who", Some(self.who.clone()).filter(|who| !who.is_empty())),
            ("shop", self.shop.clone()),
            ("from", self.from.map(String::from)),
            ("until", self.until.map(String::from)),
        ];
        parts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        let before = self.before.map(|id| ("before", id.to_string()));
        let query: Vec<String> =
            self.parts().into_iter().chain(before).map(|(name, value)| format!("{name}={}", percent_encoded(&value))).collect();
        if query.is_empty() { Self::PATH.to_owned() } else { format!("{}?{}", Self::PATH, query.join("&")) }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Key; newer lines have greater ones.
    pub id: i64,
    /// When, in Japan.
    pub at: String,
    /// The account's name, or what stands in its place.
    pub who: String,
    /// What it is about.
    pub kind: AuditKind,
    /// In words.
    pub what: String,
    /// The shop's name, or empty.
    pub shop: String,
    /// Where the request came from, or empty.
    pub address: String,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The lines, newest first.
    pub lines: Vec<AuditLine>,
    /// The filter of the lines behind these, when there are some.
    pub older: Option<AuditFilter>,
    /// Names to choose from.
    pub people: Vec<String>,
}

/// A page of the history, with who is signed in and the header's figures.
///
/// # Errors
/// Without the right, or when the database is not there.
#[server(prefix = "/api", endpoint = "audit", input = server_fn::codec::Json)]
pub async fn load_audit(filter: AuditFilter) -> Result<(Me, Status, AuditPage), AppError> {
    use crate::domain::role::Right;
    use crate::server::{audit, auth, orders, state};
    let user = auth::require(Right::Set)?;
    let store = &state::current().store;
    Ok((user.me(), orders::page::status(store).await?, audit::page(store, filter).await?))
}

#[cfg(test)]
mod tests {
    use super::{AuditFilter, AuditKind, Day};

    #[test]
    fn the_url_is_the_filter() {
        let filter = AuditFilter {
            kind: Some(AuditKind::SignIn),
            who: "山田 1".to_owned(),
            shop: Some("main".to_owned()),
            from: Day::parse("2026-11-01"),
            until: Day::parse("2026-11-24"),
            before: Some(7),
        };
        let href = filter.href();
        assert_eq!(href, "/settings/audit?kind=sign_in&who=%E5%B1%B1%E7%94%B0%201&shop=main&from=2026-11-01&until=2026-11-24&before=7");
        let parts: Vec<(&str, String)> = filter.parts().into_iter().chain([("before", "7".to_owned())]).collect();
        let get = |name: &str| parts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        assert_eq!(AuditFilter::from_query(get), filter);
        assert_eq!(AuditFilter::default().href(), "/settings/audit");
        assert_eq!(AuditFilter::from_query(|_| Some("?".to_owned())).parts(), [("who", "?".to_owned()), ("shop", "?".to_owned())]);
    }
}
