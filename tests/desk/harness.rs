//! A desk of its own for each test: database, simulator and server on free ports, a shop, somebody signed in.

#[path = "harness/act_rows.rs"]
mod act_rows;
#[path = "harness/browser.rs"]
pub mod browser;
#[path = "harness/commands.rs"]
pub mod commands;
#[path = "harness/database.rs"]
pub mod database;
#[path = "harness/folder.rs"]
mod folder;
#[path = "harness/ne_csv.rs"]
mod ne_csv;
#[path = "harness/np.rs"]
mod np;
#[path = "harness/people.rs"]
pub mod people;
#[path = "harness/process.rs"]
pub mod process;
#[path = "harness/stream.rs"]
mod stream;

pub use browser::{Answer, Browser, cookie_of, encode};
pub use folder::Folder;
pub use ne_csv::{COLUMNS, Order, csv, shift_jis, table};
pub use np::{Np, once};
pub use process::{ServerProcess, binary};
pub use stream::{Stream, StreamEvent};

use atobarai_desk::api::AppError;
use atobarai_desk::api::files::{ImportOutcome, ImportReport};
use atobarai_desk::api::orders::Desk as DeskPage;
use atobarai_desk::api::row::{OrderRow, Page};
use atobarai_desk::api::sheet::{Parcel, Sheet};
use atobarai_desk::api::view::View;
use atobarai_desk::domain::act::ActKind;
use atobarai_desk::domain::bulk::Bulk;
use atobarai_desk::domain::shop::Environment;
use atobarai_desk::server::cli::save_shop;
use atobarai_desk::server::config::Config;
use atobarai_desk::server::secrets::SpCode;
use atobarai_desk::server::startup::{self, Desk};
use atobarai_desk::server::store::runs::NewRun;
use atobarai_desk::server::store::shops::Shop;
use atobarai_desk::server::store::users;
use atobarai_desk::server::{clock, state::AppState};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::RwLock;

pub const USER: &str = "tester";
pub const PASSWORD: &str = "a password for tests";
/// Code of the shop that every desk begins with.
pub const SHOP: &str = "main";
pub const SP_CODE: &str = "sim-sp-code";
/// A run of 与信を実行 over so many orders, as the desk opens it.
pub const fn register_run(total: i64) -> NewRun<'static> {
    const REGISTER: &Bulk = &Bulk::Act(ActKind::Register);
    NewRun { action: Some(REGISTER), title: "NP後払い 与信を実行", shop_id: None, who: USER, total }
}

/// Nothing here takes longer, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(10);

/// A running desk.
pub struct TestDesk {
    pub np: Np,
    pub config: Config,
    pub browser: Browser,
    desk: Option<Desk>,
    pub folder: Folder,
}

impl TestDesk {
    /// A desk with quick retries before a simulator that answers at once.
    pub async fn start() -> Self {
        Self::with(Np::start().await, |_| {}).await
    }

    /// A desk with one order in it.
    pub async fn with_order(order: Order) -> Self {
        let desk = Self::start().await;
        desk.import(&[order]).await;
        desk
    }

    /// A desk before this NP, with settings changed.
    pub async fn with(np: Np, change: impl FnOnce(&mut Config)) -> Self {
        let folder = Folder::new();
        let mut config = settings(&folder, np.address()).await;
        change(&mut config);
        prepare(config.clone(), &[shop(SHOP, "みほん青果店")]).await;
        let desk = serve(config.clone()).await;
        let browser = Browser::sign_in(&format!("http://{}", desk.address), USER, PASSWORD).await;
        Self { np, config, browser, desk: Some(desk), folder }
    }

    /// The parts of the running server.
    pub fn state(&self) -> &AppState {
        &self.desk.as_ref().unwrap().state
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.desk.as_ref().unwrap().address)
    }

    /// Stops the server; the database and NP stay.
    pub async fn stop(&mut self) {
        self.desk.take().unwrap().stop().await;
    }

    /// Starts a server on the same database. Sessions live on in it, so the browser stays signed in.
    pub async fn start_again(&mut self) {
        let desk = serve(self.config.clone()).await;
        self.browser.base = format!("http://{}", desk.address);
        self.desk = Some(desk);
    }

    /// Imports orders, all of which have to be new.
    pub async fn import(&self, orders: &[Order]) {
        let report = self.import_file(&shift_jis(&csv(orders)), true).await.unwrap();
        assert_eq!(report.count(ImportOutcome::New), orders.len(), "{report:#?}");
    }

    /// What the import screen does.
    pub async fn import_file(&self, bytes: &[u8], commit: bool) -> Result<ImportReport, AppError> {
        self.browser.import(SHOP, bytes, commit).await
    }

    /// The first page of everything.
    pub async fn page(&self) -> DeskPage {
        self.browser.call("desk", json!({ "view": "" })).await.unwrap()
    }

    /// The row of an order as the grid has it.
    pub async fn order(&self, number: &str) -> OrderRow {
        let view = json!(View { search: number.to_owned(), ..View::default() });
        let page: Page = self.browser.call("page", json!({ "view": view, "offset": 0 })).await.unwrap();
        page.rows.into_iter().find(|row| row.order_number == number).unwrap_or_else(|| panic!("no order {number}"))
    }

    /// The side sheet of an order.
    pub async fn sheet(&self, number: &str) -> Sheet {
        let id = self.order(number).await.id;
        self.browser.ask("sheet", &[("order_id", &id.to_string())]).await.unwrap()
    }

    /// Presses a button of the order as it stands now.
    pub async fn press(&self, number: &str, kind: ActKind) -> Result<OrderRow, AppError> {
        let row = self.order(number).await;
        self.press_at(row.id, row.version, kind).await
    }

    /// Presses a button of a row that was painted at `version`.
    pub async fn press_at(&self, id: i64, version: i64, kind: ActKind) -> Result<OrderRow, AppError> {
        self.browser.call("press", json!({ "order_id": id, "version": version, "kind": kind })).await
    }

    /// Presses and waits until the act has ended.
    pub async fn done(&self, number: &str, kind: ActKind) -> OrderRow {
        self.press(number, kind).await.unwrap();
        self.wait_until(number, "its act ends", |row| row.standing.lamps.open_act.is_none()).await
    }

    /// Enters a slip number of ヤマト運輸.
    pub async fn slip(&self, number: &str, slip_number: &str) -> Result<OrderRow, AppError> {
        self.parcel(number, slip_number, "ヤマト運輸").await
    }

    pub async fn parcel(&self, number: &str, slip_number: &str, carrier: &str) -> Result<OrderRow, AppError> {
        let row = self.order(number).await;
        let parcel = Parcel { slip_number: slip_number.to_owned(), carrier: carrier.to_owned(), shipped_on: String::new() };
        self.browser.call("save_parcel", json!({ "order_id": row.id, "before": row.parcel(), "parcel": parcel })).await
    }

    /// Looks at an order until it is as wanted, and tells everything about it when it never is.
    pub async fn wait_until(&self, number: &str, what: &str, wanted: impl Fn(&OrderRow) -> bool) -> OrderRow {
        let begun = Instant::now();
        loop {
            let row = self.order(number).await;
            if wanted(&row) {
                return row;
            }
            if begun.elapsed() > LIMIT {
                let acts = self.acts(number).await;
                panic!(
                    "waited in vain until {what}: {number} has {:?} {:?}\nacts: {acts:#?}\nNP: {:#?}",
                    row.standing.lamps,
                    row.standing.reasons,
                    self.np.ledger()
                );
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }
}

/// Waits for something that no order's row tells.
pub async fn until(what: &str, mut wanted: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !wanted().await {
        assert!(begun.elapsed() < LIMIT, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}

/// Quick settings for an empty database.
pub async fn settings(folder: &Folder, np: String) -> Config {
    Config {
        database_url: database::fresh(folder).await,
        secret_key_file: folder.path("secret.key"),
        demo: false,
        secure_cookies: false,
        np_simulator: np,
        first_wait: Duration::from_millis(60),
        first_check: Duration::from_millis(100),
        dead_after: Duration::from_millis(1_200),
        ..Config::from_env().unwrap()
    }
}

/// What a desk needs before anybody signs in: an account, and shops whose SP code is the simulator's.
pub async fn prepare(config: Config, shops: &[Shop]) {
    let state = startup::open(config).await.unwrap();
    let mut tx = state.store.begin().await.unwrap();
    users::set_password(&mut tx, USER, people::password_hash(), clock::now_ms()).await.unwrap();
    tx.commit().await.unwrap();
    for shop in shops {
        save_shop(&state, shop.clone(), &SpCode::new(SP_CODE)).await.unwrap();
    }
    state.store.close().await;
}

/// A shop with the credentials that the simulator knows.
pub fn shop(code: &str, name: &str) -> Shop {
    Shop::new(code, name, Environment::Simulator, "SIM00001")
}

async fn serve(config: Config) -> Desk {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let _alone = LISTING_ROUTES.write().await;
    startup::start(config, listener).await.unwrap()
}

/// While a server lists its routes, Leptos keeps the pages of the whole process from loading their data, and a page that
/// is asked for at that moment never comes. A desk of its own is not asked before it has listed them; many desks in one
/// process take turns.
pub static LISTING_ROUTES: RwLock<()> = RwLock::const_new(());
