//! Booking over HTTP: the contract, and the proof that no seat is sold twice.

mod contract;
mod history;
mod kills;
mod line;
mod load;
#[path = "../../support/mariadb.rs"]
mod mariadb;
mod model;
mod race;
mod seats;
mod waitlist;

use std::{
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
    net::{Ipv4Addr, SocketAddr},
};

use heydoctor::{
    booking::DeskSettings,
    domain::{
        hospital::HospitalId,
        schedule::{Doctor, DoctorId, Policy, Template},
        specialty::Specialty,
    },
    store::Store,
};
use serde_json::{Value, json};

use crate::{
    app::{TestApp, WEDNESDAY},
    client::{Answer, request, send_blocking, try_send},
    places::{CLINIC, street},
    support::TestDatabase,
};

/// The day after [`WEDNESDAY`], a day without a holiday near it.
const DAY: &str = "2026-11-26";
/// Twelve slots of an hour.
const WEEK: &str = "0900-2100;0900-2100;0900-2100;0900-2100;0900-2100;0900-2100;-;-";
const HOURS: std::ops::Range<u32> = 9..21;
/// The doctors' names and seats.
const DOCTORS: [(&str, u16); 2] = [("김하늘 원장", 1), ("이도담 과장", 3)];

/// A clinic with two doctors: one patient a slot with the first, three with the second.
#[derive(Clone, Copy, Debug)]
pub struct Clinic {
    address: SocketAddr,
    hospital: HospitalId,
    doctors: [(DoctorId, u16); 2],
}

/// Makes a place bookable.
pub async fn furnish(store: &Store, hospital: HospitalId) -> [(DoctorId, u16); 2] {
    let mut work = store.begin().await.unwrap();
    work.set_policy(hospital, &Policy { hold_minutes: 5, ..Policy::default() }).await.unwrap();
    let mut doctors = Vec::new();
    for (name, seats) in DOCTORS {
        let template = Template::new(WEEK.parse().unwrap(), 60, 0, seats, 0).unwrap();
        let specialty = Specialty::from_code("01");
        let doctor = Doctor { id: DoctorId(0), name: name.into(), specialty, template, active: true, has_photo: false };
        doctors.push((work.add_doctor(hospital, &doctor).await.unwrap(), seats));
    }
    work.commit().await.unwrap();
    [doctors[0], doctors[1]]
}

/// A running site with a clinic that can be booked.
pub async fn open_clinic(database: &TestDatabase, settings: DeskSettings) -> (TestApp, Clinic) {
    let app = TestApp::start_desk(database, street(), WEDNESDAY, settings).await;
    let hospital = app.id(CLINIC);
    let doctors = furnish(app.state.store(), hospital).await;
    let clinic = Clinic { address: app.address, hospital, doctors };
    (app, clinic)
}

impl Clinic {
    /// The body of a booking.
    fn body(&self, doctor: DoctorId, hour: u32, phone: &str) -> Value {
        json!({
            "hospital_id": self.hospital.to_string(),
            "doctor_id": doctor.to_string(),
            "starts_at": format!("{DAY}T{hour:02}:00:00+09:00"),
            "patient": { "name": "박서윤", "phone": phone },
            "consent": { "privacy": true },
        })
    }

    fn try_post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Answer> {
        try_send(self.address, &request("POST", path.as_bytes(), headers, body.as_bytes()))
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.try_post(path, headers, body).unwrap()
    }

    /// Books, from an address of its own: limits are not what is tested here.
    fn try_book(&self, key: &str, body: &Value) -> Option<Answer> {
        let from = (BuildHasherDefault::<DefaultHasher>::default().hash_one(key) >> 40) as u32;
        let from = Ipv4Addr::from_bits(0x0b00_0000 | from).to_string();
        let headers = [("Idempotency-Key", key), ("X-Forwarded-For", &from)];
        self.try_post("/api/v1/bookings", &headers, &body.to_string())
    }

    fn book(&self, key: &str, body: &Value) -> Answer {
        self.try_book(key, body).unwrap()
    }

    fn get(&self, path: &str) -> Answer {
        send_blocking(self.address, &request("GET", path.as_bytes(), &[], b""))
    }

    /// What is free of a day, by doctor and start.
    fn free(&self) -> Vec<(String, String, u64)> {
        let answer = self.get(&format!("/api/v1/hospitals/{}/slots?from={DAY}&days=1", self.hospital));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let slots = answer.json();
        let doctors = slots["doctors"].as_array().unwrap().iter();
        let rows = doctors.flat_map(|doctor| {
            let id = doctor["id"].as_str().unwrap().to_owned();
            let slots = doctor["slots"].as_array().unwrap().iter();
            slots.map(move |slot| {
                (id.clone(), slot["starts_at"].as_str().unwrap().to_owned(), slot["free"].as_u64().unwrap())
            })
        });
        rows.collect()
    }
}

/// A mobile number of one's own.
fn phone(number: usize) -> String {
    format!("010{:08}", 10_000_000 + number)
}
