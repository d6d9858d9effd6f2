//! Deliveries on both databases, against servers that fail: at least once, never by two at a time,
//! never forgotten.

use std::{collections::HashMap, time::Duration};

use crate::{
    gateway::{Gateway, Reply},
    mail_server::{MailServer, Mood},
    post::{PHONE, PUBLIC_URL, Post, TOKEN, eventually, notice, pace},
    support::TestDatabase,
};
use heydoctor::{
    booking::CODE_MINUTES,
    notify::{ATTEMPTS, Carrier, Gateway as GatewayCarrier, Pace, Smtp},
    store::Store,
    words::NoticeKind,
};

crate::on_both_databases!(
    a_gateway_that_fails_in_every_way_gets_the_message_in_the_end,
    what_a_gateway_refuses_is_given_up_and_revived,
    an_answer_too_many_is_no_answer_to_the_next_message,
    after_eight_attempts_a_message_is_given_up,
    two_couriers_never_deliver_the_same_message,
    what_a_dead_courier_held_is_delivered_by_another,
    a_courier_that_stops_ends_what_it_has_begun,
    a_stalled_message_holds_up_no_other,
    mail_arrives_and_failures_are_told_apart,
    what_comes_too_late_is_dropped,
    a_code_is_sent_for_as_long_as_it_counts,
    a_message_that_no_key_opens_waits,
);

const BODY: &str = r#"{"to":"{phone}","content":{"text":"{text}"},"template":"{kind}","key":"{key}"}"#;

fn carrier(gateway: &Gateway, patience: Duration) -> Carrier {
    let headers = r#"{"Authorization": "Bearer hunter2"}"#;
    Carrier::Gateway(GatewayCarrier::new(&gateway.url(), headers, BODY, patience).unwrap())
}

fn patient(gateway: &Gateway) -> Carrier {
    carrier(gateway, Duration::from_secs(30))
}

async fn a_gateway_that_fails_in_every_way_gets_the_message_in_the_end(database: TestDatabase) {
    let post = Post::open(&database).await;
    let replies = [Reply::Status(503), Reply::Stall, Reply::HangUp, Reply::Status(429), Reply::Twice(202)];
    let gateway = Gateway::start(move |nth| replies[nth - 1]).await;
    post.write(7, NoticeKind::Confirmed).await;
    let _courier = post.courier(carrier(&gateway, Duration::from_millis(700)));
    let mut passed = 0;
    for (nth, pause) in [30, 60, 120, 240].into_iter().enumerate() {
        post.until(7, "pending", passed + pause).await;
        assert_eq!(gateway.requests().len(), nth + 1);
        post.pass(pause);
        passed += pause;
    }
    post.until(7, "sent", passed).await;
    let requests = gateway.requests();
    assert_eq!(requests.len(), 5);
    for request in &requests {
        assert_eq!(request.key(), "7:1:confirmed");
        assert!(request.head.contains("authorization: bearer hunter2"), "{}", request.head);
        let text = notice(NoticeKind::Confirmed).text(PUBLIC_URL);
        assert!(text.contains(&format!("{PUBLIC_URL}/bookings/{TOKEN}")));
        let expected = serde_json::json!({
            "to": PHONE, "content": { "text": text }, "template": "confirmed", "key": "7:1:confirmed",
        });
        assert_eq!(request.body, expected);
    }
    assert!(post.store.outbox().dead().await.unwrap().is_empty());
}

async fn what_a_gateway_refuses_is_given_up_and_revived(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|nth| Reply::Status(if nth == 1 { 400 } else { 200 })).await;
    post.write(7, NoticeKind::Cancelled).await;
    let _courier = post.courier(patient(&gateway));
    post.until(7, "dead", 90).await;
    let dead = post.store.outbox().dead().await.unwrap();
    let [letter] = &dead[..] else { panic!("one: {dead:?}") };
    assert_eq!((letter.kind.as_str(), letter.booking, letter.attempts), ("cancelled", Some(7), 1));
    assert_eq!(letter.last_error, "http 400");
    assert!(!post.store.outbox().revive(letter.id + 1, post.now()).await.unwrap());
    assert!(post.store.outbox().revive(letter.id, post.now()).await.unwrap());
    post.until(7, "sent", 0).await;
    assert!(!post.store.outbox().revive(letter.id, post.now()).await.unwrap(), "what is sent is not sent again");
    assert_eq!(gateway.requests().len(), 2);
}

async fn an_answer_too_many_is_no_answer_to_the_next_message(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|nth| if nth == 1 { Reply::Twice(200) } else { Reply::Status(400) }).await;
    let _courier = post.courier(patient(&gateway));
    post.write(1, NoticeKind::Confirmed).await;
    post.until(1, "sent", 0).await;
    post.write(2, NoticeKind::Confirmed).await;
    post.until(2, "dead", 90).await;
}

async fn after_eight_attempts_a_message_is_given_up(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|_| Reply::Status(500)).await;
    post.write(7, NoticeKind::Changed).await;
    let _courier = post.courier(patient(&gateway));
    let (pauses, mut passed) = ([30, 60, 120, 240, 480, 960, 1_920], 0);
    for pause in pauses {
        post.until(7, "pending", passed + pause).await;
        post.pass(pause);
        passed += pause;
    }
    post.until(7, "dead", passed + hold()).await;
    let dead = post.store.outbox().dead().await.unwrap();
    assert_eq!((dead[0].attempts, dead[0].last_error.as_str()), (ATTEMPTS, "http 500"));
    assert_eq!(gateway.requests().len() as i64, ATTEMPTS);
    assert_eq!(post.store.outbox().revive_all(post.now()).await.unwrap(), 1);
    post.until(7, "pending", passed + 30).await;
}

async fn two_couriers_never_deliver_the_same_message(database: TestDatabase) {
    const MESSAGES: i64 = 120;
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|_| Reply::Slow(Duration::from_millis(5))).await;
    for booking in 1..=MESSAGES {
        post.write(booking, NoticeKind::Confirmed).await;
    }
    // Connections of its own, as another server has.
    let other = Post { store: Store::connect(&database.url).await.unwrap(), ..post.clone() };
    let _couriers = [post.courier(patient(&gateway)), other.courier(patient(&gateway))];
    for booking in 1..=MESSAGES {
        post.until(booking, "sent", 0).await;
    }
    let mut told: HashMap<String, usize> = HashMap::new();
    for request in gateway.requests() {
        *told.entry(request.key().to_owned()).or_default() += 1;
    }
    assert_eq!(told.len() as i64, MESSAGES);
    assert!(told.values().all(|times| *times == 1), "{told:?}");
}

async fn what_a_dead_courier_held_is_delivered_by_another(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|nth| if nth == 1 { Reply::Stall } else { Reply::Status(200) }).await;
    post.write(7, NoticeKind::Confirmed).await;
    let courier = post.courier(patient(&gateway));
    eventually("the first courier has begun", || gateway.requests().len() == 1).await;
    courier.kill().await;
    post.write(8, NoticeKind::Confirmed).await;
    let _courier = post.courier(patient(&gateway));
    post.until(8, "sent", 0).await;
    assert_eq!(post.state(7).await, ("pending".to_owned(), hold()), "as long as the hold lasts nobody else has it");
    post.pass(hold());
    post.until(7, "sent", hold()).await;
    let keys: Vec<String> = gateway.requests().iter().map(|request| request.key().to_owned()).collect();
    assert_eq!(keys, ["7:1:confirmed", "8:1:confirmed", "7:1:confirmed"], "under the same key");
}

async fn a_courier_that_stops_ends_what_it_has_begun(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|_| Reply::Slow(Duration::from_millis(300))).await;
    for booking in [1, 2, 3] {
        post.write(booking, NoticeKind::Confirmed).await;
    }
    let courier = post.courier_at(patient(&gateway), Pace { at_once: 2, ..pace() });
    eventually("it has begun", || gateway.requests().len() == 2).await;
    courier.stop().await;
    assert_eq!(post.state(1).await.0, "sent");
    assert_eq!(post.state(2).await.0, "sent");
    assert_eq!(post.state(3).await, ("pending".to_owned(), 0), "nothing new is begun");
    // One that hangs is left to whoever comes next.
    let stalling = Gateway::start(|_| Reply::Stall).await;
    let courier = post.courier_at(patient(&stalling), Pace { farewell: Duration::from_millis(100), ..pace() });
    eventually("it has begun", || stalling.requests().len() == 1).await;
    courier.stop().await;
    assert_eq!(post.state(3).await, ("pending".to_owned(), hold()));
}

async fn a_stalled_message_holds_up_no_other(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|nth| if nth == 1 { Reply::Stall } else { Reply::Status(200) }).await;
    let _courier = post.courier_at(patient(&gateway), Pace { at_once: 2, ..pace() });
    post.write(1, NoticeKind::Confirmed).await;
    eventually("the first stalls", || gateway.requests().len() == 1).await;
    for booking in 2..=6 {
        post.write(booking, NoticeKind::Confirmed).await;
    }
    for booking in 2..=6 {
        post.until(booking, "sent", 0).await;
    }
    assert_eq!(post.state(1).await.0, "pending");
}

async fn mail_arrives_and_failures_are_told_apart(database: TestDatabase) {
    let post = Post::open(&database).await;
    let moods = [Mood::KnowsNobody, Mood::IsFull, Mood::Stalls, Mood::Takes];
    let server = MailServer::start(move |nth| moods[nth - 1]).await;
    let (url, from) = (format!("smtp://{}", server.address), "헤이닥터 <no-reply@heydoctor.example>");
    let smtp = |patience| Carrier::Smtp(Smtp::new(&url, from, "{phone}@sms.example", None, patience).unwrap());
    post.write(1, NoticeKind::Confirmed).await;
    let _courier = post.courier(smtp(Duration::from_secs(2)));
    post.until(1, "dead", hold()).await;
    let said = post.store.outbox().dead().await.unwrap()[0].last_error.clone();
    assert_eq!(said, "smtp 550", "the code alone: the server's words repeat the address");
    post.write(2, NoticeKind::Confirmed).await;
    post.until(2, "pending", 30).await;
    post.pass(30);
    post.until(2, "pending", 90).await;
    post.pass(60);
    post.until(2, "sent", 90).await;
    let mails = server.mails();
    let [mail] = &mails[..] else { panic!("one mail: {mails:?}") };
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("no-reply@heydoctor.example", "01012342471@sms.example"));
    assert_eq!(mail.text().replace("\r\n", "\n").trim_end(), notice(NoticeKind::Confirmed).text(PUBLIC_URL));
    assert_eq!(mail.header("Message-ID"), "<2.1.confirmed@heydoctor.example>");
    assert!(mail.header("Subject").starts_with("=?utf-8?"), "{}", mail.header("Subject"));
}

async fn what_comes_too_late_is_dropped(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|_| Reply::Status(200)).await;
    post.write(1, NoticeKind::Code).await;
    post.write(2, NoticeKind::HoursBefore).await;
    post.write(3, NoticeKind::Confirmed).await;
    post.pass(5 * 3_600);
    let _courier = post.courier(patient(&gateway));
    post.until(3, "sent", 5 * 3_600).await;
    post.until(1, "dropped", 5 * 3_600 + hold()).await;
    post.until(2, "dropped", 5 * 3_600 + hold()).await;
    assert_eq!(gateway.requests().len(), 1);
}

async fn a_code_is_sent_for_as_long_as_it_counts(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|_| Reply::Status(200)).await;
    let lasts = CODE_MINUTES * 60;
    post.write(1, NoticeKind::Code).await;
    post.pass(lasts);
    let courier = post.courier(patient(&gateway));
    post.until(1, "sent", lasts).await;
    courier.stop().await;
    post.write(2, NoticeKind::Code).await;
    post.pass(lasts + 1);
    let _courier = post.courier(patient(&gateway));
    post.until(2, "dropped", 2 * lasts + 1 + hold()).await;
    assert_eq!(gateway.requests().len(), 1);
}

async fn a_message_that_no_key_opens_waits(database: TestDatabase) {
    let post = Post::open(&database).await;
    let gateway = Gateway::start(|_| Reply::Status(200)).await;
    let other = Post { vault: crate::post::vault_of_nobody(), ..post.clone() };
    other.write(7, NoticeKind::Confirmed).await;
    let courier = post.courier(patient(&gateway));
    post.until(7, "pending", 30).await;
    courier.stop().await;
    post.pass(30);
    let _courier = other.courier(patient(&gateway));
    post.until(7, "sent", 30).await;
    assert_eq!(gateway.requests().len(), 1);
}

/// Seconds for which a courier has a message to itself.
fn hold() -> i64 {
    Pace::default().hold.as_secs()
}
