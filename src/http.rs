//! The router: pages, API, health, files; and what every answer gets: security headers, caching
//! rules, compression, a deadline. Where all errors that reach the edge become answers.

use std::{net::SocketAddr, panic::AssertUnwindSafe, time::Duration};

use axum::{
    RequestExt, Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use futures_util::FutureExt;
use leptos::{prelude::provide_context, server_fn::error::SERVER_FN_ERROR_HEADER};
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower_http::{CompressionLevel, compression::CompressionLayer};

use crate::{
    api::{self, Problem},
    config::Proxies,
    state::{AppState, ClientAddress},
    telemetry,
    web::{
        app::{App, PagePolicy, shell},
        forms, staff,
    },
    words::Lang,
};

/// Longest that an answer may take.
const DEADLINE: Duration = Duration::from_secs(15);
/// Largest form, bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// Largest form with a photo, bytes.
const PHOTO_LIMIT: usize = 256 * 1024;
/// How long the database may take to say that it is there.
const PING_DEADLINE: Duration = Duration::from_secs(2);

/// Everything on the public port; served with its connections' addresses.
pub fn router(state: AppState, proxies: Proxies) -> Router {
    router_with(state, proxies, Router::new())
}

/// [`router`] with more routes beside its own, for benchmarks that compare in one server.
pub fn router_with(state: AppState, proxies: Proxies, more: Router<AppState>) -> Router {
    let pages = generate_route_list(App);
    let context = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    Router::new()
        .merge(api::router())
        .merge(forms::router())
        .merge(staff::router())
        .merge(more)
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .leptos_routes_with_context(&state, pages, context.clone(), {
            let state = state.clone();
            move || shell(axum::extract::FromRef::from_ref(&state))
        })
        .fallback(leptos_axum::file_and_error_handler_with_context::<AppState, _>(context, shell))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn(telemetry::count_request))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn(protect))
        .layer(middleware::from_fn_with_state(proxies, know_client))
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

/// Tells handlers where a request comes from.
async fn know_client(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let chain = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    if let Some(peer) = peer {
        let client = ClientAddress(proxies.client(peer, chain));
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

/// Refuses what other sites send and what is too large, and gives every answer its headers.
async fn protect(mut request: Request, next: Next) -> Response {
    let policy = PagePolicy::default();
    request.extensions_mut().insert(policy.clone());
    let (path, cache) = (request.uri().path().to_owned(), cache_rule(request.uri()));
    DefaultBodyLimit::max(body_limit(&path)).apply(&mut request);
    let mut response = match (refused(&request), without_slash(&request)) {
        (Some(status), _) => sorry(&path, status),
        (None, Some(page)) => Redirect::permanent(&page).into_response(),
        // Not every handler reads its body in a way that keeps to the limit by itself.
        (None, None) => next.run(request.with_limited_body()).await,
    };
    // Server functions answer an unreadable form as if the fault were ours, in English.
    if response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        response = sorry(&path, StatusCode::BAD_REQUEST);
    }
    let cache = if response.status().is_success() { cache } else { "no-cache" };
    let headers = response.headers_mut();
    // Pages have their own, with the nonce of their inline scripts.
    let nothing = || HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.get().unwrap_or_else(nothing));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let referrer = HeaderValue::from_static("strict-origin-when-cross-origin");
    headers.entry(header::REFERRER_POLICY).or_insert(referrer);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    response
}

/// Most bytes that a path takes.
fn body_limit(path: &str) -> usize {
    let page = path.strip_prefix("/en").unwrap_or(path);
    if page.starts_with("/staff/schedule/photo/") { PHOTO_LIMIT } else { BODY_LIMIT }
}

/// Why a request is not looked at.
fn refused(request: &Request) -> Option<StatusCode> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let foreign = is_foreign(request);
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    match length {
        _ if foreign && !reads => Some(StatusCode::FORBIDDEN),
        Some(length) if length > body_limit(request.uri().path()) => Some(StatusCode::PAYLOAD_TOO_LARGE),
        _ => None,
    }
}

/// Whether another site's page sent it: browsers say so, in one header or the other.
fn is_foreign(request: &Request) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host = header("host").unwrap_or_default();
    let other_origin = |origin: &str| origin.split_once("://").is_none_or(|(_, from)| !from.eq_ignore_ascii_case(host));
    match header("sec-fetch-site") {
        Some(site) => matches!(site, "cross-site" | "same-site"),
        None => header("origin").is_some_and(other_origin),
    }
}

/// Where a page is that was asked for with a slash at its end. Never another site's address, which
/// begins with two slashes.
fn without_slash(request: &Request) -> Option<String> {
    let path = request.uri().path().strip_suffix('/').filter(|path| path.len() > 1)?;
    let is_page = request.method() == Method::GET && !path.starts_with("/api") && !path.contains("//");
    let query = request.uri().query().map_or(String::new(), |query| format!("?{query}"));
    is_page.then(|| format!("{path}{query}"))
}

/// Gives up on an answer that does not come in time, or not at all: a panic is logged by the hook.
async fn in_time(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(DEADLINE, answer).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            metrics::counter!("panics_total").increment(1);
            sorry(&path, StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => sorry(&path, StatusCode::SERVICE_UNAVAILABLE),
    }
}

/// An answer without a page: a problem for programs, a plain sentence with the way out for people.
fn sorry(path: &str, status: StatusCode) -> Response {
    let lang = Lang::of_path(path);
    let text = |lang: Lang| match status {
        StatusCode::FORBIDDEN => lang.foreign_form_text(),
        StatusCode::PAYLOAD_TOO_LARGE => lang.too_large_text(),
        StatusCode::BAD_REQUEST => lang.broken_form_text(),
        _ => lang.failed_text(),
    };
    if path.starts_with("/api/") {
        return Problem::at_the_edge(status, text(Lang::Ko)).into_response();
    }
    (status, format!("{}\n", text(lang))).into_response()
}

/// Files whose address changes with the build stay for a year, other files a day; pages are asked
/// for every time, since "open now" ages.
fn cache_rule(uri: &axum::http::Uri) -> &'static str {
    let path = uri.path();
    let ours = path.starts_with("/pkg/") || path == "/islands.js";
    let versioned = ours && uri.query().is_some_and(|query| query.starts_with("v="));
    let file = !path.starts_with("/api/") && path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    match (versioned && file, file) {
        (true, _) => "public, max-age=31536000, immutable",
        (_, true) => "public, max-age=86400",
        _ => "no-cache",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_answered_to_programs_and_to_people() {
        let broken = || get(async || -> &'static str { panic!("a fault, made for this test") });
        let router = Router::<()>::new().route("/api/v1/x", broken()).route("/en/x", broken()).route("/x", broken());
        let router = router.layer(middleware::from_fn(in_time));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let agent = ureq::Agent::new_with_config(ureq::Agent::config_builder().http_status_as_error(false).build());
        for (path, kind, words) in [
            ("/api/v1/x", "application/problem+json", "/problems/internal"),
            ("/x", "text/plain; charset=utf-8", "119에 전화하세요"),
            ("/en/x", "text/plain; charset=utf-8", "call 119"),
        ] {
            let agent = agent.clone();
            let ask = move || agent.get(format!("http://{address}{path}")).call().unwrap();
            let mut answer = tokio::task::spawn_blocking(ask).await.unwrap();
            assert_eq!(
                (answer.status().as_u16(), &answer.headers()["content-type"]),
                (500, &HeaderValue::from_static(kind))
            );
            assert!(answer.body_mut().read_to_string().unwrap().contains(words), "{path}");
        }
    }

    #[test]
    fn only_versioned_files_stay_for_long() {
        for (uri, rule) in [
            ("/pkg/heydoctor.wasm?v=1f", "public, max-age=31536000, immutable"),
            ("/pkg/heydoctor.wasm", "public, max-age=86400"),
            ("/hospitals/12", "no-cache"),
            ("/?v=1", "no-cache"),
            ("/api/openapi.json?v=1", "no-cache"),
        ] {
            assert_eq!(cache_rule(&uri.parse().unwrap()), rule, "{uri}");
        }
    }
}
