//! One request and its answer.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::routing::{get, on};

use super::batch::{perform, subjects};
use super::write::{bare, drop_some, forget_ids, half_json, html, json, lost, shuffle, text};
use super::{control, envelope};
use crate::simulator::answer::Answer;
use crate::simulator::credential::identify;
use crate::simulator::dice::{Disruption, Fate, Spoil};
use crate::simulator::endpoint::Endpoint;
use crate::simulator::in_flight::InFlight;
use crate::simulator::ledger::Occasion;
use crate::simulator::{Simulator, locked};

/// A thousand orders with long names and many lines fit.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

/// From this size on, some dozens of orders, a body takes longer to work on than the loop should stand still.
const LARGE_BODY: usize = 64 * 1024;

const WHAT_THIS_IS: &str = "\
NP後払いAPI(NPコネクトプロ)のシミュレーターです。本物のNPとは通信しません。
A simulator of the NP Atobarai merchant API. It never talks to the real NP.

API:      /v1/transactions and the six other endpoints, with Basic credentials and X-NP-Terminal-Id
Control:  GET /simulator/ledger, POST /simulator/faults, POST /simulator/paid/{np_transaction_id},
          POST /simulator/clock (from this machine only)
Help:     np-simulator --help
";

/// All routes: NP's endpoints, the control surface, and a word on what this is.
pub(crate) fn router(simulator: Simulator) -> Router {
    let mut router = Router::new().route("/", get(async || text(StatusCode::OK, WHAT_THIS_IS)));
    for endpoint in Endpoint::ALL {
        let handler = move |State(simulator): State<Simulator>, headers: HeaderMap, body: Bytes| async move {
            answer(&simulator, endpoint, &headers, body).await
        };
        router = router.route(endpoint.path(), on(endpoint.method(), handler));
    }
    router.merge(control::routes()).layer(DefaultBodyLimit::max(LARGEST_BODY)).with_state(simulator)
}

/// Credentials first, then the shape of the JSON and the count; elements come after that (np-api.md §11). Faults of the
/// connection strike whatever the body is.
async fn answer(simulator: &Simulator, endpoint: Endpoint, headers: &HeaderMap, body: Bytes) -> Response<Body> {
    let shared = &simulator.shared;
    let merchant = match identify(&shared.settings.credentials, headers) {
        Ok(merchant) => merchant,
        Err(status) => {
            tracing::debug!(endpoint = endpoint.name(), %status, "caller refused");
            return bare(status);
        }
    };
    let large = body.len() > LARGE_BODY;
    let Some(opened) = off_the_loop(large, move || envelope::open(&body)).await else {
        return bare(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let subjects = opened.as_ref().map(|elements| subjects(endpoint, merchant, elements)).unwrap_or_default();
    let _guard = InFlight::enter(&shared.in_flight, subjects);
    let fate = locked(&shared.dice).throw(endpoint);
    if !fate.latency.is_zero() {
        tokio::time::sleep(fate.latency).await;
    }
    if let Some(response) = stop_before(&fate) {
        return response;
    }
    let occasion = Occasion {
        merchant,
        contract: shared.contract(),
        now: shared.clock.now(),
        unknown_hold: fate.spoils.contains(&Spoil::UnknownHold),
    };
    let ledger = Arc::clone(&shared.ledger);
    let apply = move || match opened {
        Ok(elements) => perform(endpoint, &elements, &ledger, occasion),
        Err(code) => Answer::refused(code),
    };
    match off_the_loop(large, apply).await {
        Some(answer) => send(answer, endpoint, &fate).await,
        None => bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// The response of a fault that strikes before anything is applied.
fn stop_before(fate: &Fate) -> Option<Response<Body>> {
    match fate.disruption {
        Disruption::LoseBefore => Some(lost()),
        Disruption::Refuse(status) => Some(refuse(status, fate.retry_after_seconds)),
        Disruption::Html => Some(html(StatusCode::OK)),
        Disruption::None | Disruption::LoseAfter | Disruption::Delay(_) | Disruption::BadGateway | Disruption::Truncate => None,
    }
}

/// Everything has been applied: the answer goes out, spoilt if that is its fate.
async fn send(mut answer: Answer, endpoint: Endpoint, fate: &Fate) -> Response<Body> {
    let status = answer.status(endpoint);
    let results = answer.results.as_ref().map_or(0, Vec::len);
    let errors = answer.errors.len();
    tracing::debug!(endpoint = endpoint.name(), %status, results, errors, fault = ?fate.disruption, "applied");
    for spoil in &fate.spoils {
        match spoil {
            Spoil::Shuffle => shuffle(&mut answer, fate.seed),
            Spoil::DropElements => drop_some(&mut answer, fate.seed),
            Spoil::WithoutId => forget_ids(&mut answer),
            // Struck when the order was reviewed.
            Spoil::UnknownHold => {}
        }
    }
    match fate.disruption {
        Disruption::LoseBefore | Disruption::LoseAfter => lost(),
        Disruption::BadGateway => html(StatusCode::BAD_GATEWAY),
        Disruption::Truncate => half_json(status, &answer),
        Disruption::Delay(delay) => {
            tokio::time::sleep(delay).await;
            json(status, &answer)
        }
        Disruption::None | Disruption::Refuse(_) | Disruption::Html => json(status, &answer),
    }
}

/// Does heavy work on a thread of its own, since a simulator may share its runtime with the program it serves; `None` if
/// the work panicked. A caller who hangs up does not stop it: what was begun is applied.
async fn off_the_loop<T: Send + 'static>(heavy: bool, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    if heavy { tokio::task::spawn_blocking(work).await.ok() } else { Some(work()) }
}

fn refuse(status: StatusCode, retry_after_seconds: u32) -> Response<Body> {
    let mut response = if status == StatusCode::SERVICE_UNAVAILABLE { html(status) } else { bare(status) };
    if [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&status) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
    }
    response
}
