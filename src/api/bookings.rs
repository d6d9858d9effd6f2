//! `/api/v1/bookings`: make, see, cancel, move; and `/bookings/{token}.ics`.

use axum::{
    Json,
    body::Bytes,
    extract::{Extension, Path, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Problem, read_body};
use crate::{
    booking::{BookingError, BookingRequest, Limit, Receipt, Today, Visit},
    domain::{
        booking::{Channel, Token},
        hospital::HospitalId,
        patient::{Mobile, Patient, PersonName, Relation, VisitReason, Wrong, birth_date},
        schedule::DoctorId,
        time::{parse_moment, rfc3339},
    },
    state::{AppState, ClientAddress},
    words::Lang,
};

/// Longest Idempotency-Key.
const MAX_KEY: usize = 200;

/// A booking to be made. Numbers may be sent as text or as numbers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    /// Where.
    #[serde(default)]
    #[schema(value_type = String)]
    hospital_id: Value,
    /// With whom.
    #[serde(default)]
    #[schema(value_type = String)]
    doctor_id: Value,
    /// Start of the slot, RFC 3339.
    #[serde(default)]
    starts_at: String,
    /// Who comes.
    #[serde(default)]
    patient: NewPatient,
    /// Why, at most 300 characters; only with `consent.health`.
    #[serde(default)]
    #[schema(max_length = 300)]
    reason: Option<String>,
    /// What is agreed to.
    #[serde(default)]
    consent: Consent,
}

/// Who comes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPatient {
    /// 1–40 characters.
    #[serde(default)]
    name: String,
    /// A Korean mobile number.
    #[serde(default)]
    phone: String,
    /// YYYY-MM-DD.
    #[serde(default)]
    birth_date: Option<String>,
    /// oneself, child or family.
    #[serde(default)]
    relation: Option<String>,
}

/// What is agreed to.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The use of name and phone for the booking; needed.
    #[serde(default)]
    privacy: bool,
    /// The use of the reason; needed with one.
    #[serde(default)]
    health: bool,
}

/// A booking that was made: the same whenever the same request comes again.
#[derive(Serialize, ToSchema)]
pub struct Made {
    /// Opens the booking: `/bookings/{token}`. Keep it secret.
    token: String,
    /// What the patient reads out at the desk.
    #[schema(example = "482 913")]
    number: String,
    /// `confirmed`.
    status: &'static str,
    hospital: Named,
    doctor: Named,
    /// Start of the visit.
    starts_at: String,
    /// Its end.
    ends_at: String,
}

/// Somebody or somewhere with a number.
#[derive(Serialize, ToSchema)]
pub struct Named {
    id: String,
    name: String,
}

/// A booking as it stands.
#[derive(Serialize, ToSchema)]
pub struct BookingItem {
    #[schema(example = "482 913")]
    number: String,
    /// offered, confirmed, arrived, in_progress, fulfilled, no_show, cancelled or lapsed.
    status: &'static str,
    hospital: Named,
    doctor: Option<Named>,
    starts_at: String,
    ends_at: String,
    /// The patient's name with its middle hidden.
    patient: Option<String>,
    /// Until when it may be changed or cancelled here.
    cancel_until: String,
    /// Until when an offered seat is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    hold_until: Option<String>,
    /// The number in the waiting room, after arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    queue_number: Option<u32>,
    /// Patients who are called before, after arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<u32>,
}

/// Another time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTime {
    /// With whom.
    #[serde(default)]
    #[schema(value_type = String)]
    doctor_id: Value,
    /// Start of the slot, RFC 3339.
    #[serde(default)]
    starts_at: String,
}

/// Books a seat. The same key and body again are answered with the same booking.
#[utoipa::path(
    post,
    path = "/api/v1/bookings",
    operation_id = "createBooking",
    tag = "bookings",
    request_body = NewBooking,
    params(("Idempotency-Key" = String, Header, description = "one for each booking, at most 200 characters")),
    responses(
        (status = 201, description = "Booked", body = Made),
        (status = 400, description = "The body is no JSON of this form, or the key is missing", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The slot is taken (`/problems/slot-taken`, with `nearest`), or the phone holds too many bookings or one at that time", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A value is wrong, or the key was used for another body", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create(
    State(state): State<AppState>,
    client: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let key = idempotency_key(&headers)?;
    let new: NewBooking = read_body(&body)?;
    let today = state.today();
    let request = read(new, &today)?;
    count(&state, client, Limit::Booking)?;
    let booked = state.desk().book(&request, Some((key, &body)), &today).await?;
    let made = Made::from(booked.receipt());
    Ok((StatusCode::CREATED, no_store(), Json(made)).into_response())
}

/// A booking, for whoever has its link.
#[utoipa::path(
    get,
    path = "/api/v1/bookings/{token}",
    operation_id = "getBooking",
    tag = "bookings",
    params(("token" = String, Path, description = "from the answer that made it")),
    responses(
        (status = 200, description = "The booking", body = BookingItem),
        (status = 404, description = "No booking has this token", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn one(
    State(state): State<AppState>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    shown(&state, &read_token(token)?).await
}

/// Cancels a booking; one that is cancelled stays so.
#[utoipa::path(
    post,
    path = "/api/v1/bookings/{token}/cancel",
    operation_id = "cancelBooking",
    tag = "bookings",
    params(("token" = String, Path, description = "from the answer that made it")),
    responses(
        (status = 200, description = "Cancelled", body = BookingItem),
        (status = 404, description = "No booking has this token", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Too late, or the visit has begun", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn cancel(
    State(state): State<AppState>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let token = read_token(token)?;
    state.desk().cancel(&token, &state.today()).await?;
    shown(&state, &token).await
}

/// Moves a booking to another slot of the same hospital; when that is taken it stays as it was.
#[utoipa::path(
    post,
    path = "/api/v1/bookings/{token}/reschedule",
    operation_id = "rescheduleBooking",
    tag = "bookings",
    request_body = NewTime,
    params(("token" = String, Path, description = "from the answer that made it")),
    responses(
        (status = 200, description = "Moved", body = BookingItem),
        (status = 404, description = "No booking has this token", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Taken, with `nearest`; too late", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A value is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reschedule(
    State(state): State<AppState>,
    client: Option<Extension<ClientAddress>>,
    token: Result<Path<String>, PathRejection>,
    body: Bytes,
) -> Result<Response, Problem> {
    let token = read_token(token)?;
    let new: NewTime = read_body(&body)?;
    let mut wrong = Vec::new();
    let doctor = or_note(&mut wrong, "doctor_id", number(&new.doctor_id).map(DoctorId));
    let starts_at = or_note(&mut wrong, "starts_at", moment(&new.starts_at));
    let (Some(doctor), Some(starts_at)) = (doctor, starts_at) else { return Err(BookingError::Fields(wrong).into()) };
    count(&state, client, Limit::Move)?;
    state.desk().reschedule(&token, doctor, starts_at, &state.today()).await?;
    shown(&state, &token).await
}

/// Counts what an address does, where limits are on.
fn count(state: &AppState, client: Option<Extension<ClientAddress>>, limit: Limit) -> Result<(), BookingError> {
    match (state.desk().limits(), client) {
        (Some(limits), Some(Extension(ClientAddress(address)))) => limits.take(limit, address),
        _ => Ok(()),
    }
}

async fn shown(state: &AppState, token: &Token) -> Result<Response, Problem> {
    let today = state.today();
    let visit = state.desk().visit(token, &today).await?;
    Ok((no_store(), Json(BookingItem::new(visit, &today))).into_response())
}

impl From<&Receipt> for Made {
    fn from(receipt: &Receipt) -> Self {
        Self {
            token: receipt.token.as_str().to_owned(),
            number: receipt.number.to_string(),
            status: "confirmed",
            hospital: Named { id: receipt.hospital.to_string(), name: receipt.hospital_name.clone() },
            doctor: Named { id: receipt.doctor.to_string(), name: receipt.doctor_name.clone() },
            starts_at: rfc3339(receipt.starts_at),
            ends_at: rfc3339(receipt.ends_at),
        }
    }
}

impl BookingItem {
    fn new(visit: Visit, today: &Today) -> Self {
        let record = &visit.booking.record;
        let (starts_at, ends_at) = visit.booking.times();
        let name = today.directory.get(record.hospital).map(|place| place.name().to_owned()).unwrap_or_default();
        Self {
            number: record.number.to_string(),
            status: record.status.word(),
            hospital: Named { id: record.hospital.to_string(), name },
            doctor: record.doctor.map(|id| Named { id: id.to_string(), name: visit.doctor_name }),
            starts_at: rfc3339(starts_at),
            ends_at: rfc3339(ends_at),
            patient: visit.booking.patient.as_ref().map(|patient| patient.name.masked()),
            cancel_until: rfc3339(visit.cancel_until),
            hold_until: record.hold_until.map(|until| rfc3339(crate::domain::time::seoul(until))),
            queue_number: record.queue_number,
            before: visit.before,
        }
    }
}

/// What only the asker should keep.
fn no_store() -> [(header::HeaderName, &'static str); 1] {
    [(header::CACHE_CONTROL, "no-store")]
}

fn idempotency_key(headers: &HeaderMap) -> Result<&str, Problem> {
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::trim);
    let fits =
        |key: &&str| (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    key.filter(fits).ok_or_else(Problem::idempotency_key)
}

/// A token that has a token's form; others are nobody's.
pub(super) fn read_token(token: Result<Path<String>, PathRejection>) -> Result<Token, Problem> {
    let token = token.ok().and_then(|Path(text)| Token::parse(&text));
    token.ok_or_else(|| BookingError::NoSuchBooking.into())
}

fn number(value: &Value) -> Result<u32, Wrong> {
    let parsed = match value {
        Value::Null => return Err(Wrong::Missing),
        Value::String(text) if text.is_empty() => return Err(Wrong::Missing),
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        _ => None,
    };
    parsed.ok_or(Wrong::NotAChoice)
}

fn moment(text: &str) -> Result<DateTime, Wrong> {
    if text.is_empty() {
        return Err(Wrong::Missing);
    }
    parse_moment(text).ok_or(Wrong::NotADate)
}

fn or_note<T>(wrong: &mut Vec<(&'static str, Wrong)>, field: &'static str, value: Result<T, Wrong>) -> Option<T> {
    value.map_err(|fault| wrong.push((field, fault))).ok()
}

/// Reads every field, so that all that is wrong is told at once.
fn read(new: NewBooking, today: &Today) -> Result<BookingRequest, BookingError> {
    let mut wrong = Vec::new();
    let hospital = or_note(&mut wrong, "hospital_id", number(&new.hospital_id).map(HospitalId));
    let doctor = or_note(&mut wrong, "doctor_id", number(&new.doctor_id).map(DoctorId));
    let starts_at = or_note(&mut wrong, "starts_at", moment(&new.starts_at));
    let name = or_note(&mut wrong, "patient.name", PersonName::parse(&new.patient.name));
    let phone = or_note(&mut wrong, "patient.phone", Mobile::parse(&new.patient.phone));
    let born = new.patient.birth_date.unwrap_or_default();
    let born = or_note(&mut wrong, "patient.birth_date", birth_date(&born, today.clock().date()));
    let relation = new.patient.relation.as_deref().unwrap_or("oneself");
    let relation = or_note(&mut wrong, "patient.relation", Relation::from_word(relation).ok_or(Wrong::NotAChoice));
    let reason = or_note(&mut wrong, "reason", VisitReason::parse(new.reason.as_deref().unwrap_or_default()));
    if !new.consent.privacy {
        wrong.push(("consent.privacy", Wrong::NoConsent));
    }
    if reason.as_ref().is_some_and(Option::is_some) && !new.consent.health {
        wrong.push(("consent.health", Wrong::NoHealthConsent));
    }
    match (hospital, doctor, starts_at, name, born, relation, reason) {
        (Some(hospital), Some(doctor), Some(starts_at), Some(name), Some(birth_date), Some(relation), Some(reason))
            if wrong.is_empty() =>
        {
            Ok(BookingRequest {
                hospital,
                doctor,
                starts_at,
                patient: Patient { name, phone, birth_date, relation },
                reason,
                privacy_consent: true,
                health_consent: new.consent.health,
                channel: Channel::Api,
                lang: Lang::Ko,
            })
        }
        _ => Err(BookingError::Fields(wrong)),
    }
}
