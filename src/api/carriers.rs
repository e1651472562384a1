//! 配達業者設定: what malls and carts call the carriers.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::carrier::{CarrierBook, ShippedBy};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What there is to map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierSettings {
    /// The mapped names, with the built-in ones behind them.
    pub book: CarrierBook,
    /// Names on orders that NP has to be told about, with how many orders there are.
    pub in_use: Vec<(String, i64)>,
}

/// The names, with who is signed in and the header's figures.
///
/// # Errors
/// When the caller may not change settings, or the database is not there.
#[server(prefix = "/api", endpoint = "carriers", input = server_fn::codec::Json)]
pub async fn load_carriers() -> Result<(Me, Status, CarrierSettings), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::Set)?;
    let store = &state::current().store;
    Ok((user.me(), orders::page::status(store).await?, orders::carriers::settings(store).await?))
}

/// Maps a name to a carrier, or with `None` takes its mapping away; returns what there is to map then.
///
/// # Errors
/// When the name is empty or too long, or as [`load_carriers`].
#[server(prefix = "/api", endpoint = "map_carrier", input = server_fn::codec::Json)]
pub async fn map_carrier(name: String, by: Option<ShippedBy>) -> Result<CarrierSettings, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::Set)?;
    Ok(orders::carriers::map(&state::current(), &user, &name, by).await?)
}
