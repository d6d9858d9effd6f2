//! Getting in: log-in, lock-out, sessions, applying.

use heydoctor::domain::staff::AccountStatus;

use super::clinic::{Clinic, FORM, cookie_of};
use crate::{hospitals::escaped, on_both_databases, places::HOSPITAL, support::TestDatabase};

on_both_databases!(
    only_who_logs_in_gets_in,
    tries_are_counted_and_locked,
    a_session_can_be_ended,
    a_hospital_applies_and_is_let_in,
    forms_of_other_sites_are_refused,
);

async fn only_who_logs_in_gets_in(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let (email, password) = (clinic.own.email, clinic.own.password.as_str());
    for page in [
        "/staff",
        "/staff/day",
        "/staff/week",
        "/staff/board",
        "/staff/schedule",
        "/staff/settings",
        "/staff/log",
        "/staff/export",
    ] {
        let answer = clinic.app.get(page).await;
        assert_eq!((answer.status, answer.header("location")), (303, Some("/staff/log-in")), "{page}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{page}");
        let forged = clinic.get("staff=abcdefghijklmnopqrst-_", page).await;
        assert_eq!(forged.header("location"), Some("/staff/log-in"), "{page}");
    }
    let unknown = clinic.try_log_in("nobody@clinic.example", password, "").await;
    let wrong = clinic.try_log_in(email, "not the password", "").await;
    assert_eq!((unknown.status, wrong.status), (401, 401));
    let told = |text: &str| text.split("role=\"alert\"").nth(1).unwrap().split("</p>").next().unwrap().to_owned();
    assert_eq!(told(unknown.text()), told(wrong.text()), "which of them is wrong is not told");
    assert!(!wrong.text().contains("not the password"), "a password is never sent back");
    let right = clinic.try_log_in(&email.to_uppercase(), password, "").await;
    let cookie = cookie_of(&right);
    let page = clinic.get(&cookie, "/staff").await;
    assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")));
    assert!(page.header("x-robots-tag").unwrap().contains("noindex"));
    assert!(page.text().contains("김하늘 원장") && page.text().contains("<html lang=\"ko\""));
    assert!(page.header("content-security-policy").unwrap().contains("form-action 'self'"));
    let out = clinic.post(&cookie, "/staff/log-out", "").await;
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(clinic.get(&cookie, "/staff").await.status, 303, "the session is over, whatever the browser keeps");
}

async fn tries_are_counted_and_locked(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let (email, password) = (clinic.own.email, clinic.own.password.as_str());
    // All at once: whoever guesses in parallel is counted too.
    let wrong = futures_util::future::join_all((0..8).map(|_| clinic.try_log_in(email, "wrong password", ""))).await;
    assert!(wrong.iter().all(|answer| answer.status == 401));
    for _ in 0..8 {
        let body = format!("email={}&password=wrong", escaped(email));
        let elsewhere = [FORM, ("X-Forwarded-For", "192.0.2.9")];
        assert_eq!(clinic.app.send("POST", "/staff/log-in", &elsewhere, &body).await.status, 401);
    }
    let body = format!("email={}&password={}", escaped(email), escaped(password));
    let third = [FORM, ("X-Forwarded-For", "192.0.2.10")];
    let locked = clinic.app.send("POST", "/staff/log-in", &third, &body).await;
    assert_eq!(locked.status, 401, "the right password is of no use while the account is locked");
    let staff = clinic.app.state.store().staff();
    let account = staff.by_email(email).await.unwrap().unwrap();
    assert!(account.failures >= 5 && account.locked_until > clinic.app.state.today().now.as_second());
    staff.set_failures(account.id, 4).await.unwrap();
    let open = clinic.app.send("POST", "/staff/log-in", &third, &body).await;
    assert_eq!(open.status, 303, "once the lock is over");
    assert_eq!(staff.by_email(email).await.unwrap().unwrap().failures, 0, "and the count begins anew");
    // An address that goes on guessing is slowed down, whatever account it means.
    let fourth = [FORM, ("X-Forwarded-For", "192.0.2.11")];
    let mut last = 0;
    for _ in 0..11 {
        last = clinic.app.send("POST", "/staff/log-in", &fourth, "email=a%40b.kr&password=x").await.status;
    }
    assert_eq!(last, 429);
}

async fn a_session_can_be_ended(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let (here, there) = (clinic.owner().await, clinic.owner().await);
    let page = clinic.get(&here, "/staff/settings").await;
    let mark = page.text().split("name=\"session\" value=\"").nth(1).unwrap()[..12].to_owned();
    clinic.post(&here, "/staff/settings", &format!("what=session&session={mark}")).await;
    assert_eq!(clinic.get(&there, "/staff").await.status, 303);
    assert_eq!(clinic.get(&here, "/staff").await.status, 200);
    let helper = clinic.helper().await;
    let helper_cookie = clinic.cookie(helper.0, &helper.1).await;
    let account = clinic.app.state.store().staff().by_email(helper.0).await.unwrap().unwrap();
    // Another hospital's owner cannot do it.
    let other = clinic.cookie(clinic.other.email, &clinic.other.password).await;
    let refused = clinic.post(&other, "/staff/settings", &format!("what=disable&account={}", account.id)).await;
    assert_eq!(refused.status, 404);
    assert_eq!(clinic.get(&helper_cookie, "/staff").await.status, 200);
    clinic.post(&here, "/staff/settings", &format!("what=disable&account={}", account.id)).await;
    assert_eq!(clinic.get(&helper_cookie, "/staff").await.status, 303, "a closed account is out at once");
    assert_eq!(clinic.try_log_in(helper.0, &helper.1, "").await.status, 401);
    let own = clinic.post(&here, "/staff/settings", &format!("what=disable&account={}", clinic.own.account)).await;
    assert_eq!(own.status, 403, "an owner cannot lock themselves out");
}

async fn a_hospital_applies_and_is_let_in(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let hospital = clinic.app.id(HOSPITAL);
    let found = clinic.app.get(&format!("/staff/apply?q={}", escaped(HOSPITAL))).await;
    assert!(found.text().contains(&format!("/staff/apply?hospital={hospital}")));
    let form = |email: &str, password: &str| {
        let (name, password) = (escaped("박가온"), escaped(password));
        format!("hospital={hospital}&name={name}&email={email}&phone=02-555-0119&password={password}")
    };
    let weak = clinic.app.send("POST", "/staff/apply", &[FORM], &form("boss%40hospital.example", "password12")).await;
    assert_eq!(weak.status, 422);
    assert!(
        weak.text().contains("10자 이상") && weak.text().contains("boss@hospital.example"),
        "what was typed is kept"
    );
    let password = "맑은 가을 아침 산책";
    let sent = clinic.app.send("POST", "/staff/apply", &[FORM], &form("boss%40hospital.example", password)).await;
    assert_eq!(sent.status, 200);
    let again = clinic.app.send("POST", "/staff/apply", &[FORM], &form("BOSS%40hospital.example", password)).await;
    assert_eq!(again.status, 409);
    assert_eq!(clinic.try_log_in("boss@hospital.example", password, "").await.status, 401, "not before it is approved");
    let waiting = clinic.app.state.store().staff().list(None).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].status), (1, AccountStatus::Pending));
    // Another owner cannot let them in.
    let owner = clinic.owner().await;
    assert_eq!(
        clinic.post(&owner, "/staff/settings", &format!("what=enable&account={}", waiting[0].id)).await.status,
        404
    );
    clinic.app.state.desk().approve(waiting[0].id, &clinic.app.state.today()).await.unwrap();
    let cookie = clinic.cookie("boss@hospital.example", password).await;
    let page = clinic.get(&cookie, "/staff").await;
    assert!(page.text().contains(HOSPITAL) && page.text().contains("아직 의료진이 없어요"));
    clinic.app.state.refresh().await.unwrap();
    assert!(clinic.app.state.directory().get(hospital).unwrap().bookable());
}

async fn forms_of_other_sites_are_refused(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let receipt = clinic.book("박서윤", "010-1234-2471", "2026-11-25T14:30").await;
    let id = clinic.id_of(&clinic.own, &receipt).await;
    let before = clinic.log().await.len();
    for path in [format!("/staff/bookings/{id}/cancel"), "/staff/walk-in".into(), "/staff/settings".into()] {
        for sign in [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://other.example")] {
            let answer =
                clinic.app.send("POST", &path, &[("Cookie", &cookie), FORM, sign], "name=x&what=sessions").await;
            assert_eq!(answer.status, 403, "{path}");
        }
    }
    assert_eq!(clinic.log().await.len(), before, "nothing was done");
}
