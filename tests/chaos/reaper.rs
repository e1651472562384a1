//! Kills servers at random moments, and starts them again with another clock. Some get another clock while they live.

use crate::world::World;
use rand::Rng;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Until told to stop. On SQLite the only server dies; on PostgreSQL they die in turns while the other goes on.
pub async fn reap(world: &World, stop: CancellationToken) {
    let mut dice = world.plan.dice("reaper", 0);
    for turn in 0.. {
        let life = Duration::from_millis(dice.random_range(900..4_000));
        let death = Duration::from_millis(dice.random_range(20..1_200));
        // The moment itself is what is random here: there is no condition to wait for.
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(life) => {}
        }
        let place = turn % world.servers.count();
        // Most clocks are set while nobody lives by them; some while somebody does.
        if dice.random_bool(0.3) {
            world.servers.step_clock(place, &mut dice);
            continue;
        }
        world.servers.kill(place).await;
        tokio::time::sleep(death).await;
        world.servers.start(place, &mut dice).await;
    }
}
