//! A view: which orders the grid shows. The URL is the view.

use crate::domain::lane::Lane;
use serde::{Deserialize, Serialize};

/// Which orders are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct View {
    /// One lane, or すべて.
    pub lane: Option<Lane>,
    /// One shop by its code, or every shop.
    pub shop: Option<String>,
    /// Part of an order number, a name or a phone number; empty for all.
    pub search: String,
}

impl View {
    /// Reads a view from the parts of a query string; unknown lanes mean すべて.
    pub fn from_query(lane: Option<&str>, shop: Option<&str>, search: Option<&str>) -> Self {
        Self {
            lane: lane.and_then(Lane::from_code),
            shop: shop.filter(|code| !code.is_empty()).map(ToOwned::to_owned),
            search: search.unwrap_or_default().trim().to_owned(),
        }
    }

    /// The address of this view.
    pub fn href(&self) -> String {
        let lane = self.lane.map(|lane| format!("lane={}", lane.code()));
        let shop = self.shop.as_ref().map(|code| format!("shop={}", encode(code)));
        let search = (!self.search.is_empty()).then(|| format!("q={}", encode(&self.search)));
        let query: Vec<String> = [lane, shop, search].into_iter().flatten().collect();
        if query.is_empty() { "/".to_owned() } else { format!("/?{}", query.join("&")) }
    }

    /// The same view with another lane.
    #[must_use]
    pub fn with_lane(&self, lane: Option<Lane>) -> Self {
        Self { lane, ..self.clone() }
    }

    /// The address of this view with an order's sheet open.
    pub fn href_with_sheet(&self, order_id: i64) -> String {
        let base = self.href();
        format!("{base}{}open={order_id}", if base.contains('?') { '&' } else { '?' })
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub(crate) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::View;
    use crate::domain::lane::Lane;

    #[test]
    fn the_url_is_the_view() {
        let view = View { lane: Some(Lane::Repair), shop: Some("main".into()), search: "山田 1".into() };
        assert_eq!(view.href(), "/?lane=repair&shop=main&q=%E5%B1%B1%E7%94%B0%201");
        assert_eq!(View::default().href(), "/");
        assert_eq!(View::default().href_with_sheet(7), "/?open=7");
        assert_eq!(View::from_query(Some("nonsense"), Some(""), None), View::default());
    }
}
