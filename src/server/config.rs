//! Settings from the environment (README, "Settings").

use crate::domain::shop::Environment;
use crate::server::auth::address;
use ipnet::IpNet;
use secrecy::SecretString;
use std::path::PathBuf;
use std::time::Duration;

/// np-api.md §1
const NP_PRODUCTION: &str = "https://cp.np-payment-gateway.com/v1";
const NP_SANDBOX: &str = "https://ctcp.np-payment-gateway.com/v1";
const SIMULATOR: &str = "http://127.0.0.1:8765/v1";

/// Everything that differs between installations.
#[derive(Clone, Debug)]
pub struct Config {
    /// `DATABASE_URL`
    pub database_url: String,
    /// `DESK_SECRET_KEY_FILE`
    pub secret_key_file: PathBuf,
    /// `DESK_DEMO=1`: the simulator runs inside the server, and demo orders are made on the first start.
    pub demo: bool,
    /// `DESK_SECURE_COOKIES=1`: the browser reaches the desk over https.
    pub secure_cookies: bool,
    /// `NP_PRODUCTION_URL`
    pub np_production: String,
    /// `NP_SANDBOX_URL`
    pub np_sandbox: String,
    /// `NP_SIMULATOR_URL`; the demo sets it to its own simulator.
    pub np_simulator: String,
    /// Acts in one call, `DESK_BATCH_SIZE`, 1 to 1,000 (NP's limit).
    pub batch_size: i64,
    /// Calls at once per shop, `DESK_CONCURRENCY`.
    pub concurrency: usize,
    /// `DESK_TRUSTED_PROXIES`: proxies whose `X-Forwarded-For` is believed, by address or network.
    pub trusted_proxies: Vec<IpNet>,
    /// `DESK_METRICS_TOKEN`: who sends it as a bearer token may read `/metrics`.
    pub metrics_token: Option<SecretString>,
    /// How long an answer from NP is waited for, `DESK_NP_TIMEOUT_MS`.
    pub np_timeout: Duration,
    /// The first wait after a lost answer, `DESK_FIRST_WAIT_MS`; later ones grow from it.
    pub first_wait: Duration,
    /// A server that gave no sign of life for this long is dead, and others look into the acts it had sent:
    /// `DESK_DEAD_AFTER_MS`.
    pub dead_after: Duration,
    /// The first wait before an undecided verdict is asked for, `DESK_FIRST_CHECK_MS`.
    pub first_check: Duration,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the setting {name} cannot be used: {why}")]
pub struct ConfigError {
    name: &'static str,
    why: String,
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// Names the setting that cannot be used.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            database_url: text("DATABASE_URL", "sqlite://data/desk.db"),
            secret_key_file: PathBuf::from(text("DESK_SECRET_KEY_FILE", "data/secret.key")),
            demo: text("DESK_DEMO", "0") == "1",
            secure_cookies: text("DESK_SECURE_COOKIES", "0") == "1",
            np_production: base_url("NP_PRODUCTION_URL", NP_PRODUCTION)?,
            np_sandbox: base_url("NP_SANDBOX_URL", NP_SANDBOX)?,
            np_simulator: base_url("NP_SIMULATOR_URL", SIMULATOR)?,
            batch_size: number("DESK_BATCH_SIZE", 50, 1..=1000)?,
            concurrency: usize::try_from(number("DESK_CONCURRENCY", 4, 1..=64)?).unwrap_or(4),
            trusted_proxies: networks("DESK_TRUSTED_PROXIES")?,
            metrics_token: Some(text("DESK_METRICS_TOKEN", "")).filter(|token| !token.is_empty()).map(SecretString::from),
            np_timeout: millis("DESK_NP_TIMEOUT_MS", 30_000)?,
            first_wait: millis("DESK_FIRST_WAIT_MS", 60_000)?,
            dead_after: millis("DESK_DEAD_AFTER_MS", 30_000)?,
            first_check: millis("DESK_FIRST_CHECK_MS", 5_000)?,
        })
    }

    /// The base address of an environment. Nothing else in the program depends on it.
    pub fn np_base(&self, environment: Environment) -> &str {
        match environment {
            Environment::Production => &self.np_production,
            Environment::Sandbox => &self.np_sandbox,
            Environment::Simulator => &self.np_simulator,
        }
    }
}

fn text(name: &'static str, default: &str) -> String {
    std::env::var(name).ok().filter(|value| !value.is_empty()).unwrap_or_else(|| default.to_owned())
}

fn number(name: &'static str, default: i64, range: std::ops::RangeInclusive<i64>) -> Result<i64, ConfigError> {
    let value = text(name, &default.to_string());
    let (low, high) = (*range.start(), *range.end());
    value
        .parse()
        .ok()
        .filter(|n| range.contains(n))
        .ok_or_else(|| ConfigError { name, why: format!("{value:?} is not a number from {low} to {high}") })
}

fn networks(name: &'static str) -> Result<Vec<IpNet>, ConfigError> {
    address::parse_networks(&text(name, ""))
        .map_err(|piece| ConfigError { name, why: format!("{piece:?} is neither an address nor a network such as 10.0.0.0/8") })
}

fn millis(name: &'static str, default: i64) -> Result<Duration, ConfigError> {
    Ok(Duration::from_millis(number(name, default, 1..=3_600_000)?.unsigned_abs()))
}

/// Credentials travel with every call: plain http is for loopback only.
fn base_url(name: &'static str, default: &str) -> Result<String, ConfigError> {
    let value = text(name, default).trim_end_matches('/').to_owned();
    let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|host| value.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])));
    if value.starts_with("https://") || loopback {
        Ok(value)
    } else {
        Err(ConfigError { name, why: "it must begin with https:// (http:// only on this machine)".to_owned() })
    }
}
