//! Blanking buyers' data. Amounts, codes, order numbers, days and NP's ids stay.

use super::contents::{contents_text, search_text};
use super::order_state::{self, OrderState};
use super::{StoreError, Transaction, contents, search, timeline};
use crate::domain::order::{Contents, Party};
use crate::server::digest;
use sqlx::AnyConnection;

/// The end of a file's complaint that was blanked.
const BLANKED_COMPLAINT: &str = "エラー（内容は消去済み）";

/// Orders behind `after` that came to their end before a time and were not blanked yet, by key.
///
/// # Errors
/// When the database fails.
pub async fn due(conn: &mut AnyConnection, concluded_before: i64, after: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM orders WHERE concluded_at IS NOT NULL AND erased_at IS NULL AND open_act IS NULL AND concluded_at < $1 AND id > $2 \
         ORDER BY id LIMIT $3",
    )
    .bind(concluded_before)
    .bind(after)
    .bind(limit)
    .fetch_all(conn)
    .await?)
}

/// Blanks one order, what its acts sent and got, and what files complained about it. `without_buyer` knows what an act's
/// texts hold.
///
/// # Errors
/// When the database fails, or somebody else changed the order.
pub async fn blank(
    tx: &mut Transaction,
    order: &OrderState,
    who: &str,
    now: i64,
    without_buyer: impl Fn(&str) -> String,
) -> Result<(), StoreError> {
    let held = contents::of(tx, order.id).await?.ok_or(StoreError::Corrupt("orders.contents"))?;
    let blank = Contents { buyer: Party::default(), destination: None, ..held };
    let slip_number: Option<String> =
        sqlx::query_scalar("SELECT slip_number FROM orders WHERE id = $1").bind(order.id).fetch_one(&mut **tx).await?;
    let found_by = search_text(&order.order_number, &blank, slip_number.as_deref().unwrap_or_default());
    sqlx::query(
        "UPDATE orders SET erased_at = $2, contents = $3, search = $4, contents_version = contents_version + 1, note = '', check_items = '[]', \
         buyer_name = '', buyer_tel = '', receiver_name = '', receiver_tel = '' WHERE id = $1",
    )
    .bind(order.id)
    .bind(now)
    .bind(contents_text(&blank))
    .bind(found_by.clone())
    .execute(&mut **tx)
    .await?;
    search::set(tx, order.id, &found_by).await?;
    blank_acts(tx, order.id, without_buyer).await?;
    sqlx::query("UPDATE run_rows SET outcome = $2 WHERE order_id IS NULL AND label = $1 AND outcome LIKE '%行目 %'")
        .bind(order.order_number.clone())
        .bind(BLANKED_COMPLAINT)
        .execute(&mut **tx)
        .await?;
    timeline::note_change(tx, order.id, order.version + 1, who, "個人情報を消去").await?;
    let mut after = order.clone();
    after.lamps.unsent = false;
    order_state::save(tx, order, &after).await
}

async fn blank_acts(tx: &mut Transaction, order_id: i64, without_buyer: impl Fn(&str) -> String) -> Result<(), StoreError> {
    let acts: Vec<(i64, String, Option<String>)> =
        sqlx::query_as("SELECT id, payload, answer FROM acts WHERE order_id = $1").bind(order_id).fetch_all(&mut **tx).await?;
    for (id, payload, answer) in acts {
        let payload = without_buyer(&payload);
        sqlx::query("UPDATE acts SET payload = $2, payload_hash = $3, answer = $4 WHERE id = $1")
            .bind(id)
            .bind(payload.clone())
            .bind(digest::sha256([payload.as_str()]))
            .bind(answer.as_deref().map(&without_buyer))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Blanks what files complained about rows that never became an order, in imports before a time.
///
/// # Errors
/// When the database fails.
pub async fn blank_complaints(tx: &mut Transaction, imported_before: i64) -> Result<u64, StoreError> {
    let blanked = sqlx::query(
        "UPDATE run_rows SET outcome = $1 WHERE order_id IS NULL AND outcome LIKE '%行目 %' \
         AND run_id IN (SELECT id FROM runs WHERE kind = 'import' AND started_at < $2)",
    )
    .bind(BLANKED_COMPLAINT)
    .bind(imported_before)
    .execute(&mut **tx)
    .await?;
    Ok(blanked.rows_affected())
}

/// What is known of a buyer. Every part that is given has to fit.
#[derive(Clone, Default)]
pub struct Buyer {
    /// Digits of the phone number.
    pub tel: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// Orders whose stored data may be this buyer's, by key: the caller looks at each.
///
/// # Errors
/// When the database fails.
pub async fn candidates(conn: &mut AnyConnection, buyer: &Buyer, limit: i64) -> Result<Vec<i64>, StoreError> {
    match (&buyer.tel, &buyer.email) {
        // By shop, as the index is.
        (Some(tel), Some(email)) => {
            let sql = "SELECT id FROM orders WHERE shop_id IN (SELECT id FROM shops) AND buyer_tel = $1 AND LOWER(contents) LIKE $2 ESCAPE '!' \
                       ORDER BY id LIMIT $3";
            Ok(sqlx::query_scalar(sql).bind(tel.clone()).bind(mail_pattern(email)).bind(limit).fetch_all(conn).await?)
        }
        (Some(tel), None) => {
            Ok(sqlx::query_scalar("SELECT id FROM orders WHERE shop_id IN (SELECT id FROM shops) AND buyer_tel = $1 ORDER BY id LIMIT $2")
                .bind(tel.clone())
                .bind(limit)
                .fetch_all(conn)
                .await?)
        }
        (None, Some(email)) => {
            Ok(sqlx::query_scalar("SELECT id FROM orders WHERE LOWER(contents) LIKE $1 ESCAPE '!' ORDER BY id LIMIT $2")
                .bind(mail_pattern(email))
                .bind(limit)
                .fetch_all(conn)
                .await?)
        }
        (None, None) => Ok(Vec::new()),
    }
}

/// The member of the stored JSON text that holds the mail address.
fn mail_pattern(email: &str) -> String {
    let member = serde_json::to_string(&email.to_lowercase()).expect("a text is always JSON");
    let escaped: String = member.chars().flat_map(|c| matches!(c, '!' | '%' | '_').then_some('!').into_iter().chain([c])).collect();
    format!("%\"email\":{escaped}%")
}

/// How many orders came to their end with their buyer's data still there, and how many were blanked.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &mut AnyConnection) -> Result<(i64, i64), StoreError> {
    Ok(sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM orders WHERE concluded_at IS NOT NULL AND erased_at IS NULL), \
         (SELECT COUNT(*) FROM orders WHERE erased_at IS NOT NULL)",
    )
    .fetch_one(conn)
    .await?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn signs_of_like_have_no_power() {
        assert_eq!(super::mail_pattern("A_b%!@x.jp"), r#"%"email":"a!_b!%!!@x.jp"%"#);
    }
}
