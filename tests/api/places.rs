//! Places made by hand for the tests: a street in 강남구, each a little further north, and one in 부산.

use heydoctor::domain::{
    geo::LatLon,
    hospital::{Department, Kind, Source},
    phone::Phone,
    record::{Facts, Part, SourceHours, SourceRecord},
    region::RegionCode,
    specialty::Specialty,
};
use jiff::civil::date;

/// Where the street begins, as a query writes it; a thousandth of a degree north is 111 m.
pub const START: &str = "37.5,127.03";

pub const CLINIC: &str = "가온내과의원";
pub const NIGHT_CLINIC: &str = "나래소아청소년과의원";
pub const HOSPITAL: &str = "다솜종합병원";
pub const PHARMACY: &str = "라온약국";
pub const DENTIST: &str = "마루치과의원";
pub const BUSAN: &str = "바다한의원";
pub const NOWHERE: &str = "사랑보건소";

/// All of them.
pub fn street() -> Vec<SourceRecord> {
    let week = |weekday: &str, saturday: &str, sunday: &str, holiday: &str| {
        hours(&format!("{0};{0};{0};{0};{0};{saturday};{sunday};{holiday}", weekday))
    };
    let clinic = Facts {
        departments: vec![department("01", Some(2))],
        phone: Phone::parse("02-555-0101"),
        notes: vec!["승강기가 있어요".into()],
        hours: week("0900-1300,1400-1800", "0900-1300", "-", "-"),
        ..place(CLINIC, Kind::Clinic, Some(37.501))
    };
    let night_clinic = Facts {
        departments: vec![department("11", None)],
        hours: week("1000-2200", "1000-1700", "1000-1400", "1000-1400"),
        ..place(NIGHT_CLINIC, Kind::Clinic, Some(37.503))
    };
    let hospital = Facts {
        departments: vec![department("01", Some(12)), department("04", Some(7))],
        emergency: Some(true),
        emergency_phone: Phone::parse("02-555-0119"),
        hours: week("0000-2400", "0000-2400", "0000-2400", "0000-2400"),
        ..place(HOSPITAL, Kind::General, Some(37.506))
    };
    let pharmacy =
        Facts { hours: week("2000-2600", "2000-2600", "?", "?"), ..place(PHARMACY, Kind::Pharmacy, Some(37.5005)) };
    let dentist = Facts {
        departments: vec![department("55", None)],
        homepage: Some("https://dentist.example/".into()),
        ..place(DENTIST, Kind::Dental, Some(37.52))
    };
    let busan = Facts {
        departments: vec![department("80", None)],
        address: Some("부산광역시 해운대구 해운대로 1 (우동)".into()),
        region: Some(RegionCode(26350)),
        emd: Some("우동".into()),
        location: LatLon::in_korea(35.163, 129.163),
        hours: week("0900-1800", "-", "-", "-"),
        ..place(BUSAN, Kind::Oriental, None)
    };
    let nowhere = Facts { hours: week("0900-1800", "-", "-", "-"), ..place(NOWHERE, Kind::Public, None) };
    let all = [clinic, night_clinic, hospital, pharmacy, dentist, busan, nowhere];
    all.into_iter().enumerate().map(|(index, facts)| record(&format!("A{:07}", index + 1), facts)).collect()
}

/// The key under which NMC would list a place of the street.
pub fn key(name: &str) -> String {
    let found = street().into_iter().find(|record| record.facts.name.as_deref() == Some(name));
    found.unwrap().key
}

/// A row of clinics of one name each, some of which stand at one and the same point.
pub fn row_of_clinics(count: usize) -> Vec<SourceRecord> {
    let clinic = |number: usize| {
        let facts = Facts {
            departments: vec![department("01", None)],
            hours: hours("0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;-;-;-"),
            ..place(&format!("줄지은{number:03}의원"), Kind::Clinic, Some(37.4 + (number / 3) as f64 * 0.001))
        };
        record(&format!("R{number:07}"), facts)
    };
    (0..count).map(clinic).collect()
}

pub fn record(key: &str, facts: Facts) -> SourceRecord {
    SourceRecord { source: Source::Nmc, key: key.to_owned(), part: Part::Basic, facts }
}

/// A place in 강남구; without a latitude nobody knows where.
pub fn place(name: &str, kind: Kind, lat: Option<f64>) -> Facts {
    Facts {
        name: Some(name.to_owned()),
        kind: Some(kind),
        address: Some("서울특별시 강남구 도산대로 1 (논현동)".into()),
        region: Some(RegionCode(11680)),
        emd: Some("논현동".into()),
        emergency: Some(false),
        location: lat.and_then(|lat| LatLon::in_korea(lat, 127.03)),
        as_of: Some(date(2026, 11, 20)),
        ..Facts::default()
    }
}

fn department(code: &str, specialists: Option<u16>) -> Department {
    Department { specialty: Specialty::from_code(code).unwrap(), specialists }
}

fn hours(text: &str) -> Option<SourceHours> {
    Some(SourceHours::try_from(text.to_owned()).unwrap())
}
