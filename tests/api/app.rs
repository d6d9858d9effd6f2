//! The site on a port of its own, with a database and files of the test's own.

use std::{fs, net::SocketAddr};

use heydoctor::{
    booking::{Desk, DeskSettings},
    config::Proxies,
    domain::{
        hospital::{HospitalId, Source},
        record::SourceRecord,
        time,
    },
    http,
    import::{
        bed_board::BedBoard,
        run::{Options, run_records},
    },
    state::{AppState, Site},
    store::Store,
    vault::DataKeys,
};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    client::{self, Answer},
    support::TestDatabase,
};

/// Seals the personal data of tests.
pub const DATA_KEY: &str = "dGhlIGtleSBvZiB0aGUgdGVzdHMsIDMyIGJ5dGVzISE=";
/// A Wednesday morning without a holiday.
pub const WEDNESDAY: &str = "2026-11-25T10:00:00+09:00";

pub struct TestApp {
    pub address: SocketAddr,
    pub state: AppState,
    server: JoinHandle<()>,
    _site: TempDir,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl TestApp {
    /// With these places, on [`WEDNESDAY`].
    pub async fn start(database: &TestDatabase, places: Vec<SourceRecord>) -> Self {
        Self::start_with(database, places, WEDNESDAY, None).await
    }

    pub async fn start_with(
        database: &TestDatabase,
        places: Vec<SourceRecord>,
        now: &str,
        beds: Option<BedBoard>,
    ) -> Self {
        Self::start_all(database, places, now, beds, DeskSettings::default()).await
    }

    /// With other settings of the desk.
    pub async fn start_desk(
        database: &TestDatabase,
        places: Vec<SourceRecord>,
        now: &str,
        settings: DeskSettings,
    ) -> Self {
        Self::start_all(database, places, now, None, settings).await
    }

    async fn start_all(
        database: &TestDatabase,
        places: Vec<SourceRecord>,
        now: &str,
        beds: Option<BedBoard>,
        settings: DeskSettings,
    ) -> Self {
        let store = database.store().await;
        import(&store, places).await;
        let folder = site_files();
        let keys = DataKeys::parse([DATA_KEY]).unwrap();
        let desk = Desk::open(store, keys, settings).await.unwrap();
        let state = AppState::open(desk, site(now), beds, folder.path()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = http::router(state.clone(), Proxies::parse("127.0.0.1").unwrap());
        let router = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, state, server, _site: folder }
    }

    pub async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], "").await
    }

    pub async fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        client::send(self.address, client::request(method, target.as_bytes(), headers, body.as_bytes())).await
    }

    /// The body of a 200.
    pub async fn json(&self, target: &str) -> serde_json::Value {
        let answer = self.get(target).await;
        assert_eq!(answer.status, 200, "{target}: {}", answer.text());
        answer.json()
    }

    /// The names on the first page of a list.
    pub async fn names(&self, query: &str) -> Vec<String> {
        names(&self.json(&format!("/api/v1/hospitals?{query}")).await)
    }

    /// A place's number by its name.
    pub fn id(&self, name: &str) -> HospitalId {
        let directory = self.state.directory();
        let id = directory.places().find(|place| place.name() == name).map(|place| place.id());
        id.unwrap_or_else(|| panic!("no place is called {name}"))
    }
}

/// The names of the items of a list.
pub fn names(page: &serde_json::Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

/// Imports places as NMC's; those that are not among them close down.
pub async fn import(store: &Store, places: Vec<SourceRecord>) {
    let now = "2026-11-24T00:00:00Z".parse().unwrap();
    let options = Options { source: Source::Nmc, accept_closures: true, now };
    let report = run_records(store, &options, places, |_| {}).await.unwrap();
    assert_eq!(report.counts.skipped, 0, "{:?}", report.skipped);
}

/// A built site in small: what a browser would load.
pub fn site_files() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("pkg")).unwrap();
    for (name, text) in [
        ("pkg/heydoctor.js", "export default 1;\n"),
        ("pkg/heydoctor.wasm", "\0asm"),
        ("pkg/heydoctor.css", "body{}\n"),
        ("islands.js", "import '/pkg/heydoctor.js';\n"),
        ("icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn site(now: &str) -> Site {
    Site {
        tile_url: "https://tile.example/{z}/{x}/{y}.png".into(),
        tile_origin: "https://tile.example".into(),
        public_url: "https://heydoctor.example".into(),
        build: "1f".into(),
        fixed_time: Some(time::parse_moment(now).unwrap()),
    }
}
