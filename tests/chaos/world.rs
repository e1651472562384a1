//! Everything that a run needs: NP, the database, the shops, the servers, the clients.

use crate::client::Client;
use crate::clock::Clocks;
use crate::figures::Figures;
use crate::harness::{Browser, Folder, PASSWORD, SP_CODE, USER, prepare, settings, shop};
use crate::orders::{self, Planned};
use crate::plan::Plan;
use crate::servers::Servers;
use crate::weather;
use atobarai_desk::domain::shop::{Automation, SlipSync};
use atobarai_desk::server::config::Config;
use atobarai_desk::server::store::shops::Shop;
use atobarai_desk::simulator::Simulator;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Codes of the shops with their merchants at NP. What the desk does by itself differs, see [`shops`].
pub const SHOPS: [(&str, &str); 3] = [("auto", "SIM00001"), ("plain", "SIM00002"), ("quiet", "SIM00003")];

/// One run's world.
pub struct World {
    pub plan: Plan,
    pub simulator: Simulator,
    pub servers: Arc<Servers>,
    pub figures: Arc<Figures>,
    pub config: Config,
    /// One for each operator, each with a session of its own.
    pub clients: Vec<Client>,
    pub orders: Vec<Planned>,
    /// Keys of the orders that are in the desk by now.
    pub known: watch::Sender<Vec<i64>>,
    _folder: Folder,
}

impl World {
    pub async fn open(plan: Plan) -> Self {
        let folder = Folder::new();
        let merchants = SHOPS.map(|(_, merchant)| merchant);
        let (simulator, address) = weather::open(&plan, &merchants, SP_CODE).await;
        let config = Config {
            np_timeout: weather::NP_TIMEOUT,
            first_wait: weather::NP_TIMEOUT * 2,
            first_check: Duration::from_millis(200),
            dead_after: Duration::from_secs(3),
            batch_size: 12,
            concurrency: 4,
            ..settings(&folder, address).await
        };
        prepare(config.clone(), &shops(true)).await;
        let figures = Arc::new(Figures::new());
        let clocks = Clocks::find(plan.clock_range);
        let count = if plan.postgres { 2 } else { 1 };
        let servers = Arc::new(Servers::new(config.clone(), clocks, Arc::clone(&figures), count));
        let mut dice = plan.dice("first start", 0);
        for place in 0..count {
            servers.start(place, &mut dice).await;
        }
        let (mut clients, receipts) = (Vec::new(), Arc::default());
        for nth in 0..plan.operators {
            let browser = Browser::sign_in(&servers.any(&mut dice).await, USER, PASSWORD).await;
            clients.push(Client::new(browser, &servers, &figures, &receipts, plan.dice("addresses", nth)));
        }
        let orders = orders::planned(&plan);
        Self { plan, simulator, servers, figures, config, clients, orders, known: watch::Sender::default(), _folder: folder }
    }

    /// NP取引ID of the living transaction of a shop under this 加盟店取引ID: what a person reads on NP's own screen.
    pub fn np_id(&self, shop: &str, shop_transaction_id: &str) -> Option<String> {
        use atobarai_desk::simulator::State;
        let merchant = SHOPS.iter().find(|(code, _)| *code == shop)?.1;
        let fits = |transaction: &atobarai_desk::simulator::Transaction| {
            transaction.merchant_code == merchant
                && transaction.shop_transaction_id == shop_transaction_id
                && transaction.state != State::Cancelled
        };
        self.simulator.ledger().into_iter().find(fits).map(|transaction| transaction.np_transaction_id)
    }
}

/// One shop does all it can by itself, one only asks for verdicts, one does nothing. After the storm nothing is done by
/// itself any more, so that the books stand still while they are compared.
pub fn shops(is_storm: bool) -> Vec<Shop> {
    let automation = |code: &str| Automation {
        credit: is_storm && code == "auto",
        check: is_storm && code != "quiet",
        payment: is_storm && code == "auto",
        slip_sync: if is_storm && code == "auto" { SlipSync::Entered } else { SlipSync::Off },
    };
    SHOPS.map(|(code, merchant)| Shop { merchant_code: merchant.to_owned(), automation: automation(code), ..shop(code, code) }).to_vec()
}
