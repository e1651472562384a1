//! Where a desk is measured: a database and a folder of its own, a simulator in a process of its own.

use atobarai_desk::domain::shop::Environment;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::clock;
use atobarai_desk::server::config::Config;
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::state::AppState;
use atobarai_desk::server::store::import::{NewOrder, insert};
use atobarai_desk::server::store::shops::Shop;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub const MERCHANT_CODE: &str = "SIM00001";
pub const SP_CODE: &str = "sim-sp-code";

/// `np-simulator` in a process, until it is dropped.
pub struct Simulator {
    pub base: String,
    _process: Child,
}

impl Simulator {
    /// Answers after so many milliseconds, and gives everybody credit.
    pub async fn start(latency: u64) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_np-simulator"))
            .args(["--listen", "127.0.0.1:0", "--credit-limit", "0", "--latency-ms", &format!("{latency}:{latency}")])
            .env_remove("RUST_LOG")
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let base = loop {
            let line = lines.next_line().await.unwrap().expect("the simulator ended");
            if let Some((_, base)) = line.split_once("listening on ") {
                break base.trim().to_owned();
            }
        };
        Self { base, _process: process }
    }
}

/// A folder and a database.
pub struct Place {
    folder: PathBuf,
    database_url: String,
}

impl Place {
    pub async fn new() -> Self {
        let name = format!("desk_bench_{:016x}", rand::random::<u64>());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let database_url = match std::env::var("DESK_TEST_POSTGRES") {
            Err(_) => format!("sqlite://{}/desk.db", folder.display()),
            Ok(server) => {
                sqlx::any::install_default_drivers();
                let mut conn = AnyConnection::connect(&format!("{server}/postgres")).await.unwrap();
                conn.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
                format!("{server}/{name}")
            }
        };
        Self { folder, database_url }
    }

    pub fn config(&self, config: &Config) -> Config {
        let secret_key_file = self.folder.join("secret.key");
        Config { database_url: self.database_url.clone(), secret_key_file, demo: false, ..config.clone() }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A shop that the simulator knows.
pub async fn shop(state: &AppState) -> i64 {
    let shop = Shop::new("bench", "計測店", Environment::Simulator, MERCHANT_CODE);
    save_shop(state, shop, &SpCode::new(SP_CODE)).await.unwrap()
}

/// Stores orders, and returns their keys.
pub async fn import(state: &AppState, shop_id: i64, orders: &[NewOrder]) -> Vec<i64> {
    let mut tx = state.store.begin().await.unwrap();
    let ids = insert(&mut tx, shop_id, orders, clock::now_ms()).await.unwrap();
    state.store.commit(tx).await.unwrap();
    ids
}
