//! The patient's pages over HTTP, as a browser without JavaScript meets them.

mod booking;
mod mine;
mod wrong;

use heydoctor::{
    domain::{
        hospital::HospitalId,
        schedule::{Doctor, DoctorId, Policy, Template},
    },
    vault::Purpose,
    words::{Notice, NoticeKind},
};

use crate::{
    app::TestApp,
    client::Answer,
    hospitals::escaped,
    places::{CLINIC, street},
    support::TestDatabase,
};

/// A Wednesday without a holiday, one seat at each hour from 11 on (see [`crate::app::WEDNESDAY`]).
pub const DAY: &str = "2026-11-25";

/// A clinic with a doctor, and what a test does there.
pub struct Clinic {
    pub app: TestApp,
    pub id: HospitalId,
    pub doctor: DoctorId,
}

impl Clinic {
    pub async fn open(database: &TestDatabase) -> Self {
        Self::with(database, "60/0/1/0|0900-1300,1400-1800;-;-;-;-;-;-;-").await
    }

    /// With one doctor of this template; only its first day counts, on Wednesdays.
    pub async fn with(database: &TestDatabase, template: &str) -> Self {
        let (head, week) = template.split_once('|').unwrap();
        let day = week.split(';').next().unwrap();
        let template: Template = format!("{head}|-;-;{day};-;-;-;-;-").parse().unwrap();
        let app = TestApp::start(database, street()).await;
        let id = app.id(CLINIC);
        let doctor = Doctor {
            id: DoctorId(0),
            name: "김하늘 원장".into(),
            specialty: None,
            template,
            active: true,
            has_photo: false,
        };
        let mut work = app.state.store().begin().await.unwrap();
        work.set_policy(id, &Policy::default()).await.unwrap();
        let doctor = work.add_doctor(id, &doctor).await.unwrap();
        work.commit().await.unwrap();
        app.state.refresh().await.unwrap();
        Self { app, id, doctor }
    }

    pub fn page(&self) -> String {
        format!("/hospitals/{}/book", self.id)
    }

    pub async fn post(&self, page: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(page, &[], fields).await
    }

    pub async fn post_with(&self, page: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")];
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        self.app.send("POST", page, &[&form[..], headers].concat(), &pairs.join("&")).await
    }

    /// A form that is right, for an hour of the day; some of its fields otherwise.
    pub async fn book(&self, hour: u8, other: &[(&str, &str)]) -> Answer {
        let slot = format!("{}@{DAY}T{hour:02}:00", self.doctor);
        let key =
            format!("the-key-of-form-{}-{hour}-{}", self.id, other.iter().map(|(_, value)| value.len()).sum::<usize>());
        let mut fields = vec![
            ("relation", "child"),
            ("name", "박서윤"),
            ("phone", "010-1234-2471"),
            ("birth_date", "2019-03-08"),
            ("reason", "밤에 열이 나요"),
            ("health", "yes"),
            ("privacy", "yes"),
            ("slot", &slot),
            ("key", &key),
        ];
        fields.retain(|(name, _)| other.iter().all(|(changed, _)| changed != name));
        fields.extend(other);
        self.post(&self.page(), &fields).await
    }

    /// The path of a booking just made.
    pub async fn booked(&self, hour: u8, other: &[(&str, &str)]) -> String {
        let answer = self.book(hour, other).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").unwrap().strip_suffix("?new").unwrap().to_owned()
    }

    /// How many bookings the day has, cancelled ones too.
    pub async fn count(&self) -> usize {
        let day = DAY.parse().unwrap();
        self.app.state.store().bookings().of_days(self.id, day, day).await.unwrap().len()
    }

    /// What waits to be told of a kind, newest first.
    pub async fn messages(&self, kind: NoticeKind) -> Vec<Notice> {
        let (desk, now) = (self.app.state.desk(), self.app.state.today().now);
        let taken = self.app.state.store().outbox().take(now, now, 100).await.unwrap();
        let ours = taken.iter().rev().filter(|message| message.kind == kind.word());
        ours.map(|m| desk.vault().open(Purpose::Message, m.dedup_key.as_bytes(), &m.payload_sealed).unwrap()).collect()
    }
}

/// That an answer is for one person's eyes.
pub fn assert_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(answer.header("x-robots-tag"), Some("noindex"));
    assert!(!answer.text().contains("rel=\"canonical\""));
}
