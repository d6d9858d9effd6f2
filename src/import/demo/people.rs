//! Who works in a demonstration place, and what it tells its patients.

use fastrand::Rng;

use super::{has_wards, percent, shape::Shape, weighted};
use crate::domain::{
    hospital::{Department, Kind},
    specialty::Specialty,
};

/// The specialties of clinics, by how common they are.
const CLINICS: &[(u32, &str)] = &[
    (21, "01"),
    (11, "00"),
    (9, "11"),
    (9, "13"),
    (9, "05"),
    (7, "23"),
    (6, "14"),
    (6, "12"),
    (6, "09"),
    (5, "10"),
    (5, "03"),
    (4, "15"),
    (4, "04"),
    (3, "06"),
    (3, "21"),
    (3, "08"),
    (2, "02"),
    (1, "16"),
];

/// What a clinic of a specialty often offers beside it.
const BESIDE: &[(&str, &str)] = &[
    ("01", "11"),
    ("01", "23"),
    ("00", "01"),
    ("00", "14"),
    ("11", "01"),
    ("13", "11"),
    ("05", "21"),
    ("05", "09"),
    ("23", "01"),
    ("09", "21"),
    ("06", "09"),
    ("04", "01"),
    ("10", "11"),
    ("02", "01"),
    ("08", "14"),
];

/// The departments of a place of a kind; the first is what it is known for.
pub(super) fn departments(kind: Kind, rng: &mut Rng) -> Vec<Department> {
    match kind {
        Kind::Clinic => clinic(rng),
        Kind::Dental => some_of(&["61", "55", "51", "52", "53", "54", "50"], 1..4, rng),
        Kind::Oriental => some_of(&["80", "85", "86", "81", "82", "83", "84", "87"], 1..5, rng),
        Kind::Hospital => some_of(&["01", "04", "05", "11", "21", "09", "10", "16", "06"], 2..6, rng),
        Kind::Nursing => some_of(&["01", "21", "02", "23", "80"], 1..4, rng),
        Kind::General => general(10, rng),
        Kind::Tertiary => general(22, rng),
        Kind::Public => some_of(&["00", "01", "11", "61", "80"], 1..4, rng),
        Kind::Pharmacy => Vec::new(),
    }
}

/// A clinic's one specialty, and sometimes another beside it.
fn clinic(rng: &mut Rng) -> Vec<Department> {
    let first = weighted(CLINICS, rng).unwrap_or("01");
    let mut found: Vec<Department> = department(first, 1..3, rng).into_iter().collect();
    for (_, other) in BESIDE.iter().filter(|(of, _)| *of == first) {
        if percent(35, rng) {
            found.extend(department(other, 0..2, rng));
        }
    }
    found
}

/// A large hospital: 응급의학과 and the commoner departments, so many in all.
fn general(count: usize, rng: &mut Rng) -> Vec<Department> {
    let mut codes: Vec<String> = (1..=23).map(|code| format!("{code:02}")).collect();
    rng.shuffle(&mut codes[5..]);
    codes.truncate(count);
    codes.push("24".to_owned());
    codes.iter().filter_map(|code| department(code, 2..9, rng)).collect()
}

/// The first of the codes and some of the others.
fn some_of(codes: &[&str], count: std::ops::Range<usize>, rng: &mut Rng) -> Vec<Department> {
    let mut others = codes[1..].to_vec();
    rng.shuffle(&mut others);
    others.truncate(rng.usize(count) - 1);
    codes[..1].iter().chain(&others).filter_map(|code| department(code, 1..4, rng)).collect()
}

/// A department with so many specialists; where it has none, none are told.
fn department(code: &str, specialists: std::ops::Range<u16>, rng: &mut Rng) -> Option<Department> {
    let specialists = Some(rng.u16(specialists)).filter(|count| *count > 0);
    Specialty::from_code(code).map(|specialty| Department { specialty, specialists })
}

/// The way there, parking, and when the desk closes.
pub(super) fn notes(shape: Shape, rng: &mut Rng) -> Vec<String> {
    let mut notes = Vec::new();
    if shape.emergency {
        notes.push("응급실은 24시간 운영합니다.".to_owned());
    }
    if percent(30, rng) {
        let way = [
            "버스 터미널에서 걸어서 5분",
            "버스 정류장 바로 앞",
            "시장 입구 건너편",
            "주민센터 옆 건물",
            "사거리 모퉁이 건물",
            "초등학교 맞은편",
            "아파트 상가 안",
        ];
        notes.push(format!("오시는 길: {}", way[rng.usize(..way.len())]));
    }
    if has_wards(shape.kind) {
        notes.push(format!("주차 {}대, 진료 시 {}시간 무료", rng.u16(2..40) * 5, rng.u8(2..5)));
    } else if percent(25, rng) {
        let parking = [
            "건물 지하 주차장 1시간 무료",
            "건물 뒤 주차 4대",
            "주차장이 없습니다. 가까운 공영주차장을 이용해 주세요.",
        ];
        notes.push(parking[rng.usize(..parking.len())].to_owned());
    }
    if shape.kind != Kind::Pharmacy && percent(25, rng) {
        notes.push(format!("접수는 진료 마감 {}분 전까지", [20, 30, 60][rng.usize(..3)]));
    }
    notes
}
