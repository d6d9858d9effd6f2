//! The map's marks against the places they stand for.

use std::collections::HashMap;

use proptest::{prelude::*, strategy::ValueTree};

use super::{Directory, Feature, MapRequest, cluster::MOST, grid::world, samples::*};
use crate::domain::{
    geo::{BBox, KOREA, LatLon},
    hospital::{Hospital, HospitalId},
    search::Filter,
};

fn request(bbox: BBox, zoom: u8, filter: Filter) -> MapRequest {
    MapRequest { bbox, zoom, filter, text: None }
}

/// Places and open places of a mark.
fn weight(feature: &Feature<'_>) -> (u32, u32) {
    match feature {
        Feature::Cluster { count, open, .. } => (*count, *open),
        Feature::Place(_, state) => (1, u32::from(state.is_open())),
    }
}

/// A mark as something that can be compared.
fn signature(feature: &Feature<'_>) -> String {
    match feature {
        Feature::Cluster { at, count, open, bbox } => format!("{at:?} {count} {open} {bbox:?}"),
        Feature::Place(place, state) => format!("{} {state:?}", place.id()),
    }
}

fn moved(bbox: BBox, east: f64, north: f64) -> BBox {
    BBox { west: bbox.west + east, south: bbox.south + north, east: bbox.east + east, north: bbox.north + north }
}

#[test]
fn the_whole_country_is_few_marks_at_any_zoom() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let many = prop::collection::vec(hospital(), 3_000).new_tree(&mut runner).unwrap().current();
    let many: Vec<Hospital> =
        many.into_iter().enumerate().map(|(i, h)| Hospital { id: HospitalId(i as u32 + 1), ..h }).collect();
    let located = many.iter().filter(|hospital| hospital.location.is_some()).count();
    let directory = directory(&many);
    let now = jiff::civil::date(2026, 2, 3).at(12, 0, 0, 0);
    for zoom in [0, 3, 5, 7, 9, 11, 13, 15, 17, 19, 22, 255] {
        let features = directory.map(&request(KOREA, zoom, Filter::default()), now);
        assert!((1..=MOST).contains(&features.len()), "zoom {zoom}: {}", features.len());
        assert_eq!(features.iter().map(|f| weight(f).0).sum::<u32>() as usize, located, "zoom {zoom}");
    }
    let nowhere = BBox { west: 139.0, south: 35.0, east: 140.0, north: 36.0 };
    assert!(directory.map(&request(nowhere, 10, Filter::default()), now).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn marks_stand_for_the_places_of_the_view(
        hospitals in hospitals(250), bbox in bbox(), zoom in 0u8..20, filter in filter(), now in moment(),
    ) {
        let directory = directory(&hospitals);
        let shown: HashMap<HospitalId, &Hospital> = hospitals
            .iter()
            .filter(|hospital| hospital.location.is_some() && passes(hospital, &filter, &calendar()))
            .map(|hospital| (hospital.id, hospital))
            .collect();
        let features = directory.map(&request(bbox, zoom, filter.clone()), now);
        prop_assert!(features.len() <= MOST);
        // Every place in the view is in a mark, and marks never share one: each mark is whole, so
        // together they hold at least the view's places and at most all.
        let in_view = shown.values().filter(|hospital| bbox.contains(hospital.location.unwrap())).count();
        let counted: u32 = features.iter().map(|f| weight(f).0).sum();
        prop_assert!((in_view..=shown.len()).contains(&(counted as usize)), "{} of {}", counted, in_view);
        for feature in &features {
            match feature {
                Feature::Place(place, state) => {
                    prop_assert!(shown.contains_key(&place.id()));
                    prop_assert_eq!(*state, place.state_at(now));
                }
                Feature::Cluster { at, count, open, bbox } => {
                    prop_assert!(*count > 1 && open <= count);
                    let wide = BBox { west: bbox.west - 1e-6, south: bbox.south - 1e-6, east: bbox.east + 1e-6, north: bbox.north + 1e-6 };
                    prop_assert!(wide.contains(*at));
                    let inside = shown.values().filter(|hospital| wide.contains(hospital.location.unwrap())).count();
                    prop_assert!(inside >= *count as usize);
                }
            }
        }
    }

    #[test]
    fn all_marks_together_count_every_place_and_every_open_one(
        hospitals in hospitals(250), zoom in 0u8..23, filter in filter(), now in moment(),
    ) {
        let directory = directory(&hospitals);
        let features = directory.map(&request(KOREA, zoom, filter.clone()), now);
        let shown: Vec<&Hospital> = hospitals
            .iter()
            .filter(|hospital| hospital.location.is_some() && passes(hospital, &filter, &calendar()))
            .collect();
        let open = shown.iter().filter(|hospital| hospital.hours.state_at(now, &calendar()).is_open()).count();
        let (counted, counted_open) = features.iter().map(weight).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        prop_assert_eq!((counted as usize, counted_open as usize), (shown.len(), open));
        let singles = features.iter().filter(|feature| matches!(feature, Feature::Place(..))).count();
        let ids: std::collections::HashSet<HospitalId> = features
            .iter()
            .filter_map(|feature| match feature { Feature::Place(place, _) => Some(place.id()), _ => None })
            .collect();
        prop_assert_eq!(ids.len(), singles);
    }

    #[test]
    fn moving_the_map_changes_no_mark_that_both_views_show(
        hospitals in hospitals(250), bbox in bbox(), zoom in 8u8..17, east in -0.05..0.05f64, north in -0.05..0.05f64, now in moment(),
    ) {
        let directory = directory(&hospitals);
        let other = moved(bbox, east, north);
        let marks = |bbox| directory.map(&request(bbox, zoom, Filter::default()), now);
        let (before, after) = (marks(bbox), marks(other));
        let after: std::collections::HashSet<String> = after.iter().map(signature).collect();
        let shared = |at: LatLon| bbox.contains(at) && other.contains(at);
        for feature in &before {
            let at = match feature { Feature::Cluster { at, .. } => *at, Feature::Place(place, _) => place.location().unwrap() };
            if let Feature::Cluster { bbox: whole, .. } = feature
                && !(shared(LatLon { lat: whole.south, lon: whole.west }) && shared(LatLon { lat: whole.north, lon: whole.east }))
            {
                continue;
            }
            if shared(at) {
                prop_assert!(after.contains(&signature(feature)), "{} at {:?}", signature(feature), at);
            }
        }
    }

    #[test]
    fn clusters_keep_their_distance(hospitals in hospitals(250), zoom in 7u8..16, now in moment()) {
        let directory: Directory = directory(&hospitals);
        let features = directory.map(&request(KOREA, zoom, Filter::default()), now);
        // Bins whose middles are nearer than 50 pixels are merged, so single places are not.
        let singles: Vec<(u32, u32)> = features
            .iter()
            .filter_map(|feature| match feature { Feature::Place(place, _) => place.location(), _ => None })
            .map(world)
            .collect();
        let pixels = |a: u32, b: u32| (f64::from(a) - f64::from(b)) / f64::from(1u32 << (24 - zoom));
        for (i, a) in singles.iter().enumerate() {
            for b in &singles[i + 1..] {
                prop_assert!(pixels(a.0, b.0).hypot(pixels(a.1, b.1)) > 49.9);
            }
        }
    }
}
