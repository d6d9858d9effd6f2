//! What cannot be answered: a 400 problem that names the field and says, in Korean, what to do.

use serde_json::json;

use crate::{
    app::TestApp,
    client::{request, send},
    on_both_databases,
    places::street,
    support::TestDatabase,
};

const LIST: &str = "/api/v1/hospitals";
const MAP: &str = "/api/v1/map";
const ROOMS: &str = "/api/v1/emergency-rooms";
const ALL: &[&str] = &[LIST, MAP, ROOMS];

/// Endpoints, query, the field that is named.
const TABLE: &[(&[&str], &str, &str)] = &[
    (&[LIST, ROOMS], "near=95,127", "near"),
    (&[LIST, ROOMS], "near=37.5,200", "near"),
    (&[LIST, ROOMS], "near=127.0,37.5", "near"),
    (&[LIST, ROOMS], "near=35.68,139.69", "near"),
    (&[LIST, ROOMS], "near=0,0", "near"),
    (&[LIST, ROOMS], "near=37.5", "near"),
    (&[LIST, ROOMS], "near=37.5,127,1", "near"),
    (&[LIST, ROOMS], "near=", "near"),
    (&[LIST, ROOMS], "near=here", "near"),
    (&[LIST, ROOMS], "near=NaN,127", "near"),
    (&[LIST, ROOMS], "near=inf,127", "near"),
    (&[LIST, ROOMS], "near=37.5,127&near=37.5,127", "near"),
    (&[LIST, ROOMS], "near=37.5,127&radius_m=0", "radius_m"),
    (&[LIST, ROOMS], "near=37.5,127&radius_m=50001", "radius_m"),
    (&[LIST, ROOMS], "near=37.5,127&radius_m=-1", "radius_m"),
    (&[LIST, ROOMS], "near=37.5,127&radius_m=1e99", "radius_m"),
    (&[LIST, ROOMS], "near=37.5,127&radius_m=far", "radius_m"),
    (&[LIST, ROOMS], "radius_m=500", "radius_m"),
    (&[LIST, ROOMS], "near=37.5,127&bbox=126,37,127,38", "bbox"),
    (ALL, "bbox=127,37,126,38", "bbox"),
    (ALL, "bbox=126,38,127,37", "bbox"),
    (ALL, "bbox=139,35,140,36", "bbox"),
    (ALL, "bbox=-999,-999,999,999", "bbox"),
    (ALL, "bbox=126,37,127", "bbox"),
    (ALL, "bbox=126,37,127,38,39", "bbox"),
    (ALL, "bbox=a,b,c,d", "bbox"),
    (ALL, "bbox=126,37,127,NaN", "bbox"),
    (ALL, "bbox=126,37,127,38&bbox=126,37,127,38", "bbox"),
    (&[LIST, ROOMS], "limit=0", "limit"),
    (&[LIST, ROOMS], "limit=101", "limit"),
    (&[LIST, ROOMS], "limit=-5", "limit"),
    (&[LIST, ROOMS], "limit=abc", "limit"),
    (&[LIST, ROOMS], "limit=", "limit"),
    (&[LIST, ROOMS], "limit=2.5", "limit"),
    (&[LIST, ROOMS], "limit=99999999999999999999999", "limit"),
    (&[LIST, ROOMS], "limit=5&limit=5", "limit"),
    (ALL, "region=99", "region"),
    (ALL, "region=seoul", "region"),
    (ALL, "region=-11", "region"),
    (ALL, "region=11&region=26", "region"),
    (&[LIST, MAP], "specialty=27", "specialty"),
    (&[LIST, MAP], "specialty=", "specialty"),
    (&[LIST, MAP], "specialty=01&specialty=%EB%82%B4%EA%B3%BC", "specialty"),
    (&[LIST, MAP], "kind=vet", "kind"),
    (&[LIST, MAP], "kind=Clinic", "kind"),
    (&[LIST, MAP], "emergency=yes", "emergency"),
    (&[LIST, MAP], "bookable=1", "bookable"),
    (&[LIST, MAP], "night=TRUE", "night"),
    (&[LIST, MAP], "open=later", "open"),
    (&[LIST, MAP], "open=", "open"),
    (&[LIST, MAP], "open_at=tomorrow", "open_at"),
    (&[LIST, MAP], "open_at=2026-13-01T00:00:00%2B09:00", "open_at"),
    (&[LIST, MAP], "open_at=2026-11-25", "open_at"),
    (&[LIST, MAP], "open_at=", "open_at"),
    (&[LIST, MAP], "open=now&open_at=2026-11-25T10:00", "open_at"),
    (&[LIST, MAP], "q=a&q=b", "q"),
    (&[LIST, MAP], "q=%FF%FE", "q"),
    (&[LIST, MAP], "q=%EA%B0", "q"),
    (&[LIST, MAP], "q=%ED%A0%80", "q"),
    (&[MAP], "zoom=12", "bbox"),
    (&[MAP], "", "bbox"),
    (&[MAP], "bbox=126,37,127,38&zoom=23", "zoom"),
    (&[MAP], "bbox=126,37,127,38&zoom=-1", "zoom"),
    (&[MAP], "bbox=126,37,127,38&zoom=close", "zoom"),
    (&[MAP], "bbox=126,37,127,38&limit=5", "limit"),
    (&[MAP], "bbox=126,37,127,38&near=37.5,127", "near"),
    (&[LIST], "zoom=5", "zoom"),
    (&[LIST], "view=map", "view"),
    (&[ROOMS], "q=a", "q"),
    (&[ROOMS], "cursor=1", "cursor"),
    (ALL, "page=2", "page"),
    (ALL, "Limit=5", "Limit"),
    (ALL, "q%5B%5D=a", "q[]"),
    (ALL, "=5", ""),
    (ALL, "%ED%8E%98%EC%9D%B4%EC%A7%80=2", "페이지"),
];

on_both_databases!(every_wrong_value_names_its_field, texts_of_any_length_and_bytes_are_answered);

async fn every_wrong_value_names_its_field(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    for (endpoints, query, field) in TABLE {
        for endpoint in *endpoints {
            let target = format!("{endpoint}?{query}");
            let answer = app.get(&target).await;
            assert_eq!(answer.status, 400, "{target}: {}", answer.text());
            assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{target}");
            let problem = answer.json();
            let detail = problem["detail"].as_str().unwrap().to_owned();
            assert_eq!(
                problem,
                json!({
                    "type": "/problems/invalid-parameter", "title": "Invalid parameter", "status": 400,
                    "detail": detail, "field": field,
                }),
                "{target}"
            );
            assert!(detail.starts_with(field) && detail.contains(|c: char| ('가'..='힣').contains(&c)), "{detail}");
        }
    }
}

async fn texts_of_any_length_and_bytes_are_answered(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let long = |length: usize| "a".repeat(length);
    for (query, field) in [
        (format!("q={}", long(10 * 1024)), "q".to_owned()),
        (format!("q={}", "%EA%B0%80".repeat(101)), "q".to_owned()),
        (format!("cursor={}", long(10 * 1024)), "cursor".to_owned()),
        (format!("near={}", long(10 * 1024)), "near".to_owned()),
        (format!("limit={}", "9".repeat(10 * 1024)), "limit".to_owned()),
        (format!("specialty={}", long(10 * 1024)), "specialty".to_owned()),
    ] {
        let answer = app.get(&format!("{LIST}?{query}")).await;
        assert_eq!((answer.status, &answer.json()["field"]), (400, &field.into()));
        assert!(answer.body.len() < 1_000, "what was sent is not sent back: {}", answer.body.len());
    }
    assert_eq!(app.get(&format!("{LIST}?q={}", "%EA%B0%80".repeat(100))).await.status, 200, "100 characters");
    let unknown = app.get(&format!("{LIST}?{}=1", long(10 * 1024))).await;
    assert_eq!(unknown.status, 400);
    assert!(unknown.body.len() < 1_000, "nor a name: {}", unknown.body.len());
    // Bytes as they are: UTF-8 is understood, anything else ends before the router.
    let raw = |query: &[u8]| send(app.address, request("GET", &[LIST.as_bytes(), b"?", query].concat(), &[], b""));
    let known = raw("q=가온내과의원".as_bytes()).await;
    assert_eq!((known.status, &known.json()["total"]), (200, &1.into()));
    for bytes in [&b"q=\xff\xfe"[..], b"q=\xea\xb0", b"q=\xed\xa0\x80"] {
        assert_eq!(raw(bytes).await.status, 400, "{bytes:?}");
    }
    for at in [
        "9999-12-31T23:59:59",
        "9999-12-31T23:59:59Z",
        "-9999-01-02T00:00",
        "0000-01-01T00:00:00Z",
        "2026-06-30T23:59:60Z",
    ] {
        assert!([200, 400].contains(&app.get(&format!("{LIST}?open_at={at}")).await.status), "{at}");
    }
    for odd in ["q=%00", "q=%0A%0D", "q=%F0%9F%8F%A5", "q=%E2%80%AE", "q='%22%3B--", "q=%25", "q=%", "q=%zz", "&&&q=a&"]
    {
        assert_eq!(app.get(&format!("{LIST}?{odd}")).await.status, 200, "{odd}");
    }
}
