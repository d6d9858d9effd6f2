//! `/my`: the phone, the code, and what belongs to it.

use heydoctor::{
    booking::BookingError,
    domain::patient::Mobile,
    store::SealedColumn,
    words::{Lang, NoticeKind},
};

use super::{Clinic, assert_private};
use crate::{client::Answer, on_both_databases, support::TestDatabase};

on_both_databases!(
    a_phone_sees_what_is_its_own,
    nobody_gets_in_by_guessing,
    family_is_kept_and_forgotten,
    codes_asked_for_at_once_are_one,
    no_code_of_a_forgotten_phone_is_kept,
);

const PHONE: &str = "010-1234-2471";

async fn get(clinic: &Clinic, page: &str, cookie: &str) -> Answer {
    clinic.app.send("GET", page, &[("Cookie", cookie)], "").await
}

/// Proves the phone; its cookie.
async fn log_in(clinic: &Clinic) -> String {
    let asked = clinic.post("/my", &[("do", "code"), ("phone", PHONE)]).await;
    assert_eq!(asked.status, 200);
    assert!(asked.text().contains("010-****-2471") && asked.text().contains("one-time-code"));
    let code = clinic.messages(NoticeKind::Code).await.remove(0).extra;
    let entered = clinic.post("/my", &[("do", "enter"), ("phone", PHONE), ("code", &code)]).await;
    assert_eq!((entered.status, entered.header("location")), (303, Some("/my")), "{}", entered.text());
    let cookie = entered.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly; SameSite=Lax") && cookie.ends_with("; Secure"), "{cookie}");
    let again = clinic.post("/my", &[("do", "enter"), ("phone", PHONE), ("code", &code)]).await;
    assert_eq!(again.status, 422, "a code counts once");
    cookie.split(';').next().unwrap().to_owned()
}

async fn a_phone_sees_what_is_its_own(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let booked = clinic.booked(14, &[]).await;
    let other = clinic.booked(15, &[("phone", "010-5555-0000"), ("name", "이도담")]).await;
    let cookie = log_in(&clinic).await;
    let mine = get(&clinic, "/my", &cookie).await;
    assert!(mine.text().contains(&booked) && mine.text().contains("박서윤"), "{}", mine.text());
    assert!(!mine.text().contains(&other) && !mine.text().contains("이도담"), "others' stay theirs");
    assert_private(&mine);
    let export = get(&clinic, "/my/export", &cookie).await;
    assert_eq!(export.header("content-disposition"), Some("attachment; filename=\"heydoctor.json\""));
    assert_private(&export);
    let json = export.json();
    assert_eq!(json["bookings"].as_array().unwrap().len(), 1);
    assert_eq!((&json["bookings"][0]["name"], &json["phone"]), (&"박서윤".into(), &PHONE.into()));
    assert!(get(&clinic, "/my?forget", &cookie).await.text().contains("모두 지울까요?"));
    let forgotten = clinic.post_with("/my", &[("Cookie", &cookie)], &[("do", "forget")]).await;
    assert_eq!((forgotten.status, forgotten.header("location")), (303, Some("/my?gone")));
    assert_eq!(clinic.app.get(&booked).await.status, 404, "nothing is left to see");
    assert!(clinic.app.get(&other).await.text().contains("이도담"));
    let gone = get(&clinic, "/my?gone", &cookie).await;
    assert!(gone.text().contains("모두 지웠어요") && !gone.text().contains("로그아웃"), "the session is over too");
}

async fn nobody_gets_in_by_guessing(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let wrong = clinic.post("/my", &[("do", "code"), ("phone", "02-555-0101")]).await;
    assert!(wrong.status == 422 && wrong.text().contains("휴대전화 번호가 필요해요"));
    assert_eq!(clinic.post("/my", &[("do", "code"), ("phone", PHONE)]).await.status, 200);
    let hasty = clinic.post("/my", &[("do", "code"), ("phone", PHONE)]).await;
    assert_eq!(hasty.status, 429, "not one code after another");
    let code = clinic.messages(NoticeKind::Code).await.remove(0).extra;
    let guess = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        let answer = clinic.post("/my", &[("do", "enter"), ("phone", PHONE), ("code", guess)]).await;
        assert!(answer.status == 422 && answer.text().contains("인증번호가 맞지 않거나"), "{}", answer.status);
    }
    let late = clinic.post("/my", &[("do", "enter"), ("phone", PHONE), ("code", &code)]).await;
    assert!(late.status == 422 && late.header("set-cookie").is_none(), "too many guesses void the code");
    for page in ["/my", "/my?forget"] {
        let page = get(&clinic, page, "my=abcdefghijklmnopqrst-_").await;
        assert!(page.text().contains("인증번호 받기") && !page.text().contains("로그아웃"));
    }
    let export = get(&clinic, "/my/export", "my=abcdefghijklmnopqrst-_").await;
    assert_eq!((export.status, export.header("location")), (303, Some("/my")));
    for what in ["add", "remove", "forget", "nonsense", ""] {
        assert_eq!(clinic.post("/my", &[("do", what)]).await.status, 303, "{what}: nothing without a session");
    }
}

async fn family_is_kept_and_forgotten(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let cookie = log_in(&clinic).await;
    let with = [("Cookie", cookie.as_str())];
    let member = [("do", "add"), ("relation", "child"), ("name", "박서윤"), ("birth_date", "2019-03-08")];
    assert_eq!(clinic.post_with("/my", &with, &member).await.status, 303);
    for (name, born) in [("<b>박</b>", ""), ("", ""), ("박서준", "2999-01-01")] {
        let wrong = [("do", "add"), ("relation", "child"), ("name", name), ("birth_date", born)];
        let answer = clinic.post_with("/my", &with, &wrong).await;
        assert!(answer.status == 422 && answer.text().contains("-wrong\""), "{name} {born}");
    }
    let mine = get(&clinic, "/my", &cookie).await.text().to_owned();
    assert!(mine.contains("박서윤 빼기") && mine.contains("자녀 · 2019-03-08"));
    let id = mine.split("name=\"member\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    // The form of a booking is filled in with them: their number in the query, their name not.
    let form = format!("{}?day={}&at=14:00&with={}&step=form", clinic.page(), super::DAY, clinic.doctor);
    let blank = get(&clinic, &form, &cookie).await.text().to_owned();
    assert!(blank.contains(&format!("member={id}")) && blank.contains("value=\"010-1234-2471\""));
    let filled = get(&clinic, &format!("{form}&member={id}"), &cookie).await.text().to_owned();
    assert!(filled.contains("value=\"박서윤\"") && filled.contains("value=\"2019-03-08\""));
    let stranger = clinic.app.get(&format!("{form}&member={id}")).await.text().to_owned();
    assert!(!stranger.contains("박서윤"));
    assert_eq!(clinic.post_with("/my", &with, &[("do", "remove"), ("member", id)]).await.status, 303);
    assert!(!get(&clinic, "/my", &cookie).await.text().contains("박서윤"));
    let left = clinic.post_with("/my", &with, &[("do", "leave")]).await;
    assert!(left.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert!(
        get(&clinic, "/my", &cookie).await.text().contains("인증번호 받기"),
        "the session ended, not the cookie alone"
    );
}

async fn codes_asked_for_at_once_are_one(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    for round in 0..5 {
        let phone = Mobile::parse(&format!("010-7777-000{round}")).unwrap();
        let asked = (0..8).map(|_| {
            let (state, phone) = (clinic.app.state.clone(), phone.clone());
            tokio::spawn(async move { state.desk().send_code(&phone, Lang::Ko, &state.today()).await })
        });
        let asked = futures_util::future::join_all(asked.collect::<Vec<_>>()).await;
        let sent = asked.iter().filter(|sent| matches!(sent, Ok(Ok(())))).count();
        assert_eq!(sent, 1, "{asked:?}");
        assert!(asked.iter().all(|sent| matches!(sent, Ok(Ok(()) | Err(BookingError::TooOften(_))))), "{asked:?}");
    }
    assert_eq!(clinic.messages(NoticeKind::Code).await.len(), 5);
}

async fn no_code_of_a_forgotten_phone_is_kept(database: TestDatabase) {
    let clinic = Clinic::open(&database).await;
    let cookie = log_in(&clinic).await;
    let (store, now) = (clinic.app.state.store(), clinic.app.state.today().now);
    let later = now + jiff::SignedDuration::from_hours(1);
    // The code could not be sent, and waits for the operator.
    for message in store.outbox().take(later, later, 100).await.unwrap() {
        store.outbox().failed(&message, "http 403", None).await.unwrap();
    }
    assert_eq!(store.outbox().dead().await.unwrap().len(), 1);
    let forgotten = clinic.post_with("/my", &[("Cookie", &cookie)], &[("do", "forget")]).await;
    assert_eq!(forgotten.status, 303);
    assert_eq!(store.outbox().dead().await.unwrap(), []);
    assert!(store.sealed_otherwise(SealedColumn::Message, b"none", 0, 10).await.unwrap().is_empty());
}
