//! The router: pages, API, health, files; and what every answer gets: security headers, caching
//! rules, compression, a deadline. Where all errors that reach the edge become answers.

use std::{any::Any, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};

use crate::{
    api::{self, Problem},
    state::AppState,
    telemetry,
    web::app::{App, shell},
    words::Lang,
};

/// Longest that an answer may take.
const DEADLINE: Duration = Duration::from_secs(15);
/// Largest form, bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// How long the database may take to say that it is there.
const PING_DEADLINE: Duration = Duration::from_secs(2);

/// Everything on the public port.
pub fn router(state: AppState) -> Router {
    router_with(state, Router::new())
}

/// [`router`] with more routes beside its own, for benchmarks that compare in one server.
pub fn router_with(state: AppState, more: Router<AppState>) -> Router {
    let pages = generate_route_list(App);
    let context = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    Router::new()
        .merge(api::router())
        .merge(more)
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .leptos_routes_with_context(&state, pages, context.clone(), {
            let state = state.clone();
            move || shell(axum::extract::FromRef::from_ref(&state))
        })
        .fallback(leptos_axum::file_and_error_handler_with_context::<AppState, _>(context, shell))
        .layer(middleware::from_fn(telemetry::count_request))
        .layer(middleware::from_fn(protect))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(CatchPanicLayer::custom(on_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, DEADLINE))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(state)
}

/// Prometheus text, for the private listener.
pub fn metrics_router(handle: metrics_exporter_prometheus::PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(async move || handle.render()))
}

/// 200 when the database answers and the directory has places.
async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    let answered = tokio::time::timeout(PING_DEADLINE, state.store().ping()).await;
    match (answered, state.directory().is_empty()) {
        (Ok(Ok(())), false) => (StatusCode::OK, "ready"),
        (Ok(Ok(())), true) => (StatusCode::SERVICE_UNAVAILABLE, "no places: import some"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "database does not answer"),
    }
}

/// Refuses forms that other sites send, and gives every answer its headers.
async fn protect(request: Request, next: Next) -> Response {
    let foreign = request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    if foreign && request.method() != axum::http::Method::GET && request.method() != axum::http::Method::HEAD {
        return StatusCode::FORBIDDEN.into_response();
    }
    let cache = cache_rule(request.uri());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // Pages bring their own, with the nonce of their inline scripts.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'"));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (header::HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if response.status().is_success() {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    }
    response
}

/// Files whose address changes with the build stay for a year, other files a day; pages are asked
/// for every time, since "open now" ages.
fn cache_rule(uri: &axum::http::Uri) -> &'static str {
    let path = uri.path();
    let versioned = uri.query().is_some_and(|query| query.starts_with("v="));
    let file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    match (versioned && file, file) {
        (true, _) => "public, max-age=31536000, immutable",
        (_, true) => "public, max-age=86400",
        _ => "no-cache",
    }
}

/// A panic is logged by the hook; the person gets a plain page with the way out.
fn on_panic(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    metrics::counter!("panics_total").increment(1);
    let mut response = Problem::internal().into_response();
    let text = format!("{}\n{}\n", Lang::Ko.failed_title(), Lang::Ko.failed_text());
    *response.body_mut() = text.into();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_versioned_files_stay_for_long() {
        for (uri, rule) in [
            ("/pkg/heydoctor.wasm?v=1f", "public, max-age=31536000, immutable"),
            ("/pkg/heydoctor.wasm", "public, max-age=86400"),
            ("/hospitals/12", "no-cache"),
            ("/?v=1", "no-cache"),
        ] {
            assert_eq!(cache_rule(&uri.parse().unwrap()), rule, "{uri}");
        }
    }
}
