//! Saved views, and how each person wants the grid.

use super::error::AppError;
use super::view::View;
use crate::domain::column::Layout;
use crate::domain::lane::Lane;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A view that somebody gave a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedView {
    /// Key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it shows, as the query string of its address.
    pub query: String,
    /// How many orders that are now.
    pub orders: i64,
}

/// What can be filtered by: the values that there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// お支払い方法
    pub payments: Vec<String>,
    /// 配送業者
    pub carriers: Vec<String>,
    /// チェック項目
    pub check_items: Vec<String>,
}

/// Orders that stand for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonGroup {
    /// NP's code.
    pub code: String,
    /// The reason in a few words.
    pub short: String,
    /// The orders that have it.
    pub orders: i64,
}

/// The reasons for which a lane's orders stand in it, the most frequent first.
///
/// # Errors
/// As [`load_views`].
#[server(prefix = "/api", endpoint = "reasons", input = server_fn::codec::Json)]
pub async fn load_reasons(lane: Lane, shop: Option<String>) -> Result<Vec<ReasonGroup>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::views::reasons(&state::current().store, lane, shop).await?)
}

/// The saved views with their counts.
///
/// # Errors
/// When the caller is not signed in or the database is not there.
#[server(prefix = "/api", endpoint = "views", input = server_fn::codec::Json)]
pub async fn load_views() -> Result<Vec<NamedView>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::views::all(&state::current().store).await?)
}

/// Saves a view under a name, in the place of another of that name.
///
/// # Errors
/// When the name is empty or too long, or as [`load_views`].
#[server(prefix = "/api", endpoint = "save_view", input = server_fn::codec::Json)]
pub async fn save_view(name: String, view: View) -> Result<Vec<NamedView>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::Act)?;
    Ok(orders::views::save(&state::current().store, &user, &name, &view).await?)
}

/// Forgets a saved view.
///
/// # Errors
/// As [`load_views`].
#[server(prefix = "/api", endpoint = "delete_view", input = server_fn::codec::Json)]
pub async fn delete_view(id: i64) -> Result<Vec<NamedView>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::Act)?;
    Ok(orders::views::delete(&state::current().store, id).await?)
}

/// The values that orders can be filtered by.
///
/// # Errors
/// As [`load_views`].
#[server(prefix = "/api", endpoint = "choices", input = server_fn::codec::Json)]
pub async fn load_choices() -> Result<Choices, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::views::choices(&state::current().store).await?)
}

/// Remembers how the caller wants the grid.
///
/// # Errors
/// As [`load_views`].
#[server(prefix = "/api", endpoint = "save_layout", input = server_fn::codec::Json)]
pub async fn save_layout(layout: Layout) -> Result<(), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::See)?;
    Ok(orders::views::save_layout(&state::current().store, &user, layout).await?)
}
