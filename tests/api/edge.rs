//! What every answer has: the right status and method, headers for browsers and caches, compression.

use serde_json::json;

use crate::{
    app::{TestApp, WEDNESDAY},
    on_both_databases,
    places::{START, street},
    support::TestDatabase,
};

on_both_databases!(
    unknown_paths_and_methods_are_told_apart,
    head_and_options_answer_without_a_body,
    every_answer_has_its_headers,
    answers_are_compressed_where_that_is_understood,
    health_is_told,
);

async fn unknown_paths_and_methods_are_told_apart(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    for path in
        ["/api", "/api/", "/api/v1", "/api/v2/hospitals", "/api/v1/hospitals/", "/api/v1/hospitals/1/2", "/api/%FF"]
    {
        for method in ["GET", "POST"] {
            let answer = app.send(method, path, &[], "").await;
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (404, Some("application/problem+json")),
                "{path}"
            );
            assert_eq!(answer.json()["type"], "/problems/no-such-resource", "{path}");
            assert!(answer.json()["detail"].as_str().unwrap().contains("주소"), "{path}");
        }
    }
    for path in
        ["/api/v1/hospitals", "/api/v1/hospitals/1", "/api/v1/map", "/api/v1/emergency-rooms", "/api/openapi.json"]
    {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let answer = app.send(method, path, &[], "").await;
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (405, Some("application/problem+json")),
                "{path}"
            );
            assert_eq!(answer.header("allow"), Some("GET,HEAD"), "{method} {path}");
            let problem = answer.json();
            assert_eq!((&problem["type"], &problem["status"]), (&json!("/problems/method-not-allowed"), &json!(405)));
            assert!(problem["detail"].as_str().unwrap().contains(method), "{problem}");
        }
    }
    for path in [
        "/nothing",
        "/hospitals",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/%00",
        "/%FF",
        "/pkg",
        "/pkg/none.js",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("[package]") && answer.text().contains("<form"), "{path} offers the search");
    }
    assert_eq!(app.send("POST", "/", &[], "a=b").await.status, 405);
    assert_eq!(app.send("DELETE", "/emergency", &[], "").await.status, 405);
}

async fn head_and_options_answer_without_a_body(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    for path in
        ["/", "/emergency", "/api/v1/hospitals", "/api/v1/map?bbox=126,37,128,38", "/healthz", "/pkg/heydoctor.js"]
    {
        let head = app.send("HEAD", path, &[], "").await;
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-type"), app.get(path).await.header("content-type"), "{path}");
    }
    assert_eq!(app.send("HEAD", "/api/v1/hospitals?limit=0", &[], "").await.status, 400);
    assert_eq!(app.send("HEAD", "/hospitals/404404", &[], "").await.status, 404);
    for path in ["/api/v1/hospitals", "/api/v1/hospitals/1"] {
        let options = app.send("OPTIONS", path, &[("Origin", "https://other.example")], "").await;
        assert_eq!((options.status, options.header("allow")), (405, Some("GET,HEAD")), "{path}");
        assert_eq!(options.header("access-control-allow-origin"), None, "no other site is let in");
    }
}

async fn every_answer_has_its_headers(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let paths = [
        "/",
        "/en",
        "/nothing",
        "/hospitals/404404",
        "/api/v1/hospitals",
        "/api/v1/hospitals?limit=0",
        "/api/none",
        "/pkg/heydoctor.js?v=1f",
        "/icon.svg",
        "/healthz",
        "/?limit=0",
    ];
    for path in paths {
        let answer = app.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("strict-origin-when-cross-origin"), "{path}");
        assert!(answer.header("permissions-policy").unwrap().contains("geolocation=(self)"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
    }
    let foreign = app.send("POST", "/", &[("Sec-Fetch-Site", "cross-site")], "a=b").await;
    assert_eq!((foreign.status, foreign.header("x-content-type-options")), (403, Some("nosniff")));
    let (one, other) = (app.get("/").await, app.get("/").await);
    let nonce = |answer: &crate::client::Answer| {
        let policy = answer.header("content-security-policy").unwrap().to_owned();
        policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
    };
    assert!(nonce(&one).len() >= 16 && nonce(&one) != nonce(&other), "a nonce is used once");
    assert!(one.header("content-security-policy").unwrap().contains("https://tile.example"));
    // Whatever runs inline carries the nonce; data is no script.
    for script in one.text().split("<script").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let carries = script.contains(&format!("nonce=\"{}\"", nonce(&one)));
        assert!(carries || script.contains("src=") || script.contains("ld+json"), "{script}");
    }
    for (path, rule) in [
        ("/", "no-cache"),
        ("/?v=1", "no-cache"),
        ("/emergency", "no-cache"),
        ("/api/v1/hospitals", "no-cache"),
        ("/api/openapi.json?v=1", "no-cache"),
        ("/pkg/heydoctor.js?v=1f", "public, max-age=31536000, immutable"),
        ("/pkg/heydoctor.wasm?v=1f", "public, max-age=31536000, immutable"),
        ("/islands.js?v=1f", "public, max-age=31536000, immutable"),
        ("/pkg/heydoctor.js", "public, max-age=86400"),
        ("/icon.svg", "public, max-age=86400"),
        ("/pkg/none.js?v=1f", "no-cache"),
        ("/hospitals/404404", "no-cache"),
    ] {
        assert_eq!(app.get(path).await.header("cache-control"), Some(rule), "{path}");
    }
}

async fn answers_are_compressed_where_that_is_understood(database: TestDatabase) {
    let app = TestApp::start_with(&database, street(), WEDNESDAY, None).await;
    for path in ["/", &format!("/api/v1/hospitals?near={START}"), "/api/openapi.json"] {
        let plain = app.get(path).await;
        assert_eq!(plain.header("content-encoding"), None, "{path}");
        for coding in ["gzip", "br"] {
            let packed = app.send("GET", path, &[("Accept-Encoding", coding)], "").await;
            assert_eq!((packed.status, packed.header("content-encoding")), (200, Some(coding)), "{path}");
            assert!(
                packed.body.len() * 3 < plain.body.len() * 2,
                "{path}: {} of {}",
                packed.body.len(),
                plain.body.len()
            );
            assert!(packed.header("vary").unwrap().to_ascii_lowercase().contains("accept-encoding"), "{path}");
        }
    }
    // What comes out again is what was put in: the library's client unpacks by itself.
    let url = format!("http://{}/api/openapi.json", app.address);
    let unpacked = tokio::task::spawn_blocking(move || ureq::get(url).call().unwrap().body_mut().read_to_string());
    assert_eq!(unpacked.await.unwrap().unwrap(), app.get("/api/openapi.json").await.text());
}

async fn health_is_told(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let answer = app.get("/healthz").await;
    assert_eq!((answer.status, answer.text()), (200, "ok"));
    let answer = app.get("/readyz").await;
    assert_eq!((answer.status, answer.text()), (200, "ready"));
    assert_eq!(app.get("/metrics").await.status, 404, "never on the public port");
    let nothing = TestDatabase::sqlite().await;
    let empty = TestApp::start(&nothing, Vec::new()).await;
    let answer = empty.get("/readyz").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("import"), "{}", answer.text());
}
