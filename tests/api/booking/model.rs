//! Random lives of bookings against a model of a few lines: what the desk lets happen is what the
//! states allow, and what is stored is what the model says.

use std::collections::BTreeMap;

use fastrand::Rng;
use heydoctor::{
    booking::{BookingError, BookingRequest, Desk, DeskSettings, Today},
    domain::{
        booking::{Channel, Status, Token},
        hospital::HospitalId,
        patient::{Mobile, Patient, PersonName, Relation},
        schedule::DoctorId,
        time,
    },
    words::Lang,
};
use jiff::civil::{DateTime, date};

use super::{Clinic, open_clinic, phone};
use crate::support::TestDatabase;

crate::on_both_databases!(bookings_live_as_their_states_allow);

const STEPS: usize = 250;

/// A booking as the model knows it.
struct Known {
    token: Token,
    slot: (DoctorId, i8),
    status: Status,
}

struct World<'a> {
    desk: &'a Desk,
    today: Today,
    hospital: HospitalId,
    seats: BTreeMap<(DoctorId, i8), usize>,
    known: Vec<Known>,
    rng: Rng,
}

fn at(hour: i8) -> DateTime {
    date(2026, 11, 25).at(hour, 0, 0, 0)
}

async fn bookings_live_as_their_states_allow(database: TestDatabase) {
    let settings = DeskSettings { limits: false, unguarded: false };
    let (app, clinic): (_, Clinic) = open_clinic(&database, settings).await;
    // Of the day itself, so that patients can arrive; hours that may still be changed.
    let slots = clinic
        .doctors
        .iter()
        .flat_map(|(doctor, seats)| (13..16).map(move |hour| ((*doctor, hour), usize::from(*seats))));
    let mut world = World {
        desk: app.state.desk(),
        today: app.state.today(),
        hospital: clinic.hospital,
        seats: slots.collect(),
        known: Vec::new(),
        rng: Rng::with_seed(7),
    };
    for step in 0..STEPS {
        match world.rng.u8(..10) {
            0..4 => world.book(step).await,
            4 => world.reschedule().await,
            5 => world.cancel().await,
            6 => world.check_in().await,
            _ => world.turn().await,
        }
        world.compare().await;
    }
    assert!(
        world.known.iter().any(|booking| booking.status == Status::Fulfilled),
        "the walk reached the end of a visit"
    );
}

impl World<'_> {
    fn taken(&self, slot: (DoctorId, i8)) -> usize {
        self.known.iter().filter(|booking| booking.slot == slot && booking.status.holds_seat()).count()
    }

    fn any_slot(&mut self) -> (DoctorId, i8) {
        let index = self.rng.usize(..self.seats.len());
        *self.seats.keys().nth(index).unwrap()
    }

    fn any(&mut self) -> Option<usize> {
        (!self.known.is_empty()).then(|| self.rng.usize(..self.known.len()))
    }

    async fn book(&mut self, step: usize) {
        let slot = self.any_slot();
        let patient = Patient {
            name: PersonName::parse("한라온").unwrap(),
            phone: Mobile::parse(&phone(step)).ok(),
            birth_date: None,
            relation: Relation::Oneself,
        };
        let request = BookingRequest {
            hospital: self.hospital,
            doctor: slot.0,
            starts_at: at(slot.1),
            patient,
            reason: None,
            privacy_consent: true,
            health_consent: false,
            channel: Channel::Web,
            lang: Lang::Ko,
        };
        let booked = self.desk.book(&request, None, &self.today).await;
        assert_eq!(booked.is_ok(), self.taken(slot) < self.seats[&slot], "{booked:?}");
        if let Ok(booked) = booked {
            self.known.push(Known { token: booked.receipt().token.clone(), slot, status: Status::Confirmed });
        }
    }

    async fn reschedule(&mut self) {
        let (Some(one), slot) = (self.any(), self.any_slot()) else { return };
        let Known { token, slot: old, status } = &self.known[one];
        let fits = *status == Status::Confirmed && (*old == slot || self.taken(slot) < self.seats[&slot]);
        let moved = self.desk.reschedule(token, slot.0, at(slot.1), &self.today).await;
        assert_eq!(moved.is_ok(), fits, "{moved:?}");
        if fits {
            self.known[one].slot = slot;
        }
    }

    async fn cancel(&mut self) {
        let Some(one) = self.any() else { return };
        let done = self.desk.cancel(&self.known[one].token, &self.today).await;
        let may = matches!(self.known[one].status, Status::Confirmed | Status::Cancelled);
        assert_eq!(done.is_ok(), may, "{done:?}");
        if may {
            self.known[one].status = Status::Cancelled;
        }
    }

    async fn check_in(&mut self) {
        let Some(one) = self.any() else { return };
        let done = self.desk.check_in(&self.known[one].token, &self.today).await;
        let may = matches!(self.known[one].status, Status::Confirmed | Status::Arrived | Status::InProgress);
        assert_eq!(done.is_ok(), may, "{done:?}");
        if self.known[one].status == Status::Confirmed {
            self.known[one].status = Status::Arrived;
        }
    }

    async fn turn(&mut self) {
        let Some(one) = self.any() else { return };
        // Mostly a step that follows, now and then any.
        let next = self.known[one].status.next();
        let choices = if next.is_empty() || self.rng.u8(..4) == 0 { &Status::ALL } else { next };
        let to = choices[self.rng.usize(..choices.len())];
        let visit = self.desk.visit(&self.known[one].token, &self.today).await.unwrap();
        let id = (self.hospital, visit.booking.record.id);
        let from = self.known[one].status;
        let done = self.desk.turn(id, to, 1, &self.today).await;
        let may = from == to || (from.may_become(to) && to.holds_seat());
        assert_eq!(done.is_ok(), may, "{from:?} to {to:?}: {done:?}");
        assert!(done.is_ok() || matches!(done, Err(BookingError::WrongState(_))));
        if may {
            self.known[one].status = to;
        }
    }

    /// What is stored is what the model says.
    async fn compare(&self) {
        for Known { token, slot, status } in &self.known {
            let record = self.desk.visit(token, &self.today).await.unwrap().booking.record;
            assert_eq!(record.status, *status);
            assert_eq!(record.seat.is_some(), status.holds_seat());
            assert_eq!((record.doctor.unwrap(), time::seoul(record.starts_at)), (slot.0, at(slot.1)));
            assert_eq!(record.queue_number.is_some(), record.arrived_at.is_some());
        }
    }
}
