//! Logging. Buyers' data and secrets are masked by their types; nothing here has to take care.

use std::any::Any;
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error: text, or JSON with `DESK_LOG=json`. `RUST_LOG` chooses what.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,hyper=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    if std::env::var("DESK_LOG").is_ok_and(|format| format == "json") {
        log.json().init();
    } else {
        log.init();
    }
    mask_panics();
}

/// Panics tell the log where they happened, and what only when that was written in the source: a message that was put
/// together may quote a buyer's name or worse.
pub fn mask_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, what = written_in_the_source(panic.payload()), "a part of the program panicked");
    }));
}

fn written_in_the_source(payload: &(dyn Any + Send)) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or("***")
}

#[cfg(test)]
mod tests {
    use super::written_in_the_source;

    #[test]
    fn messages_that_were_put_together_are_masked() {
        assert_eq!(written_in_the_source(&"the lock is never poisoned"), "the lock is never poisoned");
        assert_eq!(written_in_the_source(&format!("cannot read {}", "見本　花子")), "***");
    }
}
