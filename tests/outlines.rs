//! public/outlines.json agrees with the table of regions that it was drawn from.
#![allow(clippy::unwrap_used, reason = "a test's helpers may fail too")]

use std::collections::BTreeMap;

use heydoctor::{
    domain::region::{Level, RegionCode, all},
    import::demo::generate,
};
use serde_json::Value;

/// Whether a point lies inside one of a feature's polygons and none of its holes.
fn holds(feature: &Value, lat: f64, lon: f64) -> bool {
    let inside = |ring: &Value| {
        let points: Vec<(f64, f64)> =
            ring.as_array().unwrap().iter().map(|p| (p[0].as_f64().unwrap(), p[1].as_f64().unwrap())).collect();
        assert!(points.len() >= 4 && points.first() == points.last(), "a ring is not closed");
        let crosses = |(a, b): (&(f64, f64), &(f64, f64))| {
            (a.1 > lat) != (b.1 > lat) && lon < a.0 + (lat - a.1) / (b.1 - a.1) * (b.0 - a.0)
        };
        points.iter().zip(&points[1..]).filter(|edge| crosses(*edge)).count() % 2 == 1
    };
    feature["geometry"]["coordinates"]
        .as_array()
        .unwrap()
        .iter()
        .any(|polygon| polygon.as_array().unwrap().iter().filter(|ring| inside(ring)).count() == 1)
}

#[test]
fn every_region_has_an_outline_around_its_centre() {
    let text = include_str!("../public/outlines.json");
    assert!(text.len() <= 250_000, "{} bytes", text.len());
    let file: Value = serde_json::from_str(text).unwrap();
    assert_eq!(file["approximate"], true);
    let features = file["features"].as_array().unwrap();
    let by_code: BTreeMap<u64, &Value> =
        features.iter().map(|f| (f["properties"]["code"].as_u64().unwrap(), f)).collect();
    assert_eq!(by_code.len(), features.len());
    let drawn: Vec<_> = all().iter().filter(|region| region.level != Level::City).collect();
    assert_eq!(by_code.len(), drawn.len());
    for region in drawn {
        let RegionCode(code) = region.code;
        let feature = by_code.get(&u64::from(code)).unwrap_or_else(|| panic!("{} has no outline", region.full_ko()));
        assert_eq!(feature["properties"]["name_ko"], region.name_ko);
        assert_eq!(feature["properties"]["name_en"], region.name_en);
        assert!(in_its_box(feature), "{} reaches beyond its box", region.full_ko());
        assert!(holds(feature, region.centre.lat, region.centre.lon), "{} lies outside its outline", region.full_ko());
        let others = drawn_elsewhere(features, code, region.centre.lat, region.centre.lon);
        assert_eq!(others, 0, "{} lies inside another outline too", region.full_ko());
    }
}

/// Whether every point lies in the feature's `bbox`.
fn in_its_box(feature: &Value) -> bool {
    let [west, south, east, north] = [0, 1, 2, 3].map(|side| feature["bbox"][side].as_f64().unwrap());
    let polygons = feature["geometry"]["coordinates"].as_array().unwrap().iter();
    let mut points = polygons.flat_map(|p| p.as_array().unwrap()).flat_map(|ring| ring.as_array().unwrap());
    points.all(|p| {
        let (x, y) = (p[0].as_f64().unwrap(), p[1].as_f64().unwrap());
        (west..=east).contains(&x) && (south..=north).contains(&y)
    })
}

/// How many other outlines of the same level hold a point.
fn drawn_elsewhere(features: &[Value], code: u32, lat: f64, lon: f64) -> usize {
    let same_level = |f: &&Value| (f["properties"]["code"].as_u64().unwrap() < 100) == (code < 100);
    let other = |f: &&Value| f["properties"]["code"] != code;
    features.iter().filter(same_level).filter(other).filter(|f| holds(f, lat, lon)).count()
}

#[test]
fn demonstration_places_stand_on_land() {
    let file: Value = serde_json::from_str(include_str!("../public/outlines.json")).unwrap();
    let features = file["features"].as_array().unwrap();
    let sidos: Vec<_> = features.iter().filter(|f| f["properties"]["level"] == "sido").collect();
    let places: Vec<_> = generate(2_000, 1, jiff::civil::date(2026, 11, 22)).filter_map(|r| r.facts.location).collect();
    let at_sea = places.iter().filter(|at| !sidos.iter().any(|sido| holds(sido, at.lat, at.lon))).count();
    // The coast is drawn within a kilometre: a few seem to stand in a harbour.
    assert!(at_sea * 100 < places.len() * 3, "{at_sea} of {} are in the sea", places.len());
}
