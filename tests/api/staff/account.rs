//! One's own account, roles, and the second factor.

use heydoctor::domain::{staff::Email, time};
use totp_rs::{Builder, Secret};

use super::clinic::Clinic;
use crate::{hospitals::escaped, on_both_databases, support::TestDatabase};

on_both_databases!(
    a_code_counts_once,
    staff_do_the_days_work_and_no_more,
    a_password_is_changed_by_who_knows_it,
    an_owner_adds_an_account,
    a_second_factor_is_not_replaced_by_who_holds_a_session,
    no_try_is_forgiven_with_another,
    a_password_that_has_changed_opens_no_session,
);

async fn a_code_counts_once(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let page = clinic.get(&cookie, "/staff/settings").await;
    let secret = page.text().split("name=\"secret\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(page.text().contains("<svg"), "the QR code is there");
    let totp = Builder::new().with_secret(Secret::try_from_base32(&secret).unwrap()).build().unwrap();
    let now = time::timestamp(clinic.app.state.now()).as_second() as u64;
    let code = |at: u64| totp.generate(at).to_string();
    let wrong = clinic.post(&cookie, "/staff/settings", &format!("what=factor-on&secret={secret}&code=000000")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains(&secret), "the same secret again: it is in the app already");
    let on = clinic
        .post(&cookie, "/staff/settings", &format!("what=factor-on&secret={secret}&code={}", code(now - 30)))
        .await;
    assert_eq!(on.status, 303);
    let stored = clinic.app.state.store().staff().by_email(clinic.own.email).await.unwrap().unwrap();
    let sealed = stored.totp_sealed.unwrap();
    let plain = Secret::try_from_base32(&secret).unwrap();
    assert!(!sealed.windows(20).any(|part| part == plain.as_ref()), "the secret is sealed");
    let (email, password) = (clinic.own.email, clinic.own.password.as_str());
    let without = clinic.try_log_in(email, password, "").await;
    assert_eq!(without.status, 401);
    assert!(without.text().contains("인증 앱의 6자리 숫자를 적어 주세요"));
    assert_eq!(clinic.try_log_in(email, password, &code(now - 30)).await.status, 401, "used when it was turned on");
    assert_eq!(clinic.try_log_in(email, password, &code(now)).await.status, 303);
    assert_eq!(clinic.try_log_in(email, password, &code(now)).await.status, 401, "a code counts once");
    assert_eq!(clinic.try_log_in(email, password, &code(now + 300)).await.status, 401);
    let off = clinic.post(&cookie, "/staff/settings", "what=factor-off&password=wrong").await;
    assert_eq!(off.status, 401);
    let off = clinic.post(&cookie, "/staff/settings", &format!("what=factor-off&password={}", escaped(password))).await;
    assert_eq!(off.status, 303);
    assert_eq!(clinic.try_log_in(email, password, "").await.status, 303);
}

async fn staff_do_the_days_work_and_no_more(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let (email, password) = clinic.helper().await;
    let cookie = clinic.cookie(email, &password).await;
    for page in ["/staff", "/staff/week", "/staff/board", "/staff/schedule", "/staff/settings", "/staff/book"] {
        assert_eq!(clinic.get(&cookie, page).await.status, 200, "{page}");
    }
    assert!(!clinic.get(&cookie, "/staff/settings").await.text().contains("예약 규칙"));
    let before = clinic.log().await.len();
    for page in ["/staff/log", "/staff/export", "/staff/schedule/doctor"] {
        assert_eq!(clinic.get(&cookie, page).await.status, 403, "{page}");
    }
    let doctor = format!(
        "id={}&name=x&active=1&slot=30&buffer=0&seats=5&walk_in=0&mon=09%3A00-10%3A00&step=save",
        clinic.own.doctor
    );
    for (path, body) in [
        ("/staff/schedule/doctor", doctor.as_str()),
        ("/staff/schedule/exception", "kind=off&from=2026-11-26&step=save"),
        ("/staff/settings", "what=policy&accepts=1&min_ahead=0&max_ahead=30&cancel_until=0&hold=10"),
        ("/staff/settings", "what=account&name=x&email=x%40y.kr&role=owner"),
        ("/staff/settings", &format!("what=disable&account={}", clinic.own.account)),
    ] {
        assert_eq!(clinic.post(&cookie, path, body).await.status, 403, "{path} {body}");
    }
    assert_eq!(clinic.log().await.len(), before, "nothing was done");
    let given = clinic.post(&cookie, "/staff/walk-in", &format!("name={}", escaped("안별"))).await;
    assert!(given.header("location").unwrap().ends_with("ticket=1"));
}

async fn a_password_is_changed_by_who_knows_it(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let (cookie, other) = (clinic.owner().await, clinic.owner().await);
    let new = "hush-brook-lantern";
    let form = |old: &str, new: &str| format!("what=password&old={}&new={}", escaped(old), escaped(new));
    assert_eq!(clinic.post(&cookie, "/staff/settings", &form("wrong", new)).await.status, 401);
    assert_eq!(clinic.post(&cookie, "/staff/settings", &form(&clinic.own.password, "short")).await.status, 422);
    let done = clinic.post(&cookie, "/staff/settings", &form(&clinic.own.password, new)).await;
    assert_eq!(done.header("location"), Some("/staff/log-in"));
    assert_eq!(clinic.get(&other, "/staff").await.status, 303, "every session is over");
    assert_eq!(clinic.try_log_in(clinic.own.email, &clinic.own.password, "").await.status, 401);
    clinic.cookie(clinic.own.email, new).await;
    assert_eq!(clinic.done("change_password").await, 1);
}

async fn an_owner_adds_an_account(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let body = format!("what=account&name={}&email=new%40clinic.example&role=staff", escaped("정가온"));
    let made = clinic.post(&cookie, "/staff/settings", &body).await;
    assert_eq!(made.status, 200);
    let password = made.text().split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let helper = clinic.cookie("new@clinic.example", &password).await;
    assert_eq!(clinic.get(&helper, "/staff/log").await.status, 403);
    assert!(!clinic.get(&cookie, "/staff/settings").await.text().contains(&password), "it is told once");
    assert_eq!(clinic.post(&cookie, "/staff/settings", &body).await.status, 409, "an address has one account");
}

async fn a_second_factor_is_not_replaced_by_who_holds_a_session(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let cookie = clinic.owner().await;
    let now = time::timestamp(clinic.app.state.now()).as_second() as u64;
    let code = |secret: &str| {
        let secret = Secret::try_from_base32(secret).unwrap();
        Builder::new().with_secret(secret).build().unwrap().generate(now).to_string()
    };
    let (own, other) = ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    for (secret, status) in [(own, 303), (other, 422)] {
        let form = format!("what=factor-on&secret={secret}&code={}", code(secret));
        assert_eq!(clinic.post(&cookie, "/staff/settings", &form).await.status, status);
    }
    assert_eq!(clinic.done("second_factor_on").await, 1);
    let (email, password) = (clinic.own.email, clinic.own.password.as_str());
    assert_eq!(clinic.try_log_in(email, password, &code(other)).await.status, 401);
}

async fn no_try_is_forgiven_with_another(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let (staff, now) = (clinic.app.state.store().staff(), clinic.app.state.today().now);
    let account = async || staff.by_email(clinic.own.email).await.unwrap().unwrap();
    let first = account().await;
    assert!(staff.count_try(&first, 0, now).await.unwrap());
    assert!(!staff.count_try(&first, 0, now).await.unwrap(), "somebody else was counted since");
    // While the first is still asked for its code, another guesses wrong.
    assert!(staff.count_try(&account().await, 0, now).await.unwrap());
    staff.forgive_try(&first).await.unwrap();
    assert_eq!(account().await.failures, 2, "the other try counts");
    let second = account().await;
    assert!(staff.count_try(&second, now.as_second() + 30, now).await.unwrap());
    staff.forgive_try(&second).await.unwrap();
    let after = account().await;
    assert_eq!((after.failures, after.locked_until), (2, second.locked_until), "as before the try");
}

async fn a_password_that_has_changed_opens_no_session(database: TestDatabase) {
    let clinic = Clinic::start(&database).await;
    let (desk, today) = (clinic.app.state.desk(), clinic.app.state.today());
    let staff = desk.store().staff();
    // Read and found right, when the operator gives a new one.
    let account = staff.by_email(clinic.own.email).await.unwrap().unwrap();
    let email = Email::parse(clinic.own.email).unwrap();
    desk.reset_password(&email, &today).await.unwrap();
    let until = today.now + jiff::SignedDuration::from_hours(1);
    assert!(!staff.open_session(&[7; 32], &account, "x", (today.now, until)).await.unwrap());
    assert!(staff.sessions(account.id, today.now).await.unwrap().is_empty());
    let account = staff.by_email(clinic.own.email).await.unwrap().unwrap();
    assert!(staff.open_session(&[7; 32], &account, "x", (today.now, until)).await.unwrap());
    desk.set_active(account.id, false, None, &today).await.unwrap();
    assert!(!staff.open_session(&[8; 32], &account, "x", (today.now, until)).await.unwrap());
}
