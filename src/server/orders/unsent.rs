//! 修正あり: whether an order's contents are other than what NP got of it.

use crate::domain::act::ActKind;
use crate::domain::difference::differences;
use crate::domain::lamp::{Credit, Lamps};
use crate::domain::order::Contents;
use crate::server::state::AppState;
use crate::server::store::{StoreError, registrations};
use sqlx::AnyConnection;
use std::collections::HashSet;

/// Which of these orders are to be marked as not sent, once they hold these contents.
///
/// # Errors
/// When the database fails.
pub async fn unsent(state: &AppState, conn: &mut AnyConnection, orders: &[(i64, &Lamps, &Contents)]) -> Result<HashSet<i64>, StoreError> {
    let ids: Vec<i64> = orders.iter().map(|(id, ..)| *id).collect();
    let sent = registrations::last_sent(conn, &ids).await?;
    let is_unsent = |&&(id, lamps, contents): &&(i64, &Lamps, &Contents)| {
        let sent = sent.get(&id).and_then(|payload| state.provider.contents(payload));
        is_expected(lamps) && sent.is_none_or(|sent| !differences(&sent, contents).is_empty())
    };
    Ok(orders.iter().filter(is_unsent).map(|(id, ..)| *id).collect())
}

/// Whether NP has got contents that the order's own could differ from: it took them, or refused them.
fn is_expected(lamps: &Lamps) -> bool {
    lamps.act_for_contents() == ActKind::Update || lamps.credit == Credit::Error
}
