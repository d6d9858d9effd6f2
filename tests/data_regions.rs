//! Addresses and centres against the 7,769 real places of Seoul.

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use heydoctor::domain::{
    geo::LatLon,
    region::{RegionCode, emd_of_address, find, of_address, sigungus},
};

/// The folder of third-party data, which is no part of the project.
fn shared() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = env::var_os("HEYDOCTOR_SHARED").map_or_else(beside, PathBuf::from);
    assert!(folder.is_dir(), "no shared data at {}: set HEYDOCTOR_SHARED to the folder", folder.display());
    folder
}

/// What stands between the tags of an element without attributes; empty when it is not there.
fn text<'a>(item: &'a str, tag: &str) -> &'a str {
    item.split_once(&format!("<{tag}>")).and_then(|(_, rest)| rest.split_once("</")).map_or("", |(inside, _)| inside)
}

/// Address and position of every place.
fn places() -> Vec<(String, Option<LatLon>)> {
    let mut pages: Vec<_> =
        fs::read_dir(shared().join("nmc/seoul")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let read = |page: &PathBuf| {
        let page = fs::read_to_string(page).unwrap();
        let item = |item: &str| {
            let degrees = |tag| text(item, tag).parse().unwrap_or(f64::NAN);
            (text(item, "dutyAddr").to_owned(), LatLon::in_korea(degrees("wgs84Lat"), degrees("wgs84Lon")))
        };
        page.split("<item>").skip(1).map(item).collect::<Vec<_>>()
    };
    pages.iter().flat_map(read).collect()
}

#[test]
fn every_real_address_names_its_district_and_nearly_every_one_its_dong() {
    let places = places();
    assert_eq!(places.len(), 7_769);
    let lost: Vec<_> =
        places.iter().filter(|(address, _)| of_address(address).is_none_or(RegionCode::is_sido)).collect();
    assert!(lost.is_empty(), "{} addresses without a district, such as {:?}", lost.len(), lost.first());
    let without = places.iter().filter(|(address, _)| emd_of_address(address).is_none()).count();
    // The others say none at all: a road and a number, at most a building.
    assert!(without * 1000 < places.len() * 23, "{without} addresses without a 동");
}

#[test]
fn the_centres_lie_among_the_places_of_their_district() {
    let mut by_district: BTreeMap<RegionCode, Vec<LatLon>> = BTreeMap::new();
    for (address, at) in places() {
        if let (Some(code), Some(at)) = (of_address(&address), at) {
            by_district.entry(code).or_default().push(at);
        }
    }
    assert_eq!(by_district.len(), sigungus(RegionCode(11)).count());
    for (code, places) in by_district {
        let centre = find(code).unwrap().centre;
        let mut away: Vec<f64> = places.iter().map(|at| at.distance_m(centre)).collect();
        away.sort_by(f64::total_cmp);
        let median = away[away.len() / 2];
        assert!(median < 3_500.0, "half of the places of {code:?} are further than {median:.0} m from its centre");
    }
}
