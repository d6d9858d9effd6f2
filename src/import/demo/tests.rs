use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::date;

use super::*;
use crate::domain::{
    hours::{DayHours, HOLIDAY, WeeklyHours},
    region::{emd_of_address, of_address, sidos, sigungus},
};

const AS_OF: Date = date(2026, 11, 22);

fn made(places: usize) -> Vec<SourceRecord> {
    generate(places, 1, AS_OF).collect()
}

fn week(record: &SourceRecord) -> WeeklyHours {
    record.facts.hours.as_ref().map_or_else(WeeklyHours::default, |hours| hours.resolve([true; 8]))
}

fn name(record: &SourceRecord) -> &str {
    record.facts.name.as_deref().unwrap()
}

#[test]
fn the_same_seed_gives_the_same_places_however_many() {
    let some = made(2_000);
    assert_eq!(some, made(2_000));
    assert_eq!(some[..], made(2_500)[..2_000]);
    let other: Vec<_> = generate(2_000, 2, AS_OF).collect();
    let same = some.iter().zip(&other).filter(|(a, b)| a.facts.name == b.facts.name).count();
    assert!(same < 100, "{same} names are those of another seed");
    assert_eq!(generate(usize::MAX, 1, AS_OF).take(3).count(), 3, "lazy");
}

#[test]
fn every_district_has_clinics_a_pharmacy_and_a_health_centre() {
    let places = made(3_000);
    let count =
        |region, kind| places.iter().filter(|p| p.facts.region == Some(region) && p.facts.kind == Some(kind)).count();
    for region in sidos().flat_map(|sido| sigungus(sido.code)) {
        assert!(count(region.code, Kind::Clinic) >= 3, "{}", region.full_ko());
        assert!(count(region.code, Kind::Pharmacy) >= 1 && count(region.code, Kind::Public) >= 1);
        if region.population > 100_000 {
            let emergency =
                places.iter().any(|p| p.facts.region == Some(region.code) && p.facts.emergency == Some(true));
            assert!(emergency, "{} has no emergency room", region.full_ko());
        }
    }
}

#[test]
fn every_place_says_that_it_is_a_demonstration_and_rings_nobody() {
    for (index, record) in made(5_000).iter().enumerate() {
        assert_eq!((record.source, record.part), (Source::Demo, Part::Basic));
        assert_eq!(record.key, format!("demo-{:06}", index + 1));
        assert!(name(record).ends_with(DEMO_MARK), "{}", name(record));
        let facts = &record.facts;
        assert_eq!(facts.as_of, Some(AS_OF));
        assert_eq!(facts.emergency_phone.is_some(), facts.emergency == Some(true));
        for phone in [&facts.phone, &facts.emergency_phone].into_iter().flatten() {
            assert_eq!(phone.to_string().split('-').nth(1), Some("000"), "{phone}");
        }
        assert!(facts.phone.is_some());
    }
}

#[test]
fn addresses_name_the_district_and_positions_lie_in_it() {
    for record in made(5_000) {
        let facts = record.facts;
        let address = facts.address.unwrap();
        assert_eq!(of_address(&address), facts.region, "{address}");
        assert_eq!(emd_of_address(&address), facts.emd, "{address}");
        let (at, region) = (facts.location.unwrap(), facts.region.unwrap());
        assert_eq!(LatLon::in_korea(at.lat, at.lon), Some(at));
        let away = towns::of(region).iter().map(|town| town.at.distance_m(at)).fold(f64::INFINITY, f64::min);
        assert!(away < 900.0, "{address} is {away} m from any town");
    }
}

#[test]
fn places_are_strewn_as_people_are() {
    let places = made(20_000);
    let mut by_sido: HashMap<_, usize> = HashMap::new();
    places.iter().for_each(|p| *by_sido.entry(p.facts.region.unwrap().sido()).or_default() += 1);
    let people: u32 = sidos().map(|sido| sido.population).sum();
    for sido in sidos() {
        let share = by_sido[&sido.code] as f64 / places.len() as f64;
        let due = f64::from(sido.population) / f64::from(people);
        assert!((share - due).abs() < 0.02, "{} has {share:.3} of the places, {due:.3} of the people", sido.name_ko);
    }
}

#[test]
fn kinds_and_departments_are_mixed_as_they_are_in_life() {
    let places = made(20_000);
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    places.iter().for_each(|p| *kinds.entry(p.facts.kind.unwrap()).or_default() += 1);
    let percent = |kind| kinds[&kind] as f64 / 200.0;
    for (kind, low, high) in [
        (Kind::Clinic, 38.0, 48.0),
        (Kind::Dental, 14.0, 22.0),
        (Kind::Oriental, 10.0, 17.0),
        (Kind::Pharmacy, 19.0, 27.0),
        (Kind::Hospital, 1.0, 4.0),
        (Kind::Nursing, 0.5, 2.0),
        (Kind::Public, 1.0, 4.0),
        (Kind::General, 0.5, 2.0),
        (Kind::Tertiary, 0.02, 0.5),
    ] {
        assert!((low..high).contains(&percent(kind)), "{kind:?}: {} %", percent(kind));
    }
    for record in &places {
        assert_eq!(record.facts.departments.is_empty(), record.facts.kind == Some(Kind::Pharmacy));
        let codes: HashSet<_> = record.facts.departments.iter().map(|d| d.specialty.code()).collect();
        assert_eq!(codes.len(), record.facts.departments.len(), "a department twice in {}", name(record));
    }
    let clinics = places.iter().filter(|p| p.facts.kind == Some(Kind::Clinic));
    let specialties: HashSet<_> = clinics.map(|p| p.facts.departments[0].specialty.code()).collect();
    assert!(specialties.len() >= 15);
}

#[test]
fn hours_are_mostly_known_and_of_every_sort() {
    let places = made(20_000);
    let weeks: Vec<WeeklyHours> = places.iter().map(week).collect();
    let share = |count: usize| count as f64 / weeks.len() as f64;
    let known = share(weeks.iter().filter(|week| week.is_known()).count());
    assert!((0.93..0.97).contains(&known), "{known}");
    let some = |what: &str, test: &dyn Fn(&WeeklyHours) -> bool, low: f64, high: f64| {
        let found = share(weeks.iter().filter(|week| test(week)).count());
        assert!((low..high).contains(&found), "{what}: {found}");
    };
    some("lunch", &|w| w.day(0).breaks().next().is_some(), 0.4, 0.7);
    some("evenings", &|w| (0..5).any(|i| w.day(i).ranges().iter().any(|r| r.close() >= 20 * 60)), 0.1, 0.35);
    some("Saturdays", &|w| !w.day(5).ranges().is_empty(), 0.7, 0.95);
    some("weeks of the month", &|w| w.weeks(5) != crate::domain::hours::WeeksOfMonth::ALL, 0.02, 0.08);
    some("Sundays", &|w| !w.day(6).ranges().is_empty(), 0.05, 0.2);
    some("holidays", &|w| !w.day(HOLIDAY).ranges().is_empty(), 0.05, 0.25);
    some("holidays not told", &|w| w.is_known() && *w.day(HOLIDAY) == DayHours::Unknown, 0.02, 0.15);
    some("past midnight", &|w| w.day(0).ranges().iter().any(|r| r.close() > 24 * 60), 0.001, 0.02);
    some("round the clock", &|w| w.day(0).ranges().iter().any(|r| r.close() - r.open() == 24 * 60), 0.000_1, 0.01);
    some("every day of the year", &|w| (0..8).all(|i| !w.day(i).ranges().is_empty()), 0.03, 0.15);
    let unsaid = places.iter().zip(&weeks).find(|(p, w)| p.facts.emergency == Some(true) && !w.is_known());
    assert!(unsaid.is_none(), "an emergency hospital's hours are known");
}

#[test]
fn names_seldom_meet() {
    let distinct = |places: usize| {
        let names: HashSet<String> = generate(places, 1, AS_OF).filter_map(|record| record.facts.name).collect();
        names.len() as f64 / places as f64
    };
    let (few, many) = (distinct(3_000), distinct(100_000));
    assert!(few > 0.9 && many > 0.8, "{few} of 3,000, {many} of 100,000");
}
