//! Kill -9 in mid-load, of the server and of the database: nothing acknowledged is lost, nothing is
//! half there, and what a client was not sure of is settled by asking again with the same key.

use std::{
    net::SocketAddr,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use heydoctor::{
    booking::{Desk, DeskSettings},
    store::Store,
    vault::DataKeys,
};

use super::{
    Clinic, furnish,
    load::{Load, check},
    mariadb::MariaDb,
};
use crate::{
    app::{DATA_KEY, WEDNESDAY, import, site_files},
    client::{request, try_send},
    places::{CLINIC, street},
    program::{free_address, heydoctor, wait_until},
    support::TestDatabase,
};

/// The real program on a database, which can be killed and started again.
struct Program {
    address: SocketAddr,
    metrics: SocketAddr,
    url: String,
    site: tempfile::TempDir,
    process: Option<Child>,
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Program {
    fn start(url: &str) -> Self {
        let (address, metrics) = (free_address(), free_address());
        let mut program = Self { address, metrics, url: url.to_owned(), site: site_files(), process: None };
        program.start_again();
        program
    }

    fn start_again(&mut self) {
        let process = heydoctor(&["serve"])
            .env("DATABASE_URL", &self.url)
            .env("HEYDOCTOR_DATA_KEY", DATA_KEY)
            .env("HEYDOCTOR_LISTEN", self.address.to_string())
            .env("HEYDOCTOR_METRICS_LISTEN", self.metrics.to_string())
            .env("HEYDOCTOR_SITE_ROOT", self.site.path())
            .env("HEYDOCTOR_FIXED_TIME", WEDNESDAY)
            .env("HEYDOCTOR_TRUSTED_PROXIES", "127.0.0.1")
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.process = Some(process);
        let address = self.address;
        wait_until("the server is ready", || {
            try_send(address, &request("GET", b"/readyz", &[], b"")).is_some_and(|answer| answer.status == 200)
        });
    }

    fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A database with a clinic in it, before any program runs.
async fn prepared(
    database: &TestDatabase,
) -> (Store, heydoctor::domain::hospital::HospitalId, [(heydoctor::domain::schedule::DoctorId, u16); 2]) {
    let store = database.store().await;
    import(&store, street()).await;
    Desk::open(store.clone(), DataKeys::parse([DATA_KEY]).unwrap(), DeskSettings::default()).await.unwrap();
    let places = store.hospitals().all().await.unwrap();
    let hospital = places.iter().find(|place| place.name == CLINIC).unwrap().id;
    let doctors = furnish(&store, hospital).await;
    (store, hospital, doctors)
}

const LOAD: Load = Load { clients: 16, steps: 40, seed: 5, full: false };

async fn a_killed_server_loses_nothing(database: TestDatabase) {
    let (store, hospital, doctors) = prepared(&database).await;
    let mut program = Program::start(&database.url);
    let clinic = Clinic { address: program.address, hospital, doctors };
    let seen = tokio::task::spawn_blocking(move || {
        let seen = clinic.run(LOAD, None, || {
            for _ in 0..3 {
                thread::sleep(Duration::from_millis(400));
                program.kill();
                program.start_again();
            }
        });
        (seen, program)
    });
    let (seen, _program) = seen.await.unwrap();
    check(&clinic, &store, &seen).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_database_loses_nothing() {
    let mut server = MariaDb::start();
    let database = TestDatabase::on_server(&server.url()).await;
    let (_, hospital, doctors) = prepared(&database).await;
    let program = Program::start(&database.url);
    let clinic = Clinic { address: program.address, hospital, doctors };
    let seen = tokio::task::spawn_blocking(move || {
        let seen = clinic.run(LOAD, None, || {
            for _ in 0..2 {
                thread::sleep(Duration::from_millis(500));
                server.kill();
                server.start_again();
            }
        });
        (seen, server)
    });
    let (seen, _server) = seen.await.unwrap();
    let store = Store::connect(&database.url).await.unwrap();
    check(&clinic, &store, &seen).await;
}

crate::on_both_databases!(a_killed_server_loses_nothing);
