//! `GET /api/v1/map`: GeoJSON of clusters and single places.

use heydoctor::import::demo;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::{
    app::TestApp,
    on_both_databases,
    places::{CLINIC, HOSPITAL, row_of_clinics, street},
    support::TestDatabase,
};

const KOREA: &str = "124.5,32.9,132,38.7";

on_both_databases!(places_and_clusters_are_valid_geojson, no_view_has_more_than_500_marks_and_none_loses_a_place);

/// Checks that an answer is a FeatureCollection of points with what the interface says of each;
/// gives its features.
fn features(collection: &Value) -> Vec<Value> {
    assert_eq!(collection["type"], "FeatureCollection");
    let features = collection["features"].as_array().unwrap().clone();
    for feature in &features {
        assert_eq!((&feature["type"], &feature["geometry"]["type"]), (&json!("Feature"), &json!("Point")));
        let at: Vec<f64> =
            feature["geometry"]["coordinates"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
        assert!(at.len() == 2 && (124.5..132.0).contains(&at[0]) && (32.9..38.7).contains(&at[1]), "{feature}");
        let properties = &feature["properties"];
        match properties["count"].as_u64() {
            Some(count) => {
                assert!(count > 1 && properties["open"].as_u64().unwrap() <= count, "{feature}");
                let bbox: Vec<f64> = serde_json::from_value(properties["bbox"].clone()).unwrap();
                assert!(bbox[0] <= at[0] && bbox[1] <= at[1] && at[0] <= bbox[2] && at[1] <= bbox[3], "{feature}");
            }
            None => {
                for (key, kind) in [("id", "string"), ("name", "string"), ("kind", "string"), ("state", "string")] {
                    assert!(properties[key].is_string(), "{key} is a {kind}: {feature}");
                }
            }
        }
    }
    features
}

/// The places that features stand for.
fn places(features: &[Value]) -> u64 {
    features.iter().map(|feature| feature["properties"]["count"].as_u64().unwrap_or(1)).sum()
}

async fn places_and_clusters_are_valid_geojson(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let answer = app.get("/api/v1/map?bbox=127.02,37.4995,127.04,37.5025&zoom=18").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/geo+json")));
    let near = features(&answer.json());
    let clinic = near.iter().find(|feature| feature["properties"]["name"] == CLINIC).unwrap();
    assert_eq!(
        *clinic,
        json!({
            "type": "Feature", "geometry": {"type": "Point", "coordinates": [127.03, 37.501]},
            "properties": {
                "id": app.id(CLINIC).to_string(), "name": CLINIC, "kind": "clinic", "state": "open", "emergency": false
            },
        })
    );
    assert_eq!(near.len(), 2, "the clinic and the pharmacy");
    // Far out the street is one cluster; the place without a point is nowhere.
    let far = features(&app.json(&format!("/api/v1/map?bbox={KOREA}&zoom=6")).await);
    assert_eq!((far.len(), places(&far)), (2, 6));
    let street = &far.iter().find(|feature| feature["properties"]["count"] == 5).unwrap()["properties"];
    assert_eq!(street["open"], 3);
    for (filter, wanted) in [
        ("emergency=true", 1),
        ("kind=clinic", 2),
        ("specialty=01", 2),
        ("open=now", 4),
        ("open_at=2026-11-26T01:00:00%2B09:00", 2),
        ("night=true", 3),
        ("region=26", 1),
        ("bookable=true", 0),
        ("q=%EB%8B%A4%EC%86%9C", 1),
    ] {
        let found = features(&app.json(&format!("/api/v1/map?bbox={KOREA}&{filter}")).await);
        assert_eq!(places(&found), wanted, "{filter}: {found:?}");
    }
    let emergency = features(&app.json(&format!("/api/v1/map?bbox={KOREA}&emergency=true")).await);
    assert_eq!(emergency[0]["properties"]["name"], HOSPITAL);
}

async fn no_view_has_more_than_500_marks_and_none_loses_a_place(database: TestDatabase) {
    let mut records = row_of_clinics(700);
    // Demonstration places all over the country, told as NMC's.
    records.extend(demo::generate(1_500, 7, date(2026, 11, 20)).map(|record| {
        heydoctor::domain::record::SourceRecord { source: heydoctor::domain::hospital::Source::Nmc, ..record }
    }));
    let app = TestApp::start(&database, records).await;
    let all = app.state.directory().places().filter(|place| place.location().is_some()).count() as u64;
    assert!(all > 2_000, "{all}");
    for zoom in [0, 3, 7, 10, 12, 15, 17, 22] {
        let found = features(&app.json(&format!("/api/v1/map?bbox={KOREA}&zoom={zoom}")).await);
        assert!(found.len() <= 500, "{} marks at zoom {zoom}", found.len());
        assert_eq!(places(&found), all, "zoom {zoom}");
    }
    // The row of clinics is 0.24° long; three stand on one point.
    let row = app.json("/api/v1/map?bbox=127.0299,37.39,127.0301,37.66&zoom=22").await;
    let row = features(&row);
    assert!(row.len() <= 500 && places(&row) >= 700, "{} {}", row.len(), places(&row));
}
