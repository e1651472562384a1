//! What the header and the lanes show: whole numbers from the server, never counted by the browser.

use crate::domain::lane::Lane;
use crate::domain::role::{Right, Role};
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

/// Orders in one lane of one shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneCount {
    /// The shop's code.
    pub shop: String,
    /// The lane.
    pub lane: Lane,
    /// How many.
    pub orders: i64,
}

/// Shops and lanes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Every shop.
    pub shops: Vec<ShopStatus>,
    /// Every lane that has orders.
    pub lanes: Vec<LaneCount>,
}

impl Status {
    /// Orders in a lane (or in all lanes) of a shop (or of all shops).
    pub fn count(&self, lane: Option<Lane>, shop: Option<&str>) -> i64 {
        let fits = |count: &&LaneCount| lane.is_none_or(|l| l == count.lane) && shop.is_none_or(|s| s == count.shop);
        self.lanes.iter().filter(fits).map(|count| count.orders).sum()
    }
}
