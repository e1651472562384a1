//! Buyers' data go so many days after payment or cancel, by themselves.

use crate::api::privacy::{LONGEST_DAYS, PrivacySettings, SHORTEST_DAYS};
use crate::domain::audit::AuditKind;
use crate::server::acts::automation::AUTOMATIC;
use crate::server::auth::SessionUser;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::state::AppState;
use crate::server::store::audit::{self, By, Entry};
use crate::server::store::{Store, erasure, order_state, settings};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The setting's name in the store.
const SETTING: &str = "privacy";
/// How often orders are looked for whose time has come. They are due by the day.
const EVERY: Duration = Duration::from_hours(1);
/// Orders blanked in one transaction: presses of others get in between, and a stop loses no more than this.
const AT_ONCE: i64 = 50;
/// What others get of the database between two transactions.
const BREATH: Duration = Duration::from_millis(50);
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Retention {
    keep_days: i64,
}

/// The setting, and how many orders it is about.
///
/// # Errors
/// When the database fails.
pub async fn settings(store: &Store) -> Result<PrivacySettings, ServerError> {
    let mut conn = store.read().await?;
    let Retention { keep_days } = settings::load(&mut conn, SETTING).await?;
    let (concluded, erased) = erasure::counts(&mut conn).await?;
    Ok(PrivacySettings { keep_days, concluded, erased })
}

/// Writes the setting. What is due by it goes within the hour.
///
/// # Errors
/// When the number is out of range, or the database fails.
pub async fn save(state: &AppState, user: &SessionUser, keep_days: i64) -> Result<PrivacySettings, ServerError> {
    if keep_days != 0 && !(SHORTEST_DAYS..=LONGEST_DAYS).contains(&keep_days) {
        let sentence = format!("保存期間は{SHORTEST_DAYS}日から{LONGEST_DAYS}日までの日数か、消去しない場合は0を入力してください。");
        return Err(ServerError::BadInput(sentence));
    }
    let mut tx = state.store.begin().await?;
    let before: Retention = settings::load(&mut tx, SETTING).await?;
    settings::save(&mut tx, SETTING, &Retention { keep_days }).await?;
    let what = format!("個人情報の保存期間を変更（{} → {}）", in_words(before.keep_days), in_words(keep_days));
    user.note(&mut tx, AuditKind::Settings, &what).await?;
    state.store.commit(tx).await?;
    settings(&state.store).await
}

fn in_words(days: i64) -> String {
    if days == 0 { "消去しない".to_owned() } else { format!("{days}日") }
}

/// Blanks what is due until told to stop.
pub async fn run(state: AppState, stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => return,
            done = erase_due(&state) => if let Err(error) = done {
                tracing::error!(%error, "buyers' data whose time has come could not be blanked");
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Blanks what is due now, in small steps. Cut off between two of them, the next call goes on.
///
/// # Errors
/// When the database fails.
pub async fn erase_due(state: &AppState) -> Result<(), ServerError> {
    let Retention { keep_days } = settings::load(&mut *state.store.read().await?, SETTING).await?;
    if keep_days == 0 {
        return Ok(());
    }
    let before = clock::now_ms() - keep_days * DAY_MS;
    let mut erased_any = blank_complaints(state, before).await?;
    let mut after = 0;
    while let Some(last) = erase_some(state, before, after).await? {
        after = last;
        erased_any = true;
        tokio::time::sleep(BREATH).await;
    }
    if erased_any {
        state.store.forget_what_was_overwritten().await?;
    }
    Ok(())
}

async fn blank_complaints(state: &AppState, before: i64) -> Result<bool, ServerError> {
    let mut tx = state.store.begin().await?;
    let blanked = erasure::blank_complaints(&mut tx, before).await?;
    tx.commit().await?;
    Ok(blanked > 0)
}

/// Blanks the next orders behind `after`; returns the last one's key, `None` when there are no more.
async fn erase_some(state: &AppState, before: i64, after: i64) -> Result<Option<i64>, ServerError> {
    let due = erasure::due(&mut *state.store.read().await?, before, after, AT_ONCE).await?;
    let Some(&last) = due.last() else { return Ok(None) };
    let mut tx = state.store.begin().await?;
    let orders = order_state::load_all(&mut tx, &due).await?;
    let mut erased = 0;
    // Somebody may have pressed a button since they were looked for.
    for order in orders.values().filter(|order| order.lamps.may_erase().is_ok()) {
        let blank = |text: &str| state.provider.without_buyer(text);
        erasure::blank(&mut tx, order, AUTOMATIC, clock::now_ms(), blank).await?;
        erased += 1;
    }
    if erased > 0 {
        let what = format!("保存期間を過ぎた個人情報を消去（受注 {erased}件）");
        audit::append(&mut tx, Entry { by: By { who: AUTOMATIC, address: None }, kind: AuditKind::Erase, what: &what, shop_id: None })
            .await?;
    }
    state.store.commit(tx).await?;
    Ok(Some(last))
}
