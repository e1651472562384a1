//! The real binary in a process of its own.

use super::TestDesk;
use atobarai_desk::server::config::Config;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

/// The binary with the settings of a test, whatever the machine's own environment says.
pub fn binary(config: &Config) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_atobarai-desk"));
    for (name, value) in [
        ("DESK_NP_TIMEOUT_MS", config.np_timeout),
        ("DESK_FIRST_WAIT_MS", config.first_wait),
        ("DESK_FIRST_CHECK_MS", config.first_check),
        ("DESK_DEAD_AFTER_MS", config.dead_after),
    ] {
        command.env(name, value.as_millis().to_string());
    }
    command
        .env("DESK_BATCH_SIZE", config.batch_size.to_string())
        .env("DESK_CONCURRENCY", config.concurrency.to_string())
        .env("DATABASE_URL", &config.database_url)
        .env("DESK_SECRET_KEY_FILE", &config.secret_key_file)
        .env("NP_SIMULATOR_URL", &config.np_simulator)
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .env("DESK_TRUSTED_PROXIES", config.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
        .env("DESK_DEMO", "0")
        .env("RUST_LOG", "warn")
        .env_remove("DESK_LOG")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// A server in a process.
pub struct ServerProcess {
    child: Child,
    pub base: String,
    log: JoinHandle<String>,
}

impl ServerProcess {
    /// Starts `atobarai-desk serve`, and waits for its address.
    pub async fn start(mut command: Command) -> Self {
        let mut child = command.arg("serve").stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        let (told, address) = tokio::sync::oneshot::channel();
        // Read all the time: a server whose log nobody reads stands still.
        let log = tokio::spawn(async move {
            let (mut log, mut told) = (String::new(), Some(told));
            while let Some(line) = stderr.next_line().await.unwrap() {
                if let Some((_, address)) = line.split_once("Atobarai Desk: ") {
                    let _ = told.take().map(|told| told.send(address.to_owned()));
                }
                log = log + &line + "\n";
            }
            log
        });
        let base = tokio::time::timeout(Duration::from_secs(20), address).await.unwrap().expect("it ended");
        Self { child, base, log }
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Ends it without a word of warning (SIGKILL), and returns all it wrote to standard error.
    pub async fn kill(mut self) -> String {
        self.child.kill().await.unwrap();
        self.log.await.unwrap()
    }

    /// Ends it as a service manager does, and returns all it wrote to standard error.
    pub async fn terminate(mut self) -> String {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
        let log = self.log.await.unwrap();
        assert!(self.child.wait().await.unwrap().success(), "{log}");
        log
    }
}

impl TestDesk {
    /// Goes on with a server in a process instead of the one in here.
    pub async fn move_into_process(&mut self, log: &str) -> ServerProcess {
        self.stop().await;
        let mut command = binary(&self.config);
        command.env("RUST_LOG", log);
        let process = ServerProcess::start(command).await;
        self.browser.base.clone_from(&process.base);
        process
    }
}
