//! Demonstration practices: made-up places near the middle of Seoul and in 시흥시 정왕동 that can be
//! booked, with made-up doctors.

use super::{Applicant, BookingError, Desk, Today, password};
use crate::{
    directory::{Place, Request},
    domain::{
        geo::LatLon,
        hospital::{HospitalId, Kind, Source},
        hours::{DAY, DayHours, HOLIDAY, Range, WeeklyHours},
        patient::PersonName,
        schedule::{Doctor, DoctorId, Policy, Template},
        search::{Area, Filter},
        staff::{AccountStatus, Email, Password, Role},
    },
};

/// Where, and how many places there.
const AROUND: [(LatLon, usize); 2] =
    [(LatLon { lat: 37.5665, lon: 126.978 }, 12), (LatLon { lat: 37.3449, lon: 126.7388 }, 8)];
/// The account of the demonstration.
const DEMO_EMAIL: &str = "demo@heydoctor.example";
const DEMO_NAME: &str = "이은정";
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
        // The first, whose console is shown, has the most.
        for (nth, title) in TITLES.iter().enumerate().take(1 + (index + 2) % 3) {
            let number = index * 3 + nth;
            let name = format!("{}{} {}", FAMILY[number % FAMILY.len()], GIVEN[number % GIVEN.len()], title);
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

/// The account of the demonstration.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// What it logs in with.
    pub email: Email,
    /// Its first password; `None` once somebody has changed it.
    pub password: Option<Password>,
    /// Of which hospital.
    pub hospital: HospitalId,
}

impl Desk {
    /// The owner of the first made-up place that can be booked, made when missing. The password
    /// follows from the database's own key, so that every start can tell it and no two databases
    /// share it.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn demo_account(&self, today: &Today) -> Result<Option<DemoAccount>, BookingError> {
        let email = Email::parse(DEMO_EMAIL).map_err(|fault| BookingError::Fields(vec![("email", fault)]))?;
        let hash = self.vault.hash("demo-account", DEMO_EMAIL.as_bytes());
        let mut bytes = hash.iter().cycle();
        let password = password::spelled(|| usize::from(bytes.next().copied().unwrap_or_default()));
        if let Some(account) = self.store.staff().by_email(DEMO_EMAIL).await? {
            let same = self.password_fits(password.as_str(), Some(&account.password_hash)).await?;
            let password = same.then_some(password);
            return Ok(Some(DemoAccount { email, password, hospital: account.hospital }));
        }
        let request = Request {
            area: Area::Near { at: AROUND[0].0, radius_m: 8_000.0 },
            filter: Filter { bookable: true, ..Filter::default() },
            limit: 1,
            ..Request::default()
        };
        let first = today.directory.search(&request, today.clock()).places.first().map(|hit| hit.place.id());
        let Some(hospital) = first else { return Ok(None) };
        let name = PersonName::parse(DEMO_NAME).map_err(|fault| BookingError::Fields(vec![("name", fault)]))?;
        let who = Applicant { hospital, name, email: email.clone(), phone: None };
        self.add(&who, &password, (Role::Owner, AccountStatus::Active), None, today).await?;
        Ok(Some(DemoAccount { email, password: Some(password), hospital }))
    }

    /// Ends the demonstration's account: real places are there.
    ///
    /// # Errors
    /// The store's errors.
    pub async fn end_demo_account(&self, today: &Today) -> Result<(), BookingError> {
        match self.store.staff().by_email(DEMO_EMAIL).await? {
            Some(account) if account.status == AccountStatus::Active => {
                self.set_active(account.id, false, None, today).await.map(drop)
            }
            _ => Ok(()),
        }
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
