//! Kills servers at random moments, and starts them again with another clock.

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
        world.servers.kill(place).await;
        tokio::time::sleep(death).await;
        world.servers.start(place, &mut dice).await;
    }
}
