//! The waitlist: a freed seat goes to the first in line, for a set time, then to the next; never to
//! two, never past the line.

use heydoctor::{
    booking::{BookingError, BookingRequest, Desk, DeskSettings, Today, WaitRequest},
    domain::{
        booking::{Channel, Status, Token},
        hospital::HospitalId,
        patient::{Mobile, Patient, PersonName, Relation},
        schedule::DoctorId,
        time,
    },
    store::BookingRecord,
    words::Lang,
};
use jiff::{ToSpan, civil::date};

use super::{DAY, HOURS, open_clinic, phone};
use crate::{app::TestApp, support::TestDatabase};

crate::on_both_databases!(
    a_freed_seat_goes_down_the_line,
    a_moved_booking_frees_its_seat_for_the_line,
    many_cancellations_at_once_offer_each_seat_once,
);

pub const SETTINGS: DeskSettings = DeskSettings { limits: false, unguarded: false };

fn patient(number: usize) -> Patient {
    Patient {
        name: PersonName::parse("최새봄").unwrap(),
        phone: Mobile::parse(&phone(number)).ok(),
        birth_date: None,
        relation: Relation::Oneself,
    }
}

/// For an hour of [`DAY`].
pub fn request(hospital: HospitalId, doctor: DoctorId, hour: i8, number: usize) -> BookingRequest {
    BookingRequest {
        hospital,
        doctor,
        starts_at: date(2026, 11, 26).at(hour, 0, 0, 0),
        patient: patient(number),
        reason: None,
        privacy_consent: true,
        health_consent: false,
        channel: Channel::Web,
        lang: Lang::Ko,
    }
}

/// Books every seat of the first doctor's day.
async fn fill(desk: &Desk, hospital: HospitalId, doctor: DoctorId, today: &Today) -> Vec<Token> {
    let mut tokens = Vec::new();
    for hour in HOURS {
        let booked = desk.book(&request(hospital, doctor, hour as i8, 100 + hour as usize), None, today).await.unwrap();
        tokens.push(booked.receipt().token.clone());
    }
    tokens
}

async fn wait(app: &TestApp, hospital: HospitalId, doctor: DoctorId, number: usize) -> Result<Token, BookingError> {
    let request = WaitRequest {
        hospital,
        doctor: Some(doctor),
        day: DAY.parse().unwrap(),
        patient: patient(number),
        privacy_consent: true,
        lang: Lang::Ko,
    };
    app.state.desk().wait(&request, &app.state.today()).await
}

async fn offers(app: &TestApp, hospital: HospitalId) -> Vec<BookingRecord> {
    let day = DAY.parse().unwrap();
    let mut rows = app.state.store().bookings().of_days(hospital, day, day).await.unwrap();
    rows.retain(|row| row.status == Status::Offered);
    rows
}

/// The link that the one who is offered a seat was sent: read from the sealed message itself.
async fn offered_token(app: &TestApp, today: &Today) -> Token {
    let now = today.now;
    let messages = app.state.store().outbox().take(now, now.saturating_add(1.minute()).unwrap(), 500).await.unwrap();
    let message = messages.iter().rfind(|message| message.kind == "offer").expect("an offer was written");
    let vault = app.state.desk().vault();
    let purpose = heydoctor::vault::Purpose::Message;
    let notice: heydoctor::words::Notice =
        vault.open(purpose, message.dedup_key.as_bytes(), &message.payload_sealed).unwrap();
    notice.token.unwrap()
}

async fn a_freed_seat_goes_down_the_line(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (hospital, (doctor, _)) = (clinic.hospital, clinic.doctors[0]);
    let (desk, today) = (app.state.desk(), app.state.today());
    assert!(matches!(wait(&app, hospital, doctor, 1).await, Err(BookingError::SeatsAreFree)));
    let booked = fill(desk, hospital, doctor, &today).await;
    let first = wait(&app, hospital, doctor, 1).await.unwrap();
    let second = wait(&app, hospital, doctor, 2).await.unwrap();
    assert!(matches!(wait(&app, hospital, doctor, 1).await, Err(BookingError::AlreadyInLine)));
    assert_eq!(desk.place_in_line(&second).await.unwrap().1, 1);

    desk.cancel(&booked[0], &today).await.unwrap();
    let held = offers(&app, hospital).await;
    assert_eq!((held.len(), held[0].seat), (1, Some(1)));
    let stranger = desk.book(&request(hospital, doctor, 9, 50), None, &today).await;
    assert!(matches!(stranger, Err(BookingError::SlotTaken(_))), "nobody passes the line");
    assert_eq!(desk.place_in_line(&first).await.unwrap().0.status, "offered");

    // The first lets it lapse: the second is offered it, and takes it.
    let later = Today { now: today.now.saturating_add(16.minutes()).unwrap(), ..today.clone() };
    assert_eq!(desk.end_offers(&later).await.unwrap(), 1);
    assert_eq!(desk.end_offers(&later).await.unwrap(), 0, "once");
    let token = offered_token(&app, &later).await;
    assert_eq!(desk.place_in_line(&second).await.unwrap().0.status, "offered");
    assert_eq!(desk.visit(&token, &later).await.unwrap().booking.status(), Status::Offered);
    desk.accept(&token, &later).await.unwrap();
    desk.accept(&token, &later).await.unwrap();
    assert_eq!(desk.visit(&token, &later).await.unwrap().booking.status(), Status::Confirmed);
    assert_eq!(desk.place_in_line(&first).await.unwrap().0.status, "left");
    assert_eq!(desk.place_in_line(&second).await.unwrap().0.status, "booked");

    // Nobody waits any more: a freed seat is everybody's.
    desk.cancel(&token, &later).await.unwrap();
    desk.book(&request(hospital, doctor, 9, 50), None, &later).await.unwrap();
}

async fn a_moved_booking_frees_its_seat_for_the_line(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let [(doctor, _), (other, _)] = clinic.doctors;
    let (desk, today) = (app.state.desk(), app.state.today());
    let booked = fill(desk, clinic.hospital, doctor, &today).await;
    wait(&app, clinic.hospital, doctor, 1).await.unwrap();
    desk.reschedule(&booked[3], other, date(2026, 11, 27).at(9, 0, 0, 0), &today).await.unwrap();
    let held = offers(&app, clinic.hospital).await;
    assert_eq!(held.iter().map(|row| time::seoul(row.starts_at).hour()).collect::<Vec<_>>(), [12]);
    // Declined, it is free: nobody else waits.
    desk.cancel(&offered_token(&app, &today).await, &today).await.unwrap();
    desk.book(&request(clinic.hospital, doctor, 12, 50), None, &today).await.unwrap();
}

async fn many_cancellations_at_once_offer_each_seat_once(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (hospital, (doctor, _)) = (clinic.hospital, clinic.doctors[0]);
    let booked = fill(app.state.desk(), hospital, doctor, &app.state.today()).await;
    for number in 0..5 {
        wait(&app, hospital, doctor, number).await.unwrap();
    }
    let cancels: Vec<_> = booked
        .into_iter()
        .take(8)
        .map(|token| {
            let state = app.state.clone();
            tokio::spawn(async move { state.desk().cancel(&token, &state.today()).await })
        })
        .collect();
    for cancel in cancels {
        cancel.await.unwrap().unwrap();
    }
    let held = offers(&app, hospital).await;
    let mut people: Vec<_> = held.iter().map(|row| row.holder.clone().unwrap()).collect();
    people.sort_unstable();
    people.dedup();
    assert_eq!((held.len(), people.len()), (5, 5), "five waited, each has one offer");
    let free: u64 = clinic.free().iter().filter(|(id, ..)| *id == doctor.to_string()).map(|(_, _, free)| free).sum();
    assert_eq!(free, 3);
}
