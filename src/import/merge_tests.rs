use jiff::civil::date;

use super::*;
use crate::domain::{hospital::Kind, phone::Phone, record::SourceHours, region::RegionCode, specialty::Specialty};

fn row(source: Source, key: &str, part: Part, facts: Facts) -> PlaceRow {
    let as_of = if source == Source::Hira { date(2026, 3, 31) } else { date(2026, 5, 1) };
    let covered = [true; 8];
    PlaceRow { hospital: HospitalId(7), source, key: key.to_owned(), part, facts, as_of, covered, gone: false }
}

fn hours(text: &str) -> Option<SourceHours> {
    Some(SourceHours::try_from(text.to_owned()).unwrap())
}

fn department(code: &str, specialists: Option<u16>) -> Department {
    Department { specialty: Specialty::from_code(code).unwrap(), specialists }
}

fn nmc() -> PlaceRow {
    let facts = Facts {
        name: Some("(의)푸른나무병원".into()),
        kind: Some(Kind::General),
        address: Some("서울특별시 강남구 도산대로 118, 2층".into()),
        region: Some(RegionCode(11680)),
        emd: Some("논현동".into()),
        phone: Phone::parse("02-555-0100"),
        emergency: Some(true),
        emergency_phone: Phone::parse("02-555-0119"),
        location: LatLon::in_korea(37.5, 127.03),
        departments: vec![department("11", None), department("01", None)],
        notes: vec!["1층 접수".into(), "주차  가능".into()],
        hours: hours("0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300;~;~"),
        ..Facts::default()
    };
    row(Source::Nmc, "A1", Part::Basic, facts)
}

fn hira() -> [PlaceRow; 3] {
    let basic = Facts {
        name: Some("푸른나무병원".into()),
        kind: Some(Kind::Tertiary),
        address: Some("서울특별시 강남구 도산대로 118".into()),
        region: Some(RegionCode(11680)),
        phone: Phone::parse("02-555-0200"),
        homepage: Some("https://example.com".into()),
        location: LatLon::in_korea(37.5001, 127.0301),
        ..Facts::default()
    };
    let detail = Facts {
        notes: vec!["주차 가능".into(), "점심 12:30~13:30".into()],
        hours: hours("1000-1700;~;~;~;~;~;~;~"),
        ..Facts::default()
    };
    let departments = Facts {
        departments: vec![department("05", Some(2)), department("01", None), department("01", Some(3))],
        ..Facts::default()
    };
    [
        row(Source::Hira, "J1", Part::Basic, basic),
        row(Source::Hira, "J1", Part::Detail, detail),
        row(Source::Hira, "J1", Part::Departments, departments),
    ]
}

#[test]
fn each_fact_comes_from_the_source_that_knows_it_best() {
    let rows: Vec<PlaceRow> = [nmc()].into_iter().chain(hira()).collect();
    let merged = merge(HospitalId(7), &rows).unwrap();
    let expected = Hospital {
        id: HospitalId(7),
        name: "푸른나무병원".into(),
        kind: Kind::Tertiary,
        departments: vec![department("01", Some(3)), department("05", Some(2))],
        address: "서울특별시 강남구 도산대로 118".into(),
        region: Some(RegionCode(11680)),
        emd: Some("논현동".into()),
        phone: Phone::parse("02-555-0100"),
        emergency: true,
        emergency_phone: Phone::parse("02-555-0119"),
        location: LatLon::in_korea(37.5001, 127.0301),
        hours: "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300;-;-".parse().unwrap(),
        notes: vec!["1층 접수".into(), "주차 가능".into(), "점심 12:30~13:30".into()],
        homepage: Some("https://example.com".into()),
        bookable: false,
        source: Source::Nmc,
        updated_on: date(2026, 5, 1),
    };
    assert_eq!(merged, expected);
    let backwards: Vec<PlaceRow> = rows.into_iter().rev().collect();
    assert_eq!(merge(HospitalId(7), &backwards).unwrap(), expected, "the order of the rows does not count");
}

#[test]
fn hours_fall_back_to_hira_with_its_own_date_and_coverage() {
    let mut rows: Vec<PlaceRow> = [nmc()].into_iter().chain(hira()).collect();
    rows[0].facts.hours = hours("~;~;~;~;~;~;~;~");
    rows[2].covered = [true, true, false, true, true, true, true, true];
    let merged = merge(HospitalId(7), &rows).unwrap();
    assert_eq!(merged.hours.to_string(), "1000-1700;-;?;-;-;-;-;-");
    assert_eq!((merged.source, merged.updated_on), (Source::Hira, date(2026, 3, 31)));
}

#[test]
fn rows_that_vanished_say_nothing_and_neither_do_their_details() {
    let mut rows: Vec<PlaceRow> = [nmc()].into_iter().chain(hira()).collect();
    rows[1].gone = true;
    let merged = merge(HospitalId(7), &rows).unwrap();
    assert_eq!(merged.name, "(의)푸른나무병원");
    assert_eq!(merged.departments, [department("01", None), department("11", None)]);
    assert_eq!(merged.homepage, None);
    rows[0].gone = true;
    assert_eq!(merge(HospitalId(7), &rows), None);
    assert_eq!(merge(HospitalId(7), &hira()[1..]), None, "details without a basic row are no place");
}

#[test]
fn of_two_keys_of_one_source_the_newer_speaks() {
    let mut renamed = nmc();
    renamed.key = "A0".to_owned();
    renamed.as_of = date(2026, 6, 1);
    renamed.facts.name = Some("푸른나무종합병원".into());
    assert_eq!(merge(HospitalId(7), &[nmc(), renamed]).unwrap().name, "푸른나무종합병원");
}
