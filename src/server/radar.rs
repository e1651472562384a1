//! 出荷報告レーダー: OKs that are not reported, by age and yen; how NP has answered; what automation left alone.

use crate::api::radar::{BarSum, Radar, Week};
use crate::domain::lamp::Credit;
use crate::domain::radar::{Bar, median};
use crate::server::acts::ledger::NO_SHOP;
use crate::server::clock;
use crate::server::error::ServerError;
use crate::server::store::radar::{self as stored, Answered};
use crate::server::store::{Store, StoreError, shops};
use sqlx::AnyConnection;

/// Weeks of the lines.
const WEEKS: usize = 8;
/// Orders that are listed.
const LISTED: i64 = 200;
/// Orders that automation left alone that are listed.
const SKIPPED: i64 = 50;
const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1000;
const MINUTE_MS: i64 = 60_000;

/// The radar of a shop, or of all, with the orders of one bar.
///
/// # Errors
/// When there is no such shop, or the database fails.
pub async fn load(store: &Store, shop: Option<&str>, bar: Option<Bar>) -> Result<Radar, ServerError> {
    let mut conn = store.read().await?;
    let shop_id = match shop {
        Some(code) => Some(shops::by_code(&mut conn, code).await?.ok_or(NO_SHOP)?.id),
        None => None,
    };
    let mut bars = Vec::with_capacity(Bar::ALL.len());
    for &bar in Bar::ALL {
        let sum = stored::sum(&mut conn, bar, shop_id).await?;
        let ((shipped, shipped_yen), (waiting, waiting_yen)) = (sum.shipped, sum.waiting);
        bars.push(BarSum { bar, shipped, shipped_yen, waiting, waiting_yen });
    }
    let (skipped, skipped_total) = stored::skipped(&mut conn, shop_id, SKIPPED).await?;
    let listed = match bar {
        Some(bar) => stored::list(&mut conn, bar, shop_id, LISTED).await?,
        None => Vec::new(),
    };
    let oldest = stored::oldest(&mut conn, shop_id).await?;
    Ok(Radar { bars, weeks: weeks(&mut conn, shop_id).await?, oldest, skipped, skipped_total, listed })
}

/// The last weeks, today in the last of them.
async fn weeks(conn: &mut AnyConnection, shop_id: Option<i64>) -> Result<Vec<Week>, StoreError> {
    let since = clock::end_of(clock::today()) - i64::try_from(WEEKS).unwrap_or(1) * WEEK_MS;
    let mut weeks: Vec<Week> = (0..)
        .map(|nth| clock::day(since + nth * WEEK_MS))
        .map(|day| Week { from: format!("{}/{}", u8::from(day.0.month()), day.0.day()), ok: 0, hold: 0, ng: 0, repair_minutes: None })
        .take(WEEKS)
        .collect();
    for (credit, of) in [
        (Credit::Ok, (|week| &mut week.ok) as fn(&mut Week) -> &mut i64),
        (Credit::Hold, |week| &mut week.hold),
        (Credit::Ng, |week| &mut week.ng),
    ] {
        for (nth, count) in stored::answers(conn, credit, shop_id, since).await? {
            if let Some(week) = usize::try_from(nth).ok().and_then(|nth| weeks.get_mut(nth)) {
                *of(week) = count;
            }
        }
    }
    let mut minutes: Vec<Vec<i64>> = vec![Vec::new(); WEEKS];
    for (mended_at, took) in repairs(&stored::of_held(conn, shop_id, since).await?) {
        if let Some(of_week) = usize::try_from((mended_at - since) / WEEK_MS).ok().and_then(|nth| minutes.get_mut(nth)) {
            of_week.push(took / MINUTE_MS);
        }
    }
    for (week, minutes) in weeks.iter_mut().zip(minutes) {
        week.repair_minutes = median(minutes);
    }
    Ok(weeks)
}

/// Each hold that became an OK: when it did, and how long that took. A hold that is answered again is the same hold.
fn repairs(answers: &[Answered]) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    for of_order in answers.chunk_by(|one, next| one.order_id == next.order_id) {
        let mut held_at = None;
        for answer in of_order {
            if answer.result == Credit::Hold.label() {
                held_at = held_at.or(Some(answer.settled_at));
            } else if let Some(held_at) = held_at.take() {
                found.push((answer.settled_at, answer.settled_at - held_at));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Answered, repairs};

    #[test]
    fn a_hold_is_mended_by_the_next_ok_of_its_order() {
        let of = |order_id, result: &str, settled_at| Answered { order_id, result: result.to_owned(), settled_at };
        let answers = [
            of(1, "与信OK", 5),
            of(1, "保留", 10),
            of(1, "保留", 20),
            of(1, "与信OK", 40),
            of(2, "保留", 50),
            of(3, "与信OK", 60),
            of(3, "保留", 70),
            of(3, "与信OK", 71),
        ];
        assert_eq!(repairs(&answers), [(40, 30), (71, 1)]);
    }
}
