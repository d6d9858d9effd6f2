//! `GET /api/v1/emergency-rooms`: which are near, and what the live service says of their beds.

use std::time::{Duration, Instant};

use heydoctor::domain::{
    geo::LatLon,
    hospital::Kind,
    phone::Phone,
    record::{Facts, SourceRecord},
    region::RegionCode,
};
use serde_json::{Value, json};

use crate::{
    app::{TestApp, WEDNESDAY, names},
    on_both_databases,
    places::{CLINIC, HOSPITAL, START, key, place, record, street},
    portal::{Manner, Portal, bed, board},
    support::TestDatabase,
};

const FAR: &str = "아라의료원";
const SOON: Duration = Duration::ZERO;

on_both_databases!(
    without_a_key_rooms_are_told_and_no_beds,
    readings_come_with_their_time_and_the_unsaid_is_unknown,
    a_crowd_costs_one_question,
    a_service_that_fails_leaves_the_rooms,
);

/// The street and an emergency room in 수원, another 시도.
fn rooms() -> Vec<SourceRecord> {
    let far = Facts {
        emergency: Some(true),
        emergency_phone: Phone::parse("031-555-0119"),
        region: Some(RegionCode(41115)),
        location: LatLon::in_korea(37.28, 127.03),
        ..place(FAR, Kind::General, None)
    };
    street().into_iter().chain([record("B1", far)]).collect()
}

async fn app(database: &TestDatabase, portal: &Portal) -> TestApp {
    TestApp::start_with(database, rooms(), WEDNESDAY, Some(portal.board())).await
}

async fn beds(app: &TestApp, query: &str) -> Vec<Value> {
    let page = app.json(&format!("/api/v1/emergency-rooms?{query}")).await;
    assert_eq!(page["live"], true);
    page["items"].as_array().unwrap().iter().map(|item| item["beds"].clone()).collect()
}

async fn without_a_key_rooms_are_told_and_no_beds(database: TestDatabase) {
    let app = TestApp::start(&database, rooms()).await;
    let near = app.json(&format!("/api/v1/emergency-rooms?near={START}&radius_m=1000")).await;
    assert_eq!(
        near,
        json!({
            "items": [{
                "id": app.id(HOSPITAL).to_string(), "name": HOSPITAL, "kind": "general",
                "specialties": [
                    {"code": "01", "name": "내과", "specialists": 12}, {"code": "04", "name": "외과", "specialists": 7}
                ],
                "address": "서울특별시 강남구 도산대로 1 (논현동)", "phone": null, "lat": 37.506, "lon": 127.03,
                "distance_m": 667, "open": {"state": "open"}, "bookable": false, "emergency": true, "source": "nmc",
                "emergency_phone": "02-555-0119", "beds": null,
            }],
            "total": 1, "live": false,
        })
    );
    let all = app.json(&format!("/api/v1/emergency-rooms?near={START}")).await;
    assert_eq!(names(&all), [HOSPITAL, FAR], "within 50 km, nearest first");
    assert_eq!(names(&app.json("/api/v1/emergency-rooms?region=41").await), [FAR]);
    assert_eq!(names(&app.json("/api/v1/emergency-rooms?bbox=127,37.2,127.1,37.3").await), [FAR]);
    assert_eq!(names(&app.json(&format!("/api/v1/emergency-rooms?near={START}&limit=1")).await), [HOSPITAL]);
}

async fn readings_come_with_their_time_and_the_unsaid_is_unknown(database: TestDatabase) {
    let full = [
        ("hvec", "-3"),
        ("hvoc", "2"),
        ("hvicc", "N1"),
        ("hvgc", "-"),
        ("hvctayn", "Y"),
        ("hvmriayn", "N"),
        ("hvventiayn", "N1"),
    ];
    let records = [
        bed(&key(HOSPITAL), "20261125095512", &full),
        bed("B1", "20261125060000", &[("hvec", "7")]),
        bed("Z1", "20261125095500", &[("hvec", "7")]),
        bed(&key(CLINIC), "20261125095500", &[("hvec", "7")]),
    ];
    let portal = Portal::start(Manner::Beds(records.concat(), SOON));
    let app = app(&database, &portal).await;
    let reading = json!({
        "read_at": "2026-11-25T09:55:12+09:00", "emergency": -3, "operating_rooms": 2, "intensive_care": null,
        "wards": null, "ct": true, "mri": false, "ventilator": null,
    });
    assert_eq!(beds(&app, &format!("near={START}")).await, [reading, Value::Null], "four hours say nothing of now");
    assert_eq!(portal.asked(), ["경기도", "서울특별시"], "by the full names of the 시도 that are listed");
    let page = app.get(&format!("/emergency?near={START}")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("3명 기다리는 중") && page.text().contains("09:55"), "the page tells it too");
    assert_eq!(portal.asked().len(), 2, "and asks nothing again");
}

async fn a_crowd_costs_one_question(database: TestDatabase) {
    let records = bed(&key(HOSPITAL), "20261125095512", &[("hvec", "4")]);
    let portal = Portal::start(Manner::Beds(records, Duration::from_millis(300)));
    let app = app(&database, &portal).await;
    let query = "region=11";
    // One who does not wait for the answer takes it from nobody.
    let impatient = tokio::time::timeout(Duration::from_millis(50), beds(&app, query)).await;
    assert!(impatient.is_err());
    let crowd = futures_util::future::join_all((0..20).map(|_| beds(&app, query))).await;
    assert!(crowd.iter().all(|beds| beds[0]["emergency"] == 4), "{crowd:?}");
    for _ in 0..5 {
        assert_eq!(beds(&app, query).await[0]["emergency"], 4);
    }
    assert_eq!(portal.asked(), ["서울특별시"]);
}

async fn a_service_that_fails_leaves_the_rooms(database: TestDatabase) {
    let refused = "<OpenAPI_ServiceResponse><cmmMsgHeader><returnReasonCode>22</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>";
    for manner in
        [Manner::Silent, Manner::Broken(500, "boom"), Manner::Broken(200, refused), Manner::Broken(200, "<html>")]
    {
        let silent = matches!(manner, Manner::Silent);
        let portal = Portal::start(manner);
        let app = app(&database, &portal).await;
        let start = Instant::now();
        assert_eq!(beds(&app, &format!("near={START}")).await, [Value::Null, Value::Null]);
        let longest = if silent { 5_000 } else { 2_000 };
        assert!(start.elapsed() < Duration::from_millis(longest), "{:?} for two 시도", start.elapsed());
        let start = Instant::now();
        assert_eq!(beds(&app, &format!("near={START}")).await, [Value::Null, Value::Null]);
        assert!(start.elapsed() < Duration::from_secs(1), "a failure is remembered: {:?}", start.elapsed());
        assert_eq!(portal.asked().len(), 2);
    }
    let app = TestApp::start_with(&database, rooms(), WEDNESDAY, Some(board("http://127.0.0.1:1"))).await;
    assert_eq!(beds(&app, "region=11").await, [Value::Null], "nobody listens on port 1");
}
