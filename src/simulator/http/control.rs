//! The control surface: what tests outside the process look at and set. It has no credentials, so it answers this
//! machine only.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, Request, State, rejection::JsonRejection};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::routing::{get, post};
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use serde_json::json as value;

use super::write::{bare, json, text};
use crate::simulator::Simulator;
use crate::simulator::faults::Faults;
use crate::simulator::ledger::{PaymentRefused, Transaction};

/// The routes under `/simulator`.
pub(crate) fn routes() -> Router<Simulator> {
    Router::new()
        .route("/simulator/ledger", get(ledger))
        .route("/simulator/faults", post(faults))
        .route("/simulator/paid/{np_id}", post(paid))
        .route("/simulator/clock", post(clock))
        .route_layer(middleware::from_fn(this_machine_only))
}

/// Refuses other machines, and web pages: a page open in a browser on this machine could otherwise post here, or read
/// the ledger by letting its own name resolve to loopback. Without [`ConnectInfo`] the caller is unknown and refused.
async fn this_machine_only(
    caller: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response<Body> {
    let from_here = caller.is_some_and(|Extension(ConnectInfo(address))| address.ip().to_canonical().is_loopback());
    if from_here && !headers.contains_key(header::ORIGIN) && names_this_machine(&headers) {
        next.run(request).await
    } else {
        text(StatusCode::FORBIDDEN, "The control surface answers programs on this machine only.\n")
    }
}

fn names_this_machine(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else {
        return false;
    };
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name).trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[derive(Serialize)]
struct Shown {
    transactions: Vec<Transaction>,
    faults_played: BTreeMap<&'static str, u64>,
}

async fn ledger(State(simulator): State<Simulator>) -> Response<Body> {
    let shown = Shown { transactions: simulator.ledger(), faults_played: simulator.faults_played() };
    json(StatusCode::OK, &shown)
}

async fn faults(State(simulator): State<Simulator>, body: Result<Json<Faults>, JsonRejection>) -> Response<Body> {
    match body {
        Ok(Json(faults)) => {
            simulator.set_faults(faults.clone());
            json(StatusCode::OK, &faults)
        }
        Err(refused) => json(StatusCode::BAD_REQUEST, &value!({ "error": refused.body_text() })),
    }
}

async fn paid(State(simulator): State<Simulator>, Path(np_id): Path<String>) -> Response<Body> {
    match simulator.mark_paid(&np_id) {
        Ok(()) => bare(StatusCode::NO_CONTENT),
        Err(refused @ PaymentRefused::Unknown) => json(StatusCode::NOT_FOUND, &value!({ "error": refused.to_string() })),
        Err(refused @ PaymentRefused::NotBilled) => json(StatusCode::CONFLICT, &value!({ "error": refused.to_string() })),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Skip {
    skip_seconds: u32,
}

async fn clock(State(simulator): State<Simulator>, body: Result<Json<Skip>, JsonRejection>) -> Response<Body> {
    match body {
        Ok(Json(Skip { skip_seconds })) => {
            simulator.skip_time(Duration::from_secs(u64::from(skip_seconds)));
            bare(StatusCode::NO_CONTENT)
        }
        Err(refused) => json(StatusCode::BAD_REQUEST, &value!({ "error": refused.body_text() })),
    }
}
