//! The storm: everybody at work, everything going wrong.

use crate::operator::Operator;
use crate::world::World;
use crate::{calm, importer, reaper, weather};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Lasts until every operator has done what the plan has for them.
pub async fn rage(world: &Arc<World>) {
    world.simulator.set_faults(weather::storm());
    let stop = CancellationToken::new();
    let background = [
        tokio::spawn({
            let (world, stop) = (Arc::clone(world), stop.clone());
            async move { reaper::reap(&world, stop).await }
        }),
        tokio::spawn({
            let (world, stop) = (Arc::clone(world), stop.clone());
            async move { calm::keep_shops_going(&world, stop).await }
        }),
    ];
    let importer = tokio::spawn({
        let world = Arc::clone(world);
        async move { importer::import_all(&world).await }
    });
    let operators: Vec<_> = (0..world.plan.operators).map(|nth| tokio::spawn(Operator::new(world, nth).work())).collect();
    for task in operators {
        task.await.unwrap();
    }
    importer.await.unwrap();
    stop.cancel();
    for task in background {
        task.await.unwrap();
    }
    world.simulator.set_faults(atobarai_desk::simulator::Faults::default());
    world.figures.passed("storm");
}
