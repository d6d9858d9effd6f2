//! What staff do with a booking, and the numbers of walk-ins.

use axum::{extract::Path, response::Response};
use jiff::civil::DateTime;

use super::{
    Staff,
    day::{DayQuery, Outcome, page},
    visitor::{Sent, to},
};
use crate::{
    booking::{BookingError, WalkIn},
    domain::{
        booking::Status,
        patient::{Mobile, PersonName, Wrong, free_text},
        schedule::DoctorId,
    },
    web::forms::{Fields, noted},
};

/// Most characters of words for a patient.
pub(super) const MOST_WORDS: u16 = 200;

/// `POST /staff/bookings/{id}/{action}`.
pub(super) async fn act(staff: Staff, Path((id, action)): Path<(i64, String)>, Sent(form): Sent) -> Response {
    let done = match action.as_str() {
        "arrive" => turn(&staff, id, Status::Arrived).await,
        "start" => turn(&staff, id, Status::InProgress).await,
        "finish" => turn(&staff, id, Status::Fulfilled).await,
        "no-show" => turn(&staff, id, Status::NoShow).await,
        "undo" => undo(&staff, id).await,
        "cancel" => cancel(&staff, id, form.get("words")).await,
        "move" => return reschedule(&staff, id, &form).await,
        _ => Err(BookingError::NoSuchBooking),
    };
    let day = form.get("day").parse().unwrap_or(staff.today.clock().date());
    let query = DayQuery { booking: form.ticked("stay").then_some(id), ..DayQuery::new(staff.lang, day) };
    answer(&staff, done, query, form).await
}

/// Back to the day, or the day again with what stands in the way and what was typed.
async fn answer(staff: &Staff, done: Result<(), BookingError>, query: DayQuery, typed: Fields) -> Response {
    match done {
        Ok(()) => to(staff.lang, &format!("{}&done=1", query.page("/staff"))),
        Err(error) => page(staff, query, Outcome { error: Some(error), typed, done: None }).await,
    }
}

async fn turn(staff: &Staff, id: i64, to: Status) -> Result<(), BookingError> {
    let place = (staff.passport.hospital, id);
    staff.state.desk().turn(place, to, staff.passport.account, &staff.today).await
}

/// A step back, for a button that was hit by mistake.
async fn undo(staff: &Staff, id: i64) -> Result<(), BookingError> {
    let booking = staff.state.desk().look_at(&staff.passport, id, &staff.today).await?;
    let back = match booking.status() {
        Status::Arrived => Status::Confirmed,
        Status::InProgress | Status::NoShow => Status::Arrived,
        Status::Fulfilled => Status::InProgress,
        other => return Err(BookingError::WrongState(other)),
    };
    // A walk-in was never booked.
    if back == Status::Confirmed && booking.record.seat.is_none() {
        return Err(BookingError::WrongState(booking.status()));
    }
    turn(staff, id, back).await
}

async fn cancel(staff: &Staff, id: i64, words: &str) -> Result<(), BookingError> {
    let words = free_text(words, MOST_WORDS).map_err(|fault| BookingError::Fields(vec![("words", fault)]))?;
    let place = (staff.passport.hospital, id);
    staff.state.desk().call_off(place, &words, staff.passport.account, &staff.today).await
}

/// Moves a booking; when the time cannot be had, the next choice is one press away.
async fn reschedule(staff: &Staff, id: i64, form: &Fields) -> Response {
    let (doctor, at) = (DoctorId::parse(form.get("doctor")), form.get("at").parse::<DateTime>().ok());
    let done = match (doctor, at) {
        (Some(doctor), Some(at)) => {
            let place = (staff.passport.hospital, id);
            staff.state.desk().move_for_staff(place, doctor, at, staff.passport.account, &staff.today).await
        }
        _ => Err(BookingError::NotASlot),
    };
    let day = at.map_or(staff.today.clock().date(), DateTime::date);
    let moving = done.is_err();
    let query = DayQuery { doctor, booking: Some(id), moving, ..DayQuery::new(staff.lang, day) };
    answer(staff, done, query, Fields::default()).await
}

/// `POST /staff/walk-in`.
pub(super) async fn walk_in(staff: Staff, Sent(form): Sent) -> Response {
    let today = staff.today.clone();
    let query = DayQuery::new(staff.lang, today.clock().date());
    let given = async {
        let who = read_walk_in(&form)?;
        staff.state.desk().walk_in(staff.passport.hospital, &who, staff.passport.account, &today).await
    };
    match given.await {
        Ok(number) => to(staff.lang, &format!("{}&ticket={number}", query.page("/staff"))),
        Err(error) => {
            let query = DayQuery { walk_in: true, ..query };
            page(&staff, query, Outcome { error: Some(error), typed: form, done: None }).await
        }
    }
}

fn read_walk_in(form: &Fields) -> Result<WalkIn, BookingError> {
    let mut wrong = Vec::new();
    let name = noted(&mut wrong, "name", PersonName::parse(form.get("name")));
    let phone = form.get("phone").trim();
    let phone = (!phone.is_empty()).then(|| Mobile::parse(phone)).transpose();
    let phone = noted(&mut wrong, "phone", phone);
    let doctor = noted(&mut wrong, "doctor", any_doctor(form.get("doctor")));
    match (name, phone, doctor) {
        (Some(name), Some(phone), Some(doctor)) => Ok(WalkIn { name, phone, doctor }),
        _ => Err(BookingError::Fields(wrong)),
    }
}

/// The doctor of a choice whose empty value is nobody in particular.
pub(super) fn any_doctor(value: &str) -> Result<Option<DoctorId>, Wrong> {
    match value.is_empty() {
        true => Ok(None),
        false => DoctorId::parse(value).map(Some).ok_or(Wrong::NotAChoice),
    }
}
