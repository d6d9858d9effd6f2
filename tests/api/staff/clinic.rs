//! Two hospitals with a doctor, accounts and bookings.

use heydoctor::{
    booking::{Applicant, BookingRequest, Receipt},
    domain::{
        booking::Channel,
        hospital::HospitalId,
        patient::{Mobile, Patient, PersonName, Relation, VisitReason},
        schedule::{Doctor, DoctorId},
        staff::{Email, Role},
    },
    store::AuditLine,
    words::Lang,
};
use jiff::civil::DateTime;

use crate::{
    app::TestApp,
    client::Answer,
    hospitals::escaped,
    places::{CLINIC, DENTIST, street},
    support::TestDatabase,
};

pub const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// A hospital of the street that takes bookings.
pub struct Hospital {
    pub id: HospitalId,
    pub doctor: DoctorId,
    pub email: &'static str,
    pub password: String,
    pub account: i64,
}

pub struct Clinic {
    pub app: TestApp,
    pub own: Hospital,
    pub other: Hospital,
}

impl Clinic {
    pub async fn start(database: &TestDatabase) -> Self {
        let app = TestApp::start(database, street()).await;
        let own = hospital(&app, CLINIC, "owner@clinic.example").await;
        let other = hospital(&app, DENTIST, "owner@dentist.example").await;
        Self { app, own, other }
    }

    /// Adds an account that does the day's work; its address and password.
    pub async fn helper(&self) -> (&'static str, String) {
        let email = "helper@clinic.example";
        let (_, password) = add(&self.app, self.own.id, email, Role::Staff).await;
        (email, password)
    }

    /// Logs in; the cookie to send.
    pub async fn cookie(&self, email: &str, password: &str) -> String {
        let answer = self.try_log_in(email, password, "").await;
        assert_eq!((answer.status, answer.header("location")), (303, Some("/staff")), "{}", answer.text());
        cookie_of(&answer)
    }

    /// The cookie of the owner.
    pub async fn owner(&self) -> String {
        self.cookie(self.own.email, &self.own.password).await
    }

    pub async fn try_log_in(&self, email: &str, password: &str, code: &str) -> Answer {
        let body = format!("email={}&password={}&code={code}", escaped(email), escaped(password));
        self.app.send("POST", "/staff/log-in", &[FORM], &body).await
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.app.send("GET", path, &[("Cookie", cookie)], "").await
    }

    pub async fn post(&self, cookie: &str, path: &str, body: &str) -> Answer {
        self.app.send("POST", path, &[("Cookie", cookie), FORM], body).await
    }

    /// Books online at the own hospital.
    pub async fn book(&self, name: &str, phone: &str, at: &str) -> Receipt {
        self.book_at(&self.own, name, phone, at).await
    }

    pub async fn book_at(&self, hospital: &Hospital, name: &str, phone: &str, at: &str) -> Receipt {
        let request = BookingRequest {
            hospital: hospital.id,
            doctor: hospital.doctor,
            starts_at: at.parse::<DateTime>().unwrap(),
            patient: Patient {
                name: PersonName::parse(name).unwrap(),
                phone: Some(Mobile::parse(phone).unwrap()),
                birth_date: None,
                relation: Relation::Oneself,
            },
            reason: VisitReason::parse("사흘째 기침이 나요").unwrap(),
            privacy_consent: true,
            health_consent: true,
            channel: Channel::Web,
            lang: Lang::Ko,
        };
        let booked = self.app.state.desk().book(&request, None, &self.app.state.today()).await.unwrap();
        booked.receipt().clone()
    }

    /// A booking's number in the store.
    pub async fn id_of(&self, hospital: &Hospital, receipt: &Receipt) -> i64 {
        let bookings = self.app.state.store().bookings();
        bookings.by_number(hospital.id, receipt.number).await.unwrap().unwrap().id
    }

    /// The log of the own hospital, newest first.
    pub async fn log(&self) -> Vec<AuditLine> {
        let lines = self.app.state.store().staff().audit_lines(self.own.id, 0, 100).await.unwrap();
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// How often something was done.
    pub async fn done(&self, action: &str) -> usize {
        self.log().await.iter().filter(|line| line.action == action).count()
    }
}

/// The cookie that an answer sets.
pub fn cookie_of(answer: &Answer) -> String {
    let set = answer.header("set-cookie").unwrap();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Secure"), "{set}");
    set.split(';').next().unwrap().to_owned()
}

async fn hospital(app: &TestApp, name: &str, email: &'static str) -> Hospital {
    let id = app.id(name);
    let (account, password) = add(app, id, email, Role::Owner).await;
    let template = "30/0/1/0|0900-1300,1400-1800;0900-1800;0900-1800;0900-1800;0900-1800;-;-;-";
    let doctor = Doctor {
        id: DoctorId(0),
        name: "김하늘 원장".into(),
        specialty: None,
        template: template.parse().unwrap(),
        active: true,
        has_photo: false,
    };
    let mut work = app.state.store().begin().await.unwrap();
    let doctor = work.add_doctor(id, &doctor).await.unwrap();
    work.commit().await.unwrap();
    app.state.desk().schedule_changed(id);
    Hospital { id, doctor, email, password, account }
}

async fn add(app: &TestApp, hospital: HospitalId, email: &str, role: Role) -> (i64, String) {
    let who = Applicant {
        hospital,
        name: PersonName::parse("이은정").unwrap(),
        email: Email::parse(email).unwrap(),
        phone: None,
    };
    let (id, password) = app.state.desk().add_account(&who, role, None, &app.state.today()).await.unwrap();
    (id, password.as_str().to_owned())
}
