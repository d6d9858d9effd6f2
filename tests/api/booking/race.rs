//! Sixty-four clients on twenty-four slots: no seat is sold twice; and without the guard some are,
//! which shows that the harness would see it.

use std::time::Instant;

use heydoctor::booking::DeskSettings;

use super::{
    history::{oversold, statuses},
    load::{Load, check},
    open_clinic, phone,
};
use crate::support::TestDatabase;

crate::on_both_databases!(
    no_seat_is_sold_twice,
    nor_with_another_seed,
    the_last_seat_has_one_winner,
    without_its_guard_seats_are_sold_twice,
);

const NO_LIMITS: DeskSettings = DeskSettings { limits: false, unguarded: false };

async fn no_seat_is_sold_twice(database: TestDatabase) {
    mixed_load(&database, 1).await;
}

async fn nor_with_another_seed(database: TestDatabase) {
    mixed_load(&database, 2).await;
}

async fn mixed_load(database: &TestDatabase, seed: u64) {
    let (app, clinic) = open_clinic(database, NO_LIMITS).await;
    let load = Load { clients: 64, steps: 10, seed };
    let seen = tokio::task::spawn_blocking(move || clinic.run(load, || ())).await.unwrap();
    let answers = statuses(&seen);
    assert!(answers.keys().all(|status| matches!(status, 200 | 201 | 409)), "{answers:?}");
    assert!(answers[&201] > 48, "seats that were given up were sold again: {answers:?}");
    check(&clinic, app.state.store(), &seen).await;
}

async fn the_last_seat_has_one_winner(database: TestDatabase) {
    let (_app, clinic) = open_clinic(&database, NO_LIMITS).await;
    let (doctor, _) = clinic.doctors[0];
    let start = Instant::now();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let one = |number: usize| {
            move || clinic.book(&format!("race-{number}"), &clinic.body(doctor, 16, &phone(number))).status
        };
        let clients: Vec<_> = (0..64).map(|number| scope.spawn(one(number))).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?} in {:?}", start.elapsed());
    assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
    let lost = clinic.book("late", &clinic.body(doctor, 16, &phone(99))).json();
    let nearest: Vec<&str> =
        lost["nearest"].as_array().unwrap().iter().map(|slot| slot["starts_at"].as_str().unwrap()).collect();
    assert_eq!(
        nearest[..2],
        ["2026-11-26T15:00:00+09:00", "2026-11-26T17:00:00+09:00"],
        "the same doctor's before others'"
    );
}

async fn without_its_guard_seats_are_sold_twice(database: TestDatabase) {
    let settings = DeskSettings { unguarded: true, ..NO_LIMITS };
    let (_app, clinic) = open_clinic(&database, settings).await;
    let load = Load { clients: 64, steps: 6, seed: 3 };
    let seen = tokio::task::spawn_blocking(move || clinic.run(load, || ())).await.unwrap();
    assert_ne!(oversold(&seen, &clinic.seats()), [], "the harness must see what it is for");
}
