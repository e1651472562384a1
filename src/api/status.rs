//! What the header and the lanes show: whole numbers from the server, never counted by the browser.

use crate::domain::lane::Lane;
use crate::domain::role::{Right, Role};
use crate::domain::status::StatusList;
use serde::{Deserialize, Serialize};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The account's name.
    pub name: String,
    /// What the person may do. The server asks again at every call.
    pub role: Role,
    /// The device is one that people share: others may take over by their PIN.
    pub shared: bool,
}

impl Me {
    /// Nobody yet: may look at what the server painted, and no more.
    pub const NOBODY: Self = Self { name: String::new(), role: Role::Viewer, shared: false };

    /// Whether the person holds the right.
    pub const fn may(&self, right: Right) -> bool {
        self.role.may(right)
    }
}

/// One shop as the header shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopStatus {
    /// Short name in addresses.
    pub code: String,
    /// Name.
    pub name: String,
    /// 本番, テスト or シミュレータ.
    pub environment: String,
    /// Why its queue stands still.
    pub paused_because: Option<String>,
    /// Why it waits, and until when; it goes on by itself.
    pub slowed: Option<String>,
}

/// Orders of one shop in one lane with one 受注ステータス.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCount {
    /// The shop's code.
    pub shop: String,
    /// The lane.
    pub lane: Lane,
    /// 受注ステータス
    pub status: String,
    /// How many.
    pub orders: i64,
}

/// Shops, statuses, and how many orders are where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Outbox position that this is at least as new as.
    pub seq: i64,
    /// Every shop.
    pub shops: Vec<ShopStatus>,
    /// The shop's 受注ステータス.
    pub statuses: StatusList,
    /// Every combination that has orders.
    pub counts: Vec<OrderCount>,
}

impl Status {
    /// Whether nothing else is shown, whenever it was read.
    pub fn shows_the_same(&self, other: &Self) -> bool {
        (&self.shops, &self.statuses, &self.counts) == (&other.shops, &other.statuses, &other.counts)
    }

    /// Orders in a lane with a status of a shop, each one or any.
    pub fn count(&self, lane: Option<Lane>, status: Option<&str>, shop: Option<&str>) -> i64 {
        let fits = |count: &&OrderCount| {
            lane.is_none_or(|lane| lane == count.lane)
                && status.is_none_or(|status| status == count.status)
                && shop.is_none_or(|shop| shop == count.shop)
        };
        self.counts.iter().filter(fits).map(|count| count.orders).sum()
    }
}
