//! 配送状況 of many orders.

use super::error::AppError;
use crate::domain::masked::prints_only;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The most parcels that are looked up at once: each is a page to open.
pub const TRACKING_LIMIT: usize = 100;

/// How far one order's parcel is: where the carrier shows it, or why nothing can be shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracking {
    /// The order's key.
    pub order_id: i64,
    /// 受注番号
    pub order_number: String,
    /// Carrier and slip number, as they are stored.
    pub parcel: String,
    /// The carrier's page about the parcel, or the reason in one sentence.
    pub page: Result<String, String>,
}

prints_only!(Tracking { order_id });

/// The carriers' pages of some orders, in the order of the keys.
///
/// # Errors
/// When none or too many are named, or the database fails.
#[server(prefix = "/api", endpoint = "tracking", input = server_fn::codec::Json)]
pub async fn load_tracking(order_ids: Vec<i64>) -> Result<Vec<Tracking>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::tracking::load(&state::current().store, &order_ids).await?)
}
