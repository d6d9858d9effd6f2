//! Places made at random for the tests.

use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

use super::Directory;
use crate::domain::{
    geo::{BBox, LatLon},
    holiday::HolidayCalendar,
    hospital::{Department, Hospital, HospitalId, Kind, Source},
    hours::{DayHours, Range, WeeklyHours, WeeksOfMonth},
    phone::Phone,
    region::RegionCode,
    search::Filter,
    specialty::{Specialty, SpecialtySet},
};

/// Seollal of 2026 and a day of March.
pub fn calendar() -> HolidayCalendar {
    let days = [date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18), date(2026, 3, 2)];
    HolidayCalendar::new(days.map(|day| (day, "쉬는 날".to_owned())).to_vec())
}

/// A moment of February or March 2026.
pub fn moment() -> impl Strategy<Value = DateTime> {
    (0i64..40, 0i8..24, 0i8..60).prop_map(|(days, hour, minute)| {
        let day: Date = date(2026, 2, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        day.at(hour, minute, 0, 0)
    })
}

fn day() -> impl Strategy<Value = DayHours> {
    let range = (0u16..24, 1u16..12, prop::bool::ANY).prop_map(|(open, long, half)| {
        let open = open * 60 + if half { 30 } else { 0 };
        Range::new(open, (open + long * 60).min(open + 1440)).unwrap()
    });
    let known = prop::collection::vec(range, 0..3).prop_map(DayHours::known);
    prop_oneof![1 => Just(DayHours::Unknown), 4 => known]
}

/// Weeks with breaks, nights, unknown days and days of certain weeks.
pub fn weeks() -> impl Strategy<Value = WeeklyHours> {
    let weeks = prop::collection::vec(1u8..6, 0..3);
    (prop::array::uniform8(day()), 0usize..7, weeks).prop_map(|(days, weekday, weeks)| {
        let mut week = WeeklyHours::new(days);
        week.set_weeks(weekday, WeeksOfMonth::of(&weeks));
        week
    })
}

/// A point in or near 시흥, mostly; few different ones, so that buildings are shared.
pub fn point() -> impl Strategy<Value = LatLon> {
    let near = (0u32..200, 0u32..200).prop_map(|(y, x)| (37.30 + f64::from(y) * 5e-4, 126.70 + f64::from(x) * 5e-4));
    let far = (33.2..38.5f64, 125.0..131.5f64);
    prop_oneof![5 => near, 1 => far].prop_map(|(lat, lon)| LatLon { lat, lon })
}

/// Departments of everyday.
pub fn specialty() -> impl Strategy<Value = Specialty> {
    prop::sample::select(vec!["01", "05", "11", "13", "50"]).prop_map(|code| Specialty::from_code(code).unwrap())
}

/// A kind.
pub fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

/// A name in the real forms.
pub fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "(서울|정왕|연세|튼튼|한길|새봄|강남) ?[가-힣]{1,4} ?(내과|소아청소년과|안과)?(의원|병원|한의원)",
        "[가-힣]{2,5}(약국|병원)",
        "[가-힣]{1,3}\\([A-Z]{2,3}\\)[0-9]{0,2}의원",
    ]
}

type Where = (Option<LatLon>, Option<RegionCode>, Option<String>);

fn place() -> impl Strategy<Value = Where> {
    let region = prop::sample::select(vec![None, Some(41390), Some(11680), Some(26110), Some(41111)]);
    let emd = prop::sample::select(vec![None, Some("정왕동"), Some("중앙동"), Some("역삼동")]);
    (prop::option::weighted(0.9, point()), region, emd)
        .prop_map(|(at, region, emd)| (at, region.map(RegionCode), emd.map(str::to_owned)))
}

/// A place; its number is given by [`hospitals`].
pub fn hospital() -> impl Strategy<Value = Hospital> {
    let departments = prop::collection::vec((specialty(), prop::option::of(0u16..9)), 0..3);
    let switches = (prop::bool::weighted(0.2), prop::bool::ANY);
    let known = prop::sample::select(vec!["0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300;-;-"]);
    let hours = prop_oneof![known.prop_map(|text| text.parse().unwrap()), weeks()];
    (name(), kind(), departments, place(), switches, hours, 0u16..999).prop_map(
        |(name, kind, departments, (location, region, emd), (emergency, bookable), hours, number)| Hospital {
            id: HospitalId(0),
            name,
            kind,
            departments: departments
                .into_iter()
                .map(|(specialty, specialists)| Department { specialty, specialists })
                .collect(),
            address: format!("경기도 시흥시 정왕대로 {number} ({})", emd.as_deref().unwrap_or("새동네")),
            region,
            emd,
            phone: Phone::parse(&format!("031-498-{number:04}")),
            emergency,
            emergency_phone: if emergency { Phone::parse("02-2001-2001") } else { None },
            location,
            hours,
            notes: if number % 3 == 0 {
                vec!["주차 2대".to_owned(), "점심시간 없음".to_owned()]
            } else {
                Vec::new()
            },
            homepage: (number % 5 == 0).then(|| format!("https://example.kr/{number}")),
            bookable,
            source: if number % 2 == 0 { Source::Nmc } else { Source::Hira },
            updated_on: date(2026, 1, 1),
        },
    )
}

/// Places with numbers that do not follow their order.
pub fn hospitals(most: usize) -> impl Strategy<Value = Vec<Hospital>> {
    prop::collection::vec(hospital(), 1..most).prop_map(|mut hospitals| {
        let count = hospitals.len() as u32;
        for (place, hospital) in hospitals.iter_mut().enumerate() {
            hospital.id = HospitalId((place as u32 * 7919) % 1_000_003 + count);
        }
        hospitals
    })
}

/// Filters of every sort, one or two conditions mostly.
pub fn filter() -> impl Strategy<Value = Filter> {
    let rare = || prop::bool::weighted(0.15);
    let region = prop::sample::select(vec![41, 41390, 11, 41110, 26110]).prop_map(RegionCode);
    (
        prop::collection::vec(specialty(), 0..2),
        prop::collection::vec(kind(), 0..2),
        (rare(), rare(), rare()),
        prop::option::weighted(0.4, moment()),
        prop::option::weighted(0.2, region),
    )
        .prop_map(|(specialties, kinds, (emergency, bookable, night_or_holiday), open_at, region)| Filter {
            specialties: specialties.into_iter().collect::<SpecialtySet>(),
            kinds,
            emergency,
            bookable,
            night_or_holiday,
            open_at,
            region,
        })
}

/// A rectangle about the size of a town.
pub fn bbox() -> impl Strategy<Value = BBox> {
    (point(), 0.001..0.2f64, 0.001..0.2f64).prop_map(|(at, height, width)| BBox {
        west: at.lon - width,
        south: at.lat - height,
        east: at.lon + width,
        north: at.lat + height,
    })
}

/// Whether a place passes, said the long way.
pub fn passes(hospital: &Hospital, filter: &Filter, holidays: &HolidayCalendar) -> bool {
    let specialties: SpecialtySet = hospital.departments.iter().map(|department| department.specialty).collect();
    (filter.specialties.is_empty() || filter.specialties.intersects(specialties))
        && (filter.kinds.is_empty() || filter.kinds.contains(&hospital.kind))
        && (!filter.emergency || hospital.emergency)
        && (!filter.bookable || hospital.bookable)
        && (!filter.night_or_holiday || hospital.hours.night_or_holiday())
        && filter.open_at.is_none_or(|at| hospital.hours.state_at(at, holidays).is_open())
        && filter.region.is_none_or(|region| hospital.region.is_some_and(|code| region.holds(code)))
}

/// A directory of some places.
pub fn directory(hospitals: &[Hospital]) -> Directory {
    Directory::build(hospitals.to_vec(), calendar())
}
