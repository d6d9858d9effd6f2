//! The waitlist: a freed seat goes to the first in line, for a set time, then to the next; never to
//! two, never past the line.

use heydoctor::{
    booking::{BookingError, BookingRequest, Desk, DeskSettings, Today, WaitRequest},
    domain::{
        booking::{Channel, Status, Token},
        hospital::HospitalId,
        patient::{Mobile, Patient, PersonName, Relation},
        schedule::{DoctorId, Policy},
        time,
    },
    store::{BookingRecord, SealedColumn},
    words::Lang,
};
use jiff::{ToSpan, civil::date};
use tokio::task::JoinSet;

use super::{DAY, HOURS, open_clinic, phone};
use crate::{app::TestApp, peek::Peek, support::TestDatabase};

crate::on_both_databases!(
    a_freed_seat_goes_down_the_line,
    a_moved_booking_frees_its_seat_for_the_line,
    many_cancellations_at_once_offer_each_seat_once,
    no_cancellation_loses_to_the_others,
    who_joins_while_a_seat_is_freed_is_told_of_it,
    an_offer_is_taken_by_who_has_been_there_often,
    nothing_is_offered_while_the_hospital_takes_no_bookings,
    one_offer_that_cannot_be_ended_holds_up_no_other,
    an_offer_keeps_the_text_that_was_consented_to,
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

async fn no_cancellation_loses_to_the_others(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (hospital, today) = (clinic.hospital, app.state.today());
    let mut booked = Vec::new();
    for (doctor, seats) in clinic.doctors {
        for number in 0..12 * usize::from(seats) {
            let request = request(hospital, doctor, (9 + number % 12) as i8, 100 * usize::from(seats) + number);
            booked.push(app.state.desk().book(&request, None, &today).await.unwrap().receipt().token.clone());
        }
    }
    for number in 0..50 {
        wait(&app, hospital, clinic.doctors[number % 2].0, number).await.unwrap();
    }
    let mut all = JoinSet::new();
    for token in booked {
        let state = app.state.clone();
        all.spawn(async move { state.desk().cancel(&token, &state.today()).await });
    }
    for cancelled in all.join_all().await {
        cancelled.expect("each goes through, whoever is offered what");
    }
    assert_eq!(offers(&app, hospital).await.len(), 12 + 25, "as many as there are seats, or people in line");
}

async fn who_joins_while_a_seat_is_freed_is_told_of_it(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (hospital, (doctor, _)) = (clinic.hospital, clinic.doctors[0]);
    let (desk, today) = (app.state.desk(), app.state.today());
    let mut booked = fill(desk, hospital, doctor, &today).await.remove(0);
    for round in 0..40 {
        let mut both = JoinSet::new();
        let state = app.state.clone();
        both.spawn(async move { state.desk().cancel(&booked, &state.today()).await.map(|()| None) });
        let state = app.state.clone();
        both.spawn(async move {
            let request = WaitRequest {
                hospital,
                doctor: Some(doctor),
                day: DAY.parse().unwrap(),
                patient: patient(200 + round),
                privacy_consent: true,
                lang: Lang::Ko,
            };
            match state.desk().wait(&request, &state.today()).await {
                Err(BookingError::SeatsAreFree) => Ok(None),
                token => token.map(Some),
            }
        });
        let place = both.join_all().await.into_iter().find_map(Result::unwrap);
        if let Some(place) = place {
            let status = desk.place_in_line(&place).await.unwrap().0.status;
            assert_eq!(status, "offered", "round {round}: the seat is free and somebody waits for it");
            desk.cancel(&offered_token(&app, &today).await, &today).await.unwrap();
        }
        let again = desk.book(&request(hospital, doctor, 9, 300 + round), None, &today).await;
        booked = again.expect("the seat is free").receipt().token.clone();
    }
}

async fn an_offer_is_taken_by_who_has_been_there_often(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let [(doctor, _), (other, _)] = clinic.doctors;
    let (desk, today) = (app.state.desk(), app.state.today());
    // Six visits of which the hospital has not said that they are over.
    for hour in 9..15 {
        desk.book(&request(clinic.hospital, other, hour, 1), None, &today).await.unwrap();
    }
    let later = Today { now: today.now.saturating_add(48.hours()).unwrap(), ..today };
    let friday = date(2026, 11, 30);
    let mut full = Vec::new();
    for hour in HOURS {
        let starts_at = friday.at(hour as i8, 0, 0, 0);
        let request = BookingRequest { starts_at, ..request(clinic.hospital, doctor, 9, 100 + hour as usize) };
        full.push(desk.book(&request, None, &later).await.unwrap().receipt().token.clone());
    }
    let wanted = WaitRequest {
        hospital: clinic.hospital,
        doctor: Some(doctor),
        day: friday,
        patient: patient(1),
        privacy_consent: true,
        lang: Lang::Ko,
    };
    desk.wait(&wanted, &later).await.unwrap();
    desk.cancel(&full[0], &later).await.unwrap();
    desk.accept(&offered_token(&app, &later).await, &later).await.expect("what is over takes no place");
}

async fn nothing_is_offered_while_the_hospital_takes_no_bookings(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (hospital, (doctor, _)) = (clinic.hospital, clinic.doctors[0]);
    let (desk, today) = (app.state.desk(), app.state.today());
    let booked = fill(desk, hospital, doctor, &today).await;
    let place = wait(&app, hospital, doctor, 1).await.unwrap();
    let mut work = app.state.store().begin().await.unwrap();
    work.set_policy(hospital, &Policy { accepts: false, ..Policy::default() }).await.unwrap();
    work.commit().await.unwrap();
    desk.schedule_changed(hospital);
    desk.cancel(&booked[0], &today).await.unwrap();
    assert_eq!(offers(&app, hospital).await, []);
    assert_eq!(desk.place_in_line(&place).await.unwrap().0.status, "waiting");
}

async fn one_offer_that_cannot_be_ended_holds_up_no_other(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let [(first, _), (second, _)] = clinic.doctors;
    let (desk, today) = (app.state.desk(), app.state.today());
    let booked = [fill(desk, clinic.hospital, first, &today).await.remove(0), {
        let mut tokens = Vec::new();
        for number in 0..36 {
            let hour = 9 + number / 3;
            let request = request(clinic.hospital, second, hour as i8, 500 + number);
            tokens.push(desk.book(&request, None, &today).await.unwrap().receipt().token.clone());
        }
        tokens.remove(0)
    }];
    for (doctor, number) in [(first, 1), (first, 2), (second, 3), (second, 4)] {
        wait(&app, clinic.hospital, doctor, number).await.unwrap();
    }
    for token in &booked {
        desk.cancel(token, &today).await.unwrap();
    }
    // The next in line for the first doctor cannot be read.
    let column = SealedColumn::Waiting;
    let places = app.state.store().sealed_otherwise(column, b"none", 0, 10).await.unwrap();
    let mut work = app.state.store().begin().await.unwrap();
    assert!(work.replace_sealed(column, &places[1], b"damaged").await.unwrap());
    work.commit().await.unwrap();
    let later = Today { now: today.now.saturating_add(16.minutes()).unwrap(), ..today.clone() };
    assert!(desk.end_offers(&later).await.is_err(), "it is told");
    let held: Vec<_> = offers(&app, clinic.hospital).await.iter().map(|row| row.doctor.unwrap()).collect();
    let until = offers(&app, clinic.hospital).await.iter().map(|row| row.hold_until.unwrap()).max();
    assert!(held.contains(&second) && until > Some(later.now), "the second doctor's seat went on: {held:?}");
}

async fn an_offer_keeps_the_text_that_was_consented_to(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (hospital, (doctor, _)) = (clinic.hospital, clinic.doctors[0]);
    let booked = fill(app.state.desk(), hospital, doctor, &app.state.today()).await;
    wait(&app, hospital, doctor, 1).await.unwrap();
    // They joined before the text was changed.
    let peek = Peek::at(&database.url);
    let of_hospital = i64::from(hospital.0);
    peek.rows::<(i64,)>("UPDATE waitlist SET consent = 'an-older-text' WHERE hospital_id = ?", of_hospital).await;
    app.state.desk().cancel(&booked[0], &app.state.today()).await.unwrap();
    let sql = "SELECT consent FROM booking WHERE status = 'offered' AND hospital_id = ?";
    assert_eq!(peek.rows::<(String,)>(sql, of_hospital).await, [("an-older-text".to_owned(),)]);
}
