//! Brings the orders in, file by file, while everything else goes on.

use crate::check::Violation;
use crate::client::{Client, Told};
use crate::harness::{Order, csv, shift_jis};
use crate::world::{SHOPS, World};
use atobarai_desk::api::files::{ImportOutcome, ImportReport};
use atobarai_desk::api::row::{PAGE_ROWS, Page};
use serde_json::json;

/// Imports every file of every shop.
pub async fn import_all(world: &World) {
    let client = &world.clients[0];
    let portion = world.orders.len().div_ceil(world.plan.files);
    for planned in world.orders.chunks(portion) {
        for (shop, _) in SHOPS {
            let orders: Vec<Order> = planned.iter().filter(|planned| planned.shop == shop).map(|planned| planned.order.clone()).collect();
            import(world, client, shop, &orders).await;
        }
        learn(world, client).await;
    }
}

/// A file whose upload met a dying server is uploaded again: what is in the store already must not come in twice.
async fn import(world: &World, client: &Client, shop: &str, orders: &[Order]) {
    let bytes = shift_jis(&csv(orders));
    loop {
        match client.import::<ImportReport>(shop, &bytes).await {
            Told::Taken(report) => {
                let known = report.count(ImportOutcome::New) + report.count(ImportOutcome::Unchanged);
                if known != orders.len() {
                    world.figures.add(Violation::new("a file comes in whole", shop, &format!("{known} of {}", orders.len()), ""));
                }
                return;
            }
            Told::Refused(error) => {
                world.figures.add(Violation::new("a good file is imported", shop, &error.to_string(), ""));
                return;
            }
            Told::Nothing => world.figures.count("files uploaded again"),
        }
    }
}

/// Tells the operators which orders there are.
async fn learn(world: &World, client: &Client) {
    let mut keys = Vec::new();
    let mut offset = 0;
    loop {
        let view = json!("");
        let Told::Taken(page) = client.call::<Page>("page", json!({ "view": view, "offset": offset })).await else { continue };
        keys.extend(page.rows.iter().map(|row| row.id));
        offset += PAGE_ROWS;
        if page.after.is_none() {
            break;
        }
    }
    keys.sort_unstable();
    world.known.send_replace(keys);
}
