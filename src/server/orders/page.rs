//! What the grid shows.

use super::views;
use crate::api::acts::RUN_LIMIT;
use crate::api::orders::Desk;
use crate::api::row::{Beside, FIRST_ROWS, OrderRow, PAGE_ROWS, Page, ROWS_AT_ONCE, SCREEN_COOKIE};
use crate::api::status::{OrderCount, ShopStatus, Status};
use crate::api::view::View;
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::http::cookie;
use crate::server::statuses;
use crate::server::store::view::{Asked, Span, Stretch};
use crate::server::store::{Store, counts, events, links, orders, shops};
use axum::http::request::Parts;
use leptos::prelude::use_context;

/// The first paint of a view.
///
/// # Errors
/// When the database fails.
pub async fn desk(store: &Store, user: SessionUser, view: &View, rows: Option<i64>) -> Result<Desk, ServerError> {
    let status = status(store).await?;
    let rows = rows.unwrap_or_else(rows_on_screen).clamp(1, PAGE_ROWS);
    let page = read(store, view, 0, None, rows).await?;
    let layout = views::layout(store, &user).await?;
    Ok(Desk { me: user.me(), status, layout, page })
}

/// How many rows the screen of this request's browser shows, as it said when it last measured.
fn rows_on_screen() -> i64 {
    let said = use_context::<Parts>().and_then(|parts| cookie(&parts.headers, SCREEN_COOKIE)?.parse().ok());
    said.unwrap_or(FIRST_ROWS)
}

/// The rows from `offset`, or those beside an order.
///
/// # Errors
/// When the database fails.
pub async fn page(store: &Store, view: &View, offset: i64, beside: Option<Beside>) -> Result<Page, ServerError> {
    read(store, view, offset.max(0), beside, PAGE_ROWS).await
}

/// The rows of these orders.
///
/// # Errors
/// When they are more than [`ROWS_AT_ONCE`], or the database fails.
pub async fn rows(store: &Store, order_ids: &[i64]) -> Result<Vec<OrderRow>, ServerError> {
    if order_ids.len() > ROWS_AT_ONCE {
        return Err(ServerError::BadInput(format!("一度に読み込めるのは{ROWS_AT_ONCE}件までです。")));
    }
    let mut conn = store.read().await?;
    Ok(orders::rows(&mut conn, order_ids).await?)
}

/// The keys of all orders of a view, for acting on more than what is loaded.
///
/// # Errors
/// When they are more than one run takes, or the database fails.
pub async fn keys(store: &Store, view: &View) -> Result<Vec<i64>, ServerError> {
    let mut tx = store.snapshot().await?;
    let asked = Asked::of(&mut tx, view).await?;
    let total = asked.total(&mut tx).await?;
    if usize::try_from(total).is_ok_and(|total| total > RUN_LIMIT) {
        return Err(too_many());
    }
    Ok(asked.keys(&mut tx, Span { offset: 0, limit: total, total }).await?)
}

fn too_many() -> ServerError {
    ServerError::BadInput(format!("一度に処理できるのは{RUN_LIMIT}件までです。店舗や検索で絞り込んでください。"))
}

/// The keys of the orders of a view from one to another, both with them.
///
/// # Errors
/// As [`keys`].
pub async fn keys_between(store: &Store, view: &View, one: i64, other: i64) -> Result<Vec<i64>, ServerError> {
    let mut tx = store.snapshot().await?;
    let most = i64::try_from(RUN_LIMIT).unwrap_or(i64::MAX);
    let keys = Asked::of(&mut tx, view).await?.between(&mut tx, one, other, most + 1).await?;
    if keys.len() > RUN_LIMIT { Err(too_many()) } else { Ok(keys) }
}

/// How many orders a view has.
///
/// # Errors
/// When the database fails.
pub async fn count(store: &Store, view: &View) -> Result<i64, ServerError> {
    let mut tx = store.snapshot().await?;
    Ok(Asked::of(&mut tx, view).await?.total(&mut tx).await?)
}

/// One moment: the rows, and the count where it comes with them, fit each other.
async fn read(store: &Store, view: &View, offset: i64, beside: Option<Beside>, limit: i64) -> Result<Page, ServerError> {
    let mut tx = store.snapshot().await?;
    // Read before the rows: the stream then repeats what came in between, and versions sort it out.
    let (_, seq) = events::bounds(&mut tx).await?;
    let asked = Asked::of(&mut tx, view).await?;
    let found = match beside {
        Some(beside) => asked.beside(&mut tx, &beside, limit).await?,
        None => None,
    };
    let (total, Stretch { before, keys, after }) = if let Some(stretch) = found {
        (None, stretch)
    } else if offset == 0 && !view.is_counted() {
        // Somebody types, and waits for the rows: counting can take longer than finding them.
        let stretch = asked.top(&mut tx, limit).await?;
        (stretch.all(), stretch)
    } else {
        let total = asked.total(&mut tx).await?;
        (Some(total), asked.stretch(&mut tx, Span { offset, limit, total }).await?)
    };
    let rows = orders::rows(&mut tx, &keys).await?;
    let [first, last] = asked.sorted_by(&mut tx, &keys).await?;
    Ok(Page { total, offset, before, rows, after, first, last, seq })
}

/// Shops, statuses, and how many orders are where.
///
/// # Errors
/// When the database fails.
pub async fn status(store: &Store) -> Result<Status, ServerError> {
    let mut conn = store.read().await?;
    // Read first, so that it promises no more than is there.
    let (_, seq) = events::bounds(&mut conn).await?;
    let shops = shops::all(&mut conn).await?;
    let code_of = |id| shops.iter().find(|shop| shop.id == id).map(|shop| shop.code.clone()).unwrap_or_default();
    let count = |counts::Count { shop_id, lane, status, orders }| OrderCount { shop: code_of(shop_id), lane, status, orders };
    let counts = counts::all(&mut conn).await?.into_iter().map(count).collect();
    let statuses = statuses::current(&mut conn).await?;
    let links = links::all(&mut conn).await?;
    let shops = shops
        .into_iter()
        .map(|shop| ShopStatus {
            slowed: links.get(&shop.id).and_then(crate::server::links::slowed),
            code: shop.code,
            name: shop.name,
            environment: shop.environment.label().to_owned(),
            paused_because: shop.paused_because,
        })
        .collect();
    Ok(Status { seq, shops, statuses, counts })
}
