//! The servers: processes that are killed and come back with another clock.

use crate::clock::Clocks;
use crate::figures::Figures;
use crate::harness::process::{ServerProcess, binary};
use atobarai_desk::server::config::Config;
use rand::Rng;
use rand::rngs::StdRng;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};

/// All servers on one database.
pub struct Servers {
    config: Config,
    clocks: Clocks,
    figures: Arc<Figures>,
    slots: Vec<Mutex<Option<ServerProcess>>>,
    living: watch::Sender<Vec<(usize, String)>>,
}

impl Servers {
    /// Places for so many servers, none of them running.
    pub fn new(config: Config, clocks: Clocks, figures: Arc<Figures>, count: usize) -> Self {
        let slots = std::iter::repeat_with(|| Mutex::new(None)).take(count).collect();
        Self { config, clocks, figures, slots, living: watch::Sender::new(Vec::new()) }
    }

    pub fn count(&self) -> usize {
        self.slots.len()
    }

    /// Starts the server of a place, with a clock of its own.
    pub async fn start(&self, place: usize, dice: &mut StdRng) {
        self.step_clock(place, dice);
        let mut command = binary(&self.config);
        self.clocks.give(&mut command, place);
        let mut slot = self.slots[place].lock().await;
        let server = ServerProcess::start(command).await;
        self.living.send_modify(|living| living.push((place, server.base.clone())));
        *slot = Some(server);
    }

    /// Sets the clock of a place, whether its server lives or not.
    pub fn step_clock(&self, place: usize, dice: &mut StdRng) {
        let offset = self.clocks.draw(dice);
        self.figures.clock(place, offset);
        self.clocks.step(place, offset);
    }

    /// Kills the server of a place in the middle of whatever it does.
    pub async fn kill(&self, place: usize) {
        let server = self.slots[place].lock().await.take();
        if let Some(server) = server {
            let process = server.id();
            let log = server.kill().await;
            Clocks::clean_up_after(process);
            self.living.send_modify(|living| living.retain(|(other, _)| *other != place));
            self.figures.count("kills");
            self.figures.log(place, &log);
        }
    }

    /// Ends all servers as a service manager does.
    pub async fn terminate(&self) {
        for (place, slot) in self.slots.iter().enumerate() {
            if let Some(server) = slot.lock().await.take() {
                self.figures.log(place, &server.terminate().await);
            }
        }
        self.living.send_replace(Vec::new());
    }

    /// The address of one that lives, waiting until there is one.
    pub async fn any(&self, dice: &mut StdRng) -> String {
        let mut living = self.living.subscribe();
        let living = living.wait_for(|living| !living.is_empty()).await.unwrap();
        living[dice.random_range(0..living.len())].1.clone()
    }
}
