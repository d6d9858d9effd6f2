//! The directory on 100,000 made-up places: build, memory, and the times of single calls, beside
//! peers that answer the same questions from plain vectors and from an R-tree.
//!
//! `cargo bench --features ssr --bench directory [-- PLACES]`

use std::{fs, hint::black_box, time::Instant};

use fastrand::Rng;
use heydoctor::{
    directory::{Directory, MapRequest, Request},
    domain::{
        geo::{BBox, KOREA, LatLon},
        hangul,
        holiday::HolidayCalendar,
        hospital::{Hospital, HospitalId, Kind},
        hours::WeeklyHours,
        record::SourceRecord,
        search::{Area, Filter},
        specialty::{Specialty, SpecialtySet},
    },
    import::demo::generate,
};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
};
use rstar::{RTree, primitives::GeomWithData};

const CALLS: usize = 3_000;
const RADIUS_M: f64 = 2_000.0;

fn main() {
    let places = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(100_000);
    let mut rng = Rng::with_seed(7);
    println!("{places} places, {CALLS} calls each; a call's time in µs\n");
    let directory = memory(places);
    let hospitals: Vec<Hospital> = made(places).collect();
    build_time(&hospitals);
    println!("\n{:<44} {:>9} {:>9} {:>9}", "", "median", "p99", "slowest");
    nearest(&directory, &hospitals, &mut rng.fork());
    maps(&directory, &hospitals, &mut rng.fork());
    texts(&directory, &hospitals, &mut rng.fork());
}

fn as_of() -> Date {
    date(2026, 11, 22)
}

fn made(places: usize) -> impl Iterator<Item = Hospital> {
    generate(places, 1, as_of()).zip(1..).map(|(record, number)| hospital(number, record))
}

fn hospital(number: u32, record: SourceRecord) -> Hospital {
    let facts = record.facts;
    Hospital {
        id: HospitalId(number),
        name: facts.name.unwrap_or_default(),
        kind: facts.kind.unwrap_or(Kind::Clinic),
        departments: facts.departments,
        address: facts.address.unwrap_or_default(),
        region: facts.region,
        emd: facts.emd,
        phone: facts.phone,
        emergency: facts.emergency == Some(true),
        emergency_phone: facts.emergency_phone,
        location: facts.location,
        hours: facts.hours.map_or_else(WeeklyHours::default, |hours| hours.resolve([true; 8])),
        notes: facts.notes,
        homepage: facts.homepage,
        bookable: number.is_multiple_of(50),
        source: record.source,
        updated_on: as_of(),
    }
}

/// Resident memory of this process, MB.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).and_then(|n| n.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

fn memory(places: usize) -> Directory {
    drop(Directory::build(made(100), HolidayCalendar::builtin()));
    let before = resident();
    let directory = Directory::build(made(places), HolidayCalendar::builtin());
    println!("memory    {:6.1} MB resident for the directory", resident() - before);
    directory
}

fn build_time(hospitals: &[Hospital]) {
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let copies = hospitals.to_vec();
            let started = Instant::now();
            black_box(Directory::build(copies, HolidayCalendar::builtin()));
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("build     {:6.0} ms, median of 5", times[2]);
}

/// Times every call and prints a line.
fn measure<T>(what: &str, calls: usize, mut prepare: impl FnMut() -> T, mut call: impl FnMut(&T) -> usize) {
    let mut times = Vec::with_capacity(calls);
    let mut answers = 0;
    for _ in 0..calls {
        let prepared = prepare();
        let started = Instant::now();
        answers += black_box(call(black_box(&prepared)));
        times.push(started.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let mean = answers as f64 / calls as f64;
    println!("{what:<44} {:>9.1} {:>9.1} {:>9.1}   {mean:.1} answers", at(0.5), at(0.99), at(1.0));
}

fn moment(rng: &mut Rng) -> DateTime {
    let minutes = rng.i64(0..60 * 24 * 365);
    date(2026, 1, 1).at(0, 0, 0, 0).saturating_add(minutes.minutes())
}

fn specialties(rng: &mut Rng) -> SpecialtySet {
    let codes = ["01", "05", "11", "12", "13", "14"];
    Specialty::from_code(codes[rng.usize(..codes.len())]).into_iter().collect()
}

/// What people set: nothing, a department, a kind, open now, and these together.
fn filter(rng: &mut Rng) -> Filter {
    let mut filter = Filter::default();
    if rng.bool() {
        filter.specialties = specialties(rng);
    } else if rng.u8(..4) == 0 {
        filter.kinds = vec![Kind::ALL[rng.usize(..9)]];
    }
    if rng.bool() {
        filter.open_at = Some(moment(rng));
    }
    filter.night_or_holiday = rng.u8(..10) == 0;
    filter
}

/// Where people are: near places.
fn somewhere(hospitals: &[Hospital], rng: &mut Rng) -> LatLon {
    loop {
        let Some(at) = hospitals[rng.usize(..hospitals.len())].location else { continue };
        return LatLon { lat: at.lat + rng.f64() * 0.01 - 0.005, lon: at.lon + rng.f64() * 0.01 - 0.005 };
    }
}

/// A row of the peers: what [`Filter`] asks, ready.
fn passes(hospital: &Hospital, filter: &Filter, holidays: &HolidayCalendar) -> bool {
    let set: SpecialtySet = hospital.departments.iter().map(|department| department.specialty).collect();
    (filter.specialties.is_empty() || filter.specialties.intersects(set))
        && (filter.kinds.is_empty() || filter.kinds.contains(&hospital.kind))
        && (!filter.night_or_holiday || hospital.hours.night_or_holiday())
        && filter.open_at.is_none_or(|at| hospital.hours.state_at(at, holidays).is_open())
}

fn nearest(directory: &Directory, hospitals: &[Hospital], rng: &mut Rng) {
    let holidays = HolidayCalendar::builtin();
    let request = |rng: &mut Rng, filter: Filter| Request {
        area: Area::Near { at: somewhere(hospitals, rng), radius_m: RADIUS_M },
        filter,
        limit: 20,
        ..Request::default()
    };
    let search = |(request, now): &(Request, DateTime)| directory.search(request, *now).total;
    measure("nearest 20 in 2 km", CALLS, || (request(rng, Filter::default()), moment(rng)), search);
    let mut filtered = || (filter(rng), moment(rng)).pipe(|(filter, now)| (request(rng, filter), now));
    measure("nearest 20 in 2 km, filters", CALLS, &mut filtered, search);
    let naive = |(request, now): &(Request, DateTime)| {
        let Area::Near { at, radius_m } = request.area else { return 0 };
        let near = hospitals.iter().filter_map(|h| h.location.map(|to| (at.distance_m(to), h)));
        let mut near: Vec<_> =
            near.filter(|(far, h)| *far <= radius_m && passes(h, &request.filter, &holidays)).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.iter().take(20).for_each(|(_, h)| _ = black_box(h.hours.state_at(*now, &holidays)));
        near.len()
    };
    measure("  peer: all places, one by one", CALLS / 10, &mut filtered, naive);
    // Longitudes squeezed so that the tree's plane is Korea's, in degrees of latitude.
    let squeeze = 37.0f64.to_radians().cos();
    let points = hospitals.iter().enumerate();
    let points = points.filter_map(|(i, h)| h.location.map(|at| GeomWithData::new([at.lon * squeeze, at.lat], i)));
    let tree = RTree::bulk_load(points.collect());
    let with_tree = |(request, now): &(Request, DateTime)| {
        let Area::Near { at, radius_m } = request.area else { return 0 };
        let reach = radius_m / 111_195.08 * 1.02;
        let near = tree.locate_within_distance([at.lon * squeeze, at.lat], reach * reach);
        let near = near.filter_map(|point| hospitals[point.data].location.map(|to| (at.distance_m(to), point.data)));
        let near = near.filter(|(far, i)| *far <= radius_m && passes(&hospitals[*i], &request.filter, &holidays));
        let mut near: Vec<_> = near.collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.iter().take(20).for_each(|(_, i)| _ = black_box(hospitals[*i].hours.state_at(*now, &holidays)));
        near.len()
    };
    measure("  peer: R-tree (rstar)", CALLS, &mut filtered, with_tree);
    let wide = |rng: &mut Rng| Area::Near { at: somewhere(hospitals, rng), radius_m: 50_000.0 };
    let mut far = || (Request { area: wide(rng), filter: filter(rng), limit: 20, ..Request::default() }, moment(rng));
    measure("nearest 20 in 50 km, filters", CALLS, &mut far, search);
    let mut region = || {
        let filter = Filter { region: hospitals[rng.usize(..hospitals.len())].region, ..filter(rng) };
        (Request { filter, limit: 20, ..Request::default() }, moment(rng))
    };
    measure("list of a 시군구, filters", CALLS, &mut region, search);
}

trait Pipe: Sized {
    fn pipe<T>(self, next: impl FnOnce(Self) -> T) -> T {
        next(self)
    }
}

impl<T> Pipe for T {}

fn view(at: LatLon, zoom: u8) -> BBox {
    // 1,280 × 800 pixels.
    let degrees = 360.0 / f64::from(1u32 << zoom) / 256.0;
    let (width, height) = (640.0 * degrees, 400.0 * degrees * at.lat.to_radians().cos());
    BBox { west: at.lon - width, south: at.lat - height, east: at.lon + width, north: at.lat + height }
}

fn maps(directory: &Directory, hospitals: &[Hospital], rng: &mut Rng) {
    let map = |(request, now): &(MapRequest, DateTime)| directory.map(request, *now).len();
    for zoom in [6u8, 8, 10, 12, 14, 16, 18] {
        let mut any = || {
            let bbox = view(somewhere(hospitals, rng), zoom);
            (MapRequest { bbox, zoom, filter: filter(rng), text: None }, moment(rng))
        };
        measure(&format!("map at zoom {zoom}, filters"), CALLS / 3, &mut any, map);
    }
    let mut country = || {
        let filter = Filter { open_at: Some(moment(rng)), ..filter(rng) };
        (MapRequest { bbox: KOREA, zoom: rng.u8(5..9), filter, text: None }, moment(rng))
    };
    measure("map of the country, open at a moment", CALLS, &mut country, map);
}

/// A name without the mark of demonstration places.
fn name<'a>(hospitals: &'a [Hospital], rng: &mut Rng) -> &'a str {
    hospitals[rng.usize(..hospitals.len())].name.trim_end_matches(" (시연용)")
}

fn part_of(text: &str, rng: &mut Rng) -> String {
    let letters: Vec<char> = text.chars().collect();
    let len = rng.usize(2..6).min(letters.len());
    let from = rng.usize(..=letters.len() - len);
    letters[from..from + len].iter().collect()
}

/// A name with another vowel in one syllable.
fn mistaken(text: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = rng.usize(..letters.len());
    if let Some((initial, vowel, last)) = hangul::split(letters[at]) {
        letters[at] = hangul::join(initial, (vowel + 8) % 21, last).unwrap_or(letters[at]);
    }
    letters.into_iter().collect()
}

fn text(hospitals: &[Hospital], class: &str, rng: &mut Rng) -> String {
    let hospital = &hospitals[rng.usize(..hospitals.len())];
    let emd = hospital.emd.as_deref().unwrap_or("정왕동");
    let terms = ["소아과", "내과", "치과", "약국", "정형외과", "한의원", "이비인후과"];
    let term = terms[rng.usize(..terms.len())];
    match class {
        "a name" => name(hospitals, rng).to_owned(),
        "a part of a name" => part_of(name(hospitals, rng), rng),
        "초성" => part_of(&hangul::initials(name(hospitals, rng)), rng),
        "a name with a typo" => mistaken(name(hospitals, rng), rng),
        "an area" => emd.to_owned(),
        "an area and a department" => format!("{emd} {term}"),
        "a department" => term.to_owned(),
        "an area and a part of a name" => format!("{emd} {}", part_of(name(hospitals, rng), rng)),
        "words of an address" => hospital.address.split(' ').skip(1).take(3).collect::<Vec<_>>().join(" "),
        "nothing that exists" => (0..rng.usize(2..9)).map(|_| rng.char('가'..='힣')).collect(),
        _ => "병원".to_owned(),
    }
}

fn texts(directory: &Directory, hospitals: &[Hospital], rng: &mut Rng) {
    let classes = [
        "a name",
        "a part of a name",
        "초성",
        "a name with a typo",
        "an area",
        "an area and a department",
        "a department",
        "an area and a part of a name",
        "words of an address",
        "nothing that exists",
        "병원",
    ];
    let search = |(request, now): &(Request, DateTime)| directory.search(request, *now).total;
    let request = |rng: &mut Rng, class: &str| {
        let origin = rng.bool().then(|| somewhere(hospitals, rng));
        (Request { text: Some(text(hospitals, class, rng)), origin, limit: 20, ..Request::default() }, moment(rng))
    };
    for class in classes {
        measure(&format!("text: {class}"), CALLS / 3, || request(rng, class), search);
    }
    let mut any = || {
        let class = classes[rng.usize(..classes.len())];
        request(rng, class)
    };
    measure("text: all of these", CALLS, &mut any, search);
    let contains = |(request, _): &(Request, DateTime)| {
        let text = request.text.as_deref().unwrap_or_default();
        hospitals.iter().filter(|h| h.name.contains(text) || h.address.contains(text)).count()
    };
    measure("  peer: `contains` on all names and addresses", CALLS / 10, &mut any, contains);
}
