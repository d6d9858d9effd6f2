//! `GET /api/v1/hospitals/{id}`: all that is known of a place.

use serde_json::{Value, json};

use crate::{
    app::{TestApp, import},
    on_both_databases,
    places::{CLINIC, DENTIST, HOSPITAL, PHARMACY, place, record, street},
    support::TestDatabase,
};

on_both_databases!(
    a_place_is_told_whole,
    unknown_closed_and_past_midnight_differ,
    a_missing_place_is_a_problem_and_a_closed_one_is_gone,
    an_import_reaches_the_running_site,
);

async fn a_place_is_told_whole(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let id = app.id(CLINIC);
    let weekday = json!([{"open": "09:00", "close": "13:00"}, {"open": "14:00", "close": "18:00"}]);
    assert_eq!(
        app.json(&format!("/api/v1/hospitals/{id}")).await,
        json!({
            "id": id.to_string(), "name": CLINIC, "kind": "clinic",
            "specialties": [{"code": "01", "name": "내과", "specialists": 2}],
            "address": "서울특별시 강남구 도산대로 1 (논현동)", "phone": "02-555-0101", "lat": 37.501, "lon": 127.03,
            "open": {"state": "open", "until": "2026-11-25T13:00:00+09:00"},
            "bookable": false, "emergency": false, "source": "nmc",
            "hours": {
                "monday": weekday, "tuesday": weekday, "wednesday": weekday, "thursday": weekday, "friday": weekday,
                "saturday": [{"open": "09:00", "close": "13:00"}], "sunday": [], "holiday": [],
            },
            "notes": ["승강기가 있어요"], "homepage": null, "emergency_phone": null, "updated_at": "2026-11-20",
        })
    );
    let hospital = app.json(&format!("/api/v1/hospitals/{}", app.id(HOSPITAL))).await;
    assert_eq!((&hospital["emergency"], &hospital["emergency_phone"]), (&json!(true), &json!("02-555-0119")));
    assert_eq!(hospital["hours"]["sunday"], json!([{"open": "00:00", "close": "24:00"}]));
}

async fn unknown_closed_and_past_midnight_differ(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let dentist = app.json(&format!("/api/v1/hospitals/{}", app.id(DENTIST))).await;
    let hours = dentist["hours"].as_object().unwrap();
    assert_eq!(hours.len(), 8);
    assert!(hours.values().all(Value::is_null), "nobody said anything: {hours:?}");
    assert_eq!(
        (&dentist["open"], &dentist["homepage"]),
        (&json!({"state": "unknown"}), &json!("https://dentist.example/"))
    );
    let pharmacy = app.json(&format!("/api/v1/hospitals/{}", app.id(PHARMACY))).await;
    assert_eq!(pharmacy["hours"]["friday"], json!([{"open": "20:00", "close": "26:00"}]));
    assert_eq!((&pharmacy["hours"]["sunday"], &pharmacy["hours"]["holiday"]), (&Value::Null, &Value::Null));
}

async fn a_missing_place_is_a_problem_and_a_closed_one_is_gone(database: TestDatabase) {
    let mut places = street();
    places.push(record("A9", place("없어질의원", heydoctor::domain::hospital::Kind::Clinic, Some(37.51))));
    let app = TestApp::start(&database, places).await;
    let closing = app.id("없어질의원");
    import(app.state.store(), street()).await;
    app.state.refresh().await.unwrap();
    let answer = app.get(&format!("/api/v1/hospitals/{closing}")).await;
    assert_eq!((answer.status, answer.header("content-type")), (410, Some("application/problem+json")));
    let problem = answer.json();
    assert_eq!((&problem["type"], &problem["status"]), (&json!("/problems/closed-down"), &json!(410)));
    assert_eq!(app.json("/api/v1/hospitals").await["total"], 7);
    for id in ["999999", "0", "01", "-1", "+1", "abc", "%EA%B0%80", "%FF", "1%00", "99999999999999999999", "1;2"] {
        let answer = app.get(&format!("/api/v1/hospitals/{id}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, Some("application/problem+json")), "{id}");
        let problem = answer.json();
        assert_eq!((&problem["type"], &problem["status"]), (&json!("/problems/no-such-hospital"), &json!(404)));
        assert!(problem["detail"].as_str().unwrap().contains("다시 찾아보세요"), "{problem}");
    }
    let answer = app.get(&format!("/api/v1/hospitals/{}?verbose=1", app.id(CLINIC))).await;
    assert_eq!((answer.status, &answer.json()["field"]), (400, &json!("verbose")));
}

async fn an_import_reaches_the_running_site(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    assert!(!app.state.refresh().await.unwrap(), "nothing has changed");
    let id = app.id(CLINIC);
    let mut places = street();
    places[0].facts.name = Some("새이름내과의원".into());
    import(app.state.store(), places).await;
    assert_eq!(app.json(&format!("/api/v1/hospitals/{id}")).await["name"], CLINIC);
    assert!(app.state.refresh().await.unwrap());
    assert_eq!(app.json(&format!("/api/v1/hospitals/{id}")).await["name"], "새이름내과의원", "under its number");
    assert_eq!(app.names("q=%EC%83%88%EC%9D%B4%EB%A6%84").await, ["새이름내과의원"]);
    assert!(!app.state.refresh().await.unwrap());
}
