//! Every route of the desk, and the layers around them.

use super::pace::{self, Pace};
use super::shell::shell;
use super::{errors, health, security};
use crate::api::audit::AuditFilter;
use crate::api::{self, AppError};
use crate::app::App;
use crate::server::auth::{invite, middleware, session, sign_in, switch};
use crate::server::error::status;
use crate::server::live::sse;
use crate::server::state::AppState;
use crate::server::{audit, privacy, runs};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use leptos::prelude::provide_context;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{LeptosRoutes, generate_route_list_with_exclusions};
use tokio_util::sync::CancellationToken;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// The largest body of an import: an order file with its form around it.
const LARGEST_FILE: usize = 33 * 1024 * 1024;
/// The largest body of everything else: the keys of a bulk run, with much to spare.
const LARGEST_CALL: usize = 1024 * 1024;

/// The whole desk. `stop` ends the event streams, which would otherwise keep the server from stopping.
pub fn router(state: AppState, stop: CancellationToken) -> Router {
    // Leptos would route the calls, too, past the limits of their bodies.
    let calls = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let routes = generate_route_list_with_exclusions(App, Some(calls));
    let for_pages = state.clone();
    let for_import = state.clone();
    let for_functions = state.clone();
    let site_root = state.leptos.site_root.to_string();
    let assets = ServeDir::new(format!("{site_root}/pkg")).precompressed_br().precompressed_gzip();
    let assets = tower::ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .service(assets);
    let files = Router::new()
        .route("/api/import", post(move |request| server_function(for_import.clone(), request)))
        .layer(RequestBodyLimitLayer::new(LARGEST_FILE));
    let rest = Router::new()
        .route("/api/events", get(sse::stream))
        .route("/api/{*function}", post(move |request| server_function(for_functions.clone(), request)))
        .route("/session", post(sign_in::open))
        .route("/session/code", post(sign_in::code))
        .route("/session/switch", post(switch::take_over))
        .route("/session/invite", post(invite::accept))
        .route("/session/end", post(session::close))
        .route(AuditFilter::EXPORT, post(audit::export))
        .route(api::acts::RUN_EXPORT, post(runs::export))
        .route(api::privacy::EXPORT, post(privacy::export))
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(health::metrics))
        .nest_service("/pkg", assets)
        .route_service("/favicon.svg", tower_http::services::ServeFile::new(format!("{site_root}/favicon.svg")))
        .leptos_routes_with_context(&state, routes, move || provide_context(for_pages.clone()), shell)
        .fallback(not_found)
        .layer(RequestBodyLimitLayer::new(LARGEST_CALL));
    layered(rest.merge(files), state, stop)
}

/// What every request goes through, whatever it asks for. Read from the end: the last layer is the first to see it.
pub fn layered(routes: Router<AppState>, state: AppState, stop: CancellationToken) -> Router {
    routes
        .layer(axum::middleware::from_fn(pace::keep))
        .layer(axum::middleware::from_fn_with_state(state.clone(), middleware::guard))
        .layer(Extension(Pace::default()))
        .layer(Extension(stop))
        .layer(axum::middleware::from_fn(errors::catch_panics))
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn(errors::in_our_words))
        // Pages of orders repeat themselves. The event stream and what lies compressed on the disk are left as they are.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(axum::middleware::from_fn_with_state(state.clone(), security::headers))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(request_span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(state)
}

async fn server_function(state: AppState, request: Request) -> Response {
    // A page from before an update may call what is no more; Leptos' own answer is no error that the page can read.
    if !server_fn_paths().any(|(path, _)| path == request.uri().path()) {
        let error = AppError::NotFound("この操作は見つかりません。画面を再読み込みしてください。".to_owned());
        return (status(&error), Json(error)).into_response();
    }
    leptos_axum::handle_server_fns_with_context(move || provide_context(state.clone()), request).await.into_response()
}

async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    leptos_axum::render_app_async_with_context(move || provide_context(state.clone()), shell)(request).await
}

/// The path alone: a query string may hold a buyer's name.
fn request_span(request: &Request) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}
