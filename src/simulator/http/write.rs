//! Writing an answer, whole or spoilt.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::Serialize;

use crate::simulator::answer::Answer;

const HTML: &str = "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\"><title>システムメンテナンス中</title></head>\
                    <body><p>ただいまシステムメンテナンス中です。</p></body></html>\n";

/// Marks a response that must never be sent: the server closes the connection instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lost;

/// Plain text.
pub(crate) fn text(status: StatusCode, body: &'static str) -> Response<Body> {
    with_type(status, "text/plain; charset=utf-8", Body::from(body))
}

/// The page that stands in front of NP during maintenance, or a gateway's.
pub(crate) fn html(status: StatusCode) -> Response<Body> {
    with_type(status, "text/html; charset=utf-8", Body::from(HTML))
}

/// A status without a body: what NP says with these is not known (np-api.md §1.2).
pub(crate) fn bare(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"NP\""));
    }
    response
}

/// No answer at all. Behind another server than [`serve`](crate::simulator::serve) it shows as an empty 502.
pub(crate) fn lost() -> Response<Body> {
    let mut response = bare(StatusCode::BAD_GATEWAY);
    response.extensions_mut().insert(Lost);
    response
}

/// A value as JSON.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Response<Body> {
    match serde_json::to_vec(value) {
        Ok(body) => with_type(status, "application/json", Body::from(body)),
        Err(_) => bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// JSON that stops half-way, in the middle of a character if it so happens.
pub(crate) fn half_json(status: StatusCode, value: &impl Serialize) -> Response<Body> {
    let mut body = serde_json::to_vec(value).unwrap_or_default();
    body.truncate(body.len() / 2);
    with_type(status, "application/json", Body::from(body))
}

fn with_type(status: StatusCode, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// Puts both lists into another order.
pub(crate) fn shuffle(answer: &mut Answer, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    if let Some(results) = &mut answer.results {
        results.shuffle(&mut random);
    }
    answer.errors.shuffle(&mut random);
}

/// Leaves out every third element, beginning with one that the seed chooses; of a short list at least one.
pub(crate) fn drop_some(answer: &mut Answer, seed: u64) {
    let results = answer.results.as_mut();
    let total = results.as_ref().map_or(0, |results| results.len()) + answer.errors.len();
    let first = usize::try_from(seed % 3).unwrap_or(0).min(total.saturating_sub(1));
    let mut place = 0;
    let mut keep = || {
        let kept = place % 3 != first % 3;
        place += 1;
        kept
    };
    if let Some(results) = results {
        results.retain(|_| keep());
    }
    answer.errors.retain(|_| keep());
}

/// Takes the ids out of the errors.
pub(crate) fn forget_ids(answer: &mut Answer) {
    answer.errors.iter_mut().for_each(|failure| failure.id = None);
}
