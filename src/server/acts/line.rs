//! The line between a shop and the payment company: slowing down when it is in trouble, trying it again.

use super::decide::millis;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::provider::{Access, Probe, Reply};
use crate::server::state::AppState;
use crate::server::store::{Transaction, links, shops};
use std::time::Duration;

/// The first wait is this part of the first wait after a lost answer: a second by default.
const FIRST_PART: u32 = 60;
/// The longest wait, in units of the first: five minutes by default.
const LONGEST: u32 = 300;
/// A company that asks for more than this is asked again anyway.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

/// Notes what a reply says about the shop's line: an answer ends a trouble, a trouble slows it down, refused credentials
/// stop it. Returns from when on the line is free, unix milliseconds.
///
/// # Errors
/// When the database fails.
pub(super) async fn note(state: &AppState, tx: &mut Transaction, shop_id: i64, reply: &Reply) -> Result<i64, ServerError> {
    let now = clock::now_ms();
    match reply {
        Reply::Answered(_) => links::answered(tx, shop_id, now).await?,
        Reply::Unauthorized => stop(tx, shop_id).await?,
        Reply::Lost { what, retry_after } => return slow_down(state, tx, shop_id, what, *retry_after).await,
        Reply::Unreachable => return slow_down(state, tx, shop_id, UNREACHABLE, None).await,
        Reply::TooMany(retry_after) => return slow_down(state, tx, shop_id, BUSY, *retry_after).await,
    }
    Ok(now)
}

/// Nothing more is sent for this shop for a while: each trouble in a row doubles the wait. Calls that were on their way
/// together and fail together count once. Returns when the line is tried again, unix milliseconds.
async fn slow_down(
    state: &AppState,
    tx: &mut Transaction,
    shop_id: i64,
    what: &str,
    retry_after: Option<Duration>,
) -> Result<i64, ServerError> {
    let now = clock::now_ms();
    let link = links::of(tx, shop_id).await?;
    let asked = retry_after.unwrap_or_default().min(LONGEST_RETRY_AFTER);
    let (troubles, until) = if link.slow_until > now {
        (link.troubles, link.slow_until.max(now + millis(asked)))
    } else {
        let wait = wait(link.troubles, state.config.first_wait / FIRST_PART);
        (link.troubles + 1, now + millis(wait.max(asked)))
    };
    links::troubled(tx, shop_id, troubles, until, what, now).await?;
    Ok(until)
}

fn wait(troubles: i64, first: Duration) -> Duration {
    let doublings = u32::try_from(troubles.clamp(0, 16)).unwrap_or(16);
    super::retry::jittered(first * 2_u32.pow(doublings).min(LONGEST))
}

/// Tries a line that was in trouble by asking about nothing: no act becomes doubtful by it. False when it is still in trouble.
///
/// # Errors
/// When the database fails.
pub(super) async fn is_mended(state: &AppState, shop_id: i64) -> Result<bool, ServerError> {
    let (what, retry_after) = match probe(state, shop_id).await? {
        Probe::Good => return Ok(true),
        Probe::Refused => {
            let mut tx = state.store.begin().await?;
            stop(&mut tx, shop_id).await?;
            state.store.commit(tx).await?;
            return Ok(false);
        }
        Probe::Unreachable => (UNREACHABLE, None),
        Probe::Maintenance(retry_after) => (MAINTENANCE, retry_after),
        Probe::Busy(retry_after) => (BUSY, retry_after),
    };
    let mut tx = state.store.begin().await?;
    slow_down(state, &mut tx, shop_id, what, retry_after).await?;
    state.store.commit(tx).await?;
    Ok(false)
}

async fn probe(state: &AppState, shop_id: i64) -> Result<Probe, ServerError> {
    match access(state, shop_id).await {
        Ok(access) => Ok(state.provider.probe(&access).await),
        Err(ServerError::Seal(error)) => {
            tracing::error!(%error, shop_id, "the shop's SP code cannot be opened");
            Ok(Probe::Refused)
        }
        Err(error) => Err(error),
    }
}

/// How to speak as this shop.
pub(super) async fn access(state: &AppState, shop_id: i64) -> Result<Access, ServerError> {
    let mut conn = state.store.read().await?;
    let shop = shops::by_id(&mut conn, shop_id).await?.ok_or(super::ledger::NO_SHOP)?;
    Ok(state.access(&shop)?)
}

/// Credentials were refused: nothing is sent until somebody has looked.
async fn stop(tx: &mut Transaction, shop_id: i64) -> Result<(), ServerError> {
    shops::set_paused(tx, shop_id, Some(REFUSED_CREDENTIALS)).await?;
    let link = links::of(tx, shop_id).await?;
    links::troubled(tx, shop_id, link.troubles, link.slow_until, REFUSED_CREDENTIALS, clock::now_ms()).await?;
    Ok(())
}

pub(super) const REFUSED_CREDENTIALS: &str = "NPに加盟店コード・SPコード・端末IDが受け付けられませんでした。";
const UNREACHABLE: &str = "NPに接続できません。";
const MAINTENANCE: &str = "NPがメンテナンス中です。";
const BUSY: &str = "NPが混み合っています。";

#[cfg(test)]
mod tests {
    use super::wait;
    use std::time::Duration;

    #[test]
    fn waits_double_from_a_second_to_five_minutes() {
        let waits: Vec<_> = [0, 1, 5, 8, 100].map(|troubles| wait(troubles, Duration::from_secs(1)).as_secs_f64().round()).into();
        for (waited, about) in waits.into_iter().zip([1.0, 2.0, 32.0, 256.0, 300.0]) {
            assert!((waited / about - 1.0).abs() <= 0.25, "{waited} for about {about}");
        }
    }
}
