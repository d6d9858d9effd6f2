//! Demonstration practices: made-up places near the middle of Seoul and in 시흥시 정왕동 that can be
//! booked, with made-up doctors.

use super::{BookingError, Desk, Today};
use crate::{
    directory::{Place, Request},
    domain::{
        geo::LatLon,
        hospital::{HospitalId, Kind, Source},
        hours::{DAY, DayHours, HOLIDAY, Range, WeeklyHours},
        schedule::{Doctor, DoctorId, Policy, Template},
        search::Area,
    },
};

/// Where, and how many places there.
const AROUND: [(LatLon, usize); 2] =
    [(LatLon { lat: 37.5665, lon: 126.978 }, 12), (LatLon { lat: 37.3449, lon: 126.7388 }, 8)];
/// Given names of doctors; the family names go round at another pace, so that few meet twice.
const GIVEN: [&str; 11] = ["하늘", "도담", "가온", "서윤", "이든", "라온", "새봄", "다온", "한결", "보라", "시우"];
const FAMILY: [&str; 7] = ["김", "이", "정", "박", "최", "한", "윤"];
const TITLES: [&str; 3] = ["원장", "과장", "과장"];

impl Desk {
    /// Makes made-up places bookable, unless some are already. Returns those it furnished, nearest
    /// to the middle of Seoul first.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn furnish_demo(&self, today: &Today) -> Result<Vec<HospitalId>, BookingError> {
        if today.directory.any_bookable() {
            return Ok(Vec::new());
        }
        let mut furnished = Vec::new();
        for (at, count) in AROUND {
            let request = Request { area: Area::Near { at, radius_m: 8_000.0 }, limit: 200, ..Request::default() };
            let found = today.directory.search(&request, today.clock());
            let fit = found.places.iter().map(|hit| hit.place).filter(|place| suits(*place));
            for place in fit.take(count) {
                self.furnish(place, furnished.len()).await?;
                furnished.push(place.id());
            }
        }
        Ok(furnished)
    }

    async fn furnish(&self, place: Place<'_>, index: usize) -> Result<(), BookingError> {
        let mut work = self.store.begin().await?;
        work.set_policy(place.id(), &Policy::default()).await?;
        for nth in 0..1 + index % 3 {
            let number = index * 3 + nth;
            let name = format!("{}{} {}", FAMILY[number % FAMILY.len()], GIVEN[number % GIVEN.len()], TITLES[nth]);
            let departments = place.departments();
            let specialty = departments.get(nth % departments.len().max(1)).map(|department| department.specialty);
            let (slot, seats, walk_in) = [(15, 1, 0), (30, 3, 20), (20, 2, 10)][number % 3];
            let template = Template::new(week(place.hours()), slot, 0, seats, walk_in);
            let Ok(template) = template else { continue };
            let doctor = Doctor { id: DoctorId(0), name, specialty, template, active: true, has_photo: false };
            work.add_doctor(place.id(), &doctor).await?;
        }
        work.commit().await?;
        self.schedule_changed(place.id());
        Ok(())
    }
}

/// Whether a made-up place is one that people book: open on weekdays, with hours that are known.
fn suits(place: Place<'_>) -> bool {
    place.source() == Source::Demo
        && matches!(place.kind(), Kind::Clinic | Kind::Hospital | Kind::Dental | Kind::Oriental)
        && (0..5).all(|day| !place.hours().day(day).ranges().is_empty())
}

/// The place's own week as far as slots go: until midnight, closed on public holidays.
fn week(hours: &WeeklyHours) -> WeeklyHours {
    let mut week = hours.clone();
    for day in 0..HOLIDAY {
        let ranges =
            hours.day(day).ranges().iter().filter_map(|range| Range::new(range.open(), range.close().min(DAY)));
        week.set_day(day, DayHours::known(ranges.collect()));
    }
    week.set_day(HOLIDAY, DayHours::CLOSED);
    week
}
