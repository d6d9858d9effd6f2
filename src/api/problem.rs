//! Errors of the API as RFC 9457 problem documents: the one place where they become HTTP.

use axum::{
    Json,
    http::{
        HeaderValue, Method, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    booking::{BookingError, SlotOffer},
    domain::{query::FieldError, time::rfc3339},
    words::Lang,
};

/// What went wrong, for programs by `type` and `field`, for people by `detail`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable name of the kind of problem, a URI reference.
    #[schema(example = "/problems/invalid-parameter")]
    r#type: &'static str,
    /// The kind of problem in English.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What to do about it, in Korean.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    detail: Option<Box<str>>,
    /// The parameter that was wrong; of several, the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    field: Option<Box<str>>,
    /// Every value of a body that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// The free slots nearest to one that is taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nearest: Vec<NearSlot>,
    /// Seconds for the header Retry-After; 0 for none.
    #[serde(skip)]
    retry_after: u32,
}

/// A value that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Its place in the body: `patient.phone`.
    field: &'static str,
    /// What is wrong and the way out, in Korean.
    detail: String,
}

/// A free slot.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearSlot {
    doctor_id: String,
    starts_at: String,
    ends_at: String,
    free: u16,
}

impl Problem {
    fn new(kind: &'static str, title: &'static str, status: StatusCode) -> Self {
        Self {
            r#type: kind,
            title,
            status: status.as_u16(),
            detail: None,
            field: None,
            errors: Vec::new(),
            nearest: Vec::new(),
            retry_after: 0,
        }
    }

    /// No place has this number.
    pub fn no_such_hospital() -> Self {
        Self::new("/problems/no-such-hospital", "No such hospital", StatusCode::NOT_FOUND)
            .because(Lang::Ko.not_found_text())
    }

    /// The place has closed down.
    pub fn closed_down() -> Self {
        Self::new("/problems/closed-down", "Closed down", StatusCode::GONE).because(Lang::Ko.closed_down_text())
    }

    /// No such path under `/api`.
    pub fn no_such_resource() -> Self {
        Self::new("/problems/no-such-resource", "No such resource", StatusCode::NOT_FOUND)
            .because(Lang::Ko.no_such_resource_text())
    }

    /// The path exists, not with this method.
    pub fn method_not_allowed(method: &Method) -> Self {
        Self::new("/problems/method-not-allowed", "Method not allowed", StatusCode::METHOD_NOT_ALLOWED)
            .because(Lang::Ko.method_text(method.as_str()))
    }

    /// What the edge refuses, or could not do, before a handler has said anything.
    pub fn at_the_edge(status: StatusCode, detail: impl Into<String>) -> Self {
        let (kind, title) = match status {
            StatusCode::FORBIDDEN => ("/problems/foreign-request", "Request from another site"),
            StatusCode::PAYLOAD_TOO_LARGE => ("/problems/too-large", "Request too large"),
            StatusCode::BAD_REQUEST => ("/problems/unreadable", "Unreadable request"),
            StatusCode::SERVICE_UNAVAILABLE => ("/problems/timeout", "No answer in time"),
            _ => ("/problems/internal", "Internal error"),
        };
        Self::new(kind, title, status).because(detail)
    }

    /// A body that is no JSON, or not of the wanted form.
    pub fn unreadable_body(error: &serde_json::Error) -> Self {
        // serde_json tells names and places, never values.
        let place = format!("{}:{}", error.line(), error.column());
        Self::new("/problems/unreadable", "Unreadable request", StatusCode::BAD_REQUEST)
            .because(Lang::Ko.unreadable_json(&place))
    }

    /// An answer that could not be written: a fault of this program.
    pub fn unwritable(error: &serde_json::Error) -> Self {
        tracing::error!(%error, "an answer could not be written");
        Self::at_the_edge(StatusCode::INTERNAL_SERVER_ERROR, Lang::Ko.failed_text())
    }

    /// The header that makes a booking safe to repeat is missing or not of its form.
    pub fn idempotency_key() -> Self {
        let problem = Self::new("/problems/idempotency-key", "Idempotency-Key needed", StatusCode::BAD_REQUEST);
        Self { field: Some("Idempotency-Key".into()), ..problem.because(Lang::Ko.idempotency_key_text()) }
    }

    /// A value of the body is wrong.
    pub fn invalid_value(field: &'static str, detail: String) -> Self {
        let (kind, title) = ("/problems/invalid-value", "Invalid value");
        let problem = Self::new(kind, title, StatusCode::UNPROCESSABLE_ENTITY).because(detail.as_str());
        Self { field: Some(field.into()), errors: vec![FieldProblem { field, detail }], ..problem }
    }

    fn because(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into().into()), ..self }
    }
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        let problem = Self::new("/problems/invalid-parameter", "Invalid parameter", StatusCode::BAD_REQUEST);
        Self { detail: Some(Lang::Ko.fault(&error).into()), field: Some(error.field.into()), ..problem }
    }
}

impl From<BookingError> for Problem {
    fn from(error: BookingError) -> Self {
        let (kind, title, status) = kind_of(&error);
        let problem = Self::new(kind, title, status).because(error.text(Lang::Ko));
        match error {
            BookingError::Fields(wrong) => {
                let detail = |fault| Lang::Ko.wrong(fault);
                let errors: Vec<_> =
                    wrong.into_iter().map(|(field, fault)| FieldProblem { field, detail: detail(fault) }).collect();
                Self { field: errors.first().map(|error| error.field.into()), errors, ..problem }
            }
            BookingError::SlotTaken(nearest) => {
                let near = |slot: SlotOffer| NearSlot {
                    doctor_id: slot.doctor.to_string(),
                    starts_at: rfc3339(slot.starts_at),
                    ends_at: rfc3339(slot.ends_at),
                    free: slot.free,
                };
                Self { nearest: nearest.into_iter().map(near).collect(), ..problem }
            }
            BookingError::TooOften(seconds) => Self { retry_after: seconds, ..problem },
            BookingError::Store(error) => {
                tracing::error!(%error, "a booking could not be served");
                problem
            }
            BookingError::Vault(error) => {
                tracing::error!(%error, "a booking could not be opened");
                problem
            }
            _ => problem,
        }
    }
}

/// What each error is in HTTP.
fn kind_of(error: &BookingError) -> (&'static str, &'static str, StatusCode) {
    use BookingError as E;
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    match error {
        E::NotBookable => ("/problems/not-bookable", "Takes no bookings", StatusCode::NOT_FOUND),
        E::NoSuchDoctor => ("/problems/no-such-doctor", "No such doctor at this hospital", wrong),
        E::NotASlot => ("/problems/not-a-slot", "No slot starts then", wrong),
        E::Past => ("/problems/past", "The slot is over", wrong),
        E::TooSoon => ("/problems/too-soon", "The slot begins too soon", wrong),
        E::TooFar => ("/problems/too-far", "The slot is too far ahead", wrong),
        E::SlotTaken(_) => ("/problems/slot-taken", "Slot taken", StatusCode::CONFLICT),
        E::TooMany => ("/problems/too-many-bookings", "Too many open bookings", StatusCode::CONFLICT),
        E::SameTime => ("/problems/same-time", "A booking at the same time", StatusCode::CONFLICT),
        E::KeyReused => ("/problems/idempotency-key-reused", "Idempotency-Key used for another body", wrong),
        E::Fields(_) => ("/problems/invalid-value", "Invalid value", wrong),
        E::NoSuchBooking => ("/problems/no-such-booking", "No such booking", StatusCode::NOT_FOUND),
        E::NoSuchAccount => ("/problems/no-such-account", "No such account", StatusCode::NOT_FOUND),
        E::TooLate => ("/problems/too-late", "Too late to change", StatusCode::CONFLICT),
        E::WrongState(_) | E::NotToday => ("/problems/wrong-state", "Not possible in this state", StatusCode::CONFLICT),
        E::SeatsAreFree | E::AlreadyInLine => ("/problems/waitlist", "No place in line", StatusCode::CONFLICT),
        E::WrongCode | E::WrongLogIn | E::SecondFactor | E::NotActive => {
            ("/problems/not-allowed", "Not allowed", StatusCode::UNAUTHORIZED)
        }
        E::Forbidden => ("/problems/not-allowed", "Not allowed", StatusCode::FORBIDDEN),
        E::AddressTaken => ("/problems/address-taken", "Address taken", StatusCode::CONFLICT),
        E::TooOften(_) => ("/problems/too-often", "Too many requests", StatusCode::TOO_MANY_REQUESTS),
        E::Conflict | E::Store(_) => ("/problems/unavailable", "Not available now", StatusCode::SERVICE_UNAVAILABLE),
        E::Vault(_) => ("/problems/internal", "Internal error", StatusCode::INTERNAL_SERVER_ERROR),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        if retry_after > 0 {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after));
        }
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
