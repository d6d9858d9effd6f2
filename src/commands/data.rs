//! The commands that fill and tend the database.

use std::{
    io::{BufWriter, IsTerminal, Write},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Timestamp, civil::Date};

use super::Failure;
use heydoctor::{
    config::DatabaseArgs,
    domain::{hospital::Source, time},
    import::{
        demo, holidays,
        input::{self, Input},
        live::{Client, ServiceKey, Settings},
        report::Report,
        run::{self, Options, Progress, Stage},
    },
    store::Store,
};

/// Places of the demonstration data without `--places`.
const DEMO_PLACES: usize = 4_000;
const DEMO_SEED: u64 = 20_261_122;

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// 국립중앙의료원: hospitals and pharmacies with their hours
    Nmc,
    /// 건강보험심사평가원: places, details, departments
    Hira,
    /// 공휴일: days beyond the built-in table
    Holidays,
}

#[derive(Args)]
pub struct ImportArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Whose data
    source: Kind,
    /// Files, or folders of them
    #[arg(required_unless_present = "fetch")]
    paths: Vec<PathBuf>,
    /// Fetch from the live service instead
    #[arg(long, conflicts_with = "paths")]
    fetch: bool,
    /// Service key of the public data portal, for --fetch
    #[arg(long, env = "DATA_GO_KR_KEY", default_value = "", hide_env_values = true)]
    data_go_kr_key: String,
    /// Another address of the service, for tests
    #[arg(long, hide = true)]
    service: Option<String>,
    /// Day of the data, YYYY-MM-DD; default: today
    #[arg(long)]
    as_of: Option<Date>,
    /// Write the report with every skipped record to this file, as JSON lines
    #[arg(long)]
    report: Option<PathBuf>,
    /// Close places down even if that is more than a fifth of them
    #[arg(long)]
    accept_closures: bool,
}

#[derive(Args)]
pub struct DemoArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// How many places
    #[arg(long, default_value_t = DEMO_PLACES)]
    places: usize,
    /// Another seed makes other places
    #[arg(long, default_value_t = DEMO_SEED)]
    seed: u64,
}

#[derive(Args)]
pub struct ReportsArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Mark the report with this number as done
    #[arg(long)]
    done: Option<i64>,
}

/// Opens the database and brings its tables up to date.
pub async fn open(url: &str) -> Result<Store, Failure> {
    let store = Store::connect(url)
        .await
        .map_err(|error| format!("데이터베이스를 열 수 없어요. DATABASE_URL과 서버를 확인해 주세요: {error}"))?;
    store.migrate().await?;
    Ok(store)
}

/// `heydoctor import`.
pub async fn import(args: &ImportArgs) -> Result<(), Failure> {
    let store = open(&args.database.database_url).await?;
    let source = match args.source {
        Kind::Nmc => Source::Nmc,
        Kind::Hira => Source::Hira,
        Kind::Holidays => return import_holidays(&store, args).await,
    };
    let now = Timestamp::now();
    let as_of = args.as_of.unwrap_or_else(|| time::seoul(now).date());
    let input = if args.fetch { Input::Live(settings(args)?) } else { Input::Paths(args.paths.clone()) };
    let options = Options { source, accept_closures: args.accept_closures, now };
    let bar = Bar::new(input.size());
    let report =
        run::run(&store, &options, move |sink| input::read(&input, source, as_of, sink), |p| bar.show(p)).await?;
    bar.done();
    tell(&report, args.report.as_ref())?;
    retire_demo(&store, &report, now).await
}

/// Real places and made-up ones never stand side by side.
async fn retire_demo(store: &Store, report: &Report, now: Timestamp) -> Result<(), Failure> {
    if report.counts.read == 0 || store.hospitals().count_open(Some(Source::Demo)).await? == 0 {
        return Ok(());
    }
    let options = Options { source: Source::Demo, accept_closures: true, now };
    let report = run::run_records(store, &options, std::iter::empty(), |_| ()).await?;
    println!("시연용 자료 {}곳을 내렸어요.", report.counts.closed_down);
    Ok(())
}

async fn import_holidays(store: &Store, args: &ImportArgs) -> Result<(), Failure> {
    let days = if args.fetch {
        let client = Client::new(settings(args)?);
        let year = time::seoul(Timestamp::now()).year();
        let fetch = move || (year..=year + 1).map(|year| client.holidays(year)).collect::<Result<Vec<_>, _>>();
        tokio::task::spawn_blocking(fetch).await??.concat()
    } else {
        let mut days = Vec::new();
        for path in &args.paths {
            let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
            days.extend(holidays::read(file).map_err(|e| format!("{}: {e}", path.display()))?);
        }
        days
    };
    let added = store.holidays().add(&days).await?;
    println!("공휴일 {}일을 읽어 {added}일을 새로 적었어요.", days.len());
    Ok(())
}

fn settings(args: &ImportArgs) -> Result<Settings, Failure> {
    let key = ServiceKey::parse(&args.data_go_kr_key)
        .ok_or("DATA_GO_KR_KEY가 필요해요: 공공데이터포털에서 받은 일반 인증키를 적어 주세요.")?;
    let mut settings = Settings::new(key);
    if let Some(base) = &args.service {
        settings.base.clone_from(base);
    }
    Ok(settings)
}

/// `heydoctor demo`.
pub async fn demo(args: &DemoArgs) -> Result<(), Failure> {
    let store = open(&args.database.database_url).await?;
    let places = store.hospitals();
    if places.count_open(None).await? > places.count_open(Some(Source::Demo)).await? {
        return Err(
            "실제 자료가 든 데이터베이스예요. 시연용 자료는 DATABASE_URL로 다른 데이터베이스를 정해 넣어 주세요."
                .into(),
        );
    }
    let report = load_demo(&store, args.places, args.seed).await?;
    tell(&report, None)
}

async fn load_demo(store: &Store, places: usize, seed: u64) -> Result<Report, Failure> {
    let now = Timestamp::now();
    let options = Options { source: Source::Demo, accept_closures: true, now };
    let bar = Bar::new(None);
    let records = demo::generate(places, seed, time::seoul(now).date());
    let report = run::run_records(store, &options, records, |p| bar.show(p)).await?;
    bar.done();
    Ok(report)
}

/// Fills an embedded database that has never seen an import, so that the first start shows
/// something. A server's database is left alone.
pub async fn demo_for_newcomers(store: &Store, url: &str) -> Result<(), Failure> {
    if !url.starts_with("sqlite:") || !store.imports().last_runs().await?.is_empty() {
        return Ok(());
    }
    tracing::info!("empty database: loading {DEMO_PLACES} demonstration places");
    load_demo(store, DEMO_PLACES, DEMO_SEED).await.map(drop)
}

/// `heydoctor reports`.
pub async fn reports(args: &ReportsArgs) -> Result<(), Failure> {
    let store = open(&args.database.database_url).await?;
    if let Some(id) = args.done {
        let known = store.reports().mark_done(id).await?;
        return if known { Ok(()) } else { Err(format!("{id}번 신고가 없어요.").into()) };
    }
    for report in store.reports().waiting(0, 1_000).await? {
        let said = time::seoul(report.created_at).strftime("%Y-%m-%d %H:%M");
        println!(
            "{} {said} hospital={} {} {}",
            report.id,
            report.hospital,
            report.what.word(),
            report.comment.as_str()
        );
    }
    Ok(())
}

fn tell(report: &Report, file: Option<&PathBuf>) -> Result<(), Failure> {
    println!("{report}");
    if let Some(path) = file {
        let mut file = BufWriter::new(std::fs::File::create(path)?);
        report.write_json_lines(&mut file)?;
        file.flush()?;
    }
    Ok(())
}

/// A progress bar on a terminal, nothing elsewhere.
struct Bar(Option<ProgressBar>);

impl Bar {
    /// With the bytes of all input where they are known.
    fn new(size: Option<u64>) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = size.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let form = if size.is_some() { "{bar:30} {percent:>3}% {msg}" } else { "{spinner} {msg}" };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    fn show(&self, progress: Progress) {
        let Some(bar) = &self.0 else { return };
        match progress.stage {
            Stage::Reading => {
                bar.set_position(progress.bytes);
                bar.set_message(format!("{}건 읽음", progress.done));
            }
            Stage::Merging => bar.set_message(format!("{}곳 정리", progress.done)),
        }
    }

    fn done(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
