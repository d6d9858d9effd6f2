//! The database goes away while the site runs: pages and API answer from the directory, and
//! `/readyz` says no. When it is back, all is as before.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{
    app::TestApp,
    places::{CLINIC, START, street},
    support::{TestDatabase, start_server},
};

/// What must go on.
async fn answers_from_the_directory(app: &TestApp) {
    let id = app.id(CLINIC);
    for path in [
        "/".to_owned(),
        format!("/?near={START}"),
        "/emergency".to_owned(),
        "/about/data".to_owned(),
        format!("/hospitals/{id}"),
        format!("/api/v1/hospitals?near={START}"),
        format!("/api/v1/hospitals/{id}"),
        "/api/v1/map?bbox=126,37,128,38".to_owned(),
        "/api/v1/emergency-rooms".to_owned(),
        "/healthz".to_owned(),
    ] {
        assert_eq!(app.get(&path).await.status, 200, "{path}");
    }
    assert_eq!(app.json("/api/v1/hospitals").await["total"], 7);
}

async fn ready(app: &TestApp) -> u16 {
    let start = Instant::now();
    let status = app.get("/readyz").await.status;
    assert!(start.elapsed() < Duration::from_secs(4), "it says so in time: {:?}", start.elapsed());
    status
}

#[tokio::test]
async fn a_mysql_server_that_stops() {
    let (url, mut server) = start_server();
    let database = TestDatabase::on_server(&url).await;
    let app = TestApp::start(&database, street()).await;
    assert_eq!(ready(&app).await, 200);
    // Its script stops the server at the end of its input, and ends when it has stopped.
    drop(server.stdin.take());
    server.wait().unwrap();
    assert_eq!(ready(&app).await, 503);
    answers_from_the_directory(&app).await;
    assert!(app.state.refresh().await.is_err());
    answers_from_the_directory(&app).await;
    let start = Instant::now();
    assert_eq!(app.get("/api/v1/hospitals/404404").await.status, 404);
    assert_eq!(app.get("/hospitals/404404").await.status, 404);
    assert!(start.elapsed() < Duration::from_secs(6), "nobody waits long for nothing: {:?}", start.elapsed());
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let report = format!("id={}&lang=ko&what=hours&comment=", app.id(CLINIC));
    let answer = app.send("POST", "/fn/report_place", &form, &report).await;
    assert!(answer.header("location").unwrap().contains("report=failed"), "a report is not lost in silence");
    assert_eq!(ready(&app).await, 503);
}

#[tokio::test]
async fn a_sqlite_file_that_is_taken_away() {
    let database = TestDatabase::sqlite().await;
    let app = TestApp::start(&database, street()).await;
    assert_eq!(ready(&app).await, 200);
    let folder = PathBuf::from(database.url.strip_prefix("sqlite://").unwrap()).parent().unwrap().to_owned();
    let elsewhere = folder.with_file_name("elsewhere");
    fs::rename(&folder, &elsewhere).unwrap();
    assert_eq!(ready(&app).await, 503);
    answers_from_the_directory(&app).await;
    fs::rename(&elsewhere, &folder).unwrap();
    assert_eq!(ready(&app).await, 200);
}

#[tokio::test]
async fn a_store_that_is_closed() {
    let app = TestApp::start(&TestDatabase::sqlite().await, street()).await;
    app.state.store().close().await;
    assert_eq!(ready(&app).await, 503);
    assert!(app.state.refresh().await.is_err());
    answers_from_the_directory(&app).await;
    assert_eq!(app.get("/hospitals/404404").await.status, 404);
}
