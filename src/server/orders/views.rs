//! Saved views, and how each person wants the grid.

use crate::api::view::View;
use crate::api::views::{Choices, NamedView, ReasonGroup};
use crate::domain::column::Layout;
use crate::domain::lane::Lane;
use crate::domain::reason::{self, Code};
use crate::server::auth::SessionUser;
use crate::server::error::ServerError;
use crate::server::store::view::Asked;
use crate::server::store::{Store, choices, editing, preferences, saved_views, shops};
use std::collections::BTreeMap;

/// The longest name of a view, in characters.
const LONGEST_NAME: usize = 40;
/// The name of the grid's layout among a person's preferences.
const LAYOUT: &str = "layout";

/// The saved views with their counts.
///
/// # Errors
/// When the database fails.
pub async fn all(store: &Store) -> Result<Vec<NamedView>, ServerError> {
    let mut conn = store.read().await?;
    let mut named = Vec::new();
    for saved in saved_views::all(&mut conn).await? {
        let view = View::from(saved.query.clone());
        let orders = Asked::of(&mut conn, &view).await?.total(&mut conn).await?;
        named.push(NamedView { id: saved.id, name: saved.name, query: saved.query, orders });
    }
    Ok(named)
}

/// Saves a view under a name.
///
/// # Errors
/// When the name is empty or too long, or the database fails.
pub async fn save(store: &Store, user: &SessionUser, name: &str, view: &View) -> Result<Vec<NamedView>, ServerError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(ServerError::BadInput("表示の名前を入力してください。".to_owned()));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(ServerError::BadInput(format!("表示の名前は{LONGEST_NAME}文字以内で入力してください。")));
    }
    let mut tx = store.begin().await?;
    if !saved_views::save(&mut tx, name, &view.query(), &user.name).await? {
        return Err(ServerError::BadInput(format!(
            "「{name}」という表示はもうあります。別の名前を付けるか、先にその表示を削除してください。"
        )));
    }
    tx.commit().await?;
    all(store).await
}

/// Forgets a saved view.
///
/// # Errors
/// When the database fails.
pub async fn delete(store: &Store, id: i64) -> Result<Vec<NamedView>, ServerError> {
    let mut tx = store.begin().await?;
    saved_views::delete(&mut tx, id).await?;
    tx.commit().await?;
    all(store).await
}

/// The values that orders can be filtered by.
///
/// # Errors
/// When the database fails.
pub async fn choices(store: &Store) -> Result<Choices, ServerError> {
    let mut conn = store.read().await?;
    Ok(Choices {
        payments: choices::values(&mut conn, "payment_method").await?,
        carriers: choices::values(&mut conn, "carrier").await?,
        check_items: editing::check_items(&mut conn).await?,
    })
}

/// The reasons for which a lane's orders stand in it, the most frequent first.
///
/// # Errors
/// When the database fails or holds a value this program does not write.
pub async fn reasons(store: &Store, lane: Lane, shop: Option<String>) -> Result<Vec<ReasonGroup>, ServerError> {
    let mut conn = store.read().await?;
    let shop_id = shops::id_of(&mut conn, shop.as_deref()).await?;
    let mut counts: BTreeMap<Code, i64> = BTreeMap::new();
    for (codes, orders) in choices::reasons(&mut conn, lane, shop_id).await? {
        for code in codes {
            *counts.entry(code).or_default() += orders;
        }
    }
    let group = |(code, orders): (Code, i64)| ReasonGroup { short: reason::short(&code).into_owned(), code: code.to_string(), orders };
    let mut groups: Vec<ReasonGroup> = counts.into_iter().map(group).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.orders));
    Ok(groups)
}

/// How somebody wants the grid.
///
/// # Errors
/// When the database fails.
pub async fn layout(store: &Store, user: &SessionUser) -> Result<Layout, ServerError> {
    let mut conn = store.read().await?;
    Ok(preferences::load(&mut conn, user.id, LAYOUT).await?)
}

/// Remembers it.
///
/// # Errors
/// When the database fails.
pub async fn save_layout(store: &Store, user: &SessionUser, layout: Layout) -> Result<(), ServerError> {
    let mut tx = store.begin().await?;
    preferences::save(&mut tx, user.id, LAYOUT, &layout).await?;
    Ok(tx.commit().await?)
}
