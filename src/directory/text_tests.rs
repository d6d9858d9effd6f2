//! What texts find, and what they are understood as.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::{Directory, Request, samples::*};
use crate::domain::{
    geo::LatLon,
    hangul,
    hospital::{Department, Hospital, HospitalId, Kind, Source},
    hours::WeeklyHours,
    region::RegionCode,
    search::{Area, Filter},
    specialty::Specialty,
};

fn noon() -> DateTime {
    date(2026, 2, 3).at(12, 0, 0, 0)
}

/// Address, region, 읍면동, latitude and longitude.
type Spot<'a> = (&'a str, u32, &'a str, f64, f64);

fn one(id: u32, name: &str, kind: Kind, code: &str, (address, region, emd, lat, lon): Spot<'_>) -> Hospital {
    Hospital {
        id: HospitalId(id),
        name: name.to_owned(),
        kind,
        departments: Specialty::from_code(code)
            .map(|specialty| Department { specialty, specialists: None })
            .into_iter()
            .collect(),
        address: address.to_owned(),
        region: Some(RegionCode(region)),
        emd: Some(emd.to_owned()),
        phone: None,
        emergency: kind == Kind::Tertiary,
        emergency_phone: None,
        location: Some(LatLon { lat, lon }),
        hours: "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;-;-;-".parse::<WeeklyHours>().unwrap(),
        notes: Vec::new(),
        homepage: None,
        bookable: false,
        source: Source::Demo,
        updated_on: date(2026, 1, 1),
    }
}

fn town() -> Directory {
    let siheung = |road: &str| format!("경기도 시흥시 {road} (정왕동, 새봄빌딩)");
    let gangnam = |road: &str, emd: &str| format!("서울특별시 강남구 {road} ({emd})");
    let (mall, main, end) = (siheung("중심상가로 1"), siheung("정왕대로 22"), siheung("정왕대로 30"));
    let (eonju, teheran, yeoksam) =
        (gangnam("언주로 211", "도곡동"), gangnam("테헤란로 509", "역삼동"), gangnam("역삼로 12-3", "역삼동"));
    let jongno: Spot<'_> = ("서울특별시 종로구 대학로 101 (연건동)", 11110, "연건동", 37.5797, 126.9990);
    let busan: Spot<'_> = ("부산광역시 중구 광복로 3 (광복동)", 26110, "광복동", 35.0990, 129.0300);
    let gwangju: Spot<'_> = ("광주광역시 서구 상무대로 1 (치평동)", 29140, "치평동", 35.1500, 126.8500);
    let rows = [
        one(1, "서울대학교병원", Kind::Tertiary, "01", jongno),
        one(2, "연세대학교 강남세브란스병원", Kind::General, "01", (&eonju, 11680, "도곡동", 37.4928, 127.0463)),
        one(3, "튼튼소아청소년과의원 (시연용)", Kind::Clinic, "11", (&mall, 41390, "정왕동", 37.3450, 126.7380)),
        one(4, "정왕아이의원", Kind::Clinic, "11", (&main, 41390, "정왕동", 37.3455, 126.7390)),
        one(5, "서울내과의원", Kind::Clinic, "01", busan),
        one(6, "강남약국", Kind::Pharmacy, "", (&end, 41390, "정왕동", 37.3460, 126.7400)),
        one(7, "바른치과의원", Kind::Dental, "50", (&teheran, 11680, "역삼동", 37.5000, 127.0360)),
        one(8, "역삼온누리약국", Kind::Pharmacy, "", (&yeoksam, 11680, "역삼동", 37.5010, 127.0370)),
        one(9, "튼튼정형외과의원", Kind::Clinic, "05", gwangju),
    ];
    Directory::build(rows, calendar())
}

fn found(directory: &Directory, text: &str) -> Vec<u32> {
    let request = Request { text: Some(text.to_owned()), limit: 50, ..Request::default() };
    directory.search(&request, noon()).places.iter().map(|hit| hit.place.id().0).collect()
}

#[test]
fn names_are_found_the_way_people_write_them() {
    let town = town();
    for (text, first) in [
        ("서울대학교병원", 1),
        ("서울대병원", 1),
        ("서울대학병원", 1),
        ("서울대", 1),
        ("ㅅㅇㄷ", 1),
        ("ㅅㅇㄷㅎㄱㅂㅇ", 1),
        ("강남 세브란스", 2),
        ("강남세브란스병원", 2),
        ("세브란스 강남", 2),
        ("ㄱㄴ세브란스", 2),
        ("강남세브ㄹ", 2),
        ("강남세브라", 2),
        ("강남새브란스", 2),
        ("강남세브란쓰", 2),
        ("셰브란스", 2),
        ("튼튼소아청소년과의원 (시연용)", 3),
        ("튼 튼 소 아", 3),
        ("튼튼소아청소년과병원", 3),
        ("서울내과", 5),
        ("강남약국", 6),
        ("테헤란로 509", 7),
        ("역삼로 12-3", 8),
        ("온누리", 8),
    ] {
        assert_eq!(found(&town, text).first(), Some(&first), "{text}");
    }
    assert_eq!(found(&town, "없는이름의병원"), [0; 0]);
    assert_eq!(found(&town, "!?"), [0; 0]);
    assert_eq!(found(&town, "  ").len(), 9);
}

#[test]
fn areas_and_departments_are_understood_together() {
    let town = town();
    for text in ["정왕동 소아과", "정왕동소아과", "정왕 동 소아청소년과", "시흥시 정왕1동 소아과", "소아과 시흥"]
    {
        assert_eq!(found(&town, text), [4, 3], "{text}: neither has 소아과 in its name");
    }
    assert_eq!(found(&town, "역삼동"), [7, 8]);
    assert_eq!(found(&town, "강남구"), [2, 7, 8]);
    assert_eq!(found(&town, "강남 치과"), [7]);
    assert_eq!(found(&town, "역삼동 온누리"), [8]);
    assert_eq!(found(&town, "서울 응급실"), [1]);
    assert_eq!(found(&town, "광주 정형외과"), [9]);
    // In 강남구 first, then what is only called so.
    assert_eq!(found(&town, "강남"), [6, 2, 7, 8], "강남약국 is all of a name");
    assert_eq!(found(&town, "정왕역 약국"), [6]);
}

#[test]
fn texts_are_taken_apart() {
    let town = town();
    let understood = town.understand("지금 문 연 정왕동 소아과");
    let area = understood.area.unwrap();
    assert_eq!(
        (area.label.as_str(), area.region, area.emd.as_deref()),
        ("경기 시흥시 정왕동", Some(RegionCode(41390)), Some("정왕동"))
    );
    assert!(area.bbox.contains(area.centre) && understood.open_now && understood.rest.is_none());
    assert_eq!(understood.specialties.iter().map(|s| s.code()).collect::<Vec<_>>(), ["11"]);

    let understood = town.understand("수원시 장안구 일요일 여는 약국");
    assert_eq!(understood.area.unwrap().label, "경기 수원시 장안구");
    assert!(understood.night_or_holiday && understood.kinds == [Kind::Pharmacy]);

    let understood = town.understand("강남세브란스");
    assert_eq!((understood.area, understood.rest.as_deref()), (None, Some("강남세브란스")));
    let understood = town.understand("강남 세브란스 병원");
    assert_eq!(
        (understood.area.unwrap().label.as_str(), understood.rest.as_deref()),
        ("서울 강남구", Some("세브란스"))
    );
    let understood = town.understand("부산 서울내과");
    assert_eq!((understood.area.unwrap().label.as_str(), understood.rest.as_deref()), ("부산", Some("서울내과")));
    assert_eq!(town.understand("가까운 병원").rest.as_deref(), Some("가까운 병원"));
    assert_eq!(town.understand("Gangnam-gu dentist").area.unwrap().label, "서울 강남구");
    assert!(town.understand("응급실").emergency);
    assert_eq!(town.understand(""), Default::default());
}

#[test]
fn of_areas_with_one_name_the_near_one_is_meant() {
    let town = town();
    let at = LatLon { lat: 35.10, lon: 129.03 };
    let area = |text, origin| town.read(text, origin).understood.area.unwrap().label;
    assert_eq!(area("중구", Some(at)), "부산 중구");
    assert_eq!(area("중구", Some(LatLon { lat: 37.56, lon: 126.99 })), "서울 중구");
    assert_eq!(area("부산 중구", Some(LatLon { lat: 37.56, lon: 126.99 })), "부산 중구");
    assert_eq!(area("중구 부산", None), "부산 중구");
    assert_eq!(area("광주", None), "광주");
    assert_eq!(area("경기 광주", None), "경기 광주시");
}

#[test]
fn what_is_meant_obeys_the_clock_the_filter_and_the_circle() {
    let town = town();
    let request = |text: &str| Request { text: Some(text.to_owned()), limit: 50, ..Request::default() };
    let count = |request: &Request, at| town.search(request, at).total;
    assert_eq!(count(&request("정왕동 지금 문 연 소아과"), noon()), 2);
    assert_eq!(count(&request("정왕동 지금 문 연 소아과"), date(2026, 2, 3).at(22, 0, 0, 0)), 0);
    let kinds = Filter { kinds: vec![Kind::Pharmacy], ..Filter::default() };
    assert_eq!(count(&Request { filter: kinds, ..request("역삼동") }, noon()), 1);
    let circle = Area::Near { at: LatLon { lat: 37.5, lon: 127.036 }, radius_m: 5.0 };
    assert_eq!(count(&Request { area: circle, ..request("역삼동") }, noon()), 1);
    let mut near = request("튼튼");
    near.origin = Some(LatLon { lat: 35.15, lon: 126.85 });
    assert_eq!(town.search(&near, noon()).places[0].place.id(), HospitalId(9));
}

/// A conjoining final as the letter that stands alone; others as they are.
fn final_letter(c: char) -> char {
    let finals = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
    (c as u32).checked_sub(0x11A8).and_then(|place| finals.chars().nth(place as usize)).unwrap_or(c)
}

/// Changes, drops or doubles one letter of a name.
fn with_a_mistake(name: &str, at: prop::sample::Index, how: u8, letter: char) -> String {
    let mut letters: Vec<char> = Vec::new();
    for c in name.chars() {
        match hangul::split(c) {
            Some((initial, vowel, last)) => {
                letters.extend(char::from_u32(0x1100 + u32::from(initial)));
                letters.extend(char::from_u32(0x1161 + u32::from(vowel)));
                letters.extend((last > 0).then(|| char::from_u32(0x11A7 + u32::from(last))).flatten());
            }
            None => letters.push(c),
        }
    }
    let at = at.index(letters.len());
    // A double final (ㄺ) is two letters; losing it would be two mistakes.
    let double = |c: char| hangul::jamo(&final_letter(c).to_string()).len() > 1;
    match if double(letters[at]) { 1 } else { how } {
        0 => letters[at] = letter,
        1 => letters.insert(at, letter),
        _ => drop(letters.remove(at)),
    }
    // Letters that no longer make a syllable stay alone, as compatibility jamo.
    let alone = |c: char| match c as u32 {
        initial @ 0x1100..0x1113 => {
            hangul::initials(&hangul::join((initial - 0x1100) as u8, 0, 0).unwrap().to_string())
        }
        vowel @ 0x1161..0x1176 => char::from_u32(0x314F + vowel - 0x1161).unwrap().to_string(),
        _ => final_letter(c).to_string(),
    };
    hangul::normalise(&letters.iter().collect::<String>())
        .chars()
        .map(|c| if ('\u{1100}'..'\u{1200}').contains(&c) { alone(c) } else { c.to_string() })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_name_is_found(hospitals in hospitals(40), at in any::<prop::sample::Index>(), how in 0u8..3, letter in "[ㄱㄴㄷㅂㅅㅎㅏㅓㅗㅣ]") {
        let directory = directory(&hospitals);
        let letter = letter.chars().next().unwrap();
        for hospital in &hospitals {
            prop_assert!(found(&directory, &hospital.name).contains(&hospital.id.0), "{}", hospital.name);
            let initials = hangul::initials(&hospital.name);
            prop_assert!(found(&directory, &initials).contains(&hospital.id.0), "{} of {}", initials, hospital.name);
            let normal = hangul::normalise(&hospital.name);
            if (4..18).contains(&normal.chars().count()) {
                let wrong = with_a_mistake(&normal, at, how, letter);
                let hits = found(&directory, &wrong);
                prop_assert!(!hits.is_empty(), "{} of {}", wrong, normal);
            }
        }
    }

    #[test]
    fn a_lone_place_is_found_with_a_mistake(name in name(), at in any::<prop::sample::Index>(), how in 0u8..3, letter in "[ㄱㄴㄷㅂㅅㅎㅏㅓㅗㅣ]") {
        let normal = hangul::normalise(&name);
        prop_assume!((4..18).contains(&normal.chars().count()));
        let hospital = one(7, &name, Kind::Clinic, "", ("어느 길 1", 41390, "어느동", 37.3, 126.7));
        let directory = Directory::build([hospital], calendar());
        let wrong = with_a_mistake(&normal, at, how, letter.chars().next().unwrap());
        prop_assert_eq!(found(&directory, &wrong), [7], "{} of {}", wrong, normal);
    }

    #[test]
    fn any_text_is_answered(text in ".{0,200}", near in prop::option::of(point())) {
        let town = town();
        let request = Request { text: Some(text.clone()), origin: near, limit: 20, ..Request::default() };
        let found = town.search(&request, noon());
        prop_assert!(found.places.len() <= found.total && found.total <= town.len());
        town.understand(&text);
    }

    #[test]
    fn any_words_are_answered(words in prop::collection::vec("(강남|정왕동|소아과|ㅅㅇㄷ|12-3|문|연|서울|의원|a|김|세브란스|중구)", 0..8), glue in "( )?") {
        let (town, text) = (town(), words.join(&glue));
        let first = found(&town, &text);
        prop_assert_eq!(first, found(&town, &text));
    }
}

#[test]
fn very_long_texts_cost_no_more_than_short_ones() {
    let town = town();
    for text in
        ["가".repeat(10_000), "가 ".repeat(5_000), "ㄱ".repeat(10_000), "강남구 ".repeat(3_000), "정왕동".repeat(3_000)]
    {
        let started = std::time::Instant::now();
        found(&town, &text);
        assert!(started.elapsed().as_millis() < 500, "{}", &text[..30]);
    }
}
