//! `heydoctor staff`: the operator's side of accounts, by the program itself on both databases.

use std::process::Output;

use crate::{
    app::{DATA_KEY, TestApp},
    client::Answer,
    command::failed_with,
    hospitals::escaped,
    on_both_databases,
    places::{CLINIC, DENTIST, HOSPITAL, street},
    program::{run, text},
    support::TestDatabase,
};

on_both_databases!(
    who_applies_is_let_in_and_kept_out,
    an_account_is_added_and_gets_a_new_password,
    what_cannot_be_done_is_said_in_one_line,
);

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const EMAIL: &str = "boss@clinic.example";
const PASSWORD: &str = "맑은 가을 아침 산책";

/// The site, and the program beside it on the same database.
struct Operator {
    app: TestApp,
    url: String,
    _database: TestDatabase,
}

impl Operator {
    async fn start(database: TestDatabase) -> Self {
        let app = TestApp::start(&database, street()).await;
        Self { app, url: database.url.clone(), _database: database }
    }

    fn staff(&self, args: &[&str]) -> Output {
        let settings = [("DATABASE_URL", self.url.as_str()), ("HEYDOCTOR_DATA_KEY", DATA_KEY)];
        run(&[&["staff"], args].concat(), &settings)
    }

    /// What a command says that succeeds, in one line or none.
    fn said(&self, args: &[&str]) -> String {
        let output = self.staff(args);
        let (said, trouble) = (text(&output.stdout).trim_end().to_owned(), text(&output.stderr));
        assert!(output.status.success() && trouble.is_empty(), "{args:?}: {trouble}");
        assert!(said.lines().count() <= 1, "{args:?}: {said}");
        said
    }

    async fn log_in(&self, email: &str, password: &str) -> Answer {
        let body = format!("email={}&password={}", escaped(email), escaped(password));
        self.app.send("POST", "/staff/log-in", &[FORM], &body).await
    }

    async fn may_log_in(&self, email: &str, password: &str) -> bool {
        self.log_in(email, password).await.status == 303
    }

    async fn apply(&self) -> Answer {
        let (hospital, name) = (self.app.id(CLINIC), escaped("박가온"));
        let (email, password) = (escaped(EMAIL), escaped(PASSWORD));
        let body = format!("hospital={hospital}&name={name}&email={email}&phone=02-555-0119&password={password}");
        self.app.send("POST", "/staff/apply", &[FORM], &body).await
    }

    /// Whether the page of a place has a way to book.
    async fn is_bookable(&self, name: &str) -> bool {
        self.app.state.refresh().await.unwrap();
        let id = self.app.id(name);
        let page = self.app.get(&format!("/hospitals/{id}/book")).await.status;
        let shown = self.app.state.directory().get(id).unwrap().bookable();
        assert_eq!(page == 200, shown, "page and list agree");
        shown
    }
}

async fn who_applies_is_let_in_and_kept_out(database: TestDatabase) {
    let operator = Operator::start(database).await;
    assert_eq!(operator.said(&["list"]), "", "nobody waits");
    assert_eq!(operator.apply().await.status, 200);
    let waits = operator.said(&["list"]);
    let columns: Vec<&str> = waits.split('\t').collect();
    let hospital = format!("{CLINIC} ({})", operator.app.id(CLINIC));
    assert_eq!(columns[1..], ["승인 기다림", "owner", &hospital, "박가온", EMAIL, "025550119"], "{waits}");
    let id = columns[0];
    assert!(!operator.may_log_in(EMAIL, PASSWORD).await && !operator.is_bookable(CLINIC).await);

    let approved = operator.said(&["approve", id]);
    assert!(approved.starts_with(&format!("승인했어요: {id}\t사용 중\t")), "{approved}");
    assert_eq!(operator.said(&["list"]), "", "nobody waits any more");
    let all = operator.said(&["list", "--hospital", &operator.app.id(CLINIC).to_string()]);
    assert_eq!(approved, format!("승인했어요: {all}"));
    assert!(operator.is_bookable(CLINIC).await, "its hospital takes bookings");
    let answer = operator.log_in(EMAIL, PASSWORD).await;
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let console = async || operator.app.send("GET", "/staff", &[("Cookie", &cookie)], "").await;
    assert_eq!((answer.status, console().await.status), (303, 200));

    let disabled = operator.said(&["disable", id]);
    assert!(disabled.starts_with(&format!("막았어요: {id}\t막음\t")), "{disabled}");
    assert_eq!(console().await.status, 303, "the session is over");
    assert!(!operator.may_log_in(EMAIL, PASSWORD).await);
    operator.said(&["disable", id]);
    operator.said(&["approve", id]);
    assert!(operator.may_log_in(EMAIL, PASSWORD).await, "let in again");
    assert_eq!(console().await.status, 303, "but the old session stays over");
}

async fn an_account_is_added_and_gets_a_new_password(database: TestDatabase) {
    let operator = Operator::start(database).await;
    let add = |place: &str, email: &str, more: &[&str]| {
        let id = operator.app.id(place).to_string();
        operator.said(&[&["add", "--hospital", &id, "--email", email, "--name", "이은정"], more].concat())
    };
    let told = |said: &str| said.rsplit_once("(지금만 보여요): ").unwrap().1.to_owned();
    let made = add(DENTIST, "Owner@Dentist.example", &[]);
    let first = told(&made);
    assert!(operator.may_log_in("owner@dentist.example", &first).await && operator.is_bookable(DENTIST).await);
    let helper = told(&add(DENTIST, "helper@dentist.example", &["--role", "staff", "--phone", "02-555-0120"]));
    let cookie = operator.log_in("helper@dentist.example", &helper).await;
    let cookie = cookie.header("set-cookie").unwrap().split(';').next().unwrap();
    let log = operator.app.send("GET", "/staff/log", &[("Cookie", cookie)], "").await;
    assert_eq!(log.status, 403, "staff do the day's work");
    let dentist = operator.app.id(DENTIST).to_string();
    let listed = operator.staff(&["list", "--hospital", &dentist]);
    assert_eq!(text(&listed.stdout).lines().count(), 2);
    assert!(!text(&listed.stdout).contains(&first), "a password is told once");

    let second = told(&operator.said(&["reset-password", "OWNER@dentist.example"]));
    assert!(!operator.may_log_in("owner@dentist.example", &first).await);
    assert!(operator.may_log_in("owner@dentist.example", &second).await);
    let account = operator.app.state.store().staff().by_email("owner@dentist.example").await.unwrap().unwrap();
    let lines = operator.app.state.store().staff().audit_lines(account.hospital, 0, 100).await.unwrap();
    let reset = lines.iter().find(|(_, line)| line.action == "reset_password").expect("it stands in the log");
    assert_eq!((reset.1.account, reset.1.subject.as_str()), (None, format!("account {}", account.id).as_str()));
}

async fn what_cannot_be_done_is_said_in_one_line(database: TestDatabase) {
    let operator = Operator::start(database).await;
    let (clinic, hospital) = (operator.app.id(CLINIC).to_string(), operator.app.id(HOSPITAL).to_string());
    let add = |hospital: &str, email: &str, name: &str, more: &[&str]| {
        let args = ["add", "--hospital", hospital, "--email", email, "--name", name];
        operator.staff(&[&args, more].concat())
    };
    assert!(add(&clinic, EMAIL, "이은정", &[]).status.success());
    let before = operator.said(&["list", "--hospital", &clinic]);
    for (output, words) in [
        (operator.staff(&["approve", "99999"]), "계정을 찾지 못했어요"),
        (operator.staff(&["approve", "0"]), "계정을 찾지 못했어요"),
        (operator.staff(&["disable", "99999"]), "계정을 찾지 못했어요"),
        (operator.staff(&["reset-password", "nobody@clinic.example"]), "계정을 찾지 못했어요"),
        (operator.staff(&["reset-password", "nobody"]), "EMAIL: "),
        (operator.staff(&["reset-password", ""]), "EMAIL: "),
        (add("99999", "new@clinic.example", "이은정", &[]), "99999번 병원"),
        (add(&hospital, EMAIL, "이은정", &[]), "이미 쓰고 있는 이메일"),
        (add(&hospital, "BOSS@clinic.example", "이은정", &[]), "이미 쓰고 있는 이메일"),
        (add(&hospital, "clinic.example", "이은정", &[]), "--email"),
        (add(&hospital, "new@clinic.example", "<b>", &[]), "--name"),
        (add(&hospital, "new@clinic.example", "", &[]), "--name"),
        (add(&hospital, "new@clinic.example", "이은정", &["--phone", "번호"]), "--phone"),
    ] {
        failed_with(&output, &[words]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    }
    for args in [
        &["approve"][..],
        &["approve", "one"],
        &["add", "--hospital", "x", "--email", "a@b.kr", "--name", "이은정"],
        &["add", "--hospital", &clinic, "--email", "a@b.kr", "--name", "이은정", "--role", "king"],
        &["fly"],
        &[],
    ] {
        let output = operator.staff(args);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{args:?}: the command line is wrong");
        assert!(!output.stderr.is_empty());
    }
    assert_eq!(operator.said(&["list", "--hospital", &clinic]), before);
    assert_eq!(operator.said(&["list", "--hospital", &hospital]), "", "nothing was written");
    assert!(!operator.is_bookable(HOSPITAL).await);
    let other =
        [("DATABASE_URL", operator.url.as_str()), ("HEYDOCTOR_DATA_KEY", &heydoctor::vault::DataKeys::random())];
    failed_with(&run(&["staff", "list"], &other), &["HEYDOCTOR_DATA_KEY"]);
    failed_with(&run(&["staff", "list"], &other[..1]), &["HEYDOCTOR_DATA_KEY"]);
}
