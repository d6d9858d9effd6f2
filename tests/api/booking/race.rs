//! Sixty-four clients on twenty-four slots: no seat is sold twice; and without the guard some are,
//! which shows that the harness would see it.

use std::{collections::BTreeMap, time::Instant};

use heydoctor::booking::DeskSettings;

use super::{
    Clinic,
    history::{Seen, oversold, statuses},
    line::Line,
    load::{Load, check},
    open_clinic, phone,
};
use crate::{app::TestApp, support::TestDatabase};

crate::on_both_databases!(
    no_seat_is_sold_twice,
    nor_past_who_waits,
    the_last_seat_has_one_winner,
    without_its_guard_seats_are_sold_twice,
);

const NO_LIMITS: DeskSettings = DeskSettings { limits: false, unguarded: false };

async fn no_seat_is_sold_twice(database: TestDatabase) {
    let (_, answers) = mixed_load(&database, Load { clients: 64, steps: 12, seed: 1, full: false }).await;
    assert!(answers[&201] > 48, "seats that were given up were sold again: {answers:?}");
}

async fn nor_past_who_waits(database: TestDatabase) {
    let (seen, answers) = mixed_load(&database, Load { clients: 64, steps: 14, seed: 2, full: true }).await;
    let waited = || seen.iter().flat_map(|seen| &seen.waited);
    for answered in [Some(true), Some(false), None] {
        let some = waited().any(|one| one.offer.is_some() && one.answered == answered);
        assert!(some, "offers are taken, given back and left to lapse, all three: {answered:?} {answers:?}");
    }
    assert!(waited().any(|one| one.left.is_some()), "some leave: {answers:?}");
}

/// What clients saw who did everything at once, after all that must hold was looked at; and how often
/// they were answered how.
async fn mixed_load(database: &TestDatabase, load: Load) -> (Vec<Seen>, BTreeMap<u16, usize>) {
    let (app, clinic) = open_clinic(database, NO_LIMITS).await;
    let (mut seen, line) = run(&app, clinic, load).await;
    let answers = statuses(&seen);
    assert!(answers.keys().all(|status| matches!(status, 200 | 201 | 303 | 409)), "{answers:?}");
    line.settle(&mut seen).await;
    check(&clinic, app.state.store(), &seen).await;
    (seen, answers)
}

/// Runs the clients with a line to wait in.
async fn run(app: &TestApp, clinic: Clinic, load: Load) -> (Vec<Seen>, Line) {
    let line = Line::new(&app.state, &clinic);
    let running = tokio::task::spawn_blocking(move || (clinic.run(load, Some(&line), || ()), line));
    running.await.unwrap()
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
    let (app, clinic) = open_clinic(&database, settings).await;
    let (seen, _) = run(&app, clinic, Load { clients: 64, steps: 8, seed: 3, full: false }).await;
    assert_ne!(oversold(&seen, &clinic.seats()), [], "the harness must see what it is for");
}
