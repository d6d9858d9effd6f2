//! Many clients at once, each with a seed: they book, cancel and move at random, repeat what they are
//! not sure of, and note every answer.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use fastrand::Rng;
use heydoctor::{
    domain::{schedule::DoctorId, time},
    store::Store,
};
use serde_json::json;

use super::{
    Clinic, DAY, HOURS,
    history::{Held, Seats, Seen, keys_with_two_bookings, oversold},
    phone,
};
use crate::client::Answer;

/// Numbers of phones, so that no two bookings share one.
static PHONES: AtomicUsize = AtomicUsize::new(1_000);
/// How long a client asks again about something it has no answer to.
const PATIENCE: Duration = Duration::from_secs(60);

/// The clients' work.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub clients: usize,
    pub steps: usize,
    pub seed: u64,
}

impl Clinic {
    /// The seats of every slot of the day.
    pub fn seats(&self) -> Seats {
        self.doctors.iter().flat_map(|(doctor, seats)| HOURS.map(move |hour| ((doctor.0, hour), *seats))).collect()
    }

    /// Runs the clients, and `meanwhile` beside them.
    pub fn run(&self, load: Load, meanwhile: impl FnOnce() + Send) -> Vec<Seen> {
        thread::scope(|scope| {
            let client = |number: usize| {
                let rng = Rng::with_seed(load.seed.wrapping_mul(1_000_003) + number as u64);
                move || Client { clinic: *self, rng, number, seen: Seen::default() }.work(load.steps)
            };
            let clients: Vec<_> = (0..load.clients).map(|number| scope.spawn(client(number))).collect();
            meanwhile();
            clients.into_iter().map(|client| client.join().unwrap()).collect()
        })
    }

    /// An answer, asked for until there is one: what is asked may be asked twice.
    fn certainly(&self, ask: impl Fn() -> Option<Answer>) -> Answer {
        let start = Instant::now();
        loop {
            match ask() {
                Some(answer) if answer.status < 500 => return answer,
                _ => assert!(start.elapsed() < PATIENCE, "no answer within {PATIENCE:?}"),
            }
            thread::sleep(Duration::from_millis(30));
        }
    }
}

struct Client {
    clinic: Clinic,
    rng: Rng,
    number: usize,
    seen: Seen,
}

impl Client {
    fn work(mut self, steps: usize) -> Seen {
        for step in 0..steps {
            let mine: Vec<usize> = (0..self.seen.held.len()).filter(|at| self.seen.held[*at].until.is_none()).collect();
            let one = if mine.is_empty() { 0 } else { mine[self.rng.usize(..mine.len())] };
            match (self.rng.u8(..10), mine.is_empty()) {
                (0..5, _) | (_, true) => self.book(step),
                (5..8, false) => self.cancel(one),
                (_, false) => self.reschedule(one),
            }
        }
        self.seen
    }

    fn slot(&mut self) -> (DoctorId, u32) {
        let (doctor, _) = self.clinic.doctors[self.rng.usize(..2)];
        (doctor, self.rng.u32(HOURS))
    }

    fn note(&mut self, answer: &Answer) {
        *self.seen.statuses.entry(answer.status).or_default() += 1;
    }

    fn book(&mut self, step: usize) {
        let (doctor, hour) = self.slot();
        let body = self.clinic.body(doctor, hour, &phone(PHONES.fetch_add(1, Ordering::Relaxed)));
        let key = format!("client-{}-{step}", self.number);
        let answer = self.clinic.certainly(|| self.clinic.try_book(&key, &body));
        self.note(&answer);
        if answer.status == 201 {
            let token = answer.json()["token"].as_str().unwrap().to_owned();
            self.seen.keys.push((key.clone(), token.clone()));
            self.seen.held.push(Held { slot: (doctor.0, hour), token, from: Instant::now(), until: None });
            // One in four asks again, as somebody does who lost the answer.
            if self.rng.u8(..4) == 0 {
                let again = self.clinic.certainly(|| self.clinic.try_book(&key, &body));
                assert_eq!(again.status, 201, "{}", again.text());
                self.seen.keys.push((key, again.json()["token"].as_str().unwrap().to_owned()));
            }
        } else {
            assert_eq!((answer.status, answer.json()["type"].as_str()), (409, Some("/problems/slot-taken")));
        }
    }

    fn cancel(&mut self, at: usize) {
        let token = self.seen.held[at].token.clone();
        self.seen.held[at].until = Some(Instant::now());
        let path = format!("/api/v1/bookings/{token}/cancel");
        let answer = self.clinic.certainly(|| self.clinic.try_post(&path, &[], ""));
        self.note(&answer);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    fn reschedule(&mut self, at: usize) {
        let (doctor, hour) = self.slot();
        let Held { slot, token, .. } = self.seen.held[at].clone();
        if slot == (doctor.0, hour) {
            return;
        }
        let to = json!({ "doctor_id": doctor.0, "starts_at": format!("{DAY}T{hour:02}:00:00+09:00") }).to_string();
        let path = format!("/api/v1/bookings/{token}/reschedule");
        let asked = Instant::now();
        let answer = self.clinic.certainly(|| self.clinic.try_post(&path, &[], &to));
        self.note(&answer);
        match answer.status {
            200 => {
                self.seen.held[at].until = Some(asked);
                self.seen.held.push(Held { slot: (doctor.0, hour), token, from: Instant::now(), until: None });
            }
            status => assert_eq!(status, 409, "{}", answer.text()),
        }
    }
}

/// Everything that must hold when the clients are done.
pub async fn check(clinic: &Clinic, store: &Store, all: &[Seen]) {
    assert_eq!(oversold(all, &clinic.seats()), [], "a seat was sold twice");
    assert_eq!(keys_with_two_bookings(all), [""; 0], "a key has two bookings");
    let day = DAY.parse().unwrap();
    let rows = store.bookings().of_days(clinic.hospital, day, day).await.unwrap();
    let mut taken: BTreeMap<(u32, u32), Vec<u16>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.status.holds_seat()) {
        let hour = time::seoul(row.starts_at).hour() as u32;
        taken.entry((row.doctor.unwrap().0, hour)).or_default().push(row.seat.unwrap());
    }
    for (slot, seats) in clinic.seats() {
        let mut numbers = taken.get(&slot).cloned().unwrap_or_default();
        numbers.sort_unstable();
        numbers.dedup();
        let held = taken.get(&slot).map_or(0, Vec::len);
        assert!(held <= usize::from(seats) && numbers.len() == held, "{slot:?}: {held} of {seats}");
        // What clients hold is what is stored: nothing acknowledged is lost, nothing is there that nobody has.
        let acknowledged = all.iter().flat_map(|seen| &seen.held).filter(|h| h.slot == slot && h.until.is_none());
        assert_eq!(acknowledged.count(), held, "{slot:?}");
    }
    for seen in all {
        for held in seen.held.iter().filter(|held| held.until.is_none()) {
            let answer = clinic.get(&format!("/api/v1/bookings/{}", held.token));
            assert_eq!((answer.status, answer.json()["status"].as_str()), (200, Some("confirmed")));
            assert_eq!(answer.json()["starts_at"], format!("{DAY}T{:02}:00:00+09:00", held.slot.1));
        }
    }
    sell_out(clinic);
}

/// Every seat that is free can be sold, and then none: nothing was lost on the way.
fn sell_out(clinic: &Clinic) {
    for (doctor, start, free) in clinic.free() {
        let hour = start[11..13].parse().unwrap();
        for left in (0..=free).rev() {
            let number = PHONES.fetch_add(1, Ordering::Relaxed);
            let body = clinic.body(DoctorId(doctor.parse().unwrap()), hour, &phone(number));
            let answer = clinic.book(&format!("sell-out-{number}"), &body);
            assert_eq!(answer.status, if left == 0 { 409 } else { 201 }, "{}", answer.text());
        }
    }
    assert!(clinic.free().iter().all(|(_, _, free)| *free == 0));
}
