//! `heydoctor serve`: opens the store, builds the directory, answers requests until told to stop.

use std::{net::SocketAddr, time::Duration};

use axum::serve::ListenerExt;
use tokio::{net::TcpListener, sync::watch};

use super::{
    Failure,
    chores::{self, Chores, told},
    data, desk,
};
use heydoctor::{
    config::{Config, ServeArgs},
    domain::hospital::Source,
    http,
    import::{
        bed_board::BedBoard,
        live::{ServiceKey, Settings},
    },
    state::{AppState, Site},
    telemetry,
    web::app::is_demo,
};

/// How often the store is asked whether an import has changed it.
const RELOAD_EVERY: Duration = Duration::from_secs(5);
/// How long open requests may go on after the order to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until SIGTERM or Ctrl-C.
pub async fn run(args: &ServeArgs) -> Result<(), Failure> {
    let config = Config::read(args)?;
    let carrier = chores::carrier(&args.notify)?;
    let beds = bed_board(config.data_go_kr_key.as_deref())?;
    let store = data::open(&args.database.database_url).await?;
    data::demo_for_newcomers(&store, &args.database.database_url).await?;
    let desk = desk::open_desk(&store, &args.key, &args.database.database_url).await?;
    let state = AppState::open(desk, site(&config), beds, &config.site_root).await?;
    furnish_demo(&state).await?;
    let demo = demo_account(&state).await?;
    tracing::info!(places = state.directory().len(), "directory built");
    let metrics = telemetry::start_metrics()?;

    let listener = listen(config.listen, "HEYDOCTOR_LISTEN").await?;
    let metrics_listener = listen(config.metrics_listen, "HEYDOCTOR_METRICS_LISTEN").await?;
    tokio::spawn(async move { axum::serve(metrics_listener, http::metrics_router(metrics)).await });
    tokio::spawn(keep_fresh(state.clone()));
    let (order, stop) = watch::channel(false);
    tokio::spawn(async move {
        stopped().await;
        let _ = order.send(true);
    });
    let chores = Chores::start(&state, carrier, &stop);
    tracing::info!("http://{}", config.listen);
    if let Some(account) = demo {
        println!("{account}");
    }
    // With Nagle's algorithm a streamed page waits 40 ms for its second half.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let router = http::router(state, config.proxies).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).with_graceful_shutdown(told(stop)).await?;
    chores.end().await;
    store.close().await;
    Ok(())
}

/// Where every place is made up, some can be booked.
async fn furnish_demo(state: &AppState) -> Result<(), Failure> {
    if !is_demo(&state.directory()) {
        return Ok(());
    }
    let furnished = state.desk().furnish_demo(&state.today()).await?;
    if !furnished.is_empty() {
        tracing::info!(places = furnished.len(), "demonstration places can be booked");
        state.refresh().await?;
    }
    Ok(())
}

/// What to print of the demonstration's account, only while every place is made up; else it is ended.
async fn demo_account(state: &AppState) -> Result<Option<String>, Failure> {
    let (desk, today, places) = (state.desk(), state.today(), state.store().hospitals());
    if places.count_open(None).await? != places.count_open(Some(Source::Demo)).await? {
        desk.end_demo_account(&today).await?;
        return Ok(None);
    }
    let Some(account) = desk.demo_account(&today).await? else { return Ok(None) };
    let name = today.directory.get(account.hospital).map(|place| place.name().to_owned()).unwrap_or_default();
    let password =
        account.password.map_or("(바꾸신 비밀번호)".to_owned(), |password| password.as_str().to_owned());
    Ok(Some(format!(
        "시연용 병원 관리 {}/staff · {name}\n  {} / {password}",
        state.site().public_url,
        account.email.as_str()
    )))
}

fn site(config: &Config) -> Site {
    Site {
        tile_url: config.tile_url.clone(),
        tile_origin: config.tile_origin.clone(),
        public_url: config.public_url.clone(),
        build: build_mark(config),
        fixed_time: config.fixed_time,
    }
}

/// Looks for changes of the store, for as long as the server runs.
async fn keep_fresh(state: AppState) {
    loop {
        tokio::time::sleep(RELOAD_EVERY).await;
        match state.refresh().await {
            Ok(true) => tracing::info!(places = state.directory().len(), "directory rebuilt"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the store does not answer; the directory goes on"),
        }
    }
}

fn bed_board(key: Option<&str>) -> Result<Option<BedBoard>, Failure> {
    let Some(text) = key else { return Ok(None) };
    let key = ServiceKey::parse(text)
        .ok_or("DATA_GO_KR_KEY 값을 쓸 수 없어요: 공공데이터포털의 일반 인증키를 그대로 적어 주세요.")?;
    Ok(Some(BedBoard::new(Settings::new(key))))
}

async fn listen(address: std::net::SocketAddr, variable: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address)
        .await
        .map_err(|error| format!("{variable}={address} 주소를 쓸 수 없어요: 다른 포트를 적어 주세요. ({error})").into())
}

/// Changes whenever the browser's files do: FNV-1a over their contents.
fn build_mark(config: &Config) -> String {
    let files = ["pkg/heydoctor.js", "pkg/heydoctor.wasm", "pkg/heydoctor.css", "islands.js"];
    let bytes = files.iter().flat_map(|file| std::fs::read(config.site_root.join(file)).unwrap_or_default());
    let mark =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |mark, byte| (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{mark:x}")
}

/// Resolves at SIGTERM or Ctrl-C; a little later the process ends even if requests hang.
async fn stopped() {
    let interrupt = async {
        // Without a handler for it the signal ends the process by itself.
        let _ = tokio::signal::ctrl_c().await;
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => _ = signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { () = interrupt => {}, () = terminate => {} }
    tracing::info!("stopping");
    tokio::spawn(async {
        tokio::time::sleep(GRACE).await;
        std::process::exit(0);
    });
}
