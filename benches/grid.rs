//! The grid's queries at 10,000, 100,000 and 1,000,000 orders in one database that grows: they must not be felt.
//!
//! What counts is the ratio to the smallest size. `BENCH_SIZES` names others; `DESK_TEST_POSTGRES` a PostgreSQL server on
//! which the desk makes a database of its own.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and stops at the first surprise")]

#[path = "support/orders.rs"]
mod orders;
#[path = "support/place.rs"]
#[allow(dead_code, reason = "the simulator is for the other bench")]
mod place;
#[path = "support/verdicts.rs"]
mod verdicts;

use atobarai_desk::api::row::{Beside, PAGE_ROWS};
use atobarai_desk::api::view::View;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::bulk::Bulk;
use atobarai_desk::server::config::Config;
use atobarai_desk::server::error::ServerError;
use atobarai_desk::server::orders::page;
use atobarai_desk::server::store::Store;
use atobarai_desk::server::{radar, runs, startup};
use place::Place;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// Asks of each kind.
const TIMES: i64 = 200;
/// The same for what takes longer.
const FEW_TIMES: i64 = 20;
/// Orders stored in one transaction.
const AT_ONCE: i64 = 2_000;
/// Orders that one preview is of: as many as a run takes.
const TICKED: i64 = 20_000;

/// One kind of question: its name, and the view and position of the nth one of `size` orders.
type Question = (&'static str, fn(i64, i64) -> (String, i64));

const QUESTIONS: [Question; 12] = [
    ("first page", |_, _| (String::new(), 0)),
    ("page in the middle", |nth, size| (String::new(), (size / TIMES) * nth)),
    ("last page", |_, size| (String::new(), size - 100)),
    ("lane, page in the middle", |nth, size| ("lane=before".to_owned(), (size / TIMES) * nth)),
    ("status, page in the middle", |nth, size| ("status=新規受付".to_owned(), (size / TIMES) * nth)),
    ("by 請求額, first page", |_, _| ("sort=billed".to_owned(), 0)),
    ("by 請求額, in the middle", |_, size| ("sort=billed".to_owned(), size / 2)),
    ("お届け日 of a day", |nth, _| (format!("date=deliver&from=2025-01-{0:02}&until=2025-01-{0:02}", 10 + nth % 20), 0)),
    ("お届け日 of all years", |_, _| ("date=deliver&from=2020-01-01".to_owned(), 0)),
    ("the same by お届け日, rising", |_, _| ("date=deliver&from=2025-01-12&sort=deliver&rising=1".to_owned(), 0)),
    ("search for a number", |nth, size| (format!("q=B-{:07}", (size / TIMES) * nth), 0)),
    ("search for a phone number", |nth, size| (format!("q=090{:08}", (size / TIMES) * nth), 0)),
];

/// Views of a quarter of all orders, and of all of them, as somebody comes to them who types: the first rows, and then how
/// many there are.
const COMMON: [(&str, &str); 3] =
    [("filter by carrier", "carrier=佐川急便"), ("search for a common name", "q=田中"), ("search for how phones begin", "q=090")];

/// Views that somebody scrolls down: each page is asked for after the last order of the one above.
const WALKS: [(&str, &str); 4] = [
    ("scrolling down", ""),
    ("scrolling down by 請求額", "sort=billed"),
    ("scrolling down a carrier's", "carrier=佐川急便"),
    ("scrolling down a common name's", "q=田中"),
];

#[tokio::main]
async fn main() {
    let sizes = std::env::var("BENCH_SIZES").unwrap_or_else(|_| "10000,100000,1000000".to_owned());
    let sizes: Vec<i64> = sizes.split(',').map(|size| size.parse().unwrap()).collect();
    let place = Place::new().await;
    let config = place.config(&Config::from_env().unwrap());
    let desk = startup::start(config, TcpListener::bind("127.0.0.1:0").await.unwrap()).await.unwrap();
    let shop_id = place::shop(&desk.state).await;
    let (mut stored, mut smallest) = (0, HashMap::new());
    for size in sizes {
        let begun = Instant::now();
        for from in (stored..size).step_by(usize::try_from(AT_ONCE).unwrap()) {
            place::import(&desk.state, shop_id, &orders::range(from, (from + AT_ONCE).min(size))).await;
        }
        println!("{size} orders; {:.0} stored a second", per_second(size - stored, begun.elapsed()));
        verdicts::give(&desk.state, shop_id, stored, size).await;
        stored = size;
        for (name, question) in QUESTIONS {
            let times = timed(TIMES, async |nth| {
                let (query, offset) = question(nth, size);
                page::page(&desk.state.store, &View::from(query), offset, None).await
            });
            tell(name, times.await, &mut smallest);
        }
        for (name, query) in COMMON {
            let view = View::from(query.to_owned());
            let rows = async |_| page::page(&desk.state.store, &view, 0, None).await;
            tell(name, timed(FEW_TIMES, rows).await, &mut smallest);
            let count = async |_| page::count(&desk.state.store, &view).await;
            tell(&format!("{name}: its count"), timed(FEW_TIMES, count).await, &mut smallest);
        }
        for (name, query) in WALKS {
            tell(name, scrolled(&desk.state.store, query).await, &mut smallest);
        }
        tell("lane counts", timed(TIMES, async |_| page::status(&desk.state.store).await).await, &mut smallest);
        tell("radar", timed(FEW_TIMES, async |_| radar::load(&desk.state.store, None, None).await).await, &mut smallest);
        let ticked: Vec<i64> = verdicts::without(&desk.state, TICKED).await;
        let preview = async |_| runs::preview(&desk.state, Bulk::Act(ActKind::Register), &ticked).await;
        tell(&format!("preview of {}", ticked.len()), timed(FEW_TIMES, preview).await, &mut smallest);
    }
    desk.stop().await;
}

/// How long something takes, again and again.
async fn timed<T>(times: i64, ask: impl AsyncFn(i64) -> Result<T, ServerError>) -> Vec<Duration> {
    let mut took = Vec::new();
    for nth in 0..times {
        let begun = Instant::now();
        ask(nth).await.unwrap();
        took.push(begun.elapsed());
    }
    took
}

/// How long each page of a view takes, from its top; at its end it begins anew.
async fn scrolled(store: &Store, query: &str) -> Vec<Duration> {
    let mut took = Vec::new();
    let (mut offset, mut beside) = (0, None);
    for _ in 0..TIMES {
        let begun = Instant::now();
        let page = page::page(store, &View::from(query.to_owned()), offset, beside.take()).await.unwrap();
        took.push(begun.elapsed());
        beside = page.after.and(page.bottom()).map(Beside::After);
        offset = if beside.is_some() { offset + PAGE_ROWS } else { 0 };
    }
    took
}

/// Prints the middle and the slowest in a hundred, and the middle as a ratio to that of the smallest size.
fn tell(name: &str, mut times: Vec<Duration>, smallest: &mut HashMap<String, Duration>) {
    times.sort();
    let (middle, slow) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let ratio = middle.as_secs_f64() / smallest.entry(name.to_owned()).or_insert(middle).as_secs_f64();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("  {name:<36} p50 {:>8.2} ms   p99 {:>8.2} ms   ratio {ratio:>7.2}", ms(middle), ms(slow));
}

#[expect(clippy::cast_precision_loss, reason = "a count of orders")]
fn per_second(count: i64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}
