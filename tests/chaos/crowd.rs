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

/// Each presses one of the acts that the row allows, all looking at the same version.
pub async fn press_together(world: &World, dice: &mut StdRng, row: &OrderRow) {
    let allowed: Vec<ActKind> = ActKind::ALL.iter().copied().filter(|kind| row.standing.lamps.may(*kind).is_ok()).collect();
    if allowed.is_empty() {
        return;
    }
    let count = dice.random_range(2..=world.clients.len());
    let crowd: Vec<_> = world.clients.choose_multiple(dice, count).map(|client| (client, *allowed.choose(dice).unwrap())).collect();
    let presses = crowd.into_iter().map(|(client, kind)| client.press(row.id, row.version, kind));
    at_most_one(world, "press", row, join_all(presses).await);
}

/// Each saves contents of its own over the same contents. Whoever changes nothing overwrites nobody, and is none of them.
pub async fn edit_together(world: &World, dice: &mut StdRng, sheet: &Sheet) {
    let count = dice.random_range(2..=4);
    let clients: Vec<_> = world.clients.choose_multiple(dice, count).collect();
    let edits: Vec<_> = clients
        .into_iter()
        .map(|client| {
            let mut contents = edited(&sheet.contents, sheet.row.id, dice);
            if contents == sheet.contents {
                contents.buyer.department.push('課');
            }
            (client, save(sheet, &contents, dice.random_bool(0.8)))
        })
        .collect();
    let edits = edits.into_iter().map(|(client, arguments)| client.save_contents(sheet.row.id, arguments));
    at_most_one(world, "edit", &sheet.row, join_all(edits).await);
}

/// At most one of them may be accepted, whatever server each asked. None, when a server died or somebody was quicker.
fn at_most_one(world: &World, what: &str, row: &OrderRow, told: Vec<Told<OrderRow>>) {
    world.figures.count_many(&format!("{what} at the same instant"), told.len());
    let mut accepted = 0;
    for told in told {
        match told {
            Told::Taken(_) => accepted += 1,
            Told::Refused(error) => world.figures.refusal(&format!("{what} at the same instant"), &error),
            Told::Nothing => {}
        }
    }
    world.figures.count(&format!("{what} at the same instant: crowds of which {accepted} came through"));
    if accepted > 1 {
        let said = format!("{accepted} accepted at version {}", row.version);
        world.figures.add(Violation::new("one press of a version is accepted", &row.order_number, &said, ""));
    }
}
