//! The day's work: what is shown to whom, and what is written down of it.

use heydoctor::domain::booking::Status;

use super::clinic::Clinic;
use crate::{hospitals::escaped, on_both_databases, support::TestDatabase};

on_both_databases!(
    names_are_masked_but_in_the_panel,
    a_visit_goes_its_steps,
    another_hospitals_booking_is_nobodys,
    a_caller_is_booked_and_moved,
    a_callers_form_sent_twice_books_once,
    walk_ins_wait_in_one_order,
    a_list_is_taken_away_without_formulas,
    arrivals_belong_to_the_day_of_the_visit,
);

async fn names_are_masked_but_in_the_panel(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let receipt = clinic.book("박서윤", "010-1234-2471", "2026-11-25T14:30").await;
    let id = clinic.id_of(&clinic.own, &receipt).await;
    let day = clinic.get(&cookie, "/staff").await;
    assert!(day.text().contains("박*윤") && !day.text().contains("박서윤") && !day.text().contains("2471"));
    assert!(day.text().contains("방금 들어옴"), "it has just come in");
    let live = clinic.get(&cookie, "/staff/day?day=2026-11-25").await;
    assert!(live.text().contains("박*윤") && !live.text().contains("<html"));
    assert_eq!(clinic.done("view").await, 0);
    let page = format!("/staff?day=2026-11-25&booking={id}");
    let panel = clinic.get(&cookie, &page).await;
    assert!(panel.text().contains("박서윤") && panel.text().contains("010-1234-2471"));
    assert!(panel.text().contains("사흘째 기침이 나요"));
    clinic.get(&cookie, &page).await;
    let log = clinic.log().await;
    let views: Vec<_> = log.iter().filter(|line| line.action == "view").collect();
    assert_eq!(views.len(), 1, "one look is one line");
    assert_eq!((views[0].account, views[0].subject.clone()), (Some(clinic.own.account), format!("booking {id}")));
    for (text, found) in
        [("박서", 1), ("2471", 1), (receipt.number.to_string().as_str(), 1), ("71", 0), ("김하늘", 0), ("%", 0)]
    {
        let answer = clinic.post(&cookie, "/staff/search", &format!("q={}", escaped(text))).await;
        assert_eq!(answer.text().matches("class=\"desk-row\"").count(), found, "{text}");
        assert!(!answer.text().contains("박서윤"), "masked in the list");
    }
    assert!(clinic.log().await.iter().all(|line| !line.detail.contains("박서") && !line.subject.contains("2471")));
    let tomorrow = clinic.get(&cookie, "/staff?day=2026-11-26").await;
    assert!(!tomorrow.text().contains("박*윤"));
}

async fn a_visit_goes_its_steps(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let receipt = clinic.book("박서윤", "010-1234-2471", "2026-11-25T14:30").await;
    let id = clinic.id_of(&clinic.own, &receipt).await;
    let status = async || clinic.app.state.store().bookings().by_id(id).await.unwrap().unwrap().status;
    for (action, after, answer) in [
        ("start", Status::Confirmed, 409),
        ("arrive", Status::Arrived, 303),
        ("undo", Status::Confirmed, 303),
        ("arrive", Status::Arrived, 303),
        ("start", Status::InProgress, 303),
        ("finish", Status::Fulfilled, 303),
        ("cancel", Status::Fulfilled, 409),
        ("undo", Status::InProgress, 303),
        ("nonsense", Status::InProgress, 404),
    ] {
        let sent = clinic.post(&cookie, &format!("/staff/bookings/{id}/{action}"), "day=2026-11-25&stay=1").await;
        assert_eq!((sent.status, status().await), (answer, after), "{action}");
    }
    let late = clinic.book("최린", "010-1234-2472", "2026-11-25T15:00").await;
    let late = clinic.id_of(&clinic.own, &late).await;
    let hostile = clinic.post(&cookie, &format!("/staff/bookings/{late}/cancel"), "words=%3Cscript%3E").await;
    assert_eq!(hostile.status, 422);
    let gone = clinic
        .post(&cookie, &format!("/staff/bookings/{late}/cancel"), &format!("words={}", escaped("원장님이 편찮으세요")))
        .await;
    assert_eq!(gone.status, 303);
    assert_eq!((clinic.done("arrived").await, clinic.done("fulfilled").await, clinic.done("cancel").await), (2, 1, 1));
    assert_eq!(clinic.done("confirmed").await, 1);
}

async fn another_hospitals_booking_is_nobodys(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let receipt = clinic.book_at(&clinic.other, "박서윤", "010-1234-2471", "2026-11-25T14:30").await;
    let id = clinic.id_of(&clinic.other, &receipt).await;
    let panel = clinic.get(&cookie, &format!("/staff?booking={id}")).await;
    assert_eq!(panel.status, 404);
    assert!(!panel.text().contains("박서윤") && !panel.text().contains("박*윤"));
    for action in ["arrive", "start", "no-show", "undo", "cancel", "move"] {
        let body = format!("doctor={}&at=2026-11-25T15:00:00", clinic.own.doctor);
        let answer = clinic.post(&cookie, &format!("/staff/bookings/{id}/{action}"), &body).await;
        assert_eq!(answer.status, 404, "{action}");
    }
    let search = clinic.post(&cookie, "/staff/search", &format!("q={}", escaped(&receipt.number.to_string()))).await;
    assert_eq!(search.text().matches("class=\"desk-row\"").count(), 0);
    let record = clinic.app.state.store().bookings().by_id(id).await.unwrap().unwrap();
    assert_eq!((record.status, record.version), (Status::Confirmed, 1));
    // Nor can their doctor be booked or moved to.
    let body = format!(
        "slot={}%402026-11-25T15:00:00&name={}&phone=010-1234-2473&consent=1",
        clinic.other.doctor,
        escaped("구정")
    );
    assert_eq!(clinic.post(&cookie, "/staff/book", &body).await.status, 422);
    let photo = clinic.post(&cookie, &format!("/staff/schedule/photo/{}", clinic.other.doctor), "").await;
    assert_eq!(photo.status, 422);
}

async fn a_caller_is_booked_and_moved(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let page = clinic.get(&cookie, "/staff/book?day=2026-11-26").await;
    let doctor = clinic.own.doctor;
    assert!(page.text().contains(&format!("{doctor}@2026-11-26T09:00:00")));
    let body = |phone: &str, at: &str, more: &str| {
        format!("slot={doctor}%402026-11-26T{at}&name={}&phone={phone}&consent=1{more}", escaped("구정"))
    };
    let wrong = clinic.post(&cookie, "/staff/book", &body("010-12", "09:00:00", "")).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text().contains("번호가 짧아요") && wrong.text().contains("value=\"구정\""),
        "what was typed is kept"
    );
    let health = clinic.post(&cookie, "/staff/book", &body("010-1234-2473", "09:00:00", "&reason=x")).await;
    assert!(health.text().contains("방문 이유를 전하려면 동의가 필요해요"));
    let booked = clinic.post(&cookie, "/staff/book", &body("010-1234-2473", "09:00:00", "")).await;
    assert_eq!(booked.status, 303);
    let taken = clinic.post(&cookie, "/staff/book", &body("010-1234-2474", "09:00:00", "")).await;
    assert_eq!(taken.status, 409);
    assert!(taken.text().contains("가까운 빈 시간"));
    let line = clinic.log().await.into_iter().find(|line| line.action == "book").unwrap();
    assert_eq!(line.account, Some(clinic.own.account));
    let id: i64 = line.subject.strip_prefix("booking ").unwrap().parse().unwrap();
    let moving = clinic.get(&cookie, &format!("/staff?day=2026-11-26&booking={id}&move=1")).await;
    assert!(moving.text().contains(&format!("action=\"/staff/bookings/{id}/move\"")));
    let moved = clinic
        .post(&cookie, &format!("/staff/bookings/{id}/move"), &format!("doctor={doctor}&at=2026-11-26T10:30:00"))
        .await;
    assert_eq!(moved.status, 303);
    let off_grid = clinic
        .post(&cookie, &format!("/staff/bookings/{id}/move"), &format!("doctor={doctor}&at=2026-11-26T10:40:00"))
        .await;
    assert_eq!(off_grid.status, 422);
    assert_eq!(clinic.done("move").await, 1);
}

async fn a_callers_form_sent_twice_books_once(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let key = |page: &str| page.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let first = key(clinic.get(&cookie, "/staff/book?day=2026-11-26").await.text());
    let body = |key: &str, at: &str| {
        let (doctor, name) = (clinic.own.doctor, escaped("구정"));
        format!("key={key}&slot={doctor}%402026-11-26T{at}&name={name}&phone=010-1234-2473&consent=1")
    };
    let booked = clinic.post(&cookie, "/staff/book", &body(&first, "09:00:00")).await;
    let again = clinic.post(&cookie, "/staff/book", &body(&first, "09:00:00")).await;
    assert_eq!((again.status, again.header("location")), (303, booked.header("location")));
    assert_eq!(clinic.done("book").await, 1);
    let other = clinic.post(&cookie, "/staff/book", &body(&first, "09:30:00")).await;
    assert_eq!(other.status, 422, "the same form for another time");
    let second = key(other.text());
    assert_ne!(second, first);
    assert_eq!(clinic.post(&cookie, "/staff/book", &body(&second, "09:30:00")).await.status, 303);
}

async fn walk_ins_wait_in_one_order(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    for name in ["안별", "백한"] {
        let given = clinic.post(&cookie, "/staff/walk-in", &format!("name={}", escaped(name))).await;
        assert_eq!(given.status, 303);
    }
    let nameless = clinic.post(&cookie, "/staff/walk-in", "name=").await;
    assert_eq!(nameless.status, 422);
    let day = clinic.get(&cookie, "/staff").await;
    let queue = day.text().split("class=\"desk-queue\"").nth(1).unwrap();
    assert!(queue.find("안*").unwrap() < queue.find("백*").unwrap());
    assert_eq!(queue.matches("다음 차례").count(), 1);
    let board = clinic.get(&cookie, "/staff/board").await;
    assert!(board.text().contains("안*") && !board.text().contains("안별"));
    let bookings = clinic.app.state.store().bookings();
    let today = clinic.app.state.now().date();
    let first = bookings.of_days(clinic.own.id, today, today).await.unwrap()[0].id;
    let call = clinic.post(&cookie, &format!("/staff/bookings/{first}/start"), "day=2026-11-25").await;
    assert_eq!(call.status, 303);
    let live = clinic.get(&cookie, "/staff/board/live").await;
    assert!(live.text().contains("진료 중 1번"), "the call is read out");
    let back = clinic.post(&cookie, &format!("/staff/bookings/{first}/undo"), "").await;
    assert_eq!(back.status, 303);
    let never_booked = clinic.post(&cookie, &format!("/staff/bookings/{first}/undo"), "").await;
    assert_eq!(never_booked.status, 409, "a walk-in was never booked");
}

async fn a_list_is_taken_away_without_formulas(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    clinic.book("-박서윤", "010-1234-2471", "2026-11-25T14:30").await;
    let answer = clinic.get(&cookie, "/staff/export?from=2026-11-25").await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment"));
    let text = answer.text();
    assert!(text.starts_with("\u{feff}\"날짜\",") && text.contains("\"'-박서윤\",\"010-1234-2471\""), "{text}");
    assert_eq!(text.lines().count(), 2);
    let line = clinic.log().await.into_iter().find(|line| line.action == "export").unwrap();
    assert_eq!((line.account, line.detail.as_str()), (Some(clinic.own.account), "2026-11-25–2026-11-25"));
    let year = clinic.get(&cookie, "/staff/export?from=2026-01-01&to=2026-12-31").await;
    assert_eq!(year.status, 422);
    let month = clinic.get(&cookie, "/staff/export?from=2026-10-01&to=2026-10-31").await;
    assert_eq!((month.status, month.text().lines().count()), (200, 1));
}

async fn arrivals_belong_to_the_day_of_the_visit(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let given = clinic.post(&cookie, "/staff/walk-in", &format!("name={}", escaped("안별"))).await;
    assert_eq!(given.status, 303);
    for (phone, at) in [("010-1234-2471", "2026-11-26T14:30"), ("010-1234-2472", "2026-11-26T15:00")] {
        let receipt = clinic.book("박서윤", phone, at).await;
        let id = clinic.id_of(&clinic.own, &receipt).await;
        let early = clinic.post(&cookie, &format!("/staff/bookings/{id}/arrive"), "day=2026-11-26").await;
        assert_eq!(early.status, 422, "tomorrow's waiting room has no numbers yet");
        let record = clinic.app.state.store().bookings().by_id(id).await.unwrap().unwrap();
        assert_eq!((record.status, record.queue_number), (Status::Confirmed, None));
    }
}
