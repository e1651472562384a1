//! The desk in a storm: real servers in processes of their own, the real simulator over HTTP, seeded trouble on every
//! side. Afterwards NP's ledger and ours are compared order by order.
//!
//! `CHAOS_ORDERS` sets the size (a short run by default), `CHAOS_SEED` repeats a run, `DESK_TEST_POSTGRES` puts two
//! servers on one PostgreSQL instead of one on a SQLite file.
//!
//! A seed repeats the orders, what every client tries in which order, the dice of NP's faults, when servers are killed
//! and how their clocks differ. It cannot repeat the scheduler: which request meets which fault, and what was under way
//! at a kill, differ from run to run. A failure that needs a rare meeting may take several runs of its seed.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, reason = "what the tests share may panic like the tests themselves")]

#[path = "chaos/calm.rs"]
mod calm;
#[path = "chaos/check.rs"]
mod check;
#[path = "chaos/client.rs"]
mod client;
#[path = "chaos/clock.rs"]
mod clock;
#[path = "chaos/crowd.rs"]
mod crowd;
#[path = "chaos/evidence.rs"]
mod evidence;
#[path = "chaos/figures.rs"]
mod figures;
#[path = "desk/harness.rs"]
#[allow(dead_code, unused_imports, reason = "the desk's own tests use all of it")]
mod harness;
#[path = "chaos/importer.rs"]
mod importer;
#[path = "chaos/operator.rs"]
mod operator;
#[path = "chaos/orders.rs"]
mod orders;
#[path = "chaos/plan.rs"]
mod plan;
#[path = "chaos/reaper.rs"]
mod reaper;
#[path = "chaos/receipts.rs"]
mod receipts;
#[path = "chaos/servers.rs"]
mod servers;
#[path = "chaos/storm.rs"]
mod storm;
#[path = "chaos/weather.rs"]
mod weather;
#[path = "chaos/world.rs"]
mod world;

use figures::say;
use plan::Plan;
use std::sync::Arc;
use world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_nothing_is_done_twice_in_a_storm() {
    let plan = Plan::from_env();
    say(&plan.headline());
    let world = Arc::new(World::open(plan).await);
    storm::rage(&world).await;
    calm::settle(&world).await;
    let books = evidence::collect(&world).await;
    world.figures.add_all(check::everything(&books));
    world.figures.print(&world, &books);
    let violations = world.figures.violations();
    assert_eq!(violations, 0, "{violations} violations are listed above; again with: {}", world.plan.command());
}
