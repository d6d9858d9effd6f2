//! What tests of deliveries share: an outbox with a vault, a clock that is put forward by hand, and
//! couriers on them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use heydoctor::{
    domain::{
        booking::{BookingNumber, Token},
        patient::Mobile,
    },
    notify::{Carrier, Courier, Pace},
    store::{NewMessage, Store},
    vault::{DataKeys, Purpose, Vault},
    words::{Lang, Notice, NoticeKind},
};
use jiff::{Timestamp, civil::datetime};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    app::DATA_KEY,
    peek::{MESSAGES_OF, Peek},
    support::TestDatabase,
};

/// 10:00 on Wednesday 25 November 2026 in Seoul.
pub const START: i64 = 1_795_568_400;
pub const PHONE: &str = "01012342471";
pub const TOKEN: &str = "abcdefghijklmnopqrst-_";
pub const PUBLIC_URL: &str = "https://heydoctor.example";

#[derive(Clone)]
pub struct Post {
    pub store: Store,
    pub vault: Arc<Vault>,
    pub seconds: Arc<AtomicI64>,
    pub peek: Peek,
}

/// A courier at work.
pub struct Working {
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Drop for Working {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Working {
    /// Tells it to stop, and waits until it has.
    pub async fn stop(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        (&mut self.task).await.unwrap();
    }

    /// Ends it in the middle of whatever it does.
    pub async fn kill(mut self) {
        self.task.abort();
        assert!((&mut self.task).await.unwrap_err().is_cancelled());
    }
}

impl Post {
    pub async fn open(database: &TestDatabase) -> Self {
        let keys = DataKeys::parse([DATA_KEY]).unwrap();
        let store = database.store().await;
        let hash_key = store.secret("hash-key", || Vault::new_hash_key(&keys)).await.unwrap();
        let vault = Arc::new(Vault::new(keys, &hash_key).unwrap());
        Self { store, vault, seconds: Arc::new(AtomicI64::new(START)), peek: Peek::at(&database.url) }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.seconds.load(Ordering::SeqCst)).unwrap()
    }

    /// Puts the clock forward.
    pub fn pass(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Writes a message about a booking of this number, due now; its key is made of the number.
    pub async fn write(&self, booking: i64, kind: NoticeKind) {
        let (key, notice) = (format!("{booking}:1:{}", kind.word()), notice(kind));
        let message = NewMessage {
            payload_sealed: self.vault.seal(Purpose::Message, key.as_bytes(), &notice),
            dedup_key: key,
            kind: kind.word(),
            booking: Some(booking),
            due_at: self.now(),
        };
        let mut work = self.store.begin().await.unwrap();
        work.tell(&[message], self.now()).await.unwrap();
        work.commit().await.unwrap();
    }

    /// Status and time of a booking's one message, in seconds since the start.
    pub async fn state(&self, booking: i64) -> (String, i64) {
        let messages = self.peek.rows::<(String, i64)>(MESSAGES_OF, booking).await;
        let [(status, at)] = &messages[..] else { panic!("one message: {messages:?}") };
        (status.clone(), at - START)
    }

    /// Waits until a booking's one message has this status and time.
    pub async fn until(&self, booking: i64, status: &str, at: i64) {
        let expected = (status.to_owned(), at);
        let mut state = self.state(booking).await;
        for _ in 0..1_500 {
            if state == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            state = self.state(booking).await;
        }
        panic!("the message of {booking} is {state:?}, not {expected:?}");
    }

    /// Sets a courier to work.
    pub fn courier(&self, carrier: Carrier) -> Working {
        self.courier_at(carrier, pace())
    }

    pub fn courier_at(&self, carrier: Carrier, pace: Pace) -> Working {
        let courier = Courier::new(carrier, PUBLIC_URL.to_owned(), pace);
        let (store, vault, seconds) = (self.store.clone(), self.vault.clone(), self.seconds.clone());
        let (stop, told) = oneshot::channel();
        let task = tokio::spawn(async move {
            let clock = || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap();
            let told = async { told.await.unwrap_or(()) };
            courier.run(&store, &vault, clock, told).await;
        });
        Working { stop: Some(stop), task }
    }
}

/// A vault with a key that no other has.
pub fn vault_of_nobody() -> Arc<Vault> {
    let key = DataKeys::random();
    let keys = || DataKeys::parse([key.as_str()]).unwrap();
    Arc::new(Vault::new(keys(), &Vault::new_hash_key(&keys())).unwrap())
}

/// As the real one, but looking more often.
pub fn pace() -> Pace {
    Pace { look: Duration::from_millis(20), ..Pace::default() }
}

/// A message of a visit at 14:30 on the day of [`START`].
pub fn notice(kind: NoticeKind) -> Notice {
    Notice {
        kind,
        lang: Lang::Ko,
        to: Mobile::parse(PHONE).unwrap(),
        hospital: "물빛소아청소년과의원".into(),
        doctor: "김하늘 원장".into(),
        at: Some(datetime(2026, 11, 25, 14, 30, 0, 0)),
        number: BookingNumber::parse("482913"),
        token: Token::parse(TOKEN),
        extra: if kind == NoticeKind::Code { "735201".into() } else { String::new() },
        until: None,
    }
}

/// Looks again and again, for at most half a minute.
pub async fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..1_500 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("in time: {what}");
}
