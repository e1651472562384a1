//! Acts in a database that was restored: NP may have done more since than it knows.

use super::settle;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::{Transaction, acts, restored, shops};

/// Makes nothing look newer than it is: every open act counts as lost, every run ends where it stood, and every shop's
/// queue waits until a person has looked at NP. Returns how many acts count as lost.
///
/// # Errors
/// When the database fails.
pub async fn settle_down(state: &AppState, tx: &mut Transaction) -> Result<usize, ServerError> {
    shops::pause_all(tx, shops::RESTORED).await?;
    // The lines that follow may have been sent since: going on by itself would press again.
    restored::end_runs(tx, "バックアップから戻したため、実行していません。").await?;
    restored::strand_open_acts(tx).await?;
    let stranded = acts::stranded(tx).await?;
    settle::lose(state, tx, &stranded, "バックアップから戻したため、NPに届いたかどうか分かりません。").await?;
    Ok(stranded.len())
}
