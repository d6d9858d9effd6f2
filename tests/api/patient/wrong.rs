//! What cannot be booked is said beside its field, what was typed stays, and nothing is written.

use super::{Clinic, DAY};
use crate::{on_both_databases, places::DENTIST, support::TestDatabase};

on_both_databases!(
    what_is_wrong_stands_beside_its_field,
    times_that_cannot_be_had_offer_others,
    what_is_nobodys_leads_nowhere,
    other_sites_and_haste_are_refused,
    nobody_is_sent_message_upon_message,
);

async fn what_is_wrong_stands_beside_its_field(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let long = "가".repeat(500);
    let html = "\"'></textarea><script>alert(1)</script>";
    for (field, value, words) in [
        ("name", "", "꼭 필요해요"),
        ("name", html, "쓸 수 없는 글자"),
        ("name", &long, "40자까지"),
        ("name", "김\u{0}", "쓸 수 없는 글자"),
        ("name", "\u{202e}김", "쓸 수 없는 글자"),
        ("phone", "", "꼭 필요해요"),
        ("phone", "010-123-24", "번호가 짧아요"),
        ("phone", "02-555-0101", "휴대전화 번호가 필요해요"),
        ("phone", html, "휴대전화 번호가 필요해요"),
        ("phone", &long, "휴대전화 번호가 필요해요"),
        ("birth_date", "2019-02-30", "날짜를 확인해 주세요"),
        ("birth_date", "2999-01-01", "오늘보다 이른 날짜"),
        ("birth_date", html, "날짜를 확인해 주세요"),
        ("reason", html, "꺾쇠로 된 태그"),
        ("reason", &long, "300자까지"),
        ("reason", "기침\u{7}", "쓸 수 없는 글자"),
        ("health", "", "방문 이유를 전하려면 동의가 필요해요"),
        ("privacy", "", "예약하려면 동의가 필요해요"),
    ] {
        let answer = clinic.book(14, &[(field, value)]).await;
        let text = answer.text();
        assert_eq!(answer.status, 422, "{field}={value:?}");
        let below = format!("id=\"{field}-wrong\"");
        let at = text.find(&below).unwrap_or_else(|| panic!("{field}={value:?} has its words below it: {text}"));
        assert!(text[at..].chars().take(400).collect::<String>().contains(words), "{field}={value:?}: {words}");
        let breaks_out = field == "reason" && text.contains("</textarea><script>");
        assert!(!breaks_out, "what was typed is no markup");
        // Inside an attribute a bracket is a sign like any other, as long as the quotes hold.
        assert!(!text.contains("\"\'></textarea>"), "{field}");
        assert_eq!(text.matches("aria-invalid=\"true\"").count(), 1, "{field}={value:?}");
        assert_eq!(text.matches(" autofocus").count(), 1, "the focus goes there");
        if field != "name" {
            assert!(text.contains("value=\"박서윤\""), "what was typed stays");
        }
    }
    let both = clinic.book(14, &[("name", ""), ("phone", "1")]).await;
    assert_eq!(both.text().matches("aria-invalid=\"true\"").count(), 2, "all that is wrong is told at once");
    assert_eq!(both.text().matches(" autofocus").count(), 1);
    assert_eq!(clinic.count().await, 0);
}

async fn times_that_cannot_be_had_offer_others(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    for (slot, words) in [
        (format!("{}@{DAY}T09:00", clinic.doctor), "이미 지난 시각이에요"),
        (format!("{}@{DAY}T14:07", clinic.doctor), "예약할 수 있는 시각이 아니에요"),
        (format!("{}@2027-11-24T14:00", clinic.doctor), "아직 예약을 받지 않는 날이에요"),
        (format!("99999@{DAY}T14:00"), "이 병원에 없는 의료진이에요"),
    ] {
        let answer = clinic.book(14, &[("slot", &slot)]).await;
        assert_eq!(answer.status, 422, "{slot}: {}", answer.text());
        assert!(answer.text().contains(words) && answer.text().contains("value=\"박서윤\""), "{slot}");
    }
    for slot in ["", "x", "1@yesterday", "@", "<b>@2026-11-25T14:00"] {
        let answer = clinic.book(14, &[("slot", slot)]).await;
        assert!(answer.status == 422 && answer.text().contains("시간표에서 다시 골라 주세요"), "{slot}");
    }
    // A way back that is not this hospital's own is not taken.
    let back = clinic.book(14, &[("name", ""), ("back", "https://other.example/")]).await;
    assert!(!back.text().contains("other.example"));
    for query in ["day=2026-13-01", "at=25:00", "doctor=x"] {
        assert_eq!(clinic.app.get(&format!("{}?{query}", clinic.page())).await.status, 400, "{query}");
    }
    let gone = format!("{}?day={DAY}&at=09:00&with={}&step=form", clinic.page(), clinic.doctor);
    let page = clinic.app.get(&gone).await;
    assert!(page.status == 200 && page.text().contains("언제 진료받을까요?") && page.text().contains("role=\"alert\""));
    assert_eq!(clinic.count().await, 0);
}

async fn what_is_nobodys_leads_nowhere(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let foreign = "/bookings/abcdefghijklmnopqrst-_";
    for path in
        [foreign, "/bookings/short", "/bookings/%3Cb%3E", "/waitlist/abcdefghijklmnopqrst-_", "/hospitals/0/book"]
    {
        for page in [path.to_owned(), format!("/en{path}")] {
            let answer = clinic.app.get(&page).await;
            assert_eq!(answer.status, 404, "{page}");
            assert!(answer.text().contains("<h1"), "a page, not a blank");
        }
    }
    for what in ["cancel", "arrive", "accept", "decline", "move"] {
        assert_eq!(clinic.post(foreign, &[("do", what)]).await.status, 404, "{what}");
    }
    assert_eq!(clinic.post("/waitlist/abcdefghijklmnopqrst-_", &[]).await.status, 404);
    let dentist = clinic.app.id(DENTIST);
    let closed = clinic.app.get(&format!("/hospitals/{dentist}/book")).await;
    assert_eq!(closed.status, 404);
    assert!(closed.text().contains("여기서 예약을 받지 않아요"), "{}", closed.text());
    let booked = clinic.booked(14, &[]).await;
    for what in ["", "nonsense", "fulfil"] {
        assert_eq!(clinic.post(&booked, &[("do", what)]).await.status, 422, "{what}");
    }
    assert_eq!(clinic.post(&booked, &[("do", "accept")]).await.status, 303, "taken already: as it was");
}

async fn other_sites_and_haste_are_refused(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let foreign = [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://other.example")];
    let body = "name=a";
    for page in [clinic.page(), "/my".to_owned(), "/bookings/abcdefghijklmnopqrst-_".to_owned()] {
        assert_eq!(clinic.app.send("POST", &page, &foreign, body).await.status, 403, "{page}");
    }
    let huge = clinic.book(14, &[("reason", &"a".repeat(100_000))]).await;
    assert_eq!(huge.status, 413);
    let mut last = 0;
    for _ in 0..30 {
        last = clinic.book(13, &[]).await.status;
    }
    assert_eq!(last, 429, "one address does not try for ever");
    assert!(clinic.book(13, &[]).await.text().contains("요청이 많아요"));
    assert_eq!(clinic.count().await, 0, "13 o'clock is lunch");
}

async fn nobody_is_sent_message_upon_message(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let booked = clinic.booked(14, &[]).await;
    // Moved to and fro, on the page and by program: each time the phone is told.
    let mut answers = Vec::new();
    for turn in 0..30 {
        let hour = 15 + turn % 2;
        let moved = if turn % 4 < 2 {
            let slot = format!("{}@{DAY}T{hour}:00", clinic.doctor);
            clinic.post(&booked, &[("do", "move"), ("slot", &slot)]).await
        } else {
            let to = format!("{{\"doctor_id\": {}, \"starts_at\": \"{DAY}T{hour}:00:00+09:00\"}}", clinic.doctor);
            clinic.app.send("POST", &format!("/api/v1{booked}/reschedule"), &[], &to).await
        };
        answers.push(moved.status);
    }
    assert_eq!(answers[..10].iter().filter(|status| matches!(status, 200 | 303)).count(), 10, "{answers:?}");
    assert_eq!(answers[28..], [429; 2], "{answers:?}");
    // Booked and cancelled again and again, from wherever: the phone counts too.
    let mut statuses = Vec::new();
    for turn in 0..40 {
        let (key, slot) = (format!("a-form-of-its-own-{turn}"), format!("{}@{DAY}T17:00", clinic.doctor));
        let fields =
            [("name", "이도담"), ("phone", "010-5555-0000"), ("privacy", "yes"), ("slot", &slot), ("key", &key)];
        let from = format!("198.51.100.{turn}");
        let made = clinic.post_with(&clinic.page(), &[("X-Forwarded-For", &from)], &fields).await;
        statuses.push(made.status);
        if let Some(page) = made.header("location").and_then(|page| page.strip_suffix("?new")) {
            assert_eq!(clinic.post(page, &[("do", "cancel")]).await.status, 303);
        }
    }
    assert_eq!((statuses[..10].to_vec(), statuses[39]), (vec![303; 10], 429), "{statuses:?}");
}
