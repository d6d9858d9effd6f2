//! The console in English: every page of it, and no way out of the language.

use super::clinic::{Clinic, FORM};
use crate::{hospitals::escaped, on_both_databases, support::TestDatabase};

on_both_databases!(every_page_is_there_in_english, what_is_done_in_english_stays_in_english);

const PAGES: [&str; 12] = [
    "/staff",
    "/staff?day=2026-11-26",
    "/staff?walk-in=1",
    "/staff/week",
    "/staff/board",
    "/staff/schedule",
    "/staff/schedule/doctor",
    "/staff/settings",
    "/staff/log",
    "/staff/book?day=2026-11-26",
    "/staff/log-in",
    "/staff/apply?q=a",
];

/// Addresses of the markup that lead to Korean pages of the console, the way to the other language aside.
fn led_astray(page: &str) -> Vec<&str> {
    let addresses = page.split(['"', ' ']).filter(|part| part.starts_with("/staff"));
    let other = page.split('<').find(|tag| tag.contains("class=\"top-lang\""));
    let other = other.and_then(|tag| tag.split("href=\"").nth(1)?.split('"').next());
    addresses.filter(|address| Some(*address) != other).collect()
}

async fn every_page_is_there_in_english(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let receipt = clinic.book("박서윤", "010-1234-2471", "2026-11-25T14:30").await;
    let id = clinic.id_of(&clinic.own, &receipt).await;
    let doctor = format!("/staff/schedule/doctor?id={}", clinic.own.doctor);
    let panel = format!("/staff?day=2026-11-25&booking={id}");
    let moving = format!("{panel}&move=1");
    for page in PAGES.into_iter().chain([doctor.as_str(), &panel, &moving]) {
        let korean = clinic.get(&cookie, page).await;
        let english = clinic.get(&cookie, &format!("/en{page}")).await;
        assert_eq!((korean.status, english.status), (200, 200), "{page}");
        assert!(korean.text().contains("<html lang=\"ko\"") && english.text().contains("<html lang=\"en\""), "{page}");
        assert_eq!(led_astray(english.text()), Vec::<&str>::new(), "{page}");
        if page != "/staff/board" {
            let escaped = page.replace('&', "&amp;");
            assert!(korean.text().contains(&format!("href=\"/en{escaped}\"")), "{page} leads to its English");
            assert!(english.text().contains(&format!("href=\"{escaped}\"")), "{page} leads to its Korean");
        }
    }
    assert!(clinic.get(&cookie, "/en/staff/day?day=2026-11-25").await.text().contains("Booked"));
    assert!(clinic.get(&cookie, "/en/staff/export").await.text().contains("\"Day\",\"Time\""));
    let out = clinic.app.get("/en/staff/schedule").await;
    assert_eq!((out.status, out.header("location")), (303, Some("/en/staff/log-in")));
}

async fn what_is_done_in_english_stays_in_english(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let (email, password) = (escaped(clinic.own.email), escaped(&clinic.own.password));
    let words = format!("email={email}&password={password}");
    let entered = clinic.app.send("POST", "/en/staff/log-in", &[FORM], &words).await;
    assert_eq!(entered.header("location"), Some("/en/staff"));
    let cookie = clinic.owner().await;
    let receipt = clinic.book("박서윤", "010-1234-2471", "2026-11-25T14:30").await;
    let id = clinic.id_of(&clinic.own, &receipt).await;
    let slot = escaped(&format!("{}@2026-11-26T11:00:00", clinic.own.doctor));
    let name = escaped("안별");
    for (path, body) in [
        (format!("/staff/bookings/{id}/arrive"), "day=2026-11-25".to_owned()),
        ("/staff/walk-in".into(), format!("name={name}")),
        ("/staff/book".into(), format!("slot={slot}&name={name}&phone=010-1234-2473&consent=1")),
        ("/staff/schedule/exception".into(), "kind=off&from=2026-11-27&step=save".into()),
        ("/staff/settings".into(), "what=sessions".into()),
        ("/staff/log-out".into(), String::new()),
    ] {
        let done = clinic.post(&cookie, &format!("/en{path}"), &body).await;
        assert_eq!(done.status, 303, "{path}: {}", done.text());
        assert!(done.header("location").unwrap().starts_with("/en/staff"), "{path}");
    }
    let wrong = clinic.app.send("POST", "/en/staff/log-in", &[FORM], "email=a%40b.kr&password=x").await;
    assert!(wrong.status == 401 && wrong.text().contains("Check e-mail, password and code"));
    // A photo may be larger than other forms, in either language.
    let large = "x".repeat(100 * 1024);
    let photo = format!("/en/staff/schedule/photo/{}", clinic.own.doctor);
    let again = clinic.owner().await;
    assert_eq!(clinic.post(&again, &photo, &large).await.status, 303);
    assert_eq!(clinic.post(&again, "/en/staff/settings", &large).await.status, 413);
}
