//! Accepting connections.
//!
//! A lost answer has to be one: no status line, no header, the connection just ends. A handler cannot do that, so the
//! accept loop is our own: when a response carries [`Lost`], the service fails instead of answering, upon which hyper
//! drops the connection without writing anything.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt;

use super::write::Lost;
use crate::simulator::Simulator;

/// How long requests under way may take to end once the server is to stop. Answers that a fault holds back for longer
/// are cut off.
const GRACE: Duration = Duration::from_secs(3);

/// The answer was lost on purpose.
#[derive(Debug, thiserror::Error)]
#[error("the answer is lost")]
struct AnswerLost;

/// Serves until `shutdown` ends: first no more connections are taken, then those open finish the request they are in,
/// then it returns.
///
/// # Errors
///
/// None at present: a connection that fails ends by itself, and accepting is tried again.
pub async fn serve(listener: TcpListener, simulator: Simulator, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let router = simulator.router();
    let (stop, stopping) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, caller)) => {
                    connections.spawn(connection(stream, caller, router.clone(), stopping.clone()));
                }
                // A connection that was gone before we came to it, or no file handle left: the next may go well.
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    drop(stop);
    let finished = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, finished).await.is_err() {
        connections.shutdown().await;
    }
    Ok(())
}

async fn connection(stream: TcpStream, caller: SocketAddr, router: Router, mut stopping: watch::Receiver<()>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot switch off Nagle's algorithm");
    }
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(caller));
        let answer = router.clone().oneshot(request);
        async move {
            let Ok(response) = answer.await;
            if response.extensions().get::<Lost>().is_some() { Err(AnswerLost) } else { Ok(response) }
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new());
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        // The sender was dropped: the server is to stop.
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "connection ended");
    }
}
