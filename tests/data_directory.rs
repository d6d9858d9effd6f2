//! The directory on the 7,769 real places of Seoul (not part of the project: see `make test-data`).

use std::{fs, path::PathBuf};

use heydoctor::{
    directory::{Directory, Feature, MapRequest, Request},
    domain::{
        geo::{KOREA, LatLon},
        hangul,
        holiday::HolidayCalendar,
        hospital::{Hospital, HospitalId, Kind, Source},
        hours::{DayHours, Range, WeeklyHours},
        phone::Phone,
        region,
        search::{Area, Filter},
    },
};
use jiff::civil::{DateTime, date};
use quick_xml::{Reader, events::Event};

fn folder() -> PathBuf {
    let shared = std::env::var_os("HEYDOCTOR_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    let folder = shared.join("nmc/seoul");
    assert!(folder.is_dir(), "the real data is not at {}: set HEYDOCTOR_SHARED", folder.display());
    folder
}

/// The fields of every `item` of a page.
fn items(xml: &str) -> Vec<Vec<(String, String)>> {
    let (mut reader, mut items, mut field) = (Reader::from_str(xml), Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "item" => items.push(Vec::new()),
            Event::Start(tag) => field = tag.name().as_ref().to_owned(),
            Event::Text(text) => {
                if let Some(item) = items.last_mut() {
                    item.push((field.clone(), text.xml10_content().into_owned()));
                }
            }
            Event::Eof => return items,
            _ => {}
        }
    }
}

fn hospital(number: u32, item: &[(String, String)]) -> Hospital {
    let field = |name: &str| item.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
    let minutes = |name: String| {
        let clock: u16 = field(&name).parse().ok()?;
        Some(clock / 100 * 60 + clock % 100)
    };
    let day = |day: usize| match (minutes(format!("dutyTime{day}s")), minutes(format!("dutyTime{day}c"))) {
        (Some(open), Some(close)) => DayHours::known(Range::from_clock(open, close).into_iter().collect()),
        _ => DayHours::Unknown,
    };
    let at = field("wgs84Lat").parse().ok().zip(field("wgs84Lon").parse().ok());
    let address = field("dutyAddr").to_owned();
    Hospital {
        id: HospitalId(number),
        name: field("dutyName").to_owned(),
        kind: if field("dutyDiv") == "C" { Kind::Clinic } else { Kind::Hospital },
        departments: Vec::new(),
        region: region::of_address(&address),
        emd: region::emd_of_address(&address),
        address,
        phone: Phone::parse(field("dutyTel1")),
        emergency: field("dutyEryn") == "1",
        emergency_phone: None,
        location: at.and_then(|(lat, lon)| LatLon::in_korea(lat, lon)),
        hours: WeeklyHours::new(std::array::from_fn(|i| day(i + 1))),
        notes: Vec::new(),
        homepage: None,
        bookable: false,
        source: Source::Nmc,
        updated_on: date(2023, 5, 1),
    }
}

fn seoul() -> Directory {
    let mut pages: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let items = pages.iter().flat_map(|page| items(&fs::read_to_string(page).unwrap()));
    Directory::build(items.zip(1..).map(|(item, number)| hospital(number, &item)), HolidayCalendar::default())
}

fn noon() -> DateTime {
    date(2026, 3, 4).at(12, 0, 0, 0)
}

fn request(text: &str) -> Request {
    Request { text: Some(text.to_owned()), limit: 2_000, ..Request::default() }
}

#[test]
fn real_places_are_found_the_way_people_look_for_them() {
    let directory = seoul();
    assert_eq!(directory.len(), 7_769);
    let names = |text: &str| -> Vec<&str> {
        directory.search(&request(text), noon()).places.iter().map(|hit| hit.place.name()).collect()
    };
    let first_holds = |text: &str, part: &str| {
        let names = names(text);
        assert!(names.first().is_some_and(|name| name.replace(' ', "").contains(part)), "{text}: {:?}", names.first());
    };
    first_holds("서울대병원", "서울대학교병원");
    first_holds("서울대학교병원", "서울대학교병원");
    first_holds("ㅅㅇㄷㅎㄱㅂㅇ", "서울대학교병원");
    first_holds("은평 성모병원", "은평성모병원");
    first_holds("은평셩모병원", "은평성모병원");
    first_holds("ㅇㅍ성모ㅂㅇ", "은평성모병원");
    first_holds("강남을지대병원", "강남을지대학교병원");
    first_holds("강동경희대병원", "강동경희대학교의대병원");
    first_holds("고대구로병원", "구로병원");
    first_holds("건대병원", "건국대학교병원");
    first_holds("삼성서울병원", "삼성서울병원");
    first_holds("삼성서울벙원", "삼성서울병원");
    first_holds("은평성모병원", "은평성모병원");
    first_holds("순천향대", "순천향대학교");
    assert!(names("ㅅㅇㄷ").iter().any(|name| name.contains("서울대학교병원")));
    assert!(names("존재할리없는이름의원").is_empty());
}

#[test]
fn areas_of_seoul_are_understood() {
    let directory = seoul();
    let all = |text: &str| directory.search(&request(text), noon());
    let gangnam = directory.understand("강남구").area.unwrap();
    assert_eq!(gangnam.region.map(|code| code.0), Some(11680));
    let inside = directory.places().filter(|place| place.region() == gangnam.region).count();
    let found = all("강남구");
    assert!(inside > 1_000 && found.total >= inside);
    assert!(found.places[..inside.min(900)].iter().all(|hit| hit.place.region() == gangnam.region));
    let yeoksam = all("역삼동 의원");
    assert!(yeoksam.total > 100 && yeoksam.places[..50].iter().all(|hit| hit.place.emd() == Some("역삼동")));
    // 신사동 lies in three 구; the 구 beside it tells which.
    let sinsa = directory.understand("은평구 신사동").area.unwrap();
    assert_eq!((sinsa.region.map(|code| code.0), sinsa.emd.as_deref()), (Some(11380), Some("신사동")));
    let sinsa = directory.understand("강남 신사동").area.unwrap();
    assert_eq!(sinsa.region.map(|code| code.0), Some(11680));
    assert!(sinsa.bbox.contains(sinsa.centre));
}

#[test]
fn every_real_name_and_its_initials_find_it() {
    let directory = seoul();
    for place in directory.places().step_by(37) {
        for text in [place.name().to_owned(), hangul::initials(place.name())] {
            let found = directory.search(&Request { limit: 8_000, ..request(&text) }, noon());
            assert!(found.places.iter().any(|hit| hit.place.id() == place.id()), "{text}");
        }
    }
}

#[test]
fn the_map_and_the_circle_hold_the_real_places() {
    let directory = seoul();
    let located = directory.places().filter(|place| place.location().is_some()).count();
    assert!(located > 7_700);
    for zoom in [6, 9, 11, 13, 15, 18] {
        let map = MapRequest { bbox: KOREA, zoom, filter: Filter::default(), text: None };
        let features = directory.map(&map, noon());
        let count = |feature: &Feature<'_>| match feature {
            Feature::Cluster { count, .. } => *count as usize,
            Feature::Place(..) => 1,
        };
        assert!(features.len() <= 500);
        assert_eq!(features.iter().map(count).sum::<usize>(), located);
    }
    let gangnam_station = LatLon { lat: 37.4979, lon: 127.0276 };
    let area = Area::Near { at: gangnam_station, radius_m: 500.0 };
    let found = directory.search(&Request { area, limit: 100, ..Request::default() }, noon());
    assert!(found.total > 100, "{}", found.total);
    assert!(found.places.is_sorted_by(|a, b| a.distance_m <= b.distance_m));
}
