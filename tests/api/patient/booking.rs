//! From the timetable to the booking's own page, and what is done there.

use heydoctor::words::NoticeKind;

use super::{Clinic, DAY, assert_private};
use crate::{on_both_databases, support::TestDatabase};

on_both_databases!(
    a_time_is_booked_step_by_step,
    a_form_sent_twice_books_once,
    a_lost_race_keeps_what_was_typed_and_one_press_books_another_time,
    a_booking_is_moved_arrived_and_cancelled,
    a_calendar_takes_it,
    who_waits_for_a_full_day_gets_the_freed_seat,
);

async fn a_time_is_booked_step_by_step(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let hospital = clinic.app.get(&format!("/hospitals/{}", clinic.id)).await;
    assert!(hospital.text().contains("가장 빠른 예약 오늘 11:00"), "{}", hospital.text());
    let page = clinic.app.get(&clinic.page()).await;
    assert_eq!(page.status, 200);
    for words in
        ["언제 진료받을까요?", "가장 빠른 시간", "김하늘 원장", "11월 25일 수요일, 6자리", "11:00, 마지막 1자리"]
    {
        assert!(page.text().contains(words), "{words} in {}", page.text());
    }
    assert!(!page.text().contains(">10:00<"), "what is over is not offered");
    let pick = format!("{}?day={DAY}&at=14:00&with={}", clinic.page(), clinic.doctor);
    assert!(page.text().contains(&pick.replace('&', "&amp;")), "a time is a link");
    let picked = clinic.app.get(&pick).await;
    assert!(picked.text().contains("11월 25일 (수) 14:00") && picked.text().contains("이 시간으로 예약"));
    let form = clinic.app.get(&format!("{pick}&step=form")).await;
    assert!(form.text().contains("누가 진료받나요?") && form.text().contains("name=\"privacy\""), "{}", form.text());
    assert!(!form.text().contains("checked type=\"checkbox\""), "nothing is agreed to beforehand");
    assert_private(&form);
    let booked = clinic.booked(14, &[]).await;
    let visit = clinic.app.get(&format!("{booked}?new")).await;
    for words in
        ["예약이 확정됐어요", "010-****-2471", "박서윤</span> (자녀)", "밤에 열이 나요", "김하늘 원장", "class=\"qr\""]
    {
        assert!(visit.text().contains(words), "{words} in {}", visit.text());
    }
    assert_private(&visit);
    let english = clinic.app.get(&format!("/en{booked}")).await;
    assert!(english.text().contains("Booking number") && english.text().contains("lang=\"en\""));
    // Its seat is gone from the timetable and from the part that stays fresh.
    let slots = clinic.app.get(&format!("{}/slots?day={DAY}", clinic.page())).await;
    assert!(slots.text().contains("<s>14:00</s>") && slots.text().contains("data-say=\"11월 25일 수요일, 5자리\""));
    assert!(!slots.text().contains("<html"), "a part of a page, not a page");
    assert_private(&slots);
    assert_eq!(clinic.messages(NoticeKind::Confirmed).await.len(), 1);
}

async fn a_form_sent_twice_books_once(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let first = clinic.booked(11, &[]).await;
    assert_eq!(clinic.booked(11, &[]).await, first, "the same form leads to the same booking");
    assert_eq!(clinic.count().await, 1);
    // Changed after it had been sent: said, and a second press books it.
    let key = format!("the-key-of-form-{}-11-0", clinic.id);
    let changed = clinic.book(15, &[("key", &key)]).await;
    assert_eq!(changed.status, 409);
    assert!(changed.text().contains("이미 예약했어요") && !changed.text().contains(&key), "with a key of its own");
    assert_eq!(clinic.count().await, 1);
}

async fn a_lost_race_keeps_what_was_typed_and_one_press_books_another_time(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    clinic.booked(14, &[]).await;
    let other =
        [("phone", "010-5555-0000"), ("name", "이<도>담".trim_matches('<')), ("key", "another-form-of-another")];
    let other = [other[0], ("name", "이도담"), other[2]];
    let lost = clinic.book(14, &other).await;
    assert_eq!(lost.status, 409);
    let text = lost.text();
    for words in [
        "14:00 자리는 방금 다른 분이 예약했어요",
        "적어 주신 내용은 그대로 있어요",
        "value=\"이도담\"",
        "value=\"010-5555-0000\"",
        "value=\"2019-03-08\"",
        "밤에 열이 나요",
        "value=\"another-form-of-another\"",
        "inert",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let sheet = &text[text.find("role=\"dialog\"").unwrap()..];
    for hour in ["13:00", "15:00", "12:00"] {
        assert!(!sheet.contains("T14:00"), "the lost time is not offered");
        let value = format!("value=\"{}@{DAY}T{hour}\"", clinic.doctor);
        assert_eq!(sheet.contains(&value), hour != "13:00", "{hour} in {sheet}");
    }
    let slot = format!("{}@{DAY}T15:00", clinic.doctor);
    clinic.booked(15, &[other[0], other[1], other[2], ("slot", &slot)]).await;
    assert_eq!(clinic.count().await, 2);
    // The same phone at the same time: said in the same way.
    let twice = clinic.book(14, &[("key", "yet-another-form-here")]).await;
    assert_eq!(twice.status, 409);
}

async fn a_booking_is_moved_arrived_and_cancelled(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let booked = clinic.booked(16, &[]).await;
    let times = clinic.app.get(&format!("{booked}/move")).await;
    assert!(times.status == 200 && times.text().contains("언제로 바꿀까요?"));
    assert_private(&times);
    let picked = clinic.app.get(&format!("{booked}/move?day={DAY}&at=15:00&with={}", clinic.doctor)).await;
    assert!(picked.text().contains("이 시간으로 바꾸기"));
    clinic.booked(17, &[("phone", "010-5555-0000")]).await;
    let taken = format!("{}@{DAY}T17:00", clinic.doctor);
    let lost = clinic.post(&booked, &[("do", "move"), ("slot", &taken)]).await;
    assert_eq!(lost.status, 409);
    assert!(lost.text().contains("방금 다른 분이 예약했어요") && lost.text().contains("언제로 바꿀까요?"));
    let sheet = lost.text().split("role=\"dialog\"").nth(1).unwrap();
    assert!(sheet.contains("지금 예약은 그대로 있어요"), "{sheet}");
    assert!(sheet.contains(&format!("value=\"{}@{DAY}T15:00\"", clinic.doctor)) && !sheet.contains(&taken), "{sheet}");
    assert_eq!(lost.text().matches(" autofocus").count(), 1, "the sheet has the focus");
    assert_eq!(lost.text().matches("name=\"do\" value=\"move\"").count(), 1, "each of them moves the booking");
    let late = clinic.post(&booked, &[("do", "move"), ("slot", &format!("{}@{DAY}T09:00", clinic.doctor))]).await;
    assert!(
        late.status == 422 && late.text().contains("role=\"dialog\"") && late.text().contains("이미 지난 시각이에요")
    );
    let free = format!("{}@{DAY}T15:00", clinic.doctor);
    let moved = clinic.post(&booked, &[("do", "move"), ("slot", &free)]).await;
    assert_eq!((moved.status, moved.header("location")), (303, Some(format!("{booked}?moved").as_str())));
    assert!(clinic.app.get(&booked).await.text().contains("11월 25일 (수) 15:00"));

    let asked = clinic.app.get(&format!("{booked}?cancel")).await;
    assert!(asked.text().contains("예약을 취소할까요?"), "it is asked before it is done");
    let arrived = clinic.post(&booked, &[("do", "arrive")]).await;
    assert_eq!(arrived.status, 303);
    let live = clinic.app.get(&format!("{booked}/live")).await;
    assert!(live.text().contains("접수됐어요") && live.text().contains("다음 차례예요"), "{}", live.text());
    let late = clinic.post(&booked, &[("do", "cancel")]).await;
    assert_eq!(late.status, 409, "who is there is not cancelled");

    let second = clinic.booked(14, &[("phone", "010-7777-0000")]).await;
    assert_eq!(clinic.post(&second, &[("do", "cancel")]).await.status, 303);
    let page = clinic.app.get(&second).await;
    assert!(page.text().contains("취소된 예약이에요") && page.text().contains("다시 예약하기"));
    let soon = clinic.booked(11, &[("phone", "010-8888-0000")]).await;
    let refused = clinic.post(&soon, &[("do", "cancel")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("온라인으로 바꿀 수 있는 시간이 지났어요"));
    assert_eq!(clinic.app.get(&format!("{soon}/move")).await.status, 409);
}

async fn a_calendar_takes_it(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let booked = clinic.booked(14, &[]).await;
    let file = clinic.app.get(&format!("{booked}.ics")).await;
    assert_eq!((file.status, file.header("content-type")), (200, Some("text/calendar; charset=utf-8")));
    assert_private(&file);
    let text = file.text().replace("\r\n ", "");
    for line in ["DTSTART:20261125T050000Z", "DTEND:20261125T060000Z", "STATUS:CONFIRMED", "TRIGGER:-PT2H"] {
        assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
    }
    assert!(!text.contains("박서윤") && !text.contains("열이"), "calendars are shared: neither name nor reason");
    assert_eq!(clinic.app.get("/bookings/abcdefghijklmnopqrst-_.ics").await.status, 404);
}

async fn who_waits_for_a_full_day_gets_the_freed_seat(database: TestDatabase) {
    let clinic = Clinic::with(&database, "60/0/1/0|1400-1500").await;
    let wait = format!("/hospitals/{}/wait?day={DAY}", clinic.id);
    let who = [("name", "이도담"), ("phone", "010-5555-0000"), ("privacy", "yes")];
    let early = clinic.post(&wait, &who).await;
    assert_eq!(early.status, 409);
    assert!(early.text().contains("예약할 수 있는 자리가 있어요"), "{}", early.text());
    let booked = clinic.booked(14, &[]).await;
    let full = clinic.app.get(&format!("{}?day={DAY}", clinic.page())).await;
    assert!(full.text().contains("이 날 자리 나면 알림") && full.text().contains(&wait), "{}", full.text());
    assert!(clinic.app.get(&wait).await.text().contains("11월 25일 (수)에 자리가 나면 알려 드려요"));
    let missing = clinic.post(&wait, &who[..2]).await;
    assert_eq!(missing.status, 422);
    assert!(missing.text().contains("동의가 필요해요") && missing.text().contains("value=\"이도담\""));

    let joined = clinic.post(&wait, &who).await;
    assert_eq!(joined.status, 303, "{}", joined.text());
    let place = joined.header("location").unwrap().to_owned();
    let page = clinic.app.get(&place).await;
    assert!(page.text().contains("다음 차례예요"));
    assert_private(&page);
    let again = clinic.post(&wait, &who).await;
    assert!(again.status == 409 && again.text().contains("이미 기다리고 계세요"));
    let third = clinic.post(&wait, &[("name", "정가온"), ("phone", "010-6666-0000"), ("privacy", "yes")]).await;
    let third = third.header("location").unwrap().to_owned();
    assert!(clinic.app.get(&third).await.text().contains("앞에 1명이 기다려요"));
    assert_eq!(clinic.post(&third, &[("do", "leave")]).await.status, 303);
    assert!(clinic.app.get(&third).await.text().contains("기다리기를 그만뒀어요"));

    assert_eq!(clinic.post(&booked, &[("do", "cancel")]).await.status, 303);
    assert!(clinic.app.get(&place).await.text().contains("자리가 났어요"));
    let offer = clinic.messages(NoticeKind::Offer).await[0].path().unwrap();
    let offered = clinic.app.get(&offer).await;
    assert!(offered.text().contains("이 자리 받기") && offered.text().contains("자리를 잡아 둘게요"));
    let taken = clinic.post(&offer, &[("do", "accept")]).await;
    assert_eq!((taken.status, taken.header("location")), (303, Some(format!("{offer}?new").as_str())));
    assert!(clinic.app.get(&offer).await.text().contains("예약이 확정됐어요"));
}
