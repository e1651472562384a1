//! After the storm: NP answers, the servers live, and a person settles what asks for one.

use crate::check::Violation;
use crate::client::{Client, Told};
use crate::harness::SP_CODE;
use crate::world::{SHOPS, World, shops};
use atobarai_desk::api::acts::RunSummary;
use atobarai_desk::api::row::{OrderRow, PAGE_ROWS, Page};
use atobarai_desk::api::sheet::Sheet;
use atobarai_desk::api::status::{Me, Status};
use atobarai_desk::domain::act::{ActKind, Press};
use atobarai_desk::domain::lamp::{Credit, Payment, Shipment};
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::startup;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Between two looks at what other processes do.
const LOOK_AGAIN: Duration = Duration::from_millis(150);

/// Presses what a person presses when a shop's credentials were refused, until told to stop.
pub async fn keep_shops_going(world: &World, stop: CancellationToken) {
    while !stop.is_cancelled() {
        resume_shops(world, &world.clients[0]).await;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}

async fn resume_shops(world: &World, client: &Client) -> usize {
    let Told::Taken((_, status)) = client.call::<(Me, Status)>("header", json!({})).await else { return SHOPS.len() };
    let paused: Vec<_> = status.shops.iter().filter(|shop| shop.paused_because.is_some()).collect();
    for shop in &paused {
        match client.call::<()>("resume_shop", json!({ "shop": shop.code })).await {
            Told::Taken(()) => world.figures.count("shops resumed"),
            Told::Refused(error) => world.figures.refusal("resume", &error),
            Told::Nothing => {}
        }
    }
    paused.len()
}

/// Until nothing is open; then payments are asked for, and the servers end.
pub async fn settle(world: &World) {
    let deadline = Instant::now() + world.plan.calm;
    until_nothing_is_open(world, deadline).await;
    world.figures.passed("what was open");
    stop_automation(world).await;
    until_nothing_is_open(world, deadline).await;
    ask_for_payments(world).await;
    until_nothing_is_open(world, deadline).await;
    world.servers.terminate().await;
    world.figures.passed("questions about payments");
}

async fn until_nothing_is_open(world: &World, deadline: Instant) {
    loop {
        let open = round(world).await;
        if open.is_empty() {
            return;
        }
        if Instant::now() > deadline {
            let message = format!("still open: {}", open.join(", "));
            world.figures.add(Violation::new("everything ends once NP answers", "", &message, ""));
            return;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// A person's look at everything; returns what is not settled yet.
async fn round(world: &World) -> Vec<String> {
    let client = &world.clients[0];
    let mut open = Vec::new();
    if resume_shops(world, client).await > 0 {
        open.push("a shop's queue".to_owned());
    }
    for row in rows(client).await {
        if is_open(&row) {
            bring_on(world, client, &row).await;
            open.push(format!("{} {:?}", row.order_number, row.standing.lamps));
        }
    }
    match client.ask::<Vec<RunSummary>>("runs", &[]).await {
        Told::Taken(runs) => open.extend(runs.iter().filter(|run| run.open > 0).map(|run| format!("run {}", run.id))),
        Told::Refused(_) | Told::Nothing => open.push("the list of runs".to_owned()),
    }
    open
}

async fn rows(client: &Client) -> Vec<OrderRow> {
    let (mut rows, mut offset) = (Vec::new(), 0);
    loop {
        let view = json!("");
        let Told::Taken(page) = client.call::<Page>("page", json!({ "view": view, "offset": offset })).await else { continue };
        rows.extend(page.rows);
        offset += PAGE_ROWS;
        if page.after.is_none() {
            return rows;
        }
    }
}

fn is_open(row: &OrderRow) -> bool {
    row.standing.lamps.open_act.is_some() || matches!(row.standing.lamps.credit, Credit::Reviewing | Credit::Sending | Credit::Unknown)
}

/// Does for the row what a person can do.
async fn bring_on(world: &World, client: &Client, row: &OrderRow) {
    let buttons = row.standing.lamps.buttons();
    if buttons.contains(&Press::EnterNpId) && enter_np_id(world, client, row).await {
        return;
    }
    let is_question = matches!(row.standing.lamps.open_act, Some(ActKind::Check | ActKind::CheckPayment));
    if buttons.contains(&Press::LookUp) || is_question {
        let _ = client.call::<OrderRow>("look_up", json!({ "order_id": row.id })).await;
    } else if buttons.contains(&Press::Check) {
        let _ = client.press(row.id, row.version, ActKind::Check).await;
    }
}

async fn enter_np_id(world: &World, client: &Client, row: &OrderRow) -> bool {
    let Told::Taken(sheet) = client.ask::<Sheet>("sheet", &[("order_id", &row.id.to_string())]).await else { return false };
    let Some(id) = sheet.shop_transaction_id.and_then(|id| world.np_id(&row.shop, &id)) else { return false };
    let told = client.call::<OrderRow>("enter_np_id", json!({ "order_id": row.id, "np_transaction_id": id })).await;
    world.figures.count("NP ids entered after the storm");
    told.taken().is_some()
}

/// As the `shop` command does beside running servers.
async fn stop_automation(world: &World) {
    let state = startup::open(world.config.clone()).await.unwrap();
    for shop in shops(false) {
        save_shop(&state, shop, &SpCode::new(SP_CODE)).await.unwrap();
    }
    state.store.close().await;
}

async fn ask_for_payments(world: &World) {
    let client = &world.clients[0];
    for row in rows(client).await {
        if row.standing.lamps.credit == Credit::Ok
            && row.standing.lamps.shipment == Shipment::Synced
            && row.standing.lamps.payment != Payment::Paid
        {
            let _ = client.press(row.id, row.version, ActKind::CheckPayment).await;
        }
    }
}
