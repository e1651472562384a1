//! The grid's pages.

use super::error::AppError;
use super::row::{Beside, OrderRow, Page};
use super::status::{Me, Status};
use super::view::View;
use crate::domain::column::Layout;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk needs to paint: who is signed in, the lanes, the first rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Who is signed in.
    pub me: Me,
    /// Shops and lanes.
    pub status: Status,
    /// How the person wants the grid.
    pub layout: Layout,
    /// The first rows of the view.
    pub page: Page,
}

/// The desk of a view with so many first rows; as many as the screen shows, as far as the server knows it, for `None`.
///
/// # Errors
/// When the caller is not signed in or the database is not there.
#[server(prefix = "/api", endpoint = "desk", input = server_fn::codec::Json)]
pub async fn load_desk(view: View, rows: Option<i64>) -> Result<Desk, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::See)?;
    Ok(orders::page::desk(&state::current().store, user, &view, rows).await?)
}

/// The rows from `offset` (a multiple of [`super::row::PAGE_ROWS`]), or those beside an order.
///
/// # Errors
/// As [`load_desk`].
#[server(prefix = "/api", endpoint = "page", input = server_fn::codec::Json)]
pub async fn load_page(view: View, offset: i64, beside: Option<Beside>) -> Result<Page, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::page::page(&state::current().store, &view, offset, beside).await?)
}

/// How many orders the view has, for a [`Page`] that came without its total.
///
/// # Errors
/// As [`load_desk`].
#[server(prefix = "/api", endpoint = "count", input = server_fn::codec::Json)]
pub async fn load_count(view: View) -> Result<i64, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::page::count(&state::current().store, &view).await?)
}

/// The rows of these orders as they stand now, without those that are not there.
///
/// # Errors
/// As [`load_desk`]; also when they are more than [`super::row::ROWS_AT_ONCE`].
#[server(prefix = "/api", endpoint = "rows", input = server_fn::codec::Json)]
pub async fn load_rows(order_ids: Vec<i64>) -> Result<Vec<OrderRow>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::page::rows(&state::current().store, &order_ids).await?)
}

/// Shops and lanes alone: for pages without the grid.
///
/// # Errors
/// As [`load_desk`].
#[server(prefix = "/api", endpoint = "header", input = server_fn::codec::Json)]
pub async fn load_header() -> Result<(Me, Status), AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    let user = auth::require(Right::See)?;
    Ok((user.me(), orders::page::status(&state::current().store).await?))
}

/// The keys of the orders of a view from one to another, both with them: what a range of ticks is, whatever of it is loaded.
///
/// # Errors
/// As [`load_keys`].
#[server(prefix = "/api", endpoint = "keys_between", input = server_fn::codec::Json)]
pub async fn load_keys_between(view: View, one: i64, other: i64) -> Result<Vec<i64>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::page::keys_between(&state::current().store, &view, one, other).await?)
}

/// The keys of all orders of a view: what 処理パネル acts on when everything is selected.
///
/// # Errors
/// As [`load_desk`]; also when they are more than one run takes.
#[server(prefix = "/api", endpoint = "keys", input = server_fn::codec::Json)]
pub async fn load_keys(view: View) -> Result<Vec<i64>, AppError> {
    use crate::domain::role::Right;
    use crate::server::{auth, orders, state};
    auth::require(Right::See)?;
    Ok(orders::page::keys(&state::current().store, &view).await?)
}
