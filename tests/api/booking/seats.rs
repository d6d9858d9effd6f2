//! What is offered keeps up with what is booked: by this server, by another one, and late.

use heydoctor::{
    booking::{BookingError, BookingRequest, Desk, Today},
    domain::{hospital::HospitalId, schedule::DoctorId},
    vault::DataKeys,
};
use jiff::{
    SignedDuration,
    civil::{Date, DateTime, date},
};

use super::{
    HOURS, open_clinic,
    waitlist::{SETTINGS, request},
};
use crate::{
    app::{DATA_KEY, TestApp},
    support::TestDatabase,
};

crate::on_both_databases!(
    a_change_is_seen_by_the_very_next_look,
    another_servers_changes_are_seen,
    what_was_stamped_too_early_is_seen_by_a_sale_at_once_and_by_a_look_later,
    the_earliest_slot_is_the_first_that_is_free,
);

const FRIDAY: Date = date(2026, 11, 27);
/// No hour is full.
const NONE: [i8; 0] = [];

fn at(hour: i8) -> DateTime {
    FRIDAY.at(hour, 0, 0, 0)
}

/// So much later than the moment of the tests.
fn later(app: &TestApp, minutes: i64) -> Today {
    let today = app.state.today();
    Today { now: today.now + SignedDuration::from_mins(minutes), ..today }
}

/// The hours of Friday at which a doctor has no free seat.
async fn full(desk: &Desk, hospital: HospitalId, doctor: DoctorId, today: &Today) -> Vec<i8> {
    let offers = desk.offers(hospital, FRIDAY, 1, today).await.unwrap();
    let day = offers[0].doctors.iter().find(|day| day.doctor == doctor).unwrap();
    assert_eq!(day.slots.len(), HOURS.len());
    day.slots.iter().filter(|slot| slot.free == 0).map(|slot| slot.starts_at.hour()).collect()
}

async fn a_change_is_seen_by_the_very_next_look(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (desk, hospital, doctor) = (app.state.desk(), clinic.hospital, clinic.doctors[0].0);
    // Once with all at one moment, once with a moment of its own for each step, so that what was read
    // before is not asked for again.
    let at_nine = BookingRequest { starts_at: at(9), ..request(hospital, doctor, 9, 1) };
    for pause in [0, 2] {
        let mut minutes = 0;
        let mut next = || {
            minutes += pause;
            later(&app, minutes)
        };
        assert_eq!(full(desk, hospital, doctor, &next()).await, NONE);
        let booked = desk.book(&at_nine, None, &next()).await.unwrap();
        let token = &booked.receipt().token;
        assert_eq!(full(desk, hospital, doctor, &next()).await, [9]);
        assert_eq!(full(desk, hospital, doctor, &next()).await, [9], "and the one after it");
        desk.reschedule(token, doctor, at(14), &next()).await.unwrap();
        assert_eq!(full(desk, hospital, doctor, &next()).await, [14]);
        desk.cancel(token, &next()).await.unwrap();
        assert_eq!(full(desk, hospital, doctor, &next()).await, NONE);
    }
}

async fn another_servers_changes_are_seen(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (desk, hospital, doctor) = (app.state.desk(), clinic.hospital, clinic.doctors[0].0);
    let other = Desk::open(database.store().await, DataKeys::parse([DATA_KEY]).unwrap(), SETTINGS).await.unwrap();
    assert_eq!(full(desk, hospital, doctor, &later(&app, 10)).await, NONE);
    // Its clock is half a minute behind.
    let behind = |minutes| Today { now: later(&app, minutes).now - SignedDuration::from_secs(30), ..later(&app, 0) };
    let booking = BookingRequest { starts_at: at(11), ..request(hospital, doctor, 11, 1) };
    let booked = other.book(&booking, None, &behind(10)).await.unwrap();
    assert_eq!(full(desk, hospital, doctor, &later(&app, 10)).await, [11]);
    assert_eq!(full(&other, hospital, doctor, &behind(10)).await, [11]);
    other.cancel(&booked.receipt().token, &behind(12)).await.unwrap();
    assert_eq!(full(desk, hospital, doctor, &later(&app, 12)).await, NONE);
}

async fn what_was_stamped_too_early_is_seen_by_a_sale_at_once_and_by_a_look_later(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (desk, hospital, doctor) = (app.state.desk(), clinic.hospital, clinic.doctors[0].0);
    let other = Desk::open(database.store().await, DataKeys::parse([DATA_KEY]).unwrap(), SETTINGS).await.unwrap();
    assert_eq!(full(desk, hospital, doctor, &later(&app, 10)).await, NONE);
    let booking = |number| BookingRequest { starts_at: at(11), ..request(hospital, doctor, 11, number) };
    other.book(&booking(1), None, &later(&app, 0)).await.unwrap();
    let lost = desk.book(&booking(2), None, &later(&app, 11)).await.unwrap_err();
    assert!(matches!(lost, BookingError::SlotTaken(_)), "{lost:?}");
    assert_eq!(full(desk, hospital, doctor, &later(&app, 16)).await, [11], "everything is read again");
}

async fn the_earliest_slot_is_the_first_that_is_free(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, SETTINGS).await;
    let (desk, hospital, today) = (app.state.desk(), clinic.hospital, app.state.today());
    let [(alone, _), (other, _)] = clinic.doctors;
    let earliest = async |doctor| {
        let slot = desk.earliest(hospital, doctor, &today).await.unwrap().unwrap();
        (slot.doctor, slot.starts_at)
    };
    let wednesday = date(2026, 11, 25);
    assert_eq!(earliest(Some(alone)).await, (alone, wednesday.at(11, 0, 0, 0)), "an hour ahead at ten");
    for hour in 11..21 {
        let starts_at = wednesday.at(hour, 0, 0, 0);
        let booking = BookingRequest { starts_at, ..request(hospital, alone, hour, hour as usize) };
        desk.book(&booking, None, &today).await.unwrap();
    }
    assert_eq!(earliest(Some(alone)).await, (alone, date(2026, 11, 26).at(9, 0, 0, 0)), "the next morning");
    assert_eq!(earliest(None).await, (other, wednesday.at(11, 0, 0, 0)));
}
