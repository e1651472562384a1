//! One order's side sheet: contents, slip number, timeline; and what a person saves there.

use super::error::AppError;
use super::row::OrderRow;
use crate::domain::carrier::CarrierBook;
use crate::domain::masked::prints_only;
use crate::domain::order::{Contents, Day};
use crate::domain::postal::ZipEntry;
use crate::domain::reason::Code;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything the sheet shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The grid row.
    pub row: OrderRow,
    /// What NP is asked about.
    pub contents: Contents,
    /// 加盟店取引ID of the latest registration.
    pub shop_transaction_id: Option<String>,
    /// NP取引ID of the living registration.
    pub np_transaction_id: Option<String>,
    /// Today in Japan, for the rules about dates.
    pub today: Day,
    /// What the shop's orders are reported by.
    pub carriers: CarrierBook,
    /// What the postal table says of the order's codes.
    pub zips: BTreeMap<String, ZipEntry>,
    /// What NP got of the contents the last time.
    pub sent: Option<Contents>,
    /// Until when NP decides, while it looks at the order in detail (RE029).
    pub verdict_by: Option<String>,
    /// Newest first.
    pub timeline: Vec<TimelineEntry>,
}

/// One thing that happened to an order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When, in Japan.
    pub at: String,
    /// A user's name, or 自動.
    pub who: String,
    /// What, in words.
    pub title: String,
    /// How far it has come.
    pub state: String,
    /// NP's codes.
    pub codes: Vec<Code>,
    /// A sentence about what went wrong.
    pub trouble: Option<String>,
    /// When it is tried again.
    pub next_try: Option<String>,
    /// When the bytes left.
    pub sent_at: Option<String>,
    /// What was sent.
    pub sent: Option<String>,
    /// What came back.
    pub got: Option<String>,
}

prints_only!(TimelineEntry { at, who, title, state, codes, trouble });

/// What a person enters about the parcel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// 伝票番号; empty takes it away.
    pub slip_number: String,
    /// 配送業者
    pub carrier: String,
    /// 出荷日; empty when not shipped.
    pub shipped_on: String,
}

/// What buyer and colleagues have written about an order; NP never gets it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// お届け日, `yyyy-MM-dd` or empty
    pub deliver_on: String,
    /// 時刻
    pub deliver_time: String,
    /// 備考・注意
    pub note: String,
}

prints_only!(Wishes { deliver_on, deliver_time });

/// The sheet of one order.
///
/// # Errors
/// When the order is not there or the caller is not signed in.
#[server(prefix = "/api", endpoint = "sheet")]
pub async fn load_sheet(order_id: i64) -> Result<Sheet, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::sheet::load(&state::current(), order_id).await?)
}

/// What the postal table says of codes that somebody types.
///
/// # Errors
/// When the caller is not signed in.
#[server(prefix = "/api", endpoint = "zips", input = server_fn::codec::Json)]
#[allow(clippy::unused_async, reason = "the table is in memory; the browser has to wait all the same")]
pub async fn look_up_zips(zips: Vec<String>) -> Result<BTreeMap<String, ZipEntry>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, postal};
    auth::require(Right::See)?;
    // An order has two.
    Ok(postal::find_all(zips.iter().take(2).map(String::as_str)))
}

/// Saves edited contents; with `resend` the change goes to NP at once (与信内容変更, or 与信を実行 when NP has nothing yet).
///
/// `contents_version` is that of the contents the person began with.
///
/// # Errors
/// Every rule the contents break, with its field; or that somebody else was first.
#[server(prefix = "/api", endpoint = "save_contents", input = server_fn::codec::Json)]
pub async fn save_contents(order_id: i64, contents_version: i64, contents: Contents, resend: bool) -> Result<OrderRow, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::Act)?;
    Ok(orders::edit::save_contents(&state::current(), &user, order_id, contents_version, contents, resend).await?)
}

/// Saves slip number, carrier and shipping day. `before` is what the person was shown: an act that moved the lamps since does
/// no harm, another's slip number would be lost.
///
/// # Errors
/// As [`save_contents`].
#[server(prefix = "/api", endpoint = "save_parcel", input = server_fn::codec::Json)]
pub async fn save_parcel(order_id: i64, before: Parcel, parcel: Parcel) -> Result<OrderRow, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::Ship)?;
    Ok(orders::edit::save_parcel(&state::current(), &user, order_id, &before, parcel).await?)
}

/// Saves お届け希望 and 備考・注意. `before` is what the person was shown: another's words would be lost.
///
/// # Errors
/// What is wrong with a value; why the order does not allow it; or that somebody else was first.
#[server(prefix = "/api", endpoint = "save_wishes", input = server_fn::codec::Json)]
pub async fn save_wishes(order_id: i64, before: Wishes, wishes: Wishes) -> Result<OrderRow, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::Act)?;
    Ok(orders::edit::save_wishes(&state::current(), &user, order_id, &before, wishes).await?)
}
