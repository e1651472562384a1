//! Errors as the browser gets them, whoever made them: our words, as JSON for a call and as a page for everything else.

use super::shell::STYLE;
use crate::api::AppError;
use crate::server::error::{reference_for, status};
use axum::Json;
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures::FutureExt;
use std::panic::AssertUnwindSafe;

/// The error, for whoever asked for `path`.
pub fn answer(path: &str, error: AppError) -> Response {
    let status = status(&error);
    if path.starts_with("/api/") { (status, Json(error)).into_response() } else { (status, page(&error)).into_response() }
}

/// Turns a panic of a handler into an answer. What it said is not told: it may quote what it stumbled over. The log has
/// the place (see `telemetry`).
pub async fn catch_panics(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => answer(&path, AppError::Internal { reference: reference_for("a handler panicked") }),
    }
}

/// Gives words to errors that come without ours: from layers, from the routing, from bodies that cannot be read.
pub async fn in_our_words(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || is_for_machines(&path) || has_our_words(&response) {
        return response;
    }
    let mut answer = answer(&path, words_for(status));
    *answer.status_mut() = status;
    // What the answer said beside its words stays: which methods there are, say.
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}

/// Scripts, styles and probes read the status alone.
fn is_for_machines(path: &str) -> bool {
    matches!(path, "/healthz" | "/metrics" | "/favicon.svg") || path.starts_with("/pkg/")
}

fn has_our_words(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    kind.is_some_and(|kind| kind.starts_with(b"text/html") || kind.starts_with(b"application/json"))
}

fn words_for(status: StatusCode) -> AppError {
    match status {
        StatusCode::FORBIDDEN => AppError::Refused("ほかのサイトから送られた操作のため、受け付けませんでした。".to_owned()),
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => AppError::NotFound("ページが見つかりません。".to_owned()),
        StatusCode::PAYLOAD_TOO_LARGE => AppError::BadInput("送られたデータが大きすぎるため、受け付けませんでした。".to_owned()),
        StatusCode::TOO_MANY_REQUESTS => AppError::TooMany,
        _ if status.is_client_error() => AppError::unreadable(),
        _ => AppError::Internal { reference: reference_for(status.as_str()) },
    }
}

/// A page without any script: whatever else does not work, it does.
fn page(error: &AppError) -> Html<String> {
    let title = match error {
        AppError::Unavailable { .. } => "ただいまご利用いただけません",
        AppError::Internal { .. } | AppError::Transport => "問題が起きました",
        AppError::NotFound(_) => "見つかりません",
        AppError::SignedOut
        | AppError::Forbidden
        | AppError::NeedsPassword
        | AppError::EnrolFirst
        | AppError::Elsewhere { .. }
        | AppError::Wait { .. }
        | AppError::Refused(_)
        | AppError::Changed
        | AppError::Invalid(_)
        | AppError::BadInput(_)
        | AppError::TooMany => "受け付けられませんでした",
    };
    Html(format!(
        r#"<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="robots" content="noindex"/>
<title>{title} | Atobarai Desk</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
<style>{}</style>
</head>
<body>
<main class="plain">
<h1>{title}</h1>
<p role="alert">{}</p>
<p><a href="/">受注一覧へ</a></p>
</main>
</body>
</html>
"#,
        *STYLE,
        escaped(&error.to_string())
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{AppError, page};

    #[test]
    fn what_an_error_quotes_is_escaped() {
        let html = page(&AppError::NotFound("<script>&\"x\"".to_owned())).0;
        assert!(html.contains("&lt;script&gt;&amp;&quot;x&quot;") && !html.contains("<script"), "{html}");
    }
}
