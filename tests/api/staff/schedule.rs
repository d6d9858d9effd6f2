//! The timetable: what a change would do, and that it loses nothing.

use super::clinic::Clinic;
use crate::{client, hospitals::escaped, on_both_databases, support::TestDatabase};

on_both_databases!(
    a_new_template_keeps_bookings_and_lists_misfits,
    a_day_off_is_shown_before_it_is_made,
    rules_are_changed_within_bounds,
    a_photo_is_a_photo,
);

fn template(clinic: &Clinic, wednesday: &str, step: &str) -> String {
    let (doctor, name, wednesday) = (clinic.own.doctor, escaped("김하늘 원장"), escaped(wednesday));
    format!("id={doctor}&name={name}&active=1&slot=30&buffer=0&seats=1&walk_in=0&wed={wednesday}&step={step}")
}

async fn a_new_template_keeps_bookings_and_lists_misfits(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let stays = clinic.book("박서윤", "010-1234-2471", "2026-11-25T11:30").await;
    let misfit = clinic.book("최린", "010-1234-2472", "2026-11-25T14:30").await;
    let before = clinic.log().await.len();
    let preview = clinic.post(&cookie, "/staff/schedule/doctor", &template(&clinic, "09:00-13:00", "")).await;
    assert_eq!(preview.status, 200);
    assert!(preview.text().contains(&misfit.number.to_string()), "{}", preview.text());
    assert!(!preview.text().contains(&stays.number.to_string()));
    assert_eq!(clinic.log().await.len(), before, "a preview writes nothing");
    assert!(!clinic.get(&cookie, "/staff/schedule").await.text().contains("맞지 않는 예약"));
    let saved = clinic.post(&cookie, "/staff/schedule/doctor", &template(&clinic, "09:00-13:00", "save")).await;
    assert_eq!(saved.status, 303);
    let page = clinic.get(&cookie, "/staff/schedule").await;
    assert!(page.text().contains("맞지 않는 예약 1건") && page.text().contains(&misfit.number.to_string()));
    let today = clinic.app.state.today();
    for receipt in [&stays, &misfit] {
        let visit = clinic.app.state.desk().visit(&receipt.token, &today).await.unwrap();
        assert_eq!(visit.booking.times().0, receipt.starts_at, "no booking is moved or lost");
    }
    let day = clinic.get(&cookie, "/staff").await;
    assert!(day.text().contains("최*") && day.text().contains("진료표에 없는 시간"));
    let wrong = clinic.post(&cookie, "/staff/schedule/doctor", &template(&clinic, "13:00-09:00", "save")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("13:00-09:00"), "what was typed is kept");
    assert_eq!(clinic.done("change_doctor").await, 1);
    let foreign = template(&clinic, "09:00-13:00", "save")
        .replace(&format!("id={}", clinic.own.doctor), &format!("id={}", clinic.other.doctor));
    assert_eq!(clinic.post(&cookie, "/staff/schedule/doctor", &foreign).await.status, 404);
}

async fn a_day_off_is_shown_before_it_is_made(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let receipt = clinic.book("박서윤", "010-1234-2471", "2026-11-26T11:30").await;
    let off = |step: &str| format!("kind=off&from=2026-11-26&note={}&step={step}", escaped("학회"));
    let preview = clinic.post(&cookie, "/staff/schedule/exception", &off("")).await;
    assert!(preview.text().contains(&receipt.number.to_string()));
    assert_eq!(clinic.post(&cookie, "/staff/schedule/exception", &off("save")).await.status, 303);
    let page = clinic.get(&cookie, "/staff/schedule").await;
    assert!(page.text().contains("학회") && page.text().contains(&receipt.number.to_string()));
    let id = page.text().split("name=\"remove\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for wrong in [
        "kind=extra&from=2026-11-28",
        "kind=off&from=2026-11-28&to=2026-11-27",
        "kind=off&from=x",
        "kind=y&from=2026-11-28",
    ] {
        let answer = clinic.post(&cookie, "/staff/schedule/exception", &format!("{wrong}&step=save")).await;
        assert_eq!(answer.status, 422, "{wrong}");
    }
    let removed = clinic.post(&cookie, "/staff/schedule/exception", &format!("remove={id}&step=save")).await;
    assert_eq!(removed.status, 303);
    assert!(!clinic.get(&cookie, "/staff/schedule").await.text().contains("맞지 않는 예약"));
    let other = clinic.cookie(clinic.other.email, &clinic.other.password).await;
    clinic.post(&cookie, "/staff/schedule/exception", &off("save")).await;
    let page = clinic.get(&cookie, "/staff/schedule").await;
    let id = page.text().split("name=\"remove\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(clinic.post(&other, "/staff/schedule/exception", &format!("remove={id}&step=save")).await.status, 422);
}

async fn rules_are_changed_within_bounds(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let rules =
        |ahead: u32| format!("what=policy&accepts=1&min_ahead=60&max_ahead={ahead}&cancel_until=30&hold=10&bring=");
    assert_eq!(clinic.post(&cookie, "/staff/settings", &rules(400)).await.status, 422);
    assert_eq!(clinic.post(&cookie, "/staff/settings", &rules(14)).await.status, 303);
    let policy = clinic.app.state.store().schedules().policy(clinic.own.id).await.unwrap().unwrap();
    assert_eq!((policy.max_ahead_days, policy.min_ahead_minutes), (14, 60));
    assert_eq!(clinic.done("change_policy").await, 1);
}

async fn a_photo_is_a_photo(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let path = format!("/staff/schedule/photo/{}", clinic.own.doctor);
    let shown = format!("/doctors/{}/photo", clinic.own.doctor);
    let send = async |bytes: &[u8]| {
        let body = [
            b"--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n",
            bytes,
            b"\r\n--x--\r\n",
        ]
        .concat();
        let headers = [("Cookie", cookie.as_str()), ("Content-Type", "multipart/form-data; boundary=x")];
        client::send(clinic.app.address, client::request("POST", path.as_bytes(), &headers, &body)).await
    };
    let png = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![7; 150 * 1024]].concat();
    assert_eq!(clinic.app.get(&shown).await.status, 404);
    let wrong = send(b"<svg onload=alert(1)>").await;
    assert!(wrong.header("location").unwrap().ends_with("photo=wrong"));
    assert!(
        send(&[png.clone(), vec![7; 80 * 1024]].concat()).await.header("location").unwrap().ends_with("photo=wrong")
    );
    assert_eq!(send(&vec![7; 300 * 1024]).await.status, 413);
    assert_eq!(clinic.app.get(&shown).await.status, 404);
    assert_eq!(send(&png).await.header("location"), Some("/staff/schedule?done=1"));
    let photo = clinic.app.get(&shown).await;
    assert_eq!((photo.status, photo.header("content-type"), photo.body.len()), (200, Some("image/png"), png.len()));
    assert_eq!(photo.header("x-content-type-options"), Some("nosniff"));
}
