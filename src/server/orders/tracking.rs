//! 配送状況: which carrier's page shows a parcel. The carrier is the one NP is told.

use crate::api::tracking::{TRACKING_LIMIT, Tracking};
use crate::domain::carrier::{CarrierBook, ShippedBy};
use crate::server::error::ServerError;
use crate::server::store::{Store, carriers, contents};
use std::collections::HashMap;

/// The pages of some orders, in the order of the keys. Keys of no order are left out.
///
/// # Errors
/// When none or too many are named, or the database fails.
pub async fn load(store: &Store, order_ids: &[i64]) -> Result<Vec<Tracking>, ServerError> {
    if order_ids.is_empty() {
        return Err(ServerError::BadInput("注文にチェックを付けてください。".to_owned()));
    }
    if order_ids.len() > TRACKING_LIMIT {
        return Err(ServerError::BadInput(format!("配送状況を一度に確認できるのは{TRACKING_LIMIT}件までです。")));
    }
    let mut conn = store.read().await?;
    let books: HashMap<i64, CarrierBook> = carriers::books(&mut conn).await?;
    let mut found = Vec::with_capacity(order_ids.len());
    for order_id in order_ids {
        let Some(sent) = contents::sent(&mut conn, *order_id).await? else { continue };
        let page = page(&sent, books.get(&sent.shop_id));
        let parcel = format!("{} {}", sent.carrier, sent.slip_number);
        found.push(Tracking { order_id: *order_id, order_number: sent.order_number, parcel, page });
    }
    Ok(found)
}

fn page(sent: &contents::Sent, book: Option<&CarrierBook>) -> Result<String, String> {
    if sent.shipped_on.is_empty() {
        return Err("出荷日が入力されていません。".to_owned());
    }
    if sent.slip_number.is_empty() {
        return Err("伝票番号が入力されていません。".to_owned());
    }
    let Some(ShippedBy::Listed(carrier)) = book.and_then(|book| book.find(&sent.carrier)) else {
        return Err("配送業者の追跡画面がわかりません。配送業者の画面で伝票番号を入力してください。".to_owned());
    };
    let unknown = || format!("{}の追跡画面は伝票番号から直接開けません。配送業者の画面で入力してください。", carrier.label());
    carrier.tracking_page(&sent.slip_number).ok_or_else(unknown)
}
