//! 受注ステータス: the shop's own list.

use super::error::AppError;
use super::status::{Me, Status};
use crate::domain::status::StatusList;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The list, and what speaks against taking something out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusSettings {
    /// The list.
    pub list: StatusList,
    /// Orders by status; also of words that are not in the list.
    pub orders: BTreeMap<String, i64>,
}

/// The list, with who is signed in and the header's figures.
///
/// # Errors
/// When the caller may not change settings, or the database is not there.
#[server(prefix = "/api", endpoint = "statuses", input = server_fn::codec::Json)]
pub async fn load_statuses() -> Result<(Me, Status, StatusSettings), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state, statuses};
    let user = auth::require(Right::Set)?;
    let store = &state::current().store;
    let status = orders::page::status(store).await?;
    let settings = statuses::settings(store).await?;
    Ok((user.me(), status, settings))
}

/// Saves the list in the place of the one that was seen; returns what is there then.
///
/// # Errors
/// When a name is empty, too long or there twice, when orders have a status that is to go, when somebody else has changed the
/// list, or as [`load_statuses`].
#[server(prefix = "/api", endpoint = "save_statuses", input = server_fn::codec::Json)]
pub async fn save_statuses(seen: StatusList, list: StatusList) -> Result<StatusSettings, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, state, statuses};
    let user = auth::require(Right::Set)?;
    Ok(statuses::save(&state::current(), &user, &seen, list).await?)
}
