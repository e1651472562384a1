//! Serving until a signal says to stop.

use super::CliError;
use crate::server::config::Config;
use crate::server::startup::{self, StartError};
use tokio::net::TcpListener;

/// Serves.
pub async fn run(config: Config) -> Result<(), CliError> {
    let options = leptos::config::get_configuration(None).map_err(StartError::from)?.leptos_options;
    let listener = TcpListener::bind(options.site_addr)
        .await
        .map_err(|error| CliError::Failed(format!("http://{} を使えません: {error}", options.site_addr)))?;
    let desk = startup::start(config, listener).await?;
    eprintln!("  Atobarai Desk: http://{}\n", desk.address);
    stop_signal().await?;
    eprintln!("  停止しています。送信中の処理の回答を待ちます。");
    desk.stop().await;
    Ok(())
}

/// Resolves on Ctrl+C and on SIGTERM.
pub async fn stop_signal() -> std::io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}
