//! Personal data is kept no longer than promised: the reason 30 days after the visit, the rest a year.

use heydoctor::{
    booking::{BookingError, FamilyMember},
    domain::patient::{PersonName, Relation},
    store::SealedColumn,
};

use crate::{
    app::TestApp,
    clinic::{Clinic, NAME, THURSDAY, later, log_in},
    on_both_databases,
    places::street,
    support::TestDatabase,
};

on_both_databases!(reasons_go_after_thirty_days_and_people_after_a_year, what_has_expired_goes);

async fn sealed(app: &TestApp) -> Vec<(SealedColumn, usize)> {
    let mut all = Vec::new();
    for column in SealedColumn::ALL {
        // No key is called so: every value is listed.
        let values = app.state.store().sealed_otherwise(column, b"none", 0, 1_000).await.unwrap();
        all.extend((!values.is_empty()).then_some((column, values.len())));
    }
    all
}

async fn reasons_go_after_thirty_days_and_people_after_a_year(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let (desk, today) = (app.state.desk(), app.state.today());
    let clinic = Clinic::open(&app, 1).await;
    let receipt = clinic.book(desk, "01012342471", THURSDAY, "k1", &today).await;
    let of_booking = |messages| {
        vec![
            (SealedColumn::Patient, 1),
            (SealedColumn::Reason, 1),
            (SealedColumn::Answer, 1),
            (SealedColumn::Message, messages),
        ]
    };
    let messages = 3;
    assert_eq!(sealed(&app).await, of_booking(messages), "confirmation and two reminders");
    // The visit is not yet a day away: 30 days after today it is 30 days old but for some hours.
    assert_eq!(desk.forget_old(&later(&today, 30)).await.unwrap(), 0);
    assert_eq!(sealed(&app).await, of_booking(messages));
    assert_eq!(desk.forget_old(&later(&today, 31)).await.unwrap(), 1);
    let kept = desk.visit(&receipt.token, &today).await.unwrap().booking;
    assert_eq!((kept.patient.unwrap().name.as_str(), kept.reason), (NAME, None));
    assert_eq!(desk.forget_old(&later(&today, 365)).await.unwrap(), 0);
    assert!(desk.visit(&receipt.token, &today).await.is_ok());
    assert_eq!(desk.forget_old(&later(&today, 366)).await.unwrap(), 1);
    assert!(matches!(desk.visit(&receipt.token, &today).await, Err(BookingError::NoSuchBooking)));
    assert_eq!(desk.forget_old(&later(&today, 366)).await.unwrap(), 0, "there is nothing left to forget");
    let left = sealed(&app).await;
    assert!(left.iter().all(|(column, _)| *column == SealedColumn::Message), "{left:?}");
}

async fn what_has_expired_goes(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let (desk, today) = (app.state.desk(), app.state.today());
    let clinic = Clinic::open(&app, 1).await;
    clinic.book(desk, "01012342471", THURSDAY, "k1", &today).await;
    clinic.wait(desk, "01098761234", THURSDAY, &today).await;
    let (_, session) = log_in(desk, "01012342471", &today).await;
    let member =
        FamilyMember { name: PersonName::parse("박이든").unwrap(), birth_date: None, relation: Relation::Child };
    desk.add_family(&session, &member, &today).await.unwrap();
    for message in desk.store().outbox().take(today.now, today.now, 10).await.unwrap() {
        desk.store().outbox().failed(&message, "http 400", None).await.unwrap();
    }
    let count = |all: &[(SealedColumn, usize)], column| {
        all.iter().find(|(known, _)| *known == column).map_or(0, |(_, count)| *count)
    };
    let before = sealed(&app).await;
    assert_eq!(count(&before, SealedColumn::Waiting), 1);
    assert_eq!(count(&before, SealedColumn::Session), 1);
    assert_eq!(count(&before, SealedColumn::Message), 4, "confirmation, two reminders, a code");
    assert_eq!(desk.store().outbox().dead().await.unwrap().len(), 2);
    desk.forget_old(&later(&today, 29)).await.unwrap();
    assert_eq!(sealed(&app).await, before);
    desk.forget_old(&later(&today, 31)).await.unwrap();
    let after = sealed(&app).await;
    assert_eq!(count(&after, SealedColumn::Session), 0, "sessions end after 30 days");
    assert_eq!(count(&after, SealedColumn::Message), 2, "what was given up is not kept for ever");
    assert_eq!(count(&after, SealedColumn::Waiting), 1);
    desk.forget_old(&later(&today, 366)).await.unwrap();
    let after = sealed(&app).await;
    assert_eq!(count(&after, SealedColumn::Waiting), 0);
    assert_eq!(count(&after, SealedColumn::Family), 1, "a family is kept until its phone is forgotten");
    desk.forget_me(&session, &today).await.unwrap();
    let after = sealed(&app).await;
    assert_eq!(count(&after, SealedColumn::Family), 0);
}
