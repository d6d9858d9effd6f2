//! SMTP with TLS and log-in, against a server of the test's own: nothing goes out in the clear that was
//! to be secret, and of what fails a code is kept.

use std::time::Duration;

use heydoctor::{
    domain::patient::Mobile,
    notify::{Carrier, Failure, Letter, Smtp},
    words::NoticeKind,
};

use crate::{
    mail_server::{House, MailServer, Mood, Security, certified},
    post::{PHONE, Post},
    support::TestDatabase,
};

crate::on_both_databases!(a_password_that_is_refused_ends_in_a_dead_letter);

const HOST: &str = "127.0.0.1";
const LOGIN: (&str, &str) = ("헤이닥터+1", "hunter2/맑음@:");
/// As it stands in a URL.
const IN_URL: &str = "%ED%97%A4%EC%9D%B4%EB%8B%A5%ED%84%B0+1:hunter2%2F%EB%A7%91%EC%9D%8C%40%3A";

fn smtp(url: &str, authority: Option<&str>) -> Carrier {
    let (from, to) = ("헤이닥터 <no-reply@heydoctor.example>", "{phone}@sms.example");
    let authority = authority.map(str::as_bytes);
    Carrier::Smtp(Smtp::new(url, from, to, authority, Duration::from_secs(2)).unwrap())
}

async fn send(carrier: &Carrier) -> Result<(), Failure> {
    let letter = Letter {
        id: 1,
        key: "1:1:confirmed".into(),
        kind: "confirmed",
        to: Mobile::parse(PHONE).unwrap(),
        subject: "예약이 확정됐어요".into(),
        text: "11월 25일 (수) 14:30".into(),
    };
    carrier.carry(&letter).await
}

fn takes(_: usize) -> Mood {
    Mood::Takes
}

fn passing(code: &str) -> Result<(), Failure> {
    Err(Failure::Passing(code.to_owned()))
}

#[tokio::test]
async fn mail_goes_through_tls_to_who_logs_in() {
    let (tls, authority) = certified(HOST);
    for (security, scheme, query) in
        [(Security::StartTls(tls.clone()), "smtp", "?tls=required"), (Security::Implicit(tls), "smtps", "")]
    {
        for (ways, way) in [("PLAIN LOGIN", "PLAIN"), ("PLAIN", "PLAIN"), ("LOGIN", "LOGIN")] {
            let house = House { security: security.clone(), login: Some(LOGIN), ways };
            let server = MailServer::of(house, takes).await;
            let address = server.address;
            send(&smtp(&format!("{scheme}://{IN_URL}@{address}{query}"), Some(&authority))).await.unwrap();
            let mails = server.mails();
            let [mail] = &mails[..] else { panic!("one mail: {mails:?}") };
            assert_eq!((mail.is_secret, mail.way.as_deref()), (true, Some(way)));
            assert_eq!((mail.to.as_str(), mail.text().as_str()), ("01012342471@sms.example", "11월 25일 (수) 14:30"));

            let wrong = format!("{scheme}://{}@{address}{query}", IN_URL.replace("hunter2", "hunter3"));
            let refused = send(&smtp(&wrong, Some(&authority))).await;
            assert_eq!(refused, Err(Failure::Lasting("smtp 535".into())), "a code, never the server's words");
            assert_eq!(server.mails().len(), 1);
        }
    }
}

#[tokio::test]
async fn nothing_is_told_to_a_server_that_nobody_vouches_for() {
    let (tls, authority) = certified(HOST);
    let (other_tls, other_authority) = certified("mail.example");
    for (tls, authority) in [
        (tls.clone(), None),
        (tls.clone(), Some(&other_authority)),
        // Vouched for, but by another name.
        (other_tls, Some(&other_authority)),
    ] {
        for (security, scheme, query) in [
            (Security::StartTls(tls.clone()), "smtp", "?tls=required"),
            (Security::StartTls(tls.clone()), "smtp", "?tls=opportunistic"),
            (Security::Implicit(tls.clone()), "smtps", ""),
        ] {
            let server = MailServer::of(House { security, login: Some(LOGIN), ways: "PLAIN LOGIN" }, takes).await;
            let url = format!("{scheme}://{IN_URL}@{}{query}", server.address);
            assert_eq!(send(&smtp(&url, authority.map(String::as_str))).await, passing("smtp tls"), "{url}");
            assert!(!server.heard().contains("AUTH"), "{}", server.heard());
        }
    }
    // TLS is asked for, and a server that offers none is not spoken to without.
    let server = MailServer::of(House { login: Some(LOGIN), ways: "PLAIN LOGIN", ..House::default() }, takes).await;
    let url = format!("smtp://{IN_URL}@{}?tls=required", server.address);
    assert_eq!(send(&smtp(&url, Some(&authority))).await, passing("smtp not offered"));
    assert!(!server.heard().contains("AUTH") && server.mails().is_empty(), "{}", server.heard());
    let url = format!("smtps://{IN_URL}@{}", server.address);
    assert_eq!(send(&smtp(&url, Some(&authority))).await, passing("smtp tls"));
}

#[tokio::test]
async fn a_log_in_that_is_not_offered_is_not_forced() {
    let (tls, authority) = certified(HOST);
    let house = House { security: Security::Implicit(tls.clone()), login: Some(LOGIN), ways: "CRAM-MD5" };
    let server = MailServer::of(house, takes).await;
    let url = format!("smtps://{IN_URL}@{}", server.address);
    assert_eq!(send(&smtp(&url, Some(&authority))).await, passing("smtp not offered"));
    let house = House { security: Security::Implicit(tls), login: Some(LOGIN), ways: "PLAIN" };
    let server = MailServer::of(house, takes).await;
    let without = format!("smtps://{}", server.address);
    assert_eq!(send(&smtp(&without, Some(&authority))).await, Err(Failure::Lasting("smtp 530".into())));
}

#[tokio::test]
async fn a_server_that_refuses_stalls_or_hangs_up_is_told_apart() {
    let (tls, authority) = certified(HOST);
    let lasting = |code: &str| Err(Failure::Lasting(code.to_owned()));
    for (mood, expected) in [
        (Mood::Takes, Ok(())),
        (Mood::Refuses(554), lasting("smtp 554")),
        (Mood::Refuses(421), passing("smtp 421")),
        (Mood::IsMute, passing("timeout")),
        (Mood::Stalls, passing("timeout")),
        (Mood::HangsUp, passing("smtp connection")),
        (Mood::KnowsNobody, lasting("smtp 550")),
        (Mood::IsFull, passing("smtp 452")),
    ] {
        for (security, scheme, query) in [
            (Security::None, "smtp", ""),
            (Security::StartTls(tls.clone()), "smtp", "?tls=required"),
            (Security::Implicit(tls.clone()), "smtps", ""),
        ] {
            let authority = (!matches!(security, Security::None)).then_some(authority.as_str());
            let house = House { security, ..House::default() };
            let server = MailServer::of(house, move |_| mood).await;
            let url = format!("{scheme}://{}{query}", server.address);
            assert_eq!(send(&smtp(&url, authority)).await, expected, "{mood:?} at {url}");
            assert_eq!(server.mails().len(), usize::from(expected.is_ok()), "{mood:?} at {url}");
        }
    }
}

async fn a_password_that_is_refused_ends_in_a_dead_letter(database: TestDatabase) {
    let (tls, authority) = certified(HOST);
    let house = House { security: Security::Implicit(tls), login: Some(LOGIN), ways: "PLAIN" };
    let server = MailServer::of(house, takes).await;
    let post = Post::open(&database).await;
    let courier = post.courier(smtp(&format!("smtps://name:hunter3@{}", server.address), Some(&authority)));
    post.write(7, NoticeKind::Confirmed).await;
    post.until(7, "dead", heydoctor::notify::Pace::default().hold.as_secs()).await;
    let [dead] = &post.store.outbox().dead().await.unwrap()[..] else { panic!("one") };
    assert_eq!((dead.attempts, dead.last_error.as_str()), (1, "smtp 535"));
    courier.stop().await;
    // The operator mends the password and sends it again.
    let _courier = post.courier(smtp(&format!("smtps://{IN_URL}@{}", server.address), Some(&authority)));
    assert!(post.store.outbox().revive(dead.id, post.now()).await.unwrap());
    post.until(7, "sent", 0).await;
    assert_eq!(server.mails().len(), 1);
}
