//! HTTP to NP.

use super::endpoint::Endpoint;
use super::{blank, read, sent, wire};
use crate::domain::act::ActKind;
use crate::domain::order::Contents;
use crate::server::provider::{Access, Element, Outgoing, PaymentProvider, Probe, Reply};
use futures::FutureExt;
use futures::future::BoxFuture;
use reqwest::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{RequestBuilder, Response, StatusCode};
use std::time::Duration;

/// An answer to 1,000 elements is well below this; anything larger is not NP.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Speaks to NP, or to anything that speaks like it.
#[derive(Clone, Debug)]
pub struct NpClient {
    http: reqwest::Client,
    timeout: Duration,
}

impl NpClient {
    /// A client with a connection pool. NP recommends a timeout of 30 seconds (np-api.md §1).
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(timeout: Duration) -> Result<Self, reqwest::Error> {
        // Another part of the process may have chosen the provider already; both choices are the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(timeout)
            .connect_timeout(timeout.min(Duration::from_secs(10)))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .build()?;
        Ok(Self { http, timeout })
    }

    fn request(&self, access: &Access, endpoint: Endpoint) -> RequestBuilder {
        self.http
            .request(endpoint.method(), format!("{}{}", access.base_url, endpoint.path()))
            .basic_auth(&access.merchant_code, Some(access.sp_code.expose()))
            .header("X-NP-Terminal-Id", &access.terminal_id)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
    }

    /// One call of any of the seven endpoints.
    pub async fn send(&self, access: &Access, endpoint: Endpoint, batch: &[Outgoing]) -> Reply {
        let response = match self.request(access, endpoint).body(envelope(batch)).send().await {
            Ok(response) => response,
            Err(error) if error.is_connect() => return Reply::Unreachable,
            Err(error) if error.is_timeout() => return lost(&format!("{}秒以内に回答がありませんでした。", self.timeout.as_secs_f32())),
            Err(_) => return lost("回答の前に通信が切れました。"),
        };
        let status = response.status();
        let retry_after = retry_after(&response);
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Reply::Unauthorized,
            StatusCode::TOO_MANY_REQUESTS => return Reply::TooMany(retry_after),
            StatusCode::SERVICE_UNAVAILABLE => return Reply::Lost { what: "NPがメンテナンス中です。".to_owned(), retry_after },
            _ if status.is_server_error() => {
                return Reply::Lost { what: format!("NPのシステムエラーです（{status}）。"), retry_after };
            }
            _ => {}
        }
        let Some(body) = body(response).await else { return lost("回答の途中で通信が切れました。") };
        match read::answers(endpoint, batch, &body) {
            Some(answers) if status.is_success() || status == StatusCode::BAD_REQUEST => Reply::Answered(answers),
            _ => lost(&format!("NPの回答を読み取れませんでした（{status}）。")),
        }
    }

    /// np-api.md §1.5: an empty list is refused with 400 when the credentials are good.
    async fn test(&self, access: &Access) -> Probe {
        let Ok(response) = self.request(access, Endpoint::FindAuthorization).body(envelope(&[])).send().await else {
            return Probe::Unreachable;
        };
        match response.status() {
            StatusCode::BAD_REQUEST | StatusCode::OK => Probe::Good,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Probe::Refused,
            StatusCode::SERVICE_UNAVAILABLE => Probe::Maintenance(retry_after(&response)),
            StatusCode::TOO_MANY_REQUESTS => Probe::Busy(retry_after(&response)),
            status if status.is_server_error() => Probe::Busy(retry_after(&response)),
            _ => Probe::Unreachable,
        }
    }
}

impl PaymentProvider for NpClient {
    fn payload(&self, element: Element<'_>) -> String {
        wire::element(element)
    }

    fn contents(&self, element: &str) -> Option<Contents> {
        sent::contents(element)
    }

    fn without_buyer(&self, element: &str) -> String {
        blank::without_buyer(element)
    }

    fn call<'a>(&'a self, access: &'a Access, kind: ActKind, batch: &'a [Outgoing]) -> BoxFuture<'a, Reply> {
        self.send(access, kind.into(), batch).boxed()
    }

    fn probe<'a>(&'a self, access: &'a Access) -> BoxFuture<'a, Probe> {
        self.test(access).boxed()
    }
}

/// The recorded elements, byte for byte, in NP's envelope.
fn envelope(batch: &[Outgoing]) -> String {
    let elements: Vec<&str> = batch.iter().map(|out| out.payload.as_str()).collect();
    format!(r#"{{"transactions":[{}]}}"#, elements.join(","))
}

fn lost(what: &str) -> Reply {
    Reply::Lost { what: what.to_owned(), retry_after: None }
}

/// `Retry-After` in seconds; the form with a date is not read.
fn retry_after(response: &Response) -> Option<Duration> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

async fn body(mut response: Response) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    Some(bytes)
}
