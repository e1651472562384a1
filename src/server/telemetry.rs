//! Logging. Buyers' data and secrets are masked by their types; nothing here has to take care.

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error: text, or JSON with `DESK_LOG=json`. `RUST_LOG` chooses what.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,hyper=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    if std::env::var("DESK_LOG").is_ok_and(|format| format == "json") { log.json().init() } else { log.init() }
}
