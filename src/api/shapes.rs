//! The JSON forms of places, borrowed from the directory.

use std::{collections::BTreeMap, fmt::Display};

use jiff::civil::DateTime;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::{
    directory::{Hit, Place},
    domain::{
        hospital::{Department, HospitalId, Kind, Source},
        hours::{DayHours, HOLIDAY, OpenState, WeeklyHours, WeeksOfMonth},
        phone::Phone,
        time::Rfc3339,
    },
};

/// A place in a list.
#[derive(Serialize, ToSchema)]
pub struct HospitalItem<'a> {
    /// Its number, as a string.
    #[schema(value_type = String)]
    id: HospitalId,
    /// Its name; demonstration places end in " (시연용)".
    name: &'a str,
    /// tertiary, general, hospital, clinic, dental, oriental, nursing, public or pharmacy.
    #[schema(value_type = String)]
    kind: Kind,
    /// Its departments.
    #[serde(serialize_with = "specialties")]
    #[schema(value_type = Vec<SpecialtyItem>)]
    specialties: &'a [Department],
    /// Road address.
    address: &'a str,
    /// Number to call.
    #[serde(serialize_with = "shown")]
    #[schema(required, value_type = Option<String>)]
    phone: Option<Phone>,
    /// Degrees north.
    #[schema(required)]
    lat: Option<f64>,
    /// Degrees east.
    #[schema(required)]
    lon: Option<f64>,
    /// Metres from `near`.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_m: Option<u32>,
    /// Its open state at the moment asked for.
    open: OpenItem,
    /// Whether it takes bookings here.
    bookable: bool,
    /// Whether it runs an emergency room.
    emergency: bool,
    /// nmc, hira or demo.
    #[schema(value_type = String)]
    source: Source,
}

/// A department.
#[derive(Serialize, ToSchema)]
pub struct SpecialtyItem {
    /// HIRA's two digits.
    code: &'static str,
    /// Korean name.
    name: &'static str,
    /// Specialists in it, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    specialists: Option<u16>,
}

impl From<&Department> for SpecialtyItem {
    fn from(department: &Department) -> Self {
        let specialty = department.specialty;
        Self { code: specialty.code(), name: specialty.name_ko(), specialists: department.specialists }
    }
}

fn specialties<S: Serializer>(departments: &&[Department], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(departments.iter().map(SpecialtyItem::from))
}

/// As people read it.
fn shown<S: Serializer>(value: &Option<impl Display>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

/// An open state.
#[derive(Serialize, ToSchema)]
pub struct OpenItem {
    /// open, break, closed or unknown.
    state: &'static str,
    /// When an open place closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    until: Option<Rfc3339>,
    /// When a closed one opens again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    opens_at: Option<Rfc3339>,
}

impl From<OpenState> for OpenItem {
    fn from(state: OpenState) -> Self {
        let (until, opens_at) = match state {
            OpenState::Open { until } => (until, None),
            OpenState::Break { opens_at } => (None, Some(opens_at)),
            OpenState::Closed { opens_at } => (None, opens_at),
            OpenState::Unknown => (None, None),
        };
        Self { state: state.word(), until: until.map(Rfc3339::from), opens_at: opens_at.map(Rfc3339::from) }
    }
}

impl<'a> HospitalItem<'a> {
    /// A hit of a search; its distance only where the query had a point.
    pub fn new(hit: &Hit<'a>, with_distance: bool) -> Self {
        let place = hit.place;
        let at = place.location();
        Self {
            id: place.id(),
            name: place.name(),
            kind: place.kind(),
            specialties: place.departments(),
            address: place.address(),
            phone: place.phone(),
            lat: at.map(|at| at.lat),
            lon: at.map(|at| at.lon),
            distance_m: hit.distance_m.filter(|_| with_distance).map(|m| m.round() as u32),
            open: hit.state.into(),
            bookable: place.bookable(),
            emergency: place.emergency(),
            source: place.source(),
        }
    }
}

/// A place with all that is known of it.
#[derive(Serialize, ToSchema)]
pub struct HospitalDetail<'a> {
    #[serde(flatten)]
    item: HospitalItem<'a>,
    /// The week and the public-holiday row.
    hours: HoursItem,
    /// Free text for patients.
    notes: Vec<&'a str>,
    /// Web page.
    #[schema(required)]
    homepage: Option<&'a str>,
    /// The emergency room's number.
    #[serde(serialize_with = "shown")]
    #[schema(required, value_type = Option<String>)]
    emergency_phone: Option<Phone>,
    /// Day of the data, YYYY-MM-DD.
    updated_at: String,
}

impl<'a> HospitalDetail<'a> {
    /// Everything about a place at a moment.
    pub fn new(place: Place<'a>, now: DateTime) -> Self {
        let hit = Hit { place, distance_m: None, state: place.state_at(now) };
        Self {
            item: HospitalItem::new(&hit, false),
            hours: place.hours().into(),
            notes: place.notes().collect(),
            homepage: place.homepage(),
            emergency_phone: place.emergency_phone(),
            updated_at: place.updated_on().to_string(),
        }
    }
}

/// Hours by day: a list of stretches, `null` where unknown, `[]` where closed.
#[derive(Serialize, ToSchema)]
pub struct HoursItem {
    #[schema(required)]
    monday: Option<Vec<Stretch>>,
    #[schema(required)]
    tuesday: Option<Vec<Stretch>>,
    #[schema(required)]
    wednesday: Option<Vec<Stretch>>,
    #[schema(required)]
    thursday: Option<Vec<Stretch>>,
    #[schema(required)]
    friday: Option<Vec<Stretch>>,
    #[schema(required)]
    saturday: Option<Vec<Stretch>>,
    #[schema(required)]
    sunday: Option<Vec<Stretch>>,
    /// On public holidays.
    #[schema(required)]
    holiday: Option<Vec<Stretch>>,
    /// By day, its weeks of the month (1–5) where its hours do not hold in all of them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    weeks: BTreeMap<&'static str, Vec<u8>>,
}

/// `{"open":"09:00","close":"18:00"}`; a `close` past 24:00 is on the next day (`25:00`).
#[derive(Serialize, ToSchema)]
pub struct Stretch {
    open: String,
    close: String,
}

impl From<&WeeklyHours> for HoursItem {
    fn from(week: &WeeklyHours) -> Self {
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let day = |index: usize| match week.day(index) {
            DayHours::Unknown => None,
            DayHours::Known(ranges) => {
                Some(ranges.iter().map(|r| Stretch { open: clock(r.open()), close: clock(r.close()) }).collect())
            }
        };
        const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let limited = |index: &usize| week.weeks(*index) != WeeksOfMonth::ALL;
        let weeks = (0..DAYS.len()).filter(limited).map(|index| (DAYS[index], week.weeks(index).iter().collect()));
        Self {
            monday: day(0),
            tuesday: day(1),
            wednesday: day(2),
            thursday: day(3),
            friday: day(4),
            saturday: day(5),
            sunday: day(6),
            holiday: day(HOLIDAY),
            weeks: weeks.collect(),
        }
    }
}
