//! Lists and rows against answers found the long way.

use proptest::{prelude::*, strategy::ValueTree};

use super::{Directory, Hit, Request, samples::*};
use crate::domain::{
    geo::{KOREA, LatLon},
    hospital::{Hospital, HospitalId},
    region::RegionCode,
    search::{Area, Filter},
};

fn ids(hits: &[Hit<'_>]) -> Vec<HospitalId> {
    hits.iter().map(|hit| hit.place.id()).collect()
}

fn everything(request: Request) -> Request {
    Request { limit: usize::MAX, ..request }
}

#[test]
fn an_empty_directory_answers() {
    let directory = directory(&[]);
    let now = jiff::civil::date(2026, 2, 1).at(12, 0, 0, 0);
    assert!(directory.is_empty() && directory.get(HospitalId(1)).is_none() && !directory.any_bookable());
    let request = Request { text: Some("강남구 소아과".to_owned()), limit: 10, ..Request::default() };
    assert_eq!(directory.search(&request, now).total, 0);
    assert_eq!(directory.understand("강남구").area.unwrap().label, "서울 강남구");
    assert_eq!(directory.newest_update(crate::domain::hospital::Source::Nmc), None);
}

#[test]
fn a_circle_without_places_finds_none() {
    let directory = directory(&[]);
    let now = jiff::civil::date(2026, 2, 1).at(12, 0, 0, 0);
    for radius_m in [0.0, 1.0, 50_000.0, f64::NAN] {
        let area = Area::Near { at: KOREA.centre(), radius_m };
        assert_eq!(directory.search(&Request { area, limit: 5, ..Request::default() }, now).total, 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_place_comes_out_as_it_went_in(hospitals in hospitals(60)) {
        let directory = directory(&hospitals);
        prop_assert_eq!(directory.len(), hospitals.len());
        prop_assert_eq!(directory.places().count(), hospitals.len());
        for hospital in &hospitals {
            let place = directory.get(hospital.id).unwrap();
            let back = Hospital {
                id: place.id(),
                name: place.name().to_owned(),
                kind: place.kind(),
                departments: place.departments().to_vec(),
                address: place.address().to_owned(),
                region: place.region(),
                emd: place.emd().map(str::to_owned),
                phone: place.phone(),
                emergency: place.emergency(),
                emergency_phone: place.emergency_phone(),
                location: place.location(),
                hours: place.hours().clone(),
                notes: place.notes().map(str::to_owned).collect(),
                homepage: place.homepage().map(str::to_owned),
                bookable: place.bookable(),
                source: place.source(),
                updated_on: place.updated_on(),
            };
            prop_assert_eq!(&back, hospital);
            prop_assert_eq!(place.night_or_holiday(), hospital.hours.night_or_holiday());
        }
        let counts = directory.counts();
        prop_assert_eq!(counts.by_kind.iter().map(|(_, count)| count).sum::<usize>(), hospitals.len());
        for (source, count) in counts.by_source {
            prop_assert_eq!(count, hospitals.iter().filter(|hospital| hospital.source == source).count());
            let newest = hospitals.iter().filter(|hospital| hospital.source == source).map(|h| h.updated_on).max();
            prop_assert_eq!(directory.newest_update(source), newest);
        }
        for region in [RegionCode(41), RegionCode(41390), RegionCode(41110), RegionCode(11)] {
            let inside = |h: &Hospital| h.location.is_some() && h.region.is_some_and(|code| region.holds(code));
            prop_assert_eq!(directory.reaches(region), hospitals.iter().any(inside));
        }
        prop_assert_eq!(directory.any_bookable(), hospitals.iter().any(|hospital| hospital.bookable));
    }

    #[test]
    fn the_nearest_are_those_that_measuring_all_gives(
        hospitals in hospitals(150), at in point(), radius_m in 50.0..30_000.0f64, filter in filter(), now in moment(),
        limit in 0usize..40,
    ) {
        let directory = directory(&hospitals);
        let request = Request { area: Area::Near { at, radius_m }, filter: filter.clone(), limit, ..Request::default() };
        let found = directory.search(&request, now);
        let far = |hospital: &Hospital| hospital.location.map_or(f64::INFINITY, |to| at.distance_m(to));
        let mut expected: Vec<f64> = hospitals
            .iter()
            .filter(|hospital| far(hospital) <= radius_m && passes(hospital, &filter, &calendar()))
            .map(far)
            .collect();
        expected.sort_by(f64::total_cmp);
        prop_assert_eq!(found.total, expected.len());
        expected.truncate(limit);
        let distances: Vec<f64> = found.places.iter().map(|hit| hit.distance_m.unwrap()).collect();
        prop_assert!(distances.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-3), "{:?} {:?}", distances, expected);
        prop_assert_eq!(distances.len(), expected.len());
        for hit in &found.places {
            prop_assert_eq!(hit.state, hit.place.hours().state_at(now, &calendar()));
        }
    }

    #[test]
    fn a_rectangle_holds_what_it_should(
        hospitals in hospitals(150), bbox in bbox(), filter in filter(), now in moment(), origin in prop::option::of(point()),
    ) {
        let directory = directory(&hospitals);
        let request = everything(Request { area: Area::In(bbox), filter: filter.clone(), origin, ..Request::default() });
        let found = directory.search(&request, now);
        let inside = |hospital: &&Hospital| {
            hospital.location.is_some_and(|at| bbox.contains(at)) && passes(hospital, &filter, &calendar())
        };
        let mut expected: Vec<HospitalId> = hospitals.iter().filter(inside).map(|hospital| hospital.id).collect();
        let mut got = ids(&found.places);
        expected.sort_unstable();
        got.sort_unstable();
        prop_assert_eq!(&got, &expected);
        prop_assert_eq!(found.total, expected.len());
        let from = origin.unwrap_or(bbox.centre());
        let far: Vec<f64> = found.places.iter().map(|hit| from.distance_m(hit.place.location().unwrap())).collect();
        prop_assert!(far.windows(2).all(|pair| pair[0] <= pair[1] + 1e-3));
        prop_assert!(found.places.iter().all(|hit| hit.distance_m.is_some() == origin.is_some()));
    }

    #[test]
    fn everywhere_is_everywhere(hospitals in hospitals(100), filter in filter(), now in moment(), origin in prop::option::of(point())) {
        let directory = directory(&hospitals);
        let found = directory.search(&everything(Request { filter: filter.clone(), origin, ..Request::default() }), now);
        prop_assert_eq!(found.total, hospitals.iter().filter(|hospital| passes(hospital, &filter, &calendar())).count());
        prop_assert_eq!(found.total, found.places.len());
        let located = found.places.iter().map(|hit| hit.place.location().is_some());
        if origin.is_some() {
            prop_assert!(located.is_sorted_by(|a, b| a >= b), "places without a location come last");
        } else {
            let order = found.places.iter().map(|hit| (hit.place.kind(), hit.place.name(), hit.place.id()));
            prop_assert!(order.is_sorted());
        }
    }

    #[test]
    fn pages_make_the_whole(
        hospitals in hospitals(80), now in moment(), size in 1usize..9, origin in prop::option::of(point()),
        text in prop::option::of("(의원|정왕동|내과|ㅅㅇ)"),
        region in prop::option::of(prop::sample::select(vec![RegionCode(41), RegionCode(41390), RegionCode(11)])),
    ) {
        let directory = directory(&hospitals);
        let filter = Filter { region, ..Filter::default() };
        let request = |offset, limit| {
            Request { text: text.clone(), origin, offset, limit, filter: filter.clone(), ..Request::default() }
        };
        let all = directory.search(&request(0, usize::MAX), now);
        let mut paged = Vec::new();
        for offset in (0..all.total + size).step_by(size) {
            let page = directory.search(&request(offset, size), now);
            prop_assert_eq!(page.total, all.total);
            prop_assert!(page.places.len() <= size);
            paged.extend(ids(&page.places));
        }
        prop_assert_eq!(paged, ids(&all.places));
    }

    #[test]
    fn the_order_of_building_does_not_matter(hospitals in hospitals(60), now in moment(), at in point()) {
        let mut reversed = hospitals.clone();
        reversed.reverse();
        let (a, b) = (directory(&hospitals), directory(&reversed));
        let area = Area::Near { at, radius_m: 50_000.0 };
        for text in [None, Some("의원".to_owned()), Some("시흥 내과".to_owned())] {
            for area in [area, Area::Everywhere] {
                let request = everything(Request { area, text: text.clone(), filter: Filter::default(), ..Request::default() });
                prop_assert_eq!(ids(&a.search(&request, now).places), ids(&b.search(&request, now).places));
            }
        }
    }
}

#[test]
fn very_long_texts_are_cut_and_kept_whole_characters() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut one = hospital().new_tree(&mut runner).unwrap().current();
    one.name = "가".repeat(100_000);
    one.address = "나".repeat(100_000);
    one.notes = vec!["다".repeat(100_000)];
    one.location = Some(LatLon { lat: 37.0, lon: 127.0 });
    let directory = Directory::build([one.clone()], calendar());
    let place = directory.get(one.id).unwrap();
    assert!(one.name.starts_with(place.name()) && place.name().len() > 1_000);
    assert!(one.address.starts_with(place.address()) && place.notes().count() == 1);
}
