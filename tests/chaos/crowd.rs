//! Several people on the same row at the same instant.

use crate::check::Violation;
use crate::client::Told;
use crate::operator::{edited, save};
use crate::world::World;
use atobarai_desk::api::row::OrderRow;
use atobarai_desk::api::sheet::Sheet;
use atobarai_desk::domain::act::ActKind;
use futures::future::join_all;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

/// Each presses one of the acts that the row allows, all looking at the same version.
pub async fn press_together(world: &World, dice: &mut StdRng, row: &OrderRow) {
    let allowed: Vec<ActKind> = ActKind::ALL.iter().copied().filter(|kind| row.lamps.may(*kind).is_ok()).collect();
    if allowed.is_empty() {
        return;
    }
    let presses: Vec<Value> = (0..dice.random_range(2..=world.clients.len()))
        .map(|_| json!({ "order_id": row.id, "version": row.version, "kind": allowed.choose(dice).unwrap() }))
        .collect();
    at_once(world, dice, "press", row, presses).await;
}

/// Each saves contents of its own over the same contents.
pub async fn edit_together(world: &World, dice: &mut StdRng, sheet: &Sheet) {
    let edits: Vec<Value> =
        (0..dice.random_range(2..=4)).map(|_| save(sheet, &edited(&sheet.contents, sheet.row.id, dice), dice.random_bool(0.8))).collect();
    at_once(world, dice, "save_contents", &sheet.row, edits).await;
}

/// At most one of them may be accepted, whatever server each asked. None, when a server died or somebody was quicker.
async fn at_once(world: &World, dice: &mut StdRng, function: &str, row: &OrderRow, arguments: Vec<Value>) {
    let clients: Vec<_> = world.clients.choose_multiple(dice, arguments.len()).collect();
    let calls = clients.into_iter().zip(arguments).map(|(client, arguments)| client.call::<OrderRow>(function, arguments));
    let mut accepted = 0;
    for told in join_all(calls).await {
        world.figures.count(&format!("{function} at the same instant"));
        match told {
            Told::Taken(_) => accepted += 1,
            Told::Refused(error) => world.figures.refusal(&format!("{function} at the same instant"), &error),
            Told::Nothing => {}
        }
    }
    world.figures.count(&format!("{function} at the same instant: crowds of which {accepted} came through"));
    if accepted > 1 {
        let said = format!("{accepted} accepted at version {}", row.version);
        world.figures.add(Violation::new("one press of a version is accepted", &row.order_number, &said, ""));
    }
}
