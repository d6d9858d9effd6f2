//! The server under load, in one process with its peers: pages and API against a constant answer of
//! the same size. `wrk` drives it from this machine, so figures are shares of two cores; ratios and
//! medians count.
//!
//! `cargo bench --features ssr --bench http -- [PLACES]`

use std::{net::SocketAddr, path::Path, process::Command, time::Instant};

use axum::{Router, routing::get, serve::ListenerExt};
use heydoctor::{
    booking::{Desk, DeskSettings},
    config::Proxies,
    domain::{hospital::Source, time},
    http,
    import::{demo, run},
    state::{AppState, Site},
    store::Store,
    vault::DataKeys,
};
use jiff::Timestamp;

/// Seals what nobody will read.
const DATA_KEY: &str = "YmVuY2htYXJrcyBzZWFsIG5vdGhpbmcgb2YgdmFsdWU=";
const ROUNDS: usize = 5;
const SECONDS: u32 = 4;
/// 서울시청, a Wednesday afternoon.
const API: &str = "/api/v1/hospitals?near=37.5665,126.978&radius_m=2000&open=now&specialty=01&limit=20";
const MAP: &str = "/api/v1/map?bbox=126.9,37.5,127.05,37.6&zoom=13&open=now";

fn main() {
    let places = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(100_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}/bench.db", folder.path().display());
    let (state, sizes) = runtime.block_on(prepare(&url, places));
    println!("resident after the directory is built: {} MB", resident_mb());
    let address = runtime.block_on(serve(state, sizes));
    println!("wrk -t2 -c32 -d{SECONDS}s, median of {ROUNDS} rounds, requests/s:");
    let api = report("API, near with filters", address, API);
    let constant = report("  constant of the same size", address, "/constant/api");
    println!("  ratio {:.0} %", 100.0 * api / constant);
    let page = report("page / with 20 places", address, "/");
    let constant = report("  constant of the same size", address, "/constant/page");
    println!("  ratio {:.0} %", 100.0 * page / constant);
    report("page of a place", address, "/hospitals/1");
    report("API, map with a filter", address, MAP);
    println!("resident after the load: {} MB", resident_mb());
}

/// Imports demonstration places and builds the directory from the store, timed.
async fn prepare(url: &str, places: usize) -> (AppState, [Vec<u8>; 2]) {
    let now = Timestamp::now();
    {
        let store = Store::connect(url).await.expect("a database");
        store.migrate().await.expect("its tables");
        let options = run::Options { source: Source::Demo, accept_closures: true, now };
        let start = Instant::now();
        let records = demo::generate(places, 1, time::seoul(now).date());
        run::run_records(&store, &options, records, |_| ()).await.expect("an import");
        println!("{places} places imported in {:.1} s", start.elapsed().as_secs_f64());
    }
    // A fresh process would hold none of the import's memory; a fresh store at least none of its caches.
    let store = Store::connect(url).await.expect("a database");
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        drop(state(&store).await);
        times.push(start.elapsed().as_secs_f64());
    }
    println!("directory built from the store in {:.2} s (median of {ROUNDS})", median(times));
    let state = state(&store).await;
    let probe = serve(state.clone(), Default::default()).await;
    let bodies =
        tokio::task::spawn_blocking(move || [fetch(probe, API), fetch(probe, "/")]).await.expect("two answers");
    println!("sizes: API {} bytes, page {} bytes", bodies[0].len(), bodies[1].len());
    (state, bodies)
}

/// The state that `serve` would have, its directory read from the store.
async fn state(store: &Store) -> AppState {
    let site = Site {
        tile_url: String::new(),
        tile_origin: String::new(),
        public_url: "http://127.0.0.1".to_owned(),
        build: "bench".to_owned(),
        fixed_time: time::parse_moment("2026-11-25T13:30:00"),
    };
    let keys = DataKeys::parse([DATA_KEY]).expect("a key");
    let desk = Desk::open(store.clone(), keys, DeskSettings::default()).await.expect("a desk");
    AppState::open(desk, site, None, Path::new("target/site")).await.expect("a directory")
}

/// The real router, with a constant answer for each size beside its own routes.
async fn serve(state: AppState, [api, page]: [Vec<u8>; 2]) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let (api, page): (&'static [u8], &'static [u8]) = (api.leak(), page.leak());
    let more =
        Router::new().route("/constant/api", get(async move || api)).route("/constant/page", get(async move || page));
    let router = http::router_with(state, Proxies::default(), more);
    let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn fetch(address: SocketAddr, path: &str) -> Vec<u8> {
    let mut answer = ureq::get(format!("http://{address}{path}")).call().expect("an answer");
    answer.body_mut().read_to_vec().expect("its body")
}

/// Median requests a second.
fn report(name: &str, address: SocketAddr, path: &str) -> f64 {
    let rates = (0..ROUNDS).map(|_| wrk(address, path)).collect();
    let rate = median(rates);
    println!("{name:32} {rate:>9.0}");
    rate
}

fn wrk(address: SocketAddr, path: &str) -> f64 {
    let run = Command::new("wrk")
        .args(["-t2", "-c32", &format!("-d{SECONDS}s"), &format!("http://{address}{path}")])
        .output()
        .expect("wrk is installed: apt-get install wrk");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(!said.contains("Non-2xx"), "{path}: {said}");
    let rate = said.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    rate.and_then(|rate| rate.trim().parse().ok()).expect("wrk tells its rate")
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Resident memory of this process, which holds server and benchmark together.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
