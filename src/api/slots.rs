//! `GET /api/v1/hospitals/{id}/slots`.

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    response::Response,
};
use jiff::civil::Date;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Problem, long_json};
use crate::{
    booking::DayOffer,
    domain::{
        hospital::HospitalId,
        query::{Fault, FieldError},
        schedule::{Doctor, DoctorId},
        time::Rfc3339,
    },
    state::AppState,
};

/// Days without `days`.
const DEFAULT_DAYS: u16 = 7;
const MOST_DAYS: u16 = 31;
/// About what a slot takes in an answer, bytes.
const SLOT_SIZE: usize = 100;

/// What can be booked.
#[derive(Serialize, ToSchema)]
pub struct Slots<'a> {
    doctors: Vec<DoctorSlots<'a>>,
}

/// A doctor's slots.
#[derive(Serialize, ToSchema)]
pub struct DoctorSlots<'a> {
    id: String,
    name: &'a str,
    /// HIRA dgsbjtCd and name; null where none is given.
    #[schema(required)]
    specialty: Option<DoctorSpecialty>,
    slots: Vec<SlotItem>,
}

/// A department.
#[derive(Serialize, ToSchema)]
pub struct DoctorSpecialty {
    code: &'static str,
    name: &'static str,
}

/// A slot.
#[derive(Serialize, ToSchema)]
pub struct SlotItem {
    #[schema(value_type = String)]
    starts_at: Rfc3339,
    #[schema(value_type = String)]
    ends_at: Rfc3339,
    /// Seats that can be booked now.
    free: u16,
}

/// The slots of some days, with the seats that are free.
#[utoipa::path(
    get,
    path = "/api/v1/hospitals/{id}/slots",
    operation_id = "listSlots",
    tag = "bookings",
    params(
        ("id" = String, Path, description = "a place's id"),
        ("from" = Option<String>, Query, description = "YYYY-MM-DD, default today"),
        ("days" = Option<u16>, Query, minimum = 1, maximum = 31, description = "1–31, default 7"),
    ),
    responses(
        (status = 200, description = "The slots", body = Slots),
        (status = 400, description = "A parameter is wrong: `field` names it", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No place has this id, or it takes no bookings", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Problem> {
    let id = id.ok().and_then(|Path(id)| HospitalId::parse(&id)).ok_or_else(Problem::no_such_hospital)?;
    let today = state.today();
    let (from, days) = read(raw.as_deref().unwrap_or_default(), today.clock().date())?;
    let directory = state.directory();
    directory.get(id).ok_or_else(Problem::no_such_hospital)?;
    let practice = state.desk().practice(id, &today).await?;
    let offers = state.desk().offers(id, from, days, &today).await?;
    let doctors: Vec<DoctorSlots> = practice.active().map(|doctor| DoctorSlots::new(doctor, &offers)).collect();
    let about = doctors.iter().map(|doctor| (doctor.slots.len() + 2) * SLOT_SIZE).sum();
    Ok(long_json(&Slots { doctors }, about))
}

impl<'a> DoctorSlots<'a> {
    fn new(doctor: &'a Doctor, offers: &[DayOffer]) -> Self {
        let specialty = doctor.specialty.map(|s| DoctorSpecialty { code: s.code(), name: s.name_ko() });
        Self { id: doctor.id.to_string(), name: &doctor.name, specialty, slots: slots(doctor.id, offers) }
    }
}

fn slots(doctor: DoctorId, offers: &[DayOffer]) -> Vec<SlotItem> {
    let days = offers.iter().flat_map(|day| &day.doctors).filter(|day| day.doctor == doctor);
    let slots = days.flat_map(|day| &day.slots);
    slots
        .map(|slot| SlotItem { starts_at: slot.starts_at.into(), ends_at: slot.ends_at.into(), free: slot.free })
        .collect()
}

fn read(raw: &str, today: Date) -> Result<(Date, u16), FieldError> {
    let wrong = |field: &str, fault| FieldError { field: field.to_owned(), fault };
    let (mut from, mut days) = (None, None);
    for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decode_str(value).decode_utf8().map_err(|_| wrong(name, Fault::NotUtf8))?;
        match name {
            "from" if from.is_some() => return Err(wrong(name, Fault::Repeated)),
            "days" if days.is_some() => return Err(wrong(name, Fault::Repeated)),
            "from" => from = Some(value.parse().map_err(|_| wrong(name, Fault::NotADay))?),
            "days" => {
                let number: u32 = value.parse().map_err(|_| wrong(name, Fault::NotANumber))?;
                let fits = (1..=u32::from(MOST_DAYS)).contains(&number);
                let fault = Fault::OutOfRange { least: 1, most: u32::from(MOST_DAYS) };
                days = Some(if fits { number as u16 } else { return Err(wrong(name, fault)) });
            }
            _ => return Err(FieldError::unknown(name)),
        }
    }
    Ok((from.unwrap_or(today), days.unwrap_or(DEFAULT_DAYS)))
}
