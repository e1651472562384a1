//! How the line between a shop and the payment company stands.

use super::{StoreError, Transaction};
use sqlx::AnyConnection;
use std::collections::HashMap;

/// One shop's line.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Link {
    /// Troubles since the last answer; 0 when all is well.
    pub troubles: i64,
    /// Nothing is sent before this, unix milliseconds.
    pub slow_until: i64,
    /// The last answer.
    pub answered_at: Option<i64>,
    /// The last trouble.
    pub trouble_at: Option<i64>,
    /// What it was, as a sentence.
    pub trouble: Option<String>,
}

/// The line of a shop, all well when nothing was ever sent.
///
/// # Errors
/// When the database fails.
pub async fn of(conn: &mut AnyConnection, shop_id: i64) -> Result<Link, StoreError> {
    let link = sqlx::query_as("SELECT troubles, slow_until, answered_at, trouble_at, trouble FROM links WHERE shop_id = $1");
    Ok(link.bind(shop_id).fetch_optional(conn).await?.unwrap_or_default())
}

/// The lines of all shops to which anything was ever sent, by shop.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut AnyConnection) -> Result<HashMap<i64, Link>, StoreError> {
    let rows: Vec<ShopLink> =
        sqlx::query_as("SELECT shop_id, troubles, slow_until, answered_at, trouble_at, trouble FROM links").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.shop_id, row.link)).collect())
}

#[derive(sqlx::FromRow)]
struct ShopLink {
    shop_id: i64,
    #[sqlx(flatten)]
    link: Link,
}

/// An answer came: the troubles are over, unless the line was slowed down after the question had gone out.
///
/// # Errors
/// When the database fails.
pub async fn answered(tx: &mut Transaction, shop_id: i64, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO links (shop_id, answered_at) VALUES ($1, $2) ON CONFLICT (shop_id) DO UPDATE SET answered_at = excluded.answered_at, \
         troubles = CASE WHEN links.slow_until <= excluded.answered_at THEN 0 ELSE links.troubles END",
    )
    .bind(shop_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A trouble came: nothing is sent before `slow_until`.
///
/// # Errors
/// When the database fails.
pub async fn troubled(
    tx: &mut Transaction,
    shop_id: i64,
    troubles: i64,
    slow_until: i64,
    trouble: &str,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO links (shop_id, troubles, slow_until, trouble_at, trouble) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (shop_id) DO UPDATE SET troubles = excluded.troubles, slow_until = excluded.slow_until, \
         trouble_at = excluded.trouble_at, trouble = excluded.trouble",
    )
    .bind(shop_id)
    .bind(troubles)
    .bind(slow_until)
    .bind(now)
    .bind(trouble.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets a slowed line be tried at once.
///
/// # Errors
/// When the database fails.
pub async fn try_now(tx: &mut Transaction, shop_id: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE links SET slow_until = 0 WHERE shop_id = $1").bind(shop_id).execute(&mut **tx).await?;
    Ok(())
}
