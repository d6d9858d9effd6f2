//! What staff do with a booking, and the numbers of walk-ins.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::{Date, DateTime};

use super::{
    Staff,
    day::{DayQuery, Outcome, page},
    visitor::Sent,
};
use crate::{
    booking::{BookingError, WalkIn},
    domain::{
        booking::Status,
        patient::{Mobile, PersonName, free_text},
        schedule::DoctorId,
    },
    web::forms::Fields,
};

/// Most characters of words for a patient.
const MOST_WORDS: u16 = 200;

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
    let booking = form.ticked("stay").then_some(id);
    answer(&staff, done, day, booking).await
}

/// Back to the day, or the day again with what stands in the way.
async fn answer(staff: &Staff, done: Result<(), BookingError>, day: Date, booking: Option<i64>) -> Response {
    let query = DayQuery { day, doctor: None, booking, moving: false };
    match done {
        Ok(()) => Redirect::to(&format!("{}&done=1", query.path("/staff"))).into_response(),
        Err(error) => page(staff, query, Outcome { error: Some(error), done: None }).await,
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
    answer(staff, done, day, Some(id)).await
}

/// `POST /staff/walk-in`.
pub(super) async fn walk_in(staff: Staff, Sent(form): Sent) -> Response {
    let today = staff.today.clone();
    let query = DayQuery { day: today.clock().date(), doctor: None, booking: None, moving: false };
    let given = async {
        let who = read_walk_in(&form)?;
        staff.state.desk().walk_in(staff.passport.hospital, &who, staff.passport.account, &today).await
    };
    match given.await {
        Ok(number) => Redirect::to(&format!("{}&ticket={number}", query.path("/staff"))).into_response(),
        Err(error) => page(&staff, query, Outcome { error: Some(error), done: None }).await,
    }
}

fn read_walk_in(form: &Fields) -> Result<WalkIn, BookingError> {
    let wrong = |field: &'static str| move |fault| BookingError::Fields(vec![(field, fault)]);
    let phone = form.get("phone").trim();
    let phone = (!phone.is_empty()).then(|| Mobile::parse(phone)).transpose().map_err(wrong("phone"))?;
    let doctor = form.get("doctor");
    let doctor = match doctor.is_empty() {
        true => None,
        false => Some(DoctorId::parse(doctor).ok_or(BookingError::NoSuchDoctor)?),
    };
    Ok(WalkIn { name: PersonName::parse(form.get("name")).map_err(wrong("name"))?, phone, doctor })
}
