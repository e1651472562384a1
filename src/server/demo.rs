//! The demo: a simulator of NP inside the process, and orders to try everything on.
//!
//! The rest of the desk does not know about it: the orders are ordinary rows, the simulator an ordinary address.

mod people;

use super::cli::save_shop;
use super::clock;
use super::error::ServerError;
use super::secrets::SpCode;
use super::state::AppState;
use super::store::import::{NewOrder, insert};
use super::store::shops::{self, Shop};
use crate::domain::fee::FeeOrigin;
use crate::domain::order::{Contents, Line};
use crate::domain::shop::Environment;
use crate::domain::yen::Yen;
use crate::simulator::{Settings, Simulator, serve};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What the simulator accepts unless told otherwise.
const MERCHANT_CODE: &str = "SIM00001";
const SP_CODE: &str = "sim-sp-code";
/// Orders of each shop.
const ORDERS: [(&str, &str, i64); 2] = [("main", "みほん青果店 本店", 180), ("rakuten", "みほん青果店 楽天市場店", 60)];
const MINUTE_MS: i64 = 60_000;

/// Starts the simulator on a free loopback port; returns its base address.
///
/// # Errors
/// When no port is to be had.
pub async fn start_simulator(tasks: &TaskTracker, stop: CancellationToken) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}/v1", listener.local_addr()?);
    let simulator = Simulator::new(Settings::default());
    tasks.spawn(async move {
        if let Err(error) = serve(listener, simulator, stop.cancelled_owned()).await {
            tracing::error!(%error, "the simulator stopped");
        }
    });
    Ok(base)
}

/// Makes the demo's shops and orders, once.
///
/// # Errors
/// When the database fails.
pub async fn fill(state: &AppState) -> Result<(), ServerError> {
    let exists = {
        let mut conn = state.store.read().await?;
        !shops::all(&mut conn).await?.is_empty()
    };
    if exists {
        return Ok(());
    }
    let now = clock::now_ms();
    for (code, name, count) in ORDERS {
        let shop = Shop {
            site_name: name.to_owned(),
            site_url: "https://shop.example.jp".to_owned(),
            ..Shop::new(code, name, Environment::Simulator, MERCHANT_CODE)
        };
        let shop_id = save_shop(state, shop, &SpCode::new(SP_CODE)).await?;
        let orders: Vec<NewOrder> = (0..count).map(|nth| order(code, nth, now)).collect();
        let mut tx = state.store.begin().await?;
        insert(&mut tx, shop_id, &orders, now).await?;
        state.store.commit(tx).await?;
    }
    Ok(())
}

/// The n-th order of a shop, oldest first. Most are clean; every kind of trouble comes up by itself.
fn order(shop: &str, nth: i64, now: i64) -> NewOrder {
    let kind = people::Kind::of(nth);
    // Orders come about every 40 minutes, and the newest a few minutes ago.
    let ordered_at = now - (ORDERS[0].2 - nth) * 40 * MINUTE_MS + (nth % 7) * 3 * MINUTE_MS;
    let ordered_on = clock::day(ordered_at);
    let prefix = if shop == "main" { "M" } else { "R" };
    let buyer = people::buyer(nth, kind);
    let lines = lines(nth, kind);
    let billed_amount = Yen::sum(lines.iter().filter_map(|line| line.price.times(line.quantity))).unwrap_or_default();
    let goods = lines.iter().filter(|line| !line.code.is_empty());
    let total_amount = Yen::sum(goods.filter_map(|line| line.price.times(line.quantity))).unwrap_or_default();
    NewOrder {
        order_number: format!("{prefix}{}-{:04}", ordered_on.to_string().replace('-', ""), 1000 + nth),
        ordered_at,
        status: ["新規受付", "確認待ち", "発送準備"][usize::try_from(nth % 3).unwrap_or_default()].to_owned(),
        payment_method: kind.payment_method().to_owned(),
        device: ["PC", "スマホ", "スマホ"][usize::try_from(nth % 3).unwrap_or_default()].to_owned(),
        note: people::note(nth).to_owned(),
        total_amount,
        contents: Contents { ordered_on, destination: people::destination(nth, kind), buyer, lines, billed_amount },
        carrier: kind.carrier(nth).to_owned(),
        cool: nth % 6 == 2,
        pickup: kind == people::Kind::Pickup,
        parcels: if nth % 11 == 5 { 2 } else { 1 },
        deliver_on: if nth % 4 == 1 { clock::day(now + 2 * 24 * 60 * MINUTE_MS).to_string() } else { String::new() },
        deliver_time: if nth % 4 == 1 { "14-16時" } else { "" }.to_owned(),
        fee: FeeOrigin::default(),
        source_hash: format!("demo-{shop}-{nth}"),
    }
}

fn lines(nth: i64, kind: people::Kind) -> Vec<Line> {
    const GOODS: [(&str, &str, i64); 6] = [
        ("りんご サンふじ 5kg", "APL-05", 2_890),
        ("みかん 有田 10kg", "MKN-10", 3_680),
        ("じゃがいも 北あかり 10kg", "PTT-10", 2_480),
        ("干し柿 12個入", "KKI-12", 1_980),
        ("ぶどうジュース 1L 6本", "JUC-06", 3_240),
        ("紅はるか 5kg", "IMO-05", 2_150),
    ];
    let (name, code, price) = GOODS[usize::try_from(nth % 6).unwrap_or_default()];
    let quantity = if kind == people::Kind::Expensive { 20 } else { 1 + nth % 2 };
    let line = |name: &str, code: &str, price, quantity| Line { name: name.to_owned(), code: code.to_owned(), price: Yen(price), quantity };
    let mut lines = vec![line(name, code, price, quantity), line("送料", "", 770, 1), line("後払い手数料", "", 205, 1)];
    if nth % 5 == 3 {
        lines.push(line("ポイント利用", "", -300, 1));
    }
    lines
}
