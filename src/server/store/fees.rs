//! The payment fees of stored orders.

use super::StoreError;
use super::contents::contents_from_text;
use crate::domain::fee::{FeeOrigin, FeeStep};
use crate::domain::order::Contents;
use crate::domain::yen::Yen;
use sqlx::AnyConnection;

/// An order as far as its fee goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// 受注番号
    pub order_number: String,
    /// What is billed.
    pub contents: Contents,
    /// Where its fee came from.
    pub origin: FeeOrigin,
}

#[derive(sqlx::FromRow)]
struct Row {
    order_number: String,
    contents: String,
    mall_fee: i64,
    fee_before: Option<i64>,
    fee_after: Option<i64>,
}

/// A shop's newest orders that are paid by NP後払い.
///
/// # Errors
/// When the database fails or stored contents cannot be read.
pub async fn last_bills(conn: &mut AnyConnection, shop_id: i64, limit: i64) -> Result<Vec<Bill>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT order_number, contents, mall_fee, fee_before, fee_after FROM orders WHERE shop_id = $1 AND by_np = 1 \
         ORDER BY ordered_at DESC, id DESC LIMIT $2",
    )
    .bind(shop_id)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Bill::try_from).collect()
}

impl TryFrom<Row> for Bill {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let applied = row.fee_before.zip(row.fee_after).map(|(before, after)| FeeStep { before: Yen(before), after: Yen(after) });
        Ok(Self {
            order_number: row.order_number,
            contents: contents_from_text(&row.contents)?,
            origin: FeeOrigin { by_mall: row.mall_fee == 1, applied },
        })
    }
}
