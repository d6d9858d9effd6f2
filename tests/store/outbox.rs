//! Messages that wait: each written once, taken by one at a time, and nothing said of them by
//! somebody who has lost their hold.

use heydoctor::store::{NewMessage, Store, TakenMessage};
use jiff::Timestamp;

use crate::{
    on_both_databases,
    peek::{MESSAGES_OF, Peek},
    support::TestDatabase,
};

on_both_databases!(a_message_is_written_once, a_hold_is_kept_and_lost_by_time, what_is_unsaid_is_not_delivered);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_568_400 + second).unwrap()
}

async fn write(store: &Store, key: &str, booking: i64) {
    let message = NewMessage {
        dedup_key: key.to_owned(),
        kind: "confirmed",
        booking: Some(booking),
        payload_sealed: b"sealed".to_vec(),
        due_at: at(0),
    };
    let mut work = store.begin().await.unwrap();
    work.tell(&[message.clone(), message], at(0)).await.unwrap();
    work.commit().await.unwrap();
}

async fn take(store: &Store, now: i64, until: i64) -> Vec<TakenMessage> {
    store.outbox().take(at(now), at(until), 10).await.unwrap()
}

async fn state(database: &TestDatabase, booking: i64) -> Vec<(String, i64)> {
    let messages = Peek::at(&database.url).rows::<(String, i64)>(MESSAGES_OF, booking).await;
    messages.into_iter().map(|(status, time)| (status, time - at(0).as_second())).collect()
}

async fn a_message_is_written_once(database: TestDatabase) {
    let store = database.store().await;
    write(&store, "a", 1).await;
    write(&store, "a", 1).await;
    write(&store, "A", 2).await;
    assert_eq!(state(&database, 1).await, [("pending".to_owned(), 0)]);
    assert_eq!(state(&database, 2).await, [("pending".to_owned(), 0)], "keys are told apart by case");
    for message in take(&store, 0, 90).await {
        assert_eq!(message.created_at, at(0).as_second());
        store.outbox().sent(&[message.id], at(1)).await.unwrap();
    }
    write(&store, "a", 1).await;
    assert_eq!(state(&database, 1).await, [("sent".to_owned(), 1)], "nor a second time after it was sent");
}

async fn a_hold_is_kept_and_lost_by_time(database: TestDatabase) {
    let store = database.store().await;
    write(&store, "a", 1).await;
    assert!(take(&store, -1, 90).await.is_empty(), "not before it is due");
    let first = take(&store, 0, 90).await.remove(0);
    assert_eq!(first.attempts, 0);
    assert!(take(&store, 89, 180).await.is_empty(), "as long as the hold lasts nobody else has it");
    let second = take(&store, 90, 180).await.remove(0);
    assert_eq!((second.id, second.attempts), (first.id, 1));
    for again_at in [Some(at(91)), None] {
        store.outbox().failed(&first, "late", again_at).await.unwrap();
        assert_eq!(state(&database, 1).await, [("pending".to_owned(), 180)], "who lost the hold changes nothing");
    }
    store.outbox().failed(&second, "http 503", Some(at(150))).await.unwrap();
    assert_eq!(state(&database, 1).await, [("pending".to_owned(), 150)]);
    let third = take(&store, 150, 240).await.remove(0);
    store.outbox().sent(&[first.id], at(160)).await.unwrap();
    assert_eq!(state(&database, 1).await, [("sent".to_owned(), 160)], "what was delivered is, by whomever");
    store.outbox().failed(&third, "http 400", None).await.unwrap();
    assert!(store.outbox().dead().await.unwrap().is_empty(), "and stays so");
}

async fn what_is_unsaid_is_not_delivered(database: TestDatabase) {
    let store = database.store().await;
    write(&store, "a", 1).await;
    write(&store, "b", 2).await;
    let mut work = store.begin().await.unwrap();
    assert_eq!(work.unsay(1).await.unwrap(), 1);
    work.commit().await.unwrap();
    let taken = take(&store, 0, 90).await;
    assert_eq!(taken.iter().map(|message| message.dedup_key.as_str()).collect::<Vec<_>>(), ["b"]);
    store.outbox().dropped(taken[0].id, "too late").await.unwrap();
    assert_eq!(state(&database, 2).await[0].0, "dropped");
    assert!(take(&store, 1_000, 2_000).await.is_empty());
    // Nor what was given up, when the operator sends that again.
    write(&store, "c", 3).await;
    let given_up = take(&store, 0, 90).await.remove(0);
    store.outbox().failed(&given_up, "http 403", None).await.unwrap();
    let mut work = store.begin().await.unwrap();
    assert_eq!(work.unsay(3).await.unwrap(), 1);
    work.commit().await.unwrap();
    assert_eq!((store.outbox().revive_all(at(100)).await.unwrap(), store.outbox().dead().await.unwrap().len()), (0, 0));
}
