//! Logs to standard error and metrics for Prometheus. Neither ever carries a query string, a
//! search text or a position.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Seconds: from a page out of memory to a database that hardly answers.
const LATENCY_BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0];

/// Libraries whose finer messages tell what they carry: addresses with their keys, bodies.
const TALKATIVE: [&str; 2] = ["ureq=info", "ureq_proto=info"];

/// Starts logging; `RUST_LOG` chooses what, `info` by default.
pub fn start_logs() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,leptos=warn"));
    let quiet = TALKATIVE.into_iter().filter_map(|directive| directive.parse().ok());
    let filter = quiet.fold(filter, EnvFilter::add_directive);
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}

/// Starts counting.
///
/// # Errors
/// When something else in this process has started before.
pub fn start_metrics() -> Result<PrometheusHandle, metrics_exporter_prometheus::BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("http_request_seconds".to_owned()), &LATENCY_BUCKETS)?
        .install_recorder()
}

/// Counts a request by route, method and status, never by its path.
pub async fn count_request(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    // Anybody may invent methods; series cost memory.
    let known = ["GET", "HEAD", "POST", "OPTIONS"];
    let method = known.into_iter().find(|known| *known == request.method().as_str()).unwrap_or("other");
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("http_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("http_request_seconds", "route" => route).record(start.elapsed().as_secs_f64());
    response
}
