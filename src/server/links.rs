//! 連携状態: how the line between each shop and NP stands, in words.

use crate::api::links::{Link, LinkState};
use crate::domain::act::{ActKind, ActState};
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::store::links::Link as Stored;
use crate::server::store::shops::{self, Shop};
use crate::server::store::{Store, acts, links};

/// A wait shorter than this is over before anybody has read of it.
const WORTH_TELLING_MS: i64 = 3_000;
const MINUTE_MS: i64 = 60_000;

/// The lines of all shops, by code.
///
/// # Errors
/// When the database fails.
pub async fn all(store: &Store) -> Result<Vec<Link>, ServerError> {
    let mut conn = store.read().await?;
    let stored = links::all(&mut conn).await?;
    let open = acts::open(&mut conn).await?;
    let now = clock::now_ms();
    let mut lines = Vec::new();
    for shop in shops::all(&mut conn).await? {
        let link = stored.get(&shop.id).cloned().unwrap_or_default();
        let minute = acts::settled_since(&mut conn, shop.id, now - MINUTE_MS).await?;
        let hour = acts::settled_since(&mut conn, shop.id, now - 60 * MINUTE_MS).await?;
        let speed = format!("直近1分 {minute}件、直近1時間 {hour}件");
        lines.push(line(shop, &link, speed, &open));
    }
    Ok(lines)
}

fn line(shop: Shop, link: &Stored, speed: String, open: &[(String, ActKind, ActState, i64)]) -> Link {
    let when = |at: Option<i64>| at.map_or_else(|| "まだありません".to_owned(), clock::seconds);
    let trouble = link.trouble.as_deref().map_or_else(String::new, |trouble| format!(" {trouble}"));
    let facts = vec![
        ("最終回答".to_owned(), when(link.answered_at)),
        ("最終エラー".to_owned(), when(link.trouble_at) + &trouble),
        ("処理速度".to_owned(), speed),
    ];
    let (state, why) = match (shop.paused_because, slowed(link)) {
        (Some(why), _) => (LinkState::Paused, Some(why)),
        (None, Some(why)) => (LinkState::Slowed, Some(why)),
        (None, None) => (LinkState::Good, None),
    };
    let count = |kind: ActKind, state: ActState| {
        open.iter().filter(|(code, k, s, _)| *code == shop.code && *k == kind && *s == state).map(|(_, _, _, count)| count).sum()
    };
    let states = [ActState::Queued, ActState::Sent, ActState::Unknown, ActState::Asking];
    let queues = ActKind::ALL.iter().map(|&kind| (kind.label().to_owned(), states.map(|state| count(kind, state)))).collect();
    Link { code: shop.code, name: shop.name, environment: shop.environment.label().to_owned(), state, why, facts, queues }
}

/// What to tell about a line in trouble; `None` when all is well, or will be before anybody has read it.
pub fn slowed(link: &Stored) -> Option<String> {
    let waits = link.slow_until - link.trouble_at?;
    let until = clock::seconds(link.slow_until);
    (link.troubles > 0 && waits >= WORTH_TELLING_MS)
        .then(|| format!("{}{until} ごろに接続を確かめ、自動で再開します。", link.trouble.as_deref().unwrap_or_default()))
}
