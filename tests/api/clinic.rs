//! A clinic of the street that can be booked: one doctor, one half hour each weekday morning.

use heydoctor::{
    booking::{Booked, BookingRequest, Desk, PhoneSession, Receipt, Today, WaitRequest},
    domain::{
        booking::{Channel, Token},
        hospital::HospitalId,
        patient::{Mobile, Patient, PersonName, Relation, VisitReason},
        schedule::{Doctor, DoctorId, Policy, Template},
    },
    store::Store,
    vault::Purpose,
    words::{Lang, Notice},
};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date},
};

use crate::{app::TestApp, places::CLINIC};

pub const NAME: &str = "박서윤";
pub const REASON: &str = "이틀째 기침이 나요";
/// The day after the tests' Wednesday.
pub const THURSDAY: Date = date(2026, 11, 26);

pub struct Clinic {
    pub hospital: HospitalId,
    pub doctor: DoctorId,
}

impl Clinic {
    /// Makes the street's clinic bookable, with so many seats each morning.
    pub async fn open(app: &TestApp, seats: u16) -> Self {
        Self::open_at(app.state.store(), app.id(CLINIC), seats).await
    }

    /// The same at any place.
    pub async fn open_at(store: &Store, hospital: HospitalId, seats: u16) -> Self {
        let morning = "0900-0930";
        let week = format!("{morning};{morning};{morning};{morning};{morning};-;-;-").parse().unwrap();
        let template = Template::new(week, 30, 0, seats, 0).unwrap();
        let name = "김하늘 원장".to_owned();
        let doctor = Doctor { id: DoctorId(0), name, specialty: None, template, active: true, has_photo: false };
        let mut work = store.begin().await.unwrap();
        work.set_policy(hospital, &Policy::default()).await.unwrap();
        let doctor = work.add_doctor(hospital, &doctor).await.unwrap();
        work.commit().await.unwrap();
        Self { hospital, doctor }
    }

    /// Books the morning of a day, with a birth date and a reason.
    pub async fn book(&self, desk: &Desk, phone: &str, day: Date, key: &str, today: &Today) -> Receipt {
        let request = BookingRequest {
            hospital: self.hospital,
            doctor: self.doctor,
            starts_at: day.at(9, 0, 0, 0),
            patient: patient(phone),
            reason: VisitReason::parse(REASON).unwrap(),
            privacy_consent: true,
            health_consent: true,
            channel: Channel::Web,
            lang: Lang::Ko,
        };
        match desk.book(&request, Some((key, b"body")), today).await.unwrap() {
            Booked::New(receipt) | Booked::Before(receipt) => receipt,
        }
    }

    /// Waits for a seat on a day that is full.
    pub async fn wait(&self, desk: &Desk, phone: &str, day: Date, today: &Today) -> Token {
        let request = WaitRequest {
            hospital: self.hospital,
            doctor: None,
            day,
            patient: patient(phone),
            privacy_consent: true,
            lang: Lang::Ko,
        };
        desk.wait(&request, today).await.unwrap()
    }
}

fn patient(phone: &str) -> Patient {
    Patient {
        name: PersonName::parse(NAME).unwrap(),
        phone: Some(Mobile::parse(phone).unwrap()),
        birth_date: Some(date(1990, 5, 4)),
        relation: Relation::Oneself,
    }
}

/// This moment, so many days later.
pub fn later(today: &Today, days: i64) -> Today {
    Today { now: today.now + SignedDuration::from_hours(24 * days), directory: today.directory.clone() }
}

/// Logs a phone in, with the code that waits in the outbox.
pub async fn log_in(desk: &Desk, phone: &str, today: &Today) -> (Token, PhoneSession) {
    let phone = Mobile::parse(phone).unwrap();
    desk.send_code(&phone, Lang::Ko, today).await.unwrap();
    let code = code(desk, today.now).await;
    let (cookie, _) = desk.enter_code(&phone, &code, today).await.unwrap();
    let session = desk.phone_session(&cookie, today.now).await.unwrap().unwrap();
    (cookie, session)
}

/// The code that waits to be sent.
async fn code(desk: &Desk, now: Timestamp) -> String {
    let waiting = desk.store().outbox().take(now, now, 1_000).await.unwrap();
    let code = waiting.iter().find(|message| message.kind == "code").unwrap();
    let owner = code.dedup_key.as_bytes();
    desk.vault().open::<Notice>(Purpose::Message, owner, &code.payload_sealed).unwrap().extra
}
