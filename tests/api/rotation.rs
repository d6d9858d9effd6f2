//! The data key changes: everything that is sealed can be read before, while and after.

use std::sync::Arc;

use heydoctor::{
    booking::{BookingError, Desk, DeskSettings, FamilyMember, Rotation},
    domain::{
        booking::Token,
        hospital::HospitalId,
        patient::{PersonName, Relation},
        staff::{AccountStatus, Role},
    },
    notify::{Carrier, Screen},
    store::{NewAccount, SealedColumn, Store},
    vault::{DataKeys, Purpose, Vault},
    words::{Notice, NoticeKind},
};
use jiff::ToSpan;
use tokio::sync::oneshot;

use crate::{
    app::{DATA_KEY, TestApp},
    clinic::{Clinic, NAME, THURSDAY, log_in},
    on_both_databases,
    places::street,
    post::Post,
    support::TestDatabase,
};

on_both_databases!(
    a_new_key_opens_everything_and_the_old_one_nothing,
    broken_off_it_goes_on_where_it_was,
    bookings_go_on_meanwhile,
    what_no_key_opens_is_counted,
);

async fn desk(store: &Store, keys: &[&str]) -> Result<Desk, BookingError> {
    let keys = DataKeys::parse(keys.iter().copied()).unwrap();
    Desk::open(store.clone(), keys, DeskSettings::default()).await
}

/// Values that are not sealed with the key in use.
async fn left(desk: &Desk) -> usize {
    let mut left = 0;
    for column in SealedColumn::ALL {
        let name = desk.vault().keys().current_name();
        left += desk.store().sealed_otherwise(column, name, 0, 10_000).await.unwrap().len();
    }
    left
}

async fn totp(store: &Store, hospital: HospitalId, desk: &Desk) -> i64 {
    let new = NewAccount {
        hospital,
        email: "owner@clinic.example",
        name: "김하늘",
        phone: "02-555-0101",
        role: Role::Owner,
        status: AccountStatus::Active,
        password_hash: "-",
    };
    let mut work = store.begin().await.unwrap();
    let account = work.add_account(&new, "2026-11-25T00:00:00Z".parse().unwrap()).await.unwrap();
    let sealed = desk.vault().seal(Purpose::Totp, &account.to_be_bytes(), &"secret");
    assert!(work.add_totp(account, &sealed).await.unwrap());
    work.commit().await.unwrap();
    account
}

async fn a_new_key_opens_everything_and_the_old_one_nothing(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let (old, today, store) = (app.state.desk(), app.state.today(), app.state.store());
    let clinic = Clinic::open(&app, 1).await;
    let receipt = clinic.book(old, "01012342471", THURSDAY, "k1", &today).await;
    let line = clinic.wait(old, "01098761234", THURSDAY, &today).await;
    let (cookie, session) = log_in(old, "01012342471", &today).await;
    let member =
        FamilyMember { name: PersonName::parse("박이든").unwrap(), birth_date: None, relation: Relation::Child };
    old.add_family(&session, &member, &today).await.unwrap();
    let account = totp(store, clinic.hospital, old).await;

    let fresh = DataKeys::random();
    assert!(matches!(desk(store, &[&fresh]).await, Err(BookingError::Vault(_))));
    let both = desk(store, &[&fresh, DATA_KEY]).await.unwrap();
    // Patient, reason, answer, confirmation, two reminders, code, waiting, session, family, factor.
    assert_eq!(left(&both).await, 11);
    assert_eq!(both.rotate_key(|_| ()).await.unwrap(), Rotation { renewed: 11, unopened: 0 });
    assert_eq!(left(&both).await, 0);
    assert_eq!(both.rotate_key(|_| ()).await.unwrap(), Rotation::default(), "a second time there is nothing to do");

    assert!(matches!(desk(store, &[DATA_KEY]).await, Err(BookingError::Vault(_))), "the old key opens nothing");
    let new = desk(store, &[&fresh]).await.unwrap();
    let booking = new.visit(&receipt.token, &today).await.unwrap().booking;
    assert_eq!(booking.patient.unwrap().name.as_str(), NAME);
    assert!(booking.reason.is_some());
    assert_eq!(clinic.book(&new, "01012342471", THURSDAY, "k1", &today).await, receipt, "the same answer again");
    let session = new.phone_session(&cookie, today.now).await.unwrap().unwrap();
    assert_eq!(new.family(&session).await.unwrap()[0].1, member);
    assert_eq!(new.my_bookings(&session).await.unwrap().len(), 1);
    let sealed = store.staff().by_id(account).await.unwrap().unwrap().totp_sealed.unwrap();
    let secret: String = new.vault().open(Purpose::Totp, &account.to_be_bytes(), &sealed).unwrap();
    assert_eq!(secret, "secret");
    // The seat goes to who waits: their name and phone are read too, and the messages are.
    assert_eq!(new.place_in_line(&line).await.unwrap().1, 0);
    new.cancel(&receipt.token, &today).await.unwrap();
    let due = store.outbox().take(today.now, today.now, 100).await.unwrap();
    assert!(due.iter().any(|message| message.kind == "offer"), "{:?}", due.len());
    for message in due {
        let opened: Result<Notice, _> =
            new.vault().open(Purpose::Message, message.dedup_key.as_bytes(), &message.payload_sealed);
        assert!(opened.is_ok(), "{}", message.kind);
    }
}

async fn broken_off_it_goes_on_where_it_was(database: TestDatabase) {
    const MESSAGES: i64 = 450;
    let post = Post::open(&database).await;
    for booking in 1..=MESSAGES {
        post.write(booking, NoticeKind::Confirmed).await;
    }
    let fresh = DataKeys::random();
    let both = desk(&post.store, &[&fresh, DATA_KEY]).await.unwrap();
    let (begun, has_begun) = oneshot::channel();
    let begun = std::sync::Mutex::new(Some(begun));
    let progress = |_| {
        if let Some(begun) = begun.lock().unwrap().take() {
            begun.send(()).unwrap();
        }
    };
    tokio::select! {
        biased;
        begun = has_begun => begun.unwrap(),
        done = both.rotate_key(progress) => panic!("not broken off: {done:?}"),
    }
    let rest = left(&both).await;
    assert!((1..MESSAGES as usize).contains(&rest), "{rest}");
    assert!(desk(&post.store, &[DATA_KEY]).await.is_ok(), "a server with both keys, or the old one, still starts");
    let done = both.rotate_key(|_| ()).await.unwrap();
    assert_eq!(done, Rotation { renewed: rest as u64, unopened: 0 });
    assert_eq!(left(&both).await, 0);
}

async fn bookings_go_on_meanwhile(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let (old, today, store) = (app.state.desk(), app.state.today(), app.state.store());
    let clinic = Clinic::open(&app, 40).await;
    let mut tokens: Vec<Token> = Vec::new();
    let phone = |n: usize| format!("010{:08}", 20_000_000 + n);
    for n in 0..20 {
        tokens.push(clinic.book(old, &phone(n), THURSDAY, &format!("old {n}"), &today).await.token);
    }
    let fresh = DataKeys::random();
    let both = desk(store, &[&fresh, DATA_KEY]).await.unwrap();
    let next = THURSDAY.checked_add(1.day()).unwrap();
    let book = async {
        let mut made = Vec::new();
        for n in 20..40 {
            made.push(clinic.book(&both, &phone(n), next, &format!("new {n}"), &today).await.token);
            both.cancel(&tokens[n - 20], &today).await.unwrap();
        }
        made
    };
    let rotator = desk(store, &[&fresh, DATA_KEY]).await.unwrap();
    let (made, done) = tokio::join!(book, rotator.rotate_key(|_| ()));
    assert_eq!(done.unwrap().unopened, 0);
    assert_eq!(left(&both).await, 0);
    let new = desk(store, &[&fresh]).await.unwrap();
    for token in made.iter().chain(&tokens) {
        let booking = new.visit(token, &today).await.unwrap().booking;
        assert_eq!(booking.patient.unwrap().name.as_str(), NAME);
    }
}

async fn what_no_key_opens_is_counted(database: TestDatabase) {
    let post = Post::open(&database).await;
    let lost = Post { vault: crate::post::vault_of_nobody(), ..post.clone() };
    post.write(1, NoticeKind::Confirmed).await;
    lost.write(2, NoticeKind::Confirmed).await;
    let fresh = DataKeys::random();
    let both = desk(&post.store, &[&fresh, DATA_KEY]).await.unwrap();
    assert_eq!(both.rotate_key(|_| ()).await.unwrap(), Rotation { renewed: 1, unopened: 1 });
    let sealed = post.store.secret("hash-key", Vec::new).await.unwrap();
    let new = Vault::new(DataKeys::parse([fresh.as_str()]).unwrap(), &sealed).unwrap();
    let post = Post { vault: Arc::new(new), ..post };
    let _courier = post.courier(Carrier::Log(Screen::dark()));
    post.until(1, "sent", 0).await;
    post.until(2, "pending", 30).await;
}
