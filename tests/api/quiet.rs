//! A day of the running program at its most talkative: patients book, wait, prove their phones and are
//! forgotten, staff work, mail fails and arrives; and nothing of any of it is found in a log.

use heydoctor::{
    domain::{booking::Status, hospital::HospitalId},
    store::Store,
};

use crate::{
    app::{DATA_KEY, WEDNESDAY},
    chores::desk_beside,
    client::{Answer, request, send_blocking},
    clinic::{Clinic, THURSDAY},
    hospitals::escaped,
    mail_server::{House, Mail, MailServer, Mood, Security, certified},
    program::{Server, run, text, wait_until},
};

const NAMES: [&str; 4] = ["박서윤별", "이도담별", "정가온별", "한라온별"];
const PHONES: [&str; 4] = ["01087650001", "01087650002", "01087650003", "01087650004"];
const BIRTH: &str = "1987-06-05";
const REASON: &str = "이틀째 기침이 나요";
const WORDS: &str = "원장님이 편찮으세요";
const STAFF: &str = "owner.of.all@clinic.example";
const SMTP_PASSWORD: &str = "hunter2";

struct Day {
    server: Server,
    hospital: HospitalId,
    doctor: String,
    /// What must be found nowhere.
    secrets: Vec<String>,
}

impl Day {
    fn send(&self, method: &str, path: &str, cookie: &str, body: &str) -> Answer {
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Cookie", cookie),
            ("User-Agent", "findmenot/1.0"),
            ("Referer", "https://x.example/?q=findmenot"),
        ];
        send_blocking(self.server.address, &request(method, path.as_bytes(), &headers, body.as_bytes()))
    }

    fn form(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        self.send("POST", path, cookie, &pairs.join("&"))
    }

    /// The word that an address ends in, which nobody may find.
    fn secret_of(&mut self, answer: &Answer) -> String {
        assert_eq!(answer.status, 303, "{}", answer.text());
        let path = answer.header("location").unwrap().split('?').next().unwrap().to_owned();
        self.secrets.push(path.rsplit('/').next().unwrap().to_owned());
        path
    }

    /// The cookie of an answer; its value is a secret too.
    fn cookie_of(&mut self, answer: &Answer) -> String {
        assert_eq!(answer.status, 303, "{}", answer.text());
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        self.secrets.push(cookie.split_once('=').unwrap().1.to_owned());
        cookie
    }

    fn book(&self, who: usize, key: &str) -> Answer {
        let (slot, cookie) = (format!("{}@{THURSDAY}T09:00", self.doctor), "");
        let person = [("relation", "oneself"), ("name", NAMES[who]), ("phone", PHONES[who]), ("birth_date", BIRTH)];
        let rest = [("reason", REASON), ("health", "yes"), ("privacy", "yes"), ("slot", &slot), ("key", key)];
        self.form(&format!("/hospitals/{}/book", self.hospital), cookie, &[&person[..], &rest].concat())
    }

    /// Two book and two wait; wrong forms and lost races among them.
    fn patients(&mut self) {
        let booked = self.book(0, "a-form-of-the-first-one");
        let booked = self.secret_of(&booked);
        for wrong in
            [self.book(1, "a-form-of-the-second-one"), self.form("/my", "", &[("do", "code"), ("phone", "0108765")])]
        {
            assert!(matches!(wrong.status, 409 | 422), "{}", wrong.status);
        }
        for path in [&booked, &format!("{booked}.ics"), &format!("{booked}/live"), &format!("{booked}/move")] {
            assert_eq!(self.send("GET", path, "", "").status, 200, "{path}");
        }
        let mut places = Vec::new();
        for who in [1, 2] {
            let fields = [("name", NAMES[who]), ("phone", PHONES[who]), ("privacy", "yes")];
            let joined = self.form(&format!("/hospitals/{}/wait?day={THURSDAY}", self.hospital), "", &fields);
            places.push(self.secret_of(&joined));
        }
        assert_eq!(self.form(&places[1], "", &[("do", "leave")]).status, 303);
        assert_eq!(self.form(&booked, "", &[("do", "cancel")]).status, 303);
        assert!(self.send("GET", &places[0], "", "").status == 200);
    }

    /// Takes the seat that was offered by mail.
    fn take_offer(&mut self, mails: &MailServer) {
        let offer = |mails: &MailServer| {
            let texts: Vec<String> = mails.mails().iter().map(|mail| mail.text()).collect();
            let text = texts.iter().find(|text| text.contains("자리가 났") && text.contains("/bookings/"))?.clone();
            Some(text.split("/bookings/").nth(1)?.chars().take(22).collect::<String>())
        };
        wait_until("the offer arrives", || offer(mails).is_some());
        let token = offer(mails).unwrap();
        self.secrets.push(token.clone());
        assert_eq!(self.form(&format!("/bookings/{token}"), "", &[("do", "accept")]).status, 303);
    }

    /// Proves a phone, keeps a family, is forgotten.
    fn mine(&mut self, mails: &MailServer) {
        let code = |mails: &MailServer| {
            let own = |mail: &Mail| mail.to.starts_with(PHONES[0]) && mail.header("Message-ID").starts_with("<code.");
            let mail = mails.mails().into_iter().find(own)?;
            Some(mail.text().chars().filter(char::is_ascii_digit).take(6).collect::<String>())
        };
        wait_until("the code arrives", || code(mails).is_some());
        let code = code(mails).unwrap();
        self.secrets.push(code.clone());
        let enter = |code: &str| self.form("/my", "", &[("do", "enter"), ("phone", PHONES[0]), ("code", code)]);
        assert_eq!(enter("000000").status, 422);
        let entered = enter(&code);
        let cookie = self.cookie_of(&entered);
        let member = [("do", "add"), ("name", NAMES[3]), ("birth_date", BIRTH), ("relation", "child")];
        assert_eq!(self.form("/my", &cookie, &member).status, 303);
        for path in ["/my", "/my/export", "/my?forget"] {
            assert_eq!(self.send("GET", path, &cookie, "").status, 200);
        }
        assert_eq!(self.form("/my", &cookie, &[("do", "forget")]).status, 303);
    }

    /// A day at the desk.
    async fn staff(&mut self, password: &str) {
        let log_in = |password: &str| self.form("/staff/log-in", "", &[("email", STAFF), ("password", password)]);
        assert_eq!(log_in("findmenot findmenot").status, 401);
        let logged_in = log_in(password);
        let cookie = self.cookie_of(&logged_in);
        let post = |path: &str, fields: &[(&str, &str)]| self.form(path, &cookie, fields).status;
        assert_eq!(post("/staff/walk-in", &[("name", NAMES[3]), ("phone", PHONES[3])]), 303);
        for text in [NAMES[1], "0002"] {
            assert_eq!(post("/staff/search", &[("q", text)]), 200);
        }
        let slot = format!("{}@2026-11-27T09:00:00", self.doctor);
        let caller = [("slot", slot.as_str()), ("name", NAMES[2]), ("phone", PHONES[2]), ("consent", "1")];
        assert_eq!(post("/staff/book", &[&caller[..], &[("reason", REASON)]].concat()), 422);
        assert_eq!(post("/staff/book", &caller), 303);
        let store = Store::connect(&self.server.url).await.unwrap();
        let rows = store.bookings().of_days(self.hospital, THURSDAY, THURSDAY).await.unwrap();
        let taken = rows.iter().find(|row| row.status == Status::Confirmed).expect("the offer was taken").id;
        for path in ["/staff", "/staff/day", "/staff/week", "/staff/board", "/staff/log", "/staff/settings"] {
            assert_eq!(self.send("GET", path, &cookie, "").status, 200, "{path}");
        }
        let panel = self.send("GET", &format!("/staff?day={THURSDAY}&booking={taken}"), &cookie, "");
        assert!(panel.text().contains(NAMES[1]), "{}", panel.text());
        let list = self.send("GET", &format!("/staff/export?from={THURSDAY}"), &cookie, "");
        assert!(list.text().contains(NAMES[1]), "{}", list.text());
        assert_eq!(post(&format!("/staff/bookings/{taken}/cancel"), &[("words", WORDS)]), 303);
        assert_eq!(post("/staff/log-out", &[]), 303);
    }

    fn assert_quiet(&self, said: &[(&str, &str)]) {
        let fixed = [BIRTH, "19870605", "기침", WORDS, STAFF, "findmenot", DATA_KEY, SMTP_PASSWORD, "hunter3"];
        let people = NAMES.iter().chain(&PHONES).copied();
        let parts = ["8765-000", "87650001", "87650002", "87650003"];
        let all: Vec<&str> = people.chain(fixed).chain(parts).chain(self.secrets.iter().map(String::as_str)).collect();
        for (place, text) in said {
            for secret in &all {
                let line = text.lines().find(|line| line.contains(secret));
                assert_eq!(line, None, "{secret} in the {place}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_day_is_found_in_no_log() {
    let (tls, authority) = certified("127.0.0.1");
    let house = House { security: Security::Implicit(tls), login: Some(("heydoctor", SMTP_PASSWORD)), ways: "PLAIN" };
    // A refusal that repeats the address, a line that breaks, a closed door; else it takes all.
    let mails = MailServer::of(house, |nth| match nth {
        2 => Mood::KnowsNobody,
        3 => Mood::HangsUp,
        4 => Mood::Refuses(554),
        _ => Mood::Takes,
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, authority).unwrap();
    let url = |password: &str| format!("smtps://heydoctor:{password}@{}", mails.address);
    let (wrong, right) = (url("hunter3"), url(SMTP_PASSWORD));
    let settings = |url| {
        [
            ("HEYDOCTOR_DATA_KEY", DATA_KEY),
            ("HEYDOCTOR_FIXED_TIME", WEDNESDAY),
            ("HEYDOCTOR_NOTIFY", "smtp"),
            ("HEYDOCTOR_SMTP_URL", url),
            ("HEYDOCTOR_SMTP_FROM", "no-reply@heydoctor.example"),
            ("HEYDOCTOR_SMTP_TO", "{phone}@sms.example"),
            ("HEYDOCTOR_SMTP_CA", file.to_str().unwrap()),
            ("RUST_LOG", "trace"),
        ]
    };
    let server = Server::start(&settings(&wrong));
    let (desk, _) = desk_beside(&server, WEDNESDAY).await;
    let page = server.get("/api/v1/hospitals?limit=1").json();
    let hospital = HospitalId::parse(page["items"][0]["id"].as_str().unwrap()).unwrap();
    let clinic = Clinic::open_at(desk.store(), hospital, 1).await;
    let keys =
        [("DATABASE_URL", server.url.clone()), ("HEYDOCTOR_DATA_KEY", DATA_KEY.into()), ("RUST_LOG", "trace".into())];
    let keys: Vec<(&str, &str)> = keys.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let id = hospital.to_string();
    let added = run(&["staff", "add", "--hospital", &id, "--email", STAFF, "--name", "이은정별"], &keys);
    let password = text(&added.stdout).trim_end().rsplit(' ').next().unwrap().to_owned();
    let mut day = Day { server, hospital, doctor: clinic.doctor.to_string(), secrets: vec![password.clone()] };

    // With a wrong password nothing is sent, until the operator mends it.
    assert_eq!(day.form("/my", "", &[("do", "code"), ("phone", PHONES[0])]).status, 200);
    wait_until("the code is given up", || day.server.log().contains("a message is given up"));
    let dead = run(&["outbox"], &keys);
    assert!(text(&dead.stdout).contains(" code booking=- attempts=1 smtp 535"), "{}", text(&dead.stdout));
    day.server.start_again(&settings(&right));
    for (phone, code) in PHONES[1..].iter().zip(["smtp 550", "smtp connection", "smtp 554"]) {
        assert_eq!(day.form("/my", "", &[("do", "code"), ("phone", phone)]).status, 200);
        wait_until(code, || day.server.log().contains(code));
    }
    let resent = run(&["outbox", "--retry-all"], &keys);
    assert_eq!(text(&resent.stdout), "3건을 다시 보내요.\n");
    day.mine(&mails);
    day.patients();
    day.take_offer(&mails);
    day.staff(&password).await;
    let metrics = send_blocking(day.server.metrics, &request("GET", b"/metrics", &[], b""));
    assert!(day.server.stop().0.success());
    let (log, screen) = (day.server.log(), day.server.screen());
    assert!(log.contains("message sent") && log.contains("stopping"), "the log is there: {log}");
    day.assert_quiet(&[
        ("log", &log),
        ("screen", &screen),
        ("metrics", metrics.text()),
        ("list of dead letters", text(&dead.stdout)),
        ("log of the commands", &[&added.stderr, &dead.stderr, &resent.stderr].map(|bytes| text(bytes)).concat()),
    ]);
}
