//! 個人情報: how long buyers' data are kept, and one buyer's data taken out or blanked.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::masked::prints_only;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The shortest time that buyers' data are kept after an order's end: returns and questions come within it.
pub const SHORTEST_DAYS: i64 = 30;
/// The longest: ten years.
pub const LONGEST_DAYS: i64 = 3_650;
/// Where one buyer's data are downloaded, by a form.
pub const EXPORT: &str = "/settings/privacy/export";

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacySettings {
    /// Days after payment or cancel; 0 keeps them.
    pub keep_days: i64,
    /// Orders that came to their end and still have their buyer's data.
    pub concluded: i64,
    /// Orders whose buyer's data were blanked.
    pub erased: i64,
}

/// Which buyer. Phone number or mail address has to be given; every part that is given has to fit.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerQuery {
    /// 氏名, or empty.
    pub name: String,
    /// 電話番号, or empty.
    pub tel: String,
    /// メールアドレス, or empty.
    pub email: String,
}

prints_only!(BuyerQuery {});

/// One order of a buyer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyersOrder {
    /// Key.
    pub id: i64,
    /// 受注番号
    pub order_number: String,
    /// The shop's name.
    pub shop: String,
    /// 注文日時 in Japan.
    pub ordered_at: String,
    /// 注文者氏名
    pub buyer_name: String,
    /// 請求額 as shown.
    pub billed_amount: String,
    /// How credit and payment stand, in words.
    pub state: String,
    /// Why its data are still needed.
    pub still_needed: Option<String>,
}

prints_only!(BuyersOrder { id, state });

/// What blanking has done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Numbers of the orders that were blanked.
    pub order_numbers: Vec<String>,
    /// Numbers of those that were left out, with the reason.
    pub left_out: Vec<(String, String)>,
}

/// The page's settings, with who is signed in and the header's figures.
///
/// # Errors
/// Without the right, or when the database is not there.
#[server(prefix = "/api", endpoint = "privacy", input = server_fn::codec::Json)]
pub async fn load_privacy() -> Result<(Me, Status, PrivacySettings), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, privacy, state};
    let user = auth::require(Right::Set)?;
    let store = &state::current().store;
    Ok((user.me(), orders::page::status(store).await?, privacy::retention::settings(store).await?))
}

/// Keeps buyers' data for so many days after payment or cancel; 0 keeps them for ever.
///
/// # Errors
/// When the number is out of range.
#[server(prefix = "/api", endpoint = "save_retention", input = server_fn::codec::Json)]
pub async fn save_retention(keep_days: i64) -> Result<PrivacySettings, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, privacy, state};
    let user = auth::require(Right::Set)?;
    Ok(privacy::retention::save(&state::current(), &user, keep_days).await?)
}

/// The orders of one buyer, oldest first.
///
/// # Errors
/// When neither phone number nor mail address is given, or too many orders fit.
#[server(prefix = "/api", endpoint = "find_buyer", input = server_fn::codec::Json)]
pub async fn find_buyer(query: BuyerQuery) -> Result<Vec<BuyersOrder>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, privacy, state};
    auth::require(Right::Set)?;
    Ok(privacy::buyer::find(&state::current().store, &query).await?)
}

/// Blanks the buyer's data in those of the named orders that are this buyer's and that nobody needs any more.
///
/// # Errors
/// As [`find_buyer`].
#[server(prefix = "/api", endpoint = "erase_buyer", input = server_fn::codec::Json)]
pub async fn erase_buyer(query: BuyerQuery, order_ids: Vec<i64>) -> Result<Erased, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, privacy, state};
    let user = auth::require(Right::Set)?;
    Ok(privacy::buyer::erase(&state::current(), &user, &query, &order_ids).await?)
}
