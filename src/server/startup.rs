//! Starting and stopping the whole desk.

use super::acts::peers::Peers;
use super::acts::{automation, worker};
use super::auth::guesses::Guesses;
use super::config::Config;
use super::error::ServerError;
use super::live::{self, Hub};
use super::np::NpClient;
use super::privacy::retention;
use super::secrets::{KeyRing, that_do_not_open};
use super::state::AppState;
use super::store::Store;
use super::store::{servers, users};
use super::{auth::password, clock, demo, http::router::router, runs};
use axum::serve::ListenerExt;
use leptos::config::get_configuration;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// After this, calls in flight are left to the next start, which takes their acts for lost.
const LONGEST_DRAIN: Duration = Duration::from_secs(35);

/// Why the desk cannot start. Printed for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting.
    #[error(transparent)]
    Config(#[from] super::config::ConfigError),
    /// The database or its contents.
    #[error("the database cannot be used: {0}")]
    Server(#[from] ServerError),
    /// The database.
    #[error("the database cannot be used: {0}")]
    Store(#[from] super::store::StoreError),
    /// The key file.
    #[error(transparent)]
    KeyFile(#[from] super::secrets::KeyFileError),
    /// It is another one's, or not there.
    #[error(
        "鍵ファイル {} は、このデータベースの鍵ではありません（開けないもの: {}）。このデータベースと一緒に使っていた鍵ファイルを置いてから起動してください。\
         鍵を失ったときは atobarai-desk rotate-key --without-key で新しい鍵を作り、消えたものを入力し直します。",
        .key_file.display(), .names.join("、")
    )]
    KeyDoesNotFit {
        /// The key file of the settings.
        key_file: PathBuf,
        /// What stays sealed.
        names: Vec<String>,
    },
    /// Leptos' settings.
    #[error("the LEPTOS_ settings cannot be used: {0}")]
    Leptos(#[from] leptos::config::errors::LeptosConfigError),
    /// The network.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// TLS.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] reqwest::Error),
}

/// A running desk.
pub struct Desk {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its parts.
    pub state: AppState,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// Opens the database and what hangs on it, without serving: for commands.
///
/// # Errors
/// When a setting, the database or the key cannot be used.
pub async fn open(config: Config) -> Result<AppState, StartError> {
    make_folder(&config.database_url)?;
    let store = Store::open(&config.database_url).await?;
    let keys = fitting_keys(&store, &config.secret_key_file).await?;
    let leptos = get_configuration(None)?.leptos_options;
    let provider = Arc::new(NpClient::new(config.np_timeout)?);
    Ok(AppState {
        config: Arc::new(config),
        store,
        provider,
        keys,
        hub: Hub::default(),
        metrics: Arc::default(),
        guesses: Guesses::default(),
        leptos,
    })
}

/// The keys, once they are seen to open everything that is sealed. The first key is made where nothing is sealed yet, and
/// nowhere else: a new key opens nothing, and would lie where the right one belongs.
async fn fitting_keys(store: &Store, key_file: &Path) -> Result<KeyRing, StartError> {
    let keys = KeyRing::load(key_file)?;
    let shut = that_do_not_open(&mut *store.read().await?, &keys).await?;
    if !shut.is_empty() {
        let names = shut.iter().map(ToString::to_string).collect();
        return Err(StartError::KeyDoesNotFit { key_file: key_file.to_owned(), names });
    }
    keys.create_if_missing()?;
    if keys.is_between_keys() {
        tracing::warn!("a change of the key was cut off: run atobarai-desk rotate-key once more");
    }
    Ok(keys)
}

/// Starts everything. Order matters: lost acts are found before the worker sends, and the worker runs before people press.
///
/// # Errors
/// When any part cannot start.
pub async fn start(mut config: Config, listener: TcpListener) -> Result<Desk, StartError> {
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    if config.demo {
        config.np_simulator = demo::start_simulator(&tasks, stop.clone()).await?;
    }
    let state = open(config).await?;
    first_account(&state).await?;
    if state.config.demo {
        demo::fill(&state).await?;
    }
    let peers = Peers::announce(&state).await?;
    runs::resume(&state).await?;
    tasks.spawn(worker::run(state.clone(), stop.clone()));
    tasks.spawn(peers.watch(state.clone(), stop.clone()));
    tasks.spawn(automation::run(state.clone(), stop.clone()));
    tasks.spawn(retention::run(state.clone(), stop.clone()));
    tasks.spawn(live::run(state.clone(), stop.clone()));
    let address = listener.local_addr()?;
    // An event must not wait until the browser has confirmed the one before it.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot switch off Nagle's algorithm");
        }
    });
    let app = router(state.clone(), stop.clone());
    let until = stop.clone();
    tasks.spawn(async move {
        let served = axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(until.cancelled_owned())
            .await;
        if let Err(error) = served {
            tracing::error!(%error, "the server stopped");
        }
    });
    Ok(Desk { address, state, stop, tasks })
}

impl Desk {
    /// Stops: no new requests, event streams end, calls in flight are waited for, then the database is closed.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(LONGEST_DRAIN, self.tasks.wait()).await.is_err() {
            tracing::warn!("some calls did not end in time; the next start looks into them");
        } else if let Err(error) = self.leave().await {
            tracing::warn!(%error, "the other servers will find out by themselves that this one has stopped");
        }
        self.state.store.close().await;
    }
}

impl Desk {
    async fn leave(&self) -> Result<(), ServerError> {
        let mut tx = self.state.store.begin().await?;
        servers::forget(&mut tx, &self.state.store.server_id).await?;
        Ok(tx.commit().await?)
    }
}

/// Makes the first account: from `DESK_ADMIN_USER` and `DESK_ADMIN_PASSWORD`, or with a password that is printed once.
async fn first_account(state: &AppState) -> Result<(), StartError> {
    let mut tx = state.store.begin().await?;
    if users::exist(&mut tx).await? {
        eprintln!("\n  利用者名とパスワードは最初の起動のときのものです (忘れたときは atobarai-desk password 利用者名)。");
        return Ok(());
    }
    let name = std::env::var("DESK_ADMIN_USER").ok().filter(|name| !name.is_empty()).unwrap_or_else(|| "admin".to_owned());
    let chosen = std::env::var("DESK_ADMIN_PASSWORD").ok().filter(|password| !password.is_empty());
    let generated = chosen.is_none();
    let password = chosen.unwrap_or_else(password::generate);
    if password::is_too_short(&password) {
        let why = format!("DESK_ADMIN_PASSWORD must have at least {} characters", password::SHORTEST);
        return Err(std::io::Error::other(why).into());
    }
    let hash = password::hash(&password).map_err(|error| ServerError::Internal(error.to_string()))?;
    users::set_password(&mut tx, &name, &hash, clock::now_ms()).await?;
    tx.commit().await.map_err(ServerError::from)?;
    if generated {
        eprintln!(
            "\n  利用者名   {name}\n  パスワード {password}\n\n  このパスワードは一度だけ表示されます (atobarai-desk password で変更できます)。\n"
        );
    } else {
        eprintln!("\n  利用者名 {name} を作成しました。パスワードは DESK_ADMIN_PASSWORD の値です。\n");
    }
    Ok(())
}

/// SQLite makes the file, not its folder.
fn make_folder(url: &str) -> std::io::Result<()> {
    let path = url.strip_prefix("sqlite://").and_then(|rest| rest.split('?').next());
    match path.map(std::path::Path::new).and_then(std::path::Path::parent) {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder),
        _ => Ok(()),
    }
}
