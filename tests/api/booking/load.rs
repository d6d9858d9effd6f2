//! Many clients at once, each with a seed: they book, cancel, move and wait at random, repeat what they
//! are not sure of, and note every answer.

use std::{
    collections::BTreeMap,
    net::Ipv4Addr,
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
    history::{Held, Offer, Seats, Seen, Waited, keys_with_two_bookings, not_sold_again_once, oversold},
    line::Line,
    phone,
};
use crate::{client::Answer, hospitals::escaped};

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
    /// Whether every seat is sold beforehand, one to a client, and all begin by standing in line.
    pub full: bool,
}

impl Clinic {
    /// The seats of every slot of the day.
    pub fn seats(&self) -> Seats {
        self.doctors.iter().flat_map(|(doctor, seats)| HOURS.map(move |hour| ((doctor.0, hour), *seats))).collect()
    }

    /// Runs the clients, and `meanwhile` beside them; where there is a line they wait in it too.
    pub fn run(&self, load: Load, line: Option<&Line>, meanwhile: impl FnOnce() + Send) -> Vec<Seen> {
        let sold = if load.full { sell_out(self).held } else { Vec::new() };
        thread::scope(|scope| {
            let client = |number: usize| {
                let rng = Rng::with_seed(load.seed.wrapping_mul(1_000_003) + number as u64);
                let seen = Seen { held: sold.get(number).cloned().into_iter().collect(), ..Seen::default() };
                move || Client { clinic: *self, line, rng, number, seen }.work(load)
            };
            let clients: Vec<_> = (0..load.clients).map(|number| scope.spawn(client(number))).collect();
            if let Some(line) = line {
                line.attend(scope);
            }
            meanwhile();
            let seen = clients.into_iter().map(|client| client.join());
            let seen: Vec<_> = seen.collect();
            if let Some(line) = line {
                line.clients_are_done();
            }
            seen.into_iter().map(Result::unwrap).collect()
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

struct Client<'a> {
    clinic: Clinic,
    line: Option<&'a Line>,
    rng: Rng,
    number: usize,
    seen: Seen,
}

impl Client<'_> {
    fn work(mut self, load: Load) -> Seen {
        for step in 0..load.steps {
            if let Some(line) = self.line {
                line.step();
                self.answer_offers(line);
                if self.rng.u8(..4) == 0 || (load.full && step == 0) {
                    self.wait_or_leave(step);
                    continue;
                }
            }
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
        // From an address of its own, as a booking is.
        let from = Ipv4Addr::from_bits(0x0c00_0000 | self.rng.u32(..1 << 24)).to_string();
        let asked = Instant::now();
        let answer = self.clinic.certainly(|| self.clinic.try_post(&path, &[("X-Forwarded-For", &from)], &to));
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

/// What clients do with the line.
impl Client<'_> {
    fn submit(&mut self, path: &str, body: &str) -> (Answer, Instant) {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let asked = Instant::now();
        let answer = self.clinic.certainly(|| self.clinic.try_post(path, &form, body));
        self.note(&answer);
        (answer, asked)
    }

    fn wait_or_leave(&mut self, step: usize) {
        let open = |one: &Waited| one.left.is_none() && one.answered.is_none();
        match self.seen.waited.iter().rposition(open) {
            Some(at) if self.rng.u8(..3) == 0 => self.leave(at),
            _ => self.wait(step),
        }
    }

    fn wait(&mut self, step: usize) {
        let doctors = self.clinic.doctors.map(|(doctor, _)| Some(doctor.0));
        let doctor = [None, doctors[0], doctors[1]][(self.number + step) % 3];
        let phone = phone(PHONES.fetch_add(1, Ordering::Relaxed));
        let with = doctor.map(|id| format!("&doctor={id}")).unwrap_or_default();
        let path = format!("/hospitals/{}/wait?day={DAY}{with}", self.clinic.hospital);
        let body = format!("name={}&phone={phone}&privacy=yes", escaped("최새봄"));
        let (answer, asked) = self.submit(&path, &body);
        if answer.status == 303 {
            let token = answer.header("location").unwrap().strip_prefix("/waitlist/").unwrap().to_owned();
            let joined = (asked, Instant::now());
            let (left, answered, offer) = (None, None, None);
            self.seen.waited.push(Waited { doctor, phone, token, joined, left, answered, offer, waits: true });
        } else {
            let free = answer.text().contains("예약할 수 있는 자리가 있어요");
            assert!(answer.status == 409 && free, "{} {}", answer.status, answer.text());
        }
    }

    fn leave(&mut self, at: usize) {
        let path = format!("/waitlist/{}", self.seen.waited[at].token);
        let (answer, asked) = self.submit(&path, "do=leave");
        assert_eq!(answer.status, 303, "{}", answer.text());
        self.seen.waited[at].left = Some((asked, Instant::now()));
    }

    /// Takes most of what it is offered, gives some back, and lets the rest lapse.
    fn answer_offers(&mut self, line: &Line) {
        for at in 0..self.seen.waited.len() {
            let one = &self.seen.waited[at];
            let Some(offer) = line.offer(&one.phone).filter(|_| one.answered.is_none()) else { continue };
            match self.rng.u8(..10) {
                0..6 => self.answer_offer(at, &offer, "accept"),
                6..8 => self.answer_offer(at, &offer, "decline"),
                _ => {}
            }
        }
    }

    fn answer_offer(&mut self, at: usize, offer: &Offer, what: &str) {
        let (answer, asked) = self.submit(&format!("/bookings/{}", offer.token), &format!("do={what}"));
        let Offer { slot, token, before, .. } = offer.clone();
        match answer.status {
            303 => {
                let accepted = what == "accept";
                self.seen.waited[at].answered = Some(accepted);
                self.seen.held.push(Held { slot, token, from: before, until: (!accepted).then_some(asked) });
            }
            // Too late: it has lapsed.
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
    let all = [all, &[sell_out(clinic)]].concat();
    assert_eq!(not_sold_again_once(&all, &clinic.seats()), [], "a seat that was given up is sold again exactly once");
}

/// Every seat that is free can be sold, and then none: nothing was lost on the way.
fn sell_out(clinic: &Clinic) -> Seen {
    let mut seen = Seen::default();
    for (doctor, start, free) in clinic.free() {
        let (id, hour) = (doctor.parse().unwrap(), start[11..13].parse().unwrap());
        for left in (0..=free).rev() {
            let number = PHONES.fetch_add(1, Ordering::Relaxed);
            let body = clinic.body(DoctorId(id), hour, &phone(number));
            let answer = clinic.book(&format!("sell-out-{number}"), &body);
            assert_eq!(answer.status, if left == 0 { 409 } else { 201 }, "{}", answer.text());
            if left > 0 {
                let token = answer.json()["token"].as_str().unwrap().to_owned();
                seen.held.push(Held { slot: (id, hour), token, from: Instant::now(), until: None });
            }
        }
    }
    assert!(clinic.free().iter().all(|(_, _, free)| *free == 0));
    seen
}
