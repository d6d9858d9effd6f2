//! Reads who comes from a form, every field of it, so that all that is wrong is told at once.

use axum::http::{Extensions, HeaderMap};
use jiff::civil::Date;

use super::{Fields, cookies, mine::COOKIE};
use crate::{
    booking::{BookingError, Limit, PhoneSession},
    domain::patient::{Mobile, Patient, PersonName, Relation, VisitReason, Wrong, birth_date},
    state::{AppState, ClientAddress},
    web::pages::book::form::Typed,
};

/// Values that are wrong, by field.
pub type Wrongs = Vec<(&'static str, Wrong)>;

/// A patient and a reason that can be booked.
pub struct Given {
    /// Who comes.
    pub patient: Patient,
    /// Why.
    pub reason: Option<VisitReason>,
}

/// What was typed, as it came, cut where nobody types on.
pub fn typed(fields: &Fields) -> Typed {
    let text = |name: &str| fields.get(name).chars().take(1_000).collect::<String>();
    Typed {
        relation: Relation::from_word(fields.get("relation")).unwrap_or_default(),
        name: text("name"),
        phone: text("phone"),
        birth_date: text("birth_date"),
        reason: text("reason"),
        health: fields.ticked("health"),
        privacy: fields.ticked("privacy"),
    }
}

/// Reads what was typed.
///
/// # Errors
/// All that is wrong, in the order of the form.
pub fn read(typed: &Typed, today: Date) -> Result<Given, Wrongs> {
    let mut wrong = Vec::new();
    let name = noted(&mut wrong, "name", PersonName::parse(&typed.name));
    let phone = noted(&mut wrong, "phone", Mobile::parse(&typed.phone));
    let born = noted(&mut wrong, "birth_date", birth_date(&typed.birth_date, today));
    let reason = noted(&mut wrong, "reason", VisitReason::parse(&typed.reason));
    if matches!(reason, Some(Some(_))) && !typed.health {
        wrong.push(("health", Wrong::NoHealthConsent));
    }
    if !typed.privacy {
        wrong.push(("privacy", Wrong::NoConsent));
    }
    match (name, born, reason) {
        (Some(name), Some(birth_date), Some(reason)) if wrong.is_empty() => {
            Ok(Given { patient: Patient { name, phone, birth_date, relation: typed.relation }, reason })
        }
        _ => Err(wrong),
    }
}

/// The value, or a note of what is wrong with it.
pub fn noted<T>(wrong: &mut Wrongs, field: &'static str, value: Result<T, Wrong>) -> Option<T> {
    value.map_err(|fault| wrong.push((field, fault))).ok()
}

/// The phone that the request's cookie proves. A store that does not answer makes nobody known.
pub async fn session(state: &AppState, headers: &HeaderMap) -> Option<PhoneSession> {
    let cookie = cookies::token(headers, COOKIE)?;
    let found = state.desk().phone_session(&cookie, state.today().now).await;
    found.inspect_err(super::log).ok()?
}

/// Counts what the address of a request with these extensions does.
///
/// # Errors
/// [`BookingError::TooOften`].
pub fn limited(state: &AppState, extensions: &Extensions, limit: Limit) -> Result<(), BookingError> {
    match (state.desk().limits(), extensions.get::<ClientAddress>()) {
        (Some(limits), Some(ClientAddress(address))) => limits.take(limit, *address),
        _ => Ok(()),
    }
}
