//! 与信を実行 for many orders: the whole desk beside a bare client that sends the same batches at the same concurrency.
//!
//! Both ask a simulator in a process of its own, and take turns. What counts is the ratio of their times. `BENCH_ORDERS`
//! says how many orders; `DESK_TEST_POSTGRES` a PostgreSQL server on which the desk makes a database of its own.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and stops at the first surprise")]

#[path = "support/orders.rs"]
mod orders;
#[path = "support/place.rs"]
mod place;

use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::bulk::Bulk;
use atobarai_desk::domain::id::ShopTransactionId;
use atobarai_desk::domain::lane::Lane;
use atobarai_desk::domain::shop::DEFAULT_TERMINAL_ID;
use atobarai_desk::server::config::Config;
use atobarai_desk::server::np::{Endpoint, NpClient};
use atobarai_desk::server::provider::{Access, Element, Outgoing, PaymentProvider, Registration, Reply};
use atobarai_desk::server::runs;
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::startup;
use atobarai_desk::server::store::counts;
use atobarai_desk::server::store::import::NewOrder;
use futures::StreamExt;
use place::{Place, Simulator};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

const TURNS: usize = 3;

#[tokio::main]
async fn main() {
    // `cargo bench` passes flags of the standard harness; there is nothing to choose here.
    let count: i64 = std::env::var("BENCH_ORDERS").ok().map_or(10_000, |count| count.parse().unwrap());
    let orders = orders::many(count);
    let config = Config::from_env().unwrap();
    println!("与信を実行, {count} orders, batches of {}, {} calls at once", config.batch_size, config.concurrency);
    for latency in [0, 50, 200] {
        let (mut bare, mut desk) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            bare.push(bare_client(&config, &orders, latency).await);
            desk.push(whole_desk(&config, &orders, latency).await);
        }
        let (bare, desk) = (median(bare), median(desk));
        println!(
            "  NP answers after {latency:>3} ms: bare client {:>7.0} orders/s, desk {:>7.0} orders/s, ratio {:.2}",
            per_second(count, bare),
            per_second(count, desk),
            bare.as_secs_f64() / desk.as_secs_f64()
        );
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[expect(clippy::cast_precision_loss, reason = "a count of orders")]
fn per_second(count: i64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

/// The desk's own client and nothing else: how fast the simulator answers.
async fn bare_client(config: &Config, orders: &[NewOrder], latency: u64) -> Duration {
    let simulator = Simulator::start(latency).await;
    let client = NpClient::new(config.np_timeout).unwrap();
    let access = Access {
        base_url: simulator.base.clone(),
        merchant_code: place::MERCHANT_CODE.to_owned(),
        terminal_id: DEFAULT_TERMINAL_ID.to_owned(),
        sp_code: SpCode::new(place::SP_CODE),
    };
    let elements: Vec<Outgoing> = orders.iter().map(|order| element(&client, order)).collect();
    let begun = Instant::now();
    let calls = elements.chunks(usize::try_from(config.batch_size).unwrap()).map(|batch| client.send(&access, Endpoint::Register, batch));
    let replies: Vec<Reply> = futures::stream::iter(calls).buffer_unordered(config.concurrency).collect().await;
    let took = begun.elapsed();
    let answered: usize = replies.iter().map(|reply| if let Reply::Answered(answers) = reply { answers.len() } else { 0 }).sum();
    assert_eq!(answered, orders.len());
    took
}

fn element(client: &NpClient, order: &NewOrder) -> Outgoing {
    let id = ShopTransactionId::of_registration(&order.order_number, 1).unwrap();
    let registration = Registration { shop_transaction_id: &id, contents: &order.contents, site_name: "", site_url: "" };
    Outgoing { reference: id.to_string(), payload: client.payload(Element::Register(registration)) }
}

/// Everything from the press to the last lamp: recorded, sent, settled, told.
async fn whole_desk(config: &Config, orders: &[NewOrder], latency: u64) -> Duration {
    let simulator = Simulator::start(latency).await;
    let place = Place::new().await;
    let config = Config { np_simulator: simulator.base.clone(), ..place.config(config) };
    let desk = startup::start(config, TcpListener::bind("127.0.0.1:0").await.unwrap()).await.unwrap();
    let shop_id = place::shop(&desk.state).await;
    let ids = place::import(&desk.state, shop_id, orders).await;
    let begun = Instant::now();
    let mut tx = desk.state.store.begin().await.unwrap();
    let run = runs::open(&mut tx, "bench", &Bulk::Act(ActKind::Register), &ids).await.unwrap();
    desk.state.store.commit(tx).await.unwrap();
    runs::begin(&desk.state, run, Bulk::Act(ActKind::Register), "bench");
    while ok(&desk.state.store).await < orders.len() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = begun.elapsed();
    desk.stop().await;
    took
}

async fn ok(store: &atobarai_desk::server::store::Store) -> usize {
    let mut conn = store.read().await.unwrap();
    let counts = counts::all(&mut conn).await.unwrap();
    counts.into_iter().filter(|count| count.lane == Lane::Unsynced).map(|count| usize::try_from(count.orders).unwrap()).sum()
}
