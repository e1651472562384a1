//! 出荷報告レーダー: money that NP will not pay out before a parcel is reported.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::masked::prints_only;
use crate::domain::radar::Bar;
use crate::domain::yen::Yen;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Radar {
    /// The bars, in their order.
    pub bars: Vec<BarSum>,
    /// The last weeks, the oldest first.
    pub weeks: Vec<Week>,
    /// The OK that expires first.
    pub oldest: Option<AtRisk>,
    /// What automation left alone, with its reason.
    pub skipped: Vec<Skipped>,
    /// How many those are; the list may be shorter.
    pub skipped_total: i64,
    /// The orders of the bar that was asked for, the oldest first; may be shorter than the bar.
    pub listed: Vec<AtRisk>,
}

/// How much is in a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarSum {
    /// Which.
    pub bar: Bar,
    /// Orders with a slip number: shipped, and not reported.
    pub shipped: i64,
    /// What they are billed.
    pub shipped_yen: Yen,
    /// Orders without one.
    pub waiting: i64,
    /// What they are billed.
    pub waiting_yen: Yen,
}

/// Seven days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// The first of them, `11/18`.
    pub from: String,
    /// Answers 与信OK.
    pub ok: i64,
    /// Answers 保留.
    pub hold: i64,
    /// Answers 与信NG.
    pub ng: i64,
    /// Holds that became an OK in this week: the median of the minutes that took.
    pub repair_minutes: Option<i64>,
}

/// An order whose money waits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtRisk {
    /// Key.
    pub order_id: i64,
    /// 受注番号
    pub order_number: String,
    /// 店舗
    pub shop: String,
    /// The credit lamp's word.
    pub credit: String,
    /// The shipment lamp's word.
    pub shipment: String,
    /// 請求額
    pub billed_amount: Yen,
    /// 伝票番号
    pub slip_number: Option<String>,
    /// Days since NP took the registration.
    pub days: i64,
    /// The last day on which it may be reported, `2026-11-24`.
    pub expires_on: String,
}

prints_only!(AtRisk { order_id });

/// An order that automation left alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Key.
    pub order_id: i64,
    /// 受注番号
    pub order_number: String,
    /// Why, in one sentence.
    pub why: String,
}

prints_only!(Skipped { order_id });

/// The radar of a shop, or of all, with the orders of one bar.
///
/// # Errors
/// When there is no such shop, the caller is not signed in, or the database is not there.
#[server(prefix = "/api", endpoint = "radar", input = server_fn::codec::Json)]
pub async fn load_radar(shop: Option<String>, bar: Option<Bar>) -> Result<(Me, Status, Radar), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, radar, state};
    let user = auth::require(Right::See)?;
    let store = &state::current().store;
    Ok((user.me(), orders::page::status(store).await?, radar::load(store, shop.as_deref(), bar).await?))
}
