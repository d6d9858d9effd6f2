//! What is wrong in a form of the console stands beside its field, and what was typed stays.

use super::clinic::Clinic;
use crate::{client::Answer, hospitals::escaped, on_both_databases, support::TestDatabase};

on_both_databases!(
    what_is_wrong_stands_beside_its_field,
    a_lost_race_keeps_what_was_typed,
    words_for_a_patient_are_kept,
);

/// Where a form is sent, what, and what is wrong with it.
type Form<'a> = (&'a str, String, &'a [(&'a str, &'a str)]);

/// Fails unless exactly these fields are said to be wrong, with words below them, and the first has
/// the focus.
fn assert_wrong(answer: &Answer, fields: &[(&str, &str)]) {
    let text = answer.text();
    assert_eq!(text.matches("aria-invalid=\"true\"").count(), fields.len(), "{fields:?}: {text}");
    assert_eq!(text.matches(" autofocus").count(), 1, "{fields:?}");
    for (index, (field, words)) in fields.iter().enumerate() {
        let below = text.split(&format!("id=\"{field}-wrong\"")).nth(1).unwrap_or_else(|| panic!("{field}: {text}"));
        assert!(below.chars().take(300).collect::<String>().contains(words), "{field}: {words}");
        let tag = text.split('<').find(|tag| tag.contains(&format!(" id=\"{field}\""))).unwrap();
        assert!(tag.contains(&format!("{field}-wrong\"")), "{field} is described by it: {tag}");
        assert_eq!(tag.contains(" autofocus"), index == 0, "{field}: {tag}");
    }
}

async fn what_is_wrong_stands_beside_its_field(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let before = clinic.log().await.len();
    let (name, doctor) = (escaped("안별"), clinic.own.doctor);
    let week = "slot=30&buffer=0&seats=1&walk_in=0";
    let slot = escaped(&format!("{doctor}@2026-11-26T11:00:00"));
    let long = "x".repeat(201);
    let forms: [Form; 12] = [
        ("/staff/walk-in", "name=&phone=010-12".into(), &[("name", "꼭 필요해요"), ("phone", "번호가 짧아요")]),
        ("/staff/walk-in", format!("name={name}&doctor=x"), &[("doctor", "하나를 골라 주세요")]),
        ("/staff/walk-in", format!("name={name}&doctor=99999"), &[("doctor", "없는 의료진이에요")]),
        (
            "/staff/schedule/doctor",
            format!("id={doctor}&name={name}&slot=2&buffer=0&seats=99&walk_in=x&mon=9-13&sun=13:00-09:00"),
            &[
                ("slot", "5에서 240"),
                ("seats", "1에서 50"),
                ("walk_in", "0에서 90"),
                ("mon", "차례로"),
                ("sun", "차례로"),
            ],
        ),
        (
            "/staff/schedule/doctor",
            format!("name=&{week}&specialty=ZZ"),
            &[("name", "꼭 필요해요"), ("specialty", "하나를 골라 주세요")],
        ),
        (
            "/staff/schedule/exception",
            format!("kind=extra&from=2026-11-28&to=2026-11-27&note={name}"),
            &[("to", "첫날부터 1년"), ("times", "꼭 필요해요")],
        ),
        (
            "/staff/schedule/exception",
            format!("kind=x&from=&times=9&note={long}"),
            &[
                ("kind", "하나를 골라 주세요"),
                ("from", "날짜를 확인해 주세요"),
                ("times", "차례로"),
                ("note", "200자까지"),
            ],
        ),
        (
            "/staff/book",
            format!("slot=&name={name}&phone=1&consent=1"),
            &[("slot", "하나를 골라 주세요"), ("phone", "휴대전화 번호가 필요해요")],
        ),
        (
            "/staff/book",
            format!("slot={slot}&name={name}&phone=010-1234-2471&reason=x"),
            &[("consent", "동의가 필요해요"), ("health", "동의가 필요해요")],
        ),
        (
            "/staff/settings",
            "what=policy&min_ahead=-1&max_ahead=200&cancel_until=0&hold=10&bring=%3Cb%3E".into(),
            &[("min_ahead", "0에서"), ("max_ahead", "1에서 180"), ("bring", "꺾쇠")],
        ),
        ("/staff/settings", format!("what=account&name={name}&email=x&role=owner"), &[("email", "이메일 주소를")]),
        ("/staff/settings", "what=password&old=wrong&new=short".into(), &[("new", "10자 이상")]),
    ];
    for (path, body, wrong) in &forms {
        let answer = clinic.post(&cookie, path, body).await;
        assert_eq!(answer.status, 422, "{path} {body}");
        assert_wrong(&answer, wrong);
        assert!(!body.contains(&name) || answer.text().contains("안별"), "{path}: what was typed is kept");
    }
    let doctor = clinic.post(&cookie, forms[3].0, &forms[3].1).await;
    assert!(doctor.text().contains("김하늘 원장</h1>"), "it is still this doctor's form");
    let old = clinic
        .post(&cookie, "/staff/settings", &format!("what=password&old=wrong&new={}", escaped("맑은 가을 아침 산책")))
        .await;
    assert_eq!(old.status, 401);
    assert_wrong(&old, &[("old", "지금 비밀번호와 달라요")]);
    assert_eq!(clinic.log().await.len(), before, "nothing was done");
}

async fn a_lost_race_keeps_what_was_typed(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    clinic.book("박서윤", "010-1234-2471", "2026-11-26T11:00").await;
    let taken = format!("{}@2026-11-26T11:00:00", clinic.own.doctor);
    let form = |slot: &str| format!("slot={}&name={}&phone=010-1234-2473&consent=1", escaped(slot), escaped("안별"));
    let lost = clinic.post(&cookie, "/staff/book", &form(&taken)).await;
    assert_eq!(lost.status, 409);
    let near: Vec<&str> = lost.text().split("<button").filter(|tag| tag.contains("name=\"slot\"")).collect();
    assert!(near.len() == 3 && lost.text().contains("value=\"안별\""), "{}", lost.text());
    let value = near[0].split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    // The button stands before the choice, so that its value is the first of the two.
    let (button, choice) = (lost.text().find(near[0]).unwrap(), lost.text().find("<select id=\"slot\"").unwrap());
    assert!(button < choice);
    let body = format!("{}&slot={}", form(value), escaped(&taken));
    assert_eq!(clinic.post(&cookie, "/staff/book", &body).await.status, 303);

    let receipt = clinic.book("최린", "010-1234-2472", "2026-11-26T14:30").await;
    let id = clinic.id_of(&clinic.own, &receipt).await;
    let to = |at: &str| format!("doctor={}&at={}", clinic.own.doctor, escaped(at));
    let page = format!("/staff/bookings/{id}/move");
    let lost = clinic.post(&cookie, &page, &to("2026-11-26T11:00:00")).await;
    assert_eq!(lost.status, 409);
    assert!(lost.text().contains("옮길 시간을 예약표에서"), "the next choice is one press away");
    assert_eq!(
        lost.text().split("class=\"desk-near\"").nth(1).unwrap().split("</ul>").next().unwrap().matches(&page).count(),
        3
    );
}

async fn words_for_a_patient_are_kept(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let receipt = clinic.book("박서윤", "010-1234-2471", "2026-11-25T14:30").await;
    let id = clinic.id_of(&clinic.own, &receipt).await;
    let body = format!("day=2026-11-25&stay=1&words={}", escaped("죄송해요 </textarea><script>"));
    let answer = clinic.post(&cookie, &format!("/staff/bookings/{id}/cancel"), &body).await;
    assert_eq!(answer.status, 422);
    assert_wrong(&answer, &[("words", "꺾쇠")]);
    assert!(answer.text().contains("죄송해요 &lt;/textarea>&lt;script>"), "as text: {}", answer.text());
    let cancel = answer.text().split('<').find(|tag| tag.contains("class=\"panel-cancel\"")).unwrap();
    assert!(cancel.contains(" open"), "where it can be seen: {cancel}");
}
