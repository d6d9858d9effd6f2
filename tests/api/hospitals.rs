//! `GET /api/v1/hospitals`: where, what, when and how it is searched.

use serde_json::json;

use crate::{
    app::{TestApp, WEDNESDAY, names},
    on_both_databases,
    places::{BUSAN, CLINIC, DENTIST, HOSPITAL, NIGHT_CLINIC, NOWHERE, PHARMACY, START, street},
    support::TestDatabase,
};

on_both_databases!(
    a_list_has_the_form_that_is_promised,
    places_are_found_where_they_are,
    filters_let_through_what_they_name,
    openness_goes_by_the_clock_and_by_the_moment_asked_for,
    text_finds_names_initials_areas_and_departments,
);

async fn a_list_has_the_form_that_is_promised(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    app.state.store().hospitals().set_bookable(&[app.id(CLINIC)], true).await.unwrap();
    assert!(app.state.refresh().await.unwrap(), "the store has changed");
    let answer = app.get(&format!("/api/v1/hospitals?near={START}&radius_m=300")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let (pharmacy, clinic) = (app.id(PHARMACY).to_string(), app.id(CLINIC).to_string());
    let address = "서울특별시 강남구 도산대로 1 (논현동)";
    assert_eq!(
        answer.json(),
        json!({
            "items": [
                {
                    "id": pharmacy, "name": PHARMACY, "kind": "pharmacy", "specialties": [], "address": address,
                    "phone": null, "lat": 37.5005, "lon": 127.03, "distance_m": 56,
                    "open": {"state": "closed", "opens_at": "2026-11-25T20:00:00+09:00"},
                    "bookable": false, "emergency": false, "source": "nmc",
                },
                {
                    "id": clinic, "name": CLINIC, "kind": "clinic",
                    "specialties": [{"code": "01", "name": "내과", "specialists": 2}], "address": address,
                    "phone": "02-555-0101", "lat": 37.501, "lon": 127.03, "distance_m": 111,
                    "open": {"state": "open", "until": "2026-11-25T13:00:00+09:00"},
                    "bookable": true, "emergency": false, "source": "nmc",
                },
            ],
            "next_cursor": null, "total": 2, "as_of": WEDNESDAY,
        })
    );
    let nothing = app.json("/api/v1/hospitals?near=33.5,126.5").await;
    assert_eq!(nothing, json!({"items": [], "next_cursor": null, "total": 0, "as_of": WEDNESDAY}));
    let nowhere = &app.json(&format!("/api/v1/hospitals?q={}", escaped(NOWHERE))).await["items"][0];
    assert_eq!((&nowhere["lat"], &nowhere["lon"]), (&json!(null), &json!(null)));
    assert!(nowhere.get("distance_m").is_none(), "no point was given: {nowhere}");
}

async fn places_are_found_where_they_are(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let near = app.json(&format!("/api/v1/hospitals?near={START}")).await;
    assert_eq!(names(&near), [PHARMACY, CLINIC, NIGHT_CLINIC, HOSPITAL, DENTIST], "nearest first, within 5 km");
    let distances: Vec<u64> =
        near["items"].as_array().unwrap().iter().map(|item| item["distance_m"].as_u64().unwrap()).collect();
    assert_eq!(distances, [56, 111, 334, 667, 2224]);
    assert_eq!(app.names(&format!("near={START}&radius_m=112")).await, [PHARMACY, CLINIC]);
    assert_eq!(app.names(&format!("near={START}&radius_m=1")).await, [""; 0]);
    assert_eq!(app.names("near=37.52,127.03&radius_m=1500").await, [DENTIST], "the hospital is 1,557 m away");
    let mut inside = app.names("bbox=127.02,37.5008,127.04,37.504").await;
    inside.sort();
    assert_eq!(inside, [CLINIC, NIGHT_CLINIC]);
    assert_eq!(app.names("bbox=127.03,37.501,127.03,37.501").await, [CLINIC], "edges belong to it");
    assert_eq!(app.names("bbox=120,30,140,40&region=26").await, [BUSAN]);
    assert_eq!(app.names("region=26350").await, [BUSAN]);
    assert_eq!(app.json("/api/v1/hospitals?region=11").await["total"], 6);
    assert_eq!(app.json("/api/v1/hospitals?region=11680").await["total"], 6, "the one without a point too");
    assert_eq!(app.json("/api/v1/hospitals?region=11650").await["total"], 0);
    assert_eq!(app.json("/api/v1/hospitals").await["total"], 7);
}

async fn filters_let_through_what_they_name(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    app.state.store().hospitals().set_bookable(&[app.id(DENTIST)], true).await.unwrap();
    app.state.refresh().await.unwrap();
    let around = |filter: &str| format!("near={START}&{filter}");
    for (filter, wanted) in [
        ("specialty=01", &[CLINIC, HOSPITAL][..]),
        ("specialty=04", &[HOSPITAL]),
        ("specialty=11&specialty=55", &[NIGHT_CLINIC, DENTIST]),
        ("specialty=01&specialty=01", &[CLINIC, HOSPITAL]),
        ("kind=pharmacy", &[PHARMACY]),
        ("kind=clinic&kind=dental", &[CLINIC, NIGHT_CLINIC, DENTIST]),
        ("kind=clinic&specialty=11", &[NIGHT_CLINIC]),
        ("kind=tertiary", &[]),
        ("emergency=true", &[HOSPITAL]),
        ("emergency=false&kind=general", &[HOSPITAL]),
        ("bookable=true", &[DENTIST]),
        ("night=true", &[PHARMACY, NIGHT_CLINIC, HOSPITAL]),
        ("night=true&kind=clinic&specialty=11&open=now", &[NIGHT_CLINIC]),
    ] {
        assert_eq!(app.names(&around(filter)).await, wanted, "{filter}");
    }
}

async fn openness_goes_by_the_clock_and_by_the_moment_asked_for(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let open_at = |at: &str| format!("near={START}&open_at={}", at.replace('+', "%2B"));
    assert_eq!(app.names(&format!("near={START}&open=now")).await, [CLINIC, NIGHT_CLINIC, HOSPITAL]);
    for (at, wanted) in [
        ("2026-11-25T13:30:00+09:00", &[NIGHT_CLINIC, HOSPITAL][..]),
        ("2026-11-25T23:30:00+09:00", &[PHARMACY, HOSPITAL]),
        ("2026-11-26T01:59:00+09:00", &[PHARMACY, HOSPITAL]),
        ("2026-11-26T02:00:00+09:00", &[HOSPITAL]),
        // Saturday; in another zone; in nobody's.
        ("2026-11-28T12:59:00+09:00", &[CLINIC, NIGHT_CLINIC, HOSPITAL]),
        ("2026-11-28T04:00:00Z", &[NIGHT_CLINIC, HOSPITAL]),
        ("2026-11-28T13:00", &[NIGHT_CLINIC, HOSPITAL]),
        // Christmas, a Friday: the clinic is closed, the pharmacy does not say.
        ("2026-12-25T11:00:00+09:00", &[NIGHT_CLINIC, HOSPITAL]),
    ] {
        assert_eq!(app.names(&open_at(at)).await, wanted, "{at}");
    }
    let states = |page: serde_json::Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["open"].to_string()).collect()
    };
    let all = app.json(&format!("/api/v1/hospitals?near={START}&open_at=2026-11-25T13:30:00%2B09:00")).await;
    assert_eq!(all["as_of"], "2026-11-25T13:30:00+09:00", "the moment asked for");
    let lunch = TestApp::start_with(&TestDatabase::sqlite().await, street(), "2026-11-25T13:30:00+09:00", None).await;
    let christmas =
        TestApp::start_with(&TestDatabase::sqlite().await, street(), "2026-12-25T11:00:00+09:00", None).await;
    assert_eq!(
        states(lunch.json(&format!("/api/v1/hospitals?near={START}")).await),
        [
            r#"{"opens_at":"2026-11-25T20:00:00+09:00","state":"closed"}"#,
            r#"{"opens_at":"2026-11-25T14:00:00+09:00","state":"break"}"#,
            r#"{"state":"open","until":"2026-11-25T22:00:00+09:00"}"#,
            r#"{"state":"open"}"#,
            r#"{"state":"unknown"}"#,
        ]
    );
    assert_eq!(
        states(christmas.json(&format!("/api/v1/hospitals?near={START}")).await),
        [
            r#"{"state":"unknown"}"#,
            r#"{"opens_at":"2026-12-26T09:00:00+09:00","state":"closed"}"#,
            r#"{"state":"open","until":"2026-12-25T14:00:00+09:00"}"#,
            r#"{"state":"open"}"#,
            r#"{"state":"unknown"}"#,
        ]
    );
}

async fn text_finds_names_initials_areas_and_departments(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    for (text, wanted) in [
        (CLINIC, &[CLINIC][..]),
        ("가온 내과", &[CLINIC]),
        ("ㄴㄹㅅㅇ", &[NIGHT_CLINIC]),
        ("ㄷㅅㅈㅎ", &[HOSPITAL]),
        ("다솜종합뱡원", &[HOSPITAL]),
        ("마루치가", &[DENTIST]),
        ("논현동 소아과", &[NIGHT_CLINIC]),
        ("강남구 약국", &[PHARMACY]),
        ("해운대", &[BUSAN]),
        ("해운대 내과", &[]),
        ("없는이름이다", &[]),
    ] {
        assert_eq!(app.names(&format!("q={}", escaped(text))).await, wanted, "{text}");
    }
    let doctors = app.names(&format!("near={START}&q={}", escaped("내과"))).await;
    assert_eq!(doctors, [CLINIC, HOSPITAL], "a department's name finds those that have it");
    assert_eq!(app.json("/api/v1/hospitals?q=%20+").await["total"], 7, "blanks are no text");
}

/// For a query, every byte escaped.
pub fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
