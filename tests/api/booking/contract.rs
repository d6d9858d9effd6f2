//! What interface.md promises of slots and bookings.

use heydoctor::booking::DeskSettings;
use serde_json::{Value, json};

use super::{Clinic, open_clinic, phone};
use crate::{clinic::log_in, support::TestDatabase};

crate::on_both_databases!(
    a_booking_is_made_seen_moved_and_cancelled,
    the_same_request_is_answered_the_same,
    wrong_values_are_named_and_write_nothing,
    a_phone_holds_a_few_bookings_and_none_at_the_same_time,
    slots_are_told_with_what_is_free,
    a_request_of_a_forgotten_phone_is_not_made_again,
);

fn made(answer: &crate::client::Answer) -> Value {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

async fn a_booking_is_made_seen_moved_and_cancelled(database: TestDatabase) {
    let (_app, clinic) = open_clinic(&database, DeskSettings::default()).await;
    let (doctor, _) = clinic.doctors[0];
    let mut body = clinic.body(doctor, 14, "010-1234-2471");
    body["reason"] = json!("사흘째 기침");
    body["consent"]["health"] = json!(true);
    body["patient"]["birth_date"] = json!("2019-03-08");
    let booking = made(&clinic.book("one", &body));
    assert_eq!(
        (booking["status"].as_str(), booking["doctor"]["name"].as_str()),
        (Some("confirmed"), Some("김하늘 원장"))
    );
    assert_eq!(booking["starts_at"], "2026-11-26T14:00:00+09:00");
    assert_eq!(booking["hospital"]["id"], clinic.hospital.to_string());
    let number = booking["number"].as_str().unwrap();
    assert!(number.len() == 7 && number.as_bytes()[3] == b' ', "{number}");
    let token = booking["token"].as_str().unwrap();
    let path = format!("/api/v1/bookings/{token}");

    let seen = clinic.get(&path);
    assert_eq!((seen.status, seen.header("cache-control")), (200, Some("no-store")));
    assert_eq!((seen.json()["number"].as_str(), seen.json()["patient"].as_str()), (Some(number), Some("박*윤")));

    let (other, _) = clinic.doctors[1];
    let to = json!({ "doctor_id": other.to_string(), "starts_at": "2026-11-27T09:00:00+09:00" }).to_string();
    let moved = clinic.post(&format!("{path}/reschedule"), &[], &to);
    assert_eq!(moved.status, 200, "{}", moved.text());
    assert_eq!(moved.json()["starts_at"], "2026-11-27T09:00:00+09:00");
    assert_eq!(moved.json()["doctor"]["name"], "이도담 과장");
    assert!(clinic.free().iter().all(|(_, _, free)| *free > 0), "the first seat is free again");

    let cancelled = clinic.post(&format!("{path}/cancel"), &[], "");
    assert_eq!((cancelled.status, cancelled.json()["status"].as_str()), (200, Some("cancelled")));
    assert_eq!(clinic.post(&format!("{path}/cancel"), &[], "").status, 200, "again is no error");
    let again = clinic.post(&format!("{path}/reschedule"), &[], &to);
    assert_eq!((again.status, again.json()["type"].as_str()), (409, Some("/problems/wrong-state")));
    made(&clinic.book("two", &clinic.body(doctor, 14, "010-1234-2471")));
}

async fn the_same_request_is_answered_the_same(database: TestDatabase) {
    let (_app, clinic) = open_clinic(&database, DeskSettings::default()).await;
    for (index, (doctor, _)) in clinic.doctors.into_iter().enumerate() {
        let body = clinic.body(doctor, 10, &phone(index));
        let key = format!("key-{index}");
        let first = clinic.book(&key, &body);
        let second = clinic.book(&key, &body);
        assert_eq!((second.status, made(&second)), (201, made(&first)));
        let other = clinic.book(&key, &clinic.body(doctor, 11, &phone(index)));
        assert_eq!((other.status, other.json()["type"].as_str()), (422, Some("/problems/idempotency-key-reused")));
    }
    let free: u64 = clinic.free().iter().map(|(_, _, free)| free).sum();
    assert_eq!(free, 12 + 36 - 2);
    let without = clinic.post("/api/v1/bookings", &[], &clinic.body(clinic.doctors[0].0, 12, &phone(9)).to_string());
    assert_eq!((without.status, without.json()["field"].as_str()), (400, Some("Idempotency-Key")));
}

/// Puts a value at a JSON pointer.
fn with(mut body: Value, place: &str, value: Value) -> Value {
    match body.pointer_mut(place) {
        Some(old) => *old = value,
        None => {
            let (parent, name) = place.rsplit_once('/').unwrap();
            body.pointer_mut(parent).unwrap()[name] = value;
        }
    }
    body
}

async fn wrong_values_are_named_and_write_nothing(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, DeskSettings { limits: false, ..DeskSettings::default() }).await;
    let (doctor, _) = clinic.doctors[0];
    let good = || clinic.body(doctor, 15, &phone(1));
    for (place, value, field) in [
        ("/patient/name", json!("가".repeat(500)), "patient.name"),
        ("/patient/name", json!("김\u{0}솔"), "patient.name"),
        ("/patient/name", json!("<b>김솔</b>"), "patient.name"),
        ("/patient/name", json!(""), "patient.name"),
        ("/patient/phone", json!("010-123-24"), "patient.phone"),
        ("/patient/phone", json!("02-123-4567"), "patient.phone"),
        ("/patient/birth_date", json!("2027-01-01"), "patient.birth_date"),
        ("/patient/birth_date", json!("<i>"), "patient.birth_date"),
        ("/reason", json!("기침"), "consent.health"),
        ("/reason", json!("<script>alert(1)</script>"), "reason"),
        ("/reason", json!("가".repeat(301)), "reason"),
        ("/consent/privacy", json!(false), "consent.privacy"),
        ("/starts_at", json!("내일"), "starts_at"),
        ("/doctor_id", json!("x"), "doctor_id"),
        ("/hospital_id", Value::Null, "hospital_id"),
    ] {
        let answer = clinic.book("bad", &with(good(), place, value));
        assert_eq!((answer.status, answer.json()["field"].as_str()), (422, Some(field)), "{place}: {}", answer.text());
        assert!(answer.json()["errors"][0]["detail"].as_str().unwrap().contains("요"), "{}", answer.text());
    }
    for (place, value, kind, status) in [
        ("/starts_at", json!("2026-11-26T14:30:00+09:00"), "not-a-slot", 422),
        ("/starts_at", json!("2026-11-24T14:00:00+09:00"), "past", 422),
        ("/starts_at", json!("2027-11-26T14:00:00+09:00"), "too-far", 422),
        ("/starts_at", json!("2026-11-29T14:00:00+09:00"), "not-a-slot", 422),
        ("/doctor_id", json!("99999"), "no-such-doctor", 422),
        ("/hospital_id", json!("99999"), "not-bookable", 404),
    ] {
        let answer = clinic.book("bad", &with(good(), place, value));
        assert_eq!((answer.status, answer.json()["type"].as_str().unwrap()), (status, &*format!("/problems/{kind}")));
    }
    for body in ["", "{", "{\"surprise\":1}", "\"x\""] {
        let answer = clinic.post("/api/v1/bookings", &[("Idempotency-Key", "bad")], body);
        assert_eq!((answer.status, answer.header("content-type")), (400, Some("application/problem+json")), "{body}");
    }
    for headers in [
        [("Idempotency-Key", "x"), ("Sec-Fetch-Site", "cross-site")],
        [("Idempotency-Key", "x"), ("Origin", "https://evil.example")],
    ] {
        assert_eq!(clinic.post("/api/v1/bookings", &headers, &good().to_string()).status, 403);
    }
    for token in ["x", "abcdefghijklmnopqrstuv", "..%2f..%2f"] {
        assert_eq!(clinic.get(&format!("/api/v1/bookings/{token}")).status, 404);
        assert_eq!(clinic.post(&format!("/api/v1/bookings/{token}/cancel"), &[], "").status, 404);
    }
    let day = jiff::civil::date(2026, 11, 26);
    assert_eq!(app.state.store().bookings().of_days(clinic.hospital, day, day).await.unwrap(), []);
}

async fn a_phone_holds_a_few_bookings_and_none_at_the_same_time(database: TestDatabase) {
    let (_app, clinic) = open_clinic(&database, DeskSettings { limits: false, ..DeskSettings::default() }).await;
    let [(first, _), (second, _)] = clinic.doctors;
    made(&clinic.book("a", &clinic.body(first, 10, &phone(1))));
    let same = clinic.book("b", &clinic.body(second, 10, &phone(1)));
    assert_eq!((same.status, same.json()["type"].as_str()), (409, Some("/problems/same-time")));
    // All at once: as many as a phone may hold come through, one of which it has.
    let race: Vec<u16> = std::thread::scope(|scope| {
        let one = |hour: u32| {
            let body = clinic.body(second, hour, &phone(1));
            move || clinic.book(&format!("c{hour}"), &body).status
        };
        let running: Vec<_> = (11..21).map(|hour| scope.spawn(one(hour))).collect();
        running.into_iter().map(|client| client.join().unwrap()).collect()
    });
    assert_eq!(race.iter().filter(|status| **status == 201).count(), 5, "{race:?}");
    assert!(race.iter().all(|status| matches!(status, 201 | 409)), "{race:?}");
}

async fn slots_are_told_with_what_is_free(database: TestDatabase) {
    let (_app, clinic): (_, Clinic) = open_clinic(&database, DeskSettings::default()).await;
    let free = clinic.free();
    assert_eq!((free.len(), free[0].1.as_str(), free[0].2), (24, "2026-11-26T09:00:00+09:00", 1));
    let path = format!("/api/v1/hospitals/{}/slots", clinic.hospital);
    // Today's first slots are over or too soon.
    let today = clinic.get(&format!("{path}?days=1")).json();
    let of_today: Vec<u64> =
        today["doctors"][0]["slots"].as_array().unwrap().iter().map(|slot| slot["free"].as_u64().unwrap()).collect();
    assert_eq!(of_today, [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    for (query, field) in
        [("days=0", "days"), ("days=32", "days"), ("from=x", "from"), ("x=1", "x"), ("days=1&days=2", "days")]
    {
        let answer = clinic.get(&format!("{path}?{query}"));
        assert_eq!((answer.status, answer.json()["field"].as_str()), (400, Some(field)));
    }
    assert_eq!(clinic.get("/api/v1/hospitals/99999/slots").status, 404);
}

async fn a_request_of_a_forgotten_phone_is_not_made_again(database: TestDatabase) {
    let (app, clinic) = open_clinic(&database, DeskSettings::default()).await;
    let (desk, today) = (app.state.desk(), app.state.today());
    let body = clinic.body(clinic.doctors[0].0, 10, &phone(1));
    made(&clinic.book("one", &body));
    let (_, session) = log_in(desk, &phone(1), &today).await;
    desk.forget_me(&session, &today).await.unwrap();
    let again = clinic.book("one", &body);
    assert_eq!((again.status, again.json()["type"].as_str()), (422, Some("/problems/idempotency-key-reused")));
    assert!(clinic.free().iter().all(|(_, _, free)| *free > 0), "nothing was booked");
}
