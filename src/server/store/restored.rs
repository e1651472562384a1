//! What a restored database is brought to before anybody works with it.

use super::{StoreError, Transaction};

/// Whether nobody has worked with this database: neither shops nor accounts.
///
/// # Errors
/// When the database fails.
pub async fn is_unused(tx: &mut Transaction) -> Result<bool, StoreError> {
    let used: i64 = sqlx::query_scalar("SELECT (SELECT COUNT(*) FROM shops) + (SELECT COUNT(*) FROM users)").fetch_one(&mut **tx).await?;
    Ok(used == 0)
}

/// Makes every open act one that a server had sent and never settled, but for those that ask a person already. No server
/// of the backup lives, so they are stranded (see [`super::acts::stranded`]).
///
/// # Errors
/// When the database fails.
pub async fn strand_open_acts(tx: &mut Transaction) -> Result<(), StoreError> {
    sqlx::query("UPDATE acts SET state = 'sent', claimed_by = COALESCE(claimed_by, 'backup') WHERE state IN ('queued', 'sent', 'unknown')")
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends the lines that no run has handled yet, with this outcome; returns how many there were.
///
/// # Errors
/// When the database fails.
pub async fn end_runs(tx: &mut Transaction, outcome: &str) -> Result<u64, StoreError> {
    let ended = sqlx::query("UPDATE run_rows SET outcome = $1 WHERE outcome IS NULL").bind(outcome.to_owned()).execute(&mut **tx).await?;
    // What was not entered yet will not be, and may be about buyers.
    sqlx::query("UPDATE runs SET edit = NULL WHERE kind = 'text'").execute(&mut **tx).await?;
    Ok(ended.rows_affected())
}
