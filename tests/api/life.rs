//! The program itself, from a booking to the messages about it: what is told to whom, and that
//! nothing of it is found in a log.

use std::net::SocketAddr;

use heydoctor::{domain::patient::Mobile, vault::DataKeys, words::Lang};
use serde_json::{Value, json};

use crate::{
    app::DATA_KEY,
    chores::desk_beside,
    client::{Answer, request, send_blocking},
    gateway::{Gateway, Reply},
    program::{Server, run, text, wait_until},
};

const NAME: &str = "박서윤별";
const PHONE: &str = "01087652471";
const BIRTH: &str = "1987-06-05";
const REASON: &str = "이틀째 기침이 나요";
/// A Wednesday morning without a holiday.
const NOW: (&str, &str) = ("HEYDOCTOR_FIXED_TIME", "2026-11-25T07:00:00+09:00");

fn post(address: SocketAddr, path: &str, key: &str, body: &Value) -> Answer {
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key), ("Referer", "https://x.example/")];
    send_blocking(address, &request("POST", path.as_bytes(), &headers, body.to_string().as_bytes()))
}

/// Hospital, doctor and the first times of one that can be booked.
fn bookable(server: &Server) -> (String, String, Vec<String>) {
    let page = server.get("/api/v1/hospitals?limit=60").json();
    for item in page["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        let slots = server.get(&format!("/api/v1/hospitals/{id}/slots"));
        if slots.status != 200 {
            continue;
        }
        for doctor in slots.json()["doctors"].as_array().unwrap() {
            let free = doctor["slots"].as_array().unwrap().iter().filter(|slot| slot["free"] != 0);
            let times: Vec<String> = free.map(|slot| slot["starts_at"].as_str().unwrap().to_owned()).collect();
            // Not today's: those may not be cancelled any more.
            let times: Vec<String> = times.into_iter().filter(|time| !time.starts_with("2026-11-25")).collect();
            if times.len() >= 2 {
                return (id.to_owned(), doctor["id"].as_str().unwrap().to_owned(), times);
            }
        }
    }
    panic!("none of the demonstration's places can be booked: {}", server.log());
}

fn order((hospital, doctor, at): (&str, &str, &str)) -> Value {
    json!({
        "hospital_id": hospital, "doctor_id": doctor, "starts_at": at,
        "patient": { "name": NAME, "phone": PHONE, "birth_date": BIRTH }, "reason": REASON,
        "consent": { "privacy": true, "health": true },
    })
}

/// A booking's life: made, asked for again, refused, seen, moved, cancelled; after each step that is
/// told, `told` is called. Its token and number.
fn live(
    server: &Server,
    (hospital, doctor, times): &(String, String, Vec<String>),
    told: impl Fn(&str),
) -> (String, String) {
    let order = |at: &str| order((hospital, doctor, at));
    let book = |key, order: &Value| post(server.address, "/api/v1/bookings", key, order);
    let made = book("key-1", &order(&times[0]));
    assert_eq!(made.status, 201, "{}", made.text());
    told("confirmed");
    let made = made.json();
    let token = made["token"].as_str().unwrap().to_owned();
    let again = book("key-1", &order(&times[0]));
    assert_eq!((again.status, &again.json()["token"]), (201, &made["token"]));
    assert_eq!(book("key-1", &order(&times[1])).status, 422);
    assert_eq!(book("key-2", &order(&times[0])).status, 409);
    let mut wrong = order(&times[1]);
    wrong["patient"]["birth_date"] = json!(format!("{BIRTH}-0"));
    assert_eq!(book("key-3", &wrong).status, 422);
    let broken = format!("{{\"patient\": {{\"name\": \"{NAME}\", \"phone\": {PHONE}x");
    let head = [("Content-Type", "application/json"), ("Idempotency-Key", "key-4")];
    let answer = send_blocking(server.address, &request("POST", b"/api/v1/bookings", &head, broken.as_bytes()));
    assert_eq!(answer.status, 400);
    assert_eq!(server.get(&format!("/api/v1/bookings/{token}")).status, 200);
    server.get(&format!("/bookings/{token}"));
    server.get(&format!("/bookings/{token}.ics"));
    let time = json!({ "doctor_id": doctor, "starts_at": times[1] });
    let moved = post(server.address, &format!("/api/v1/bookings/{token}/reschedule"), "", &time);
    assert_eq!(moved.status, 200, "{}", moved.text());
    told("changed");
    let cancelled = post(server.address, &format!("/api/v1/bookings/{token}/cancel"), "", &json!({}));
    assert_eq!(cancelled.status, 200, "{}", cancelled.text());
    told("cancelled");
    (token, made["number"].as_str().unwrap().to_owned())
}

/// Asks for a one-time code as another server on the same database would.
async fn ask_for_code(server: &Server) {
    let (desk, today) = desk_beside(server, NOW.1).await;
    desk.send_code(&Mobile::parse(PHONE).unwrap(), Lang::Ko, &today).await.unwrap();
}

/// The words of the message of a kind that the gateway has got.
fn told(gateway: &Gateway, kind: &str) -> Option<String> {
    let found = gateway.requests().into_iter().find(|request| request.body["template"] == kind)?;
    assert_eq!(found.body["to"], PHONE);
    Some(found.body["text"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_life_is_told_to_the_patient_and_found_in_no_log() {
    for level in ["info", "trace"] {
        // The first is refused for good, with an answer that nobody may repeat.
        let gateway = Gateway::start(|nth| Reply::Status(if nth == 1 { 403 } else { 200 })).await;
        let url = format!("{}?secret=hunter2", gateway.url());
        let settings = [
            ("HEYDOCTOR_DATA_KEY", DATA_KEY),
            ("HEYDOCTOR_NOTIFY", "http"),
            ("HEYDOCTOR_GATEWAY_URL", &url),
            ("HEYDOCTOR_GATEWAY_HEADERS", "{\"X-Api-Key\": \"hunter3\"}"),
            ("RUST_LOG", level),
            NOW,
        ];
        let mut server = Server::start(&settings);
        ask_for_code(&server).await;
        wait_until("the refused message is given up", || server.log().contains("a message is given up"));
        let outbox = [("DATABASE_URL", server.url.as_str()), ("RUST_LOG", level)];
        let dead = run(&["outbox"], &outbox);
        let line = text(&dead.stdout).to_owned();
        assert!(dead.status.success() && line.contains(" code booking=- attempts=1 http 403"), "{line}");
        let id = line.split(' ').next().unwrap();
        assert!(run(&["outbox", "--retry", id], &outbox).status.success());
        assert!(!run(&["outbox", "--retry", id], &outbox).status.success(), "it is not given up any more");
        let (token, number) = live(&server, &bookable(&server), |kind| {
            wait_until(kind, || told(&gateway, kind).is_some());
        });
        for kind in ["confirmed", "changed", "cancelled"] {
            let text = told(&gateway, kind).unwrap();
            assert!(text.contains(&number) && text.contains(&token), "{kind}: {text}");
        }
        let metrics = send_blocking(server.metrics, &request("GET", b"/metrics", &[], b""));
        assert!(metrics.text().contains("messages_total{"), "{}", metrics.text());
        assert!(server.stop().0.success());
        let log = server.log();
        assert!(log.contains("message sent") && log.contains("stopping"), "the log is there: {log}");
        let code = gateway.requests()[0].body["text"].as_str().unwrap().to_owned();
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(code.len(), 6);
        for (place, text) in [
            ("log", log.as_str()),
            ("screen", &server.screen()),
            ("metrics", metrics.text()),
            ("outbox", &format!("{line}{}", text(&dead.stderr))),
        ] {
            for secret in [
                NAME,
                PHONE,
                "010-8765-2471",
                "8765-2471",
                BIRTH,
                "19870605",
                "기침",
                &token,
                &number,
                &number.replace(' ', ""),
                &code,
                "hunter2",
                "hunter3",
                DATA_KEY,
            ] {
                let line = text.lines().find(|line| line.contains(secret));
                assert_eq!(line, None, "{secret} in the {place} at {level}");
            }
        }
    }
}

#[test]
fn a_demonstration_shows_what_it_would_send() {
    let mut server = Server::start(&[NOW]);
    let place = bookable(&server);
    let made = post(server.address, "/api/v1/bookings", "key-1", &order((&place.0, &place.1, &place.2[0])));
    assert_eq!(made.status, 201, "{}", made.text());
    let link = format!("http://{}/bookings/{}", server.address, made.json()["token"].as_str().unwrap());
    wait_until("the link is on the screen", || server.screen().contains(&link));
    assert!(server.stop().0.success());
    for secret in [NAME, PHONE, "8765-2471", BIRTH, "기침"] {
        assert!(!server.screen().contains(secret), "to whom is not told: {secret}");
        assert!(!server.log().contains(secret), "{secret}");
    }
    assert!(!server.log().contains("/bookings/"), "{}", server.log());
}

#[test]
fn a_key_is_changed_by_command() {
    let fresh = DataKeys::random();
    let mut server = Server::start(&[("HEYDOCTOR_DATA_KEY", DATA_KEY), NOW]);
    let place = bookable(&server);
    let made = post(server.address, "/api/v1/bookings", "key-1", &order((&place.0, &place.1, &place.2[0])));
    let path = format!("/api/v1/bookings/{}", made.json()["token"].as_str().unwrap());
    server.start_again(&[("HEYDOCTOR_DATA_KEY", &fresh), ("HEYDOCTOR_OLD_DATA_KEYS", DATA_KEY), NOW]);
    let seen = server.get(&path);
    assert_eq!(seen.status, 200);
    let keys = [("HEYDOCTOR_DATA_KEY", fresh.as_str()), ("HEYDOCTOR_OLD_DATA_KEYS", DATA_KEY)];
    let url = server.url.clone();
    let rotate = |keys: &[(&str, &str)]| run(&["rotate-key"], &[keys, &[("DATABASE_URL", &url)]].concat());
    for (keys, variable) in [
        (&keys[..1], "HEYDOCTOR_OLD_DATA_KEYS"),
        (&keys[1..], "HEYDOCTOR_DATA_KEY"),
        (&[("HEYDOCTOR_DATA_KEY", "short"), keys[1]], "HEYDOCTOR_DATA_KEY"),
        (&[keys[0], ("HEYDOCTOR_OLD_DATA_KEYS", &DataKeys::random())], "HEYDOCTOR_OLD_DATA_KEYS"),
    ] {
        let output = rotate(keys);
        let said = text(&output.stderr);
        assert!(!output.status.success() && said.lines().count() == 1 && said.contains("주세요"), "{said}");
        assert!(said.contains(variable) && !said.contains(&fresh) && !said.contains(DATA_KEY), "{said}");
    }
    let done = rotate(&keys);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("새 키"), "{}", text(&done.stdout));
    assert_eq!(server.get(&path).json(), seen.json(), "the server with both keys goes on");
    server.start_again(&[("HEYDOCTOR_DATA_KEY", &fresh), NOW]);
    assert_eq!(server.get(&path).json(), seen.json());
    server.stop();
    let old = run(
        &["serve"],
        &[("DATABASE_URL", &server.url), ("HEYDOCTOR_DATA_KEY", DATA_KEY), ("HEYDOCTOR_SITE_ROOT", server.site_root())],
    );
    assert!(!old.status.success() && text(&old.stderr).contains("HEYDOCTOR_DATA_KEY"), "{}", text(&old.stderr));
}
