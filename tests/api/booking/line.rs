//! The waitlist under load: a post that brings offers to the clients, a clock that goes on so that
//! offers lapse while they are being accepted, and what must hold of the line when all are done.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
    thread::{self, Scope},
    time::{Duration, Instant},
};

use heydoctor::{
    booking::Today,
    domain::booking::{Channel, Status, Token},
    state::AppState,
    store::BookingRecord,
    vault::Purpose,
    words::{Notice, NoticeKind},
};
use jiff::{Timestamp, ToSpan};
use tokio::runtime::Handle;

use super::{
    Clinic, DAY,
    history::{Held, Offer, Seen, offered_after_leaving, passed_over},
};

/// Minutes that the clock goes on from one look at the offers to the next: longer than one is held.
const ROUND: i64 = 6;
/// Steps of the clients between two looks at the offers: however slow all are, there is time to answer.
const STEPS: usize = 150;
/// Most messages that the post takes at once.
const MOST: u32 = 500;

/// What stands beside the clients.
pub struct Line {
    state: AppState,
    clinic: Clinic,
    runtime: Handle,
    offers: Mutex<HashMap<String, Offer>>,
    /// Begin and end of each look at the offers whose time is over.
    sweeps: Mutex<Vec<(Instant, Instant)>>,
    looked: Mutex<Instant>,
    rounds: AtomicI64,
    steps: AtomicUsize,
    over: AtomicBool,
}

impl Line {
    pub fn new(state: &AppState, clinic: &Clinic) -> Self {
        Self {
            state: state.clone(),
            clinic: *clinic,
            runtime: Handle::current(),
            offers: Mutex::default(),
            sweeps: Mutex::default(),
            looked: Mutex::new(Instant::now()),
            rounds: AtomicI64::new(0),
            steps: AtomicUsize::new(0),
            over: AtomicBool::new(false),
        }
    }

    /// Brings the post and lets offers lapse until it is told that the clients are done.
    pub fn attend<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>) {
        scope.spawn(|| {
            while !self.over.load(Ordering::SeqCst) {
                self.runtime.block_on(self.collect());
                thread::sleep(Duration::from_millis(5));
            }
        });
        scope.spawn(|| {
            let mut swept = 0;
            while !self.over.load(Ordering::SeqCst) {
                let rounds = self.steps.load(Ordering::SeqCst) / STEPS;
                if swept < rounds {
                    self.runtime.block_on(self.sweep());
                    swept = rounds;
                }
                thread::sleep(Duration::from_millis(5));
            }
        });
    }

    /// A client is about to do something.
    pub fn step(&self) {
        self.steps.fetch_add(1, Ordering::SeqCst);
    }

    pub fn clients_are_done(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    /// What a phone has been offered.
    pub fn offer(&self, phone: &str) -> Option<Offer> {
        self.offers.lock().unwrap().get(phone).cloned()
    }

    /// Takes the messages that are there and puts the offers among them into the clients' boxes.
    async fn collect(&self) {
        let (begun, mut messages) = (Instant::now(), Vec::new());
        let (now, never) = (Timestamp::from_second(4_000_000_000).unwrap(), Timestamp::MAX);
        let all = loop {
            match self.state.store().outbox().take(now, never, MOST).await {
                Ok(some) => {
                    let more = some.len() == MOST as usize;
                    messages.extend(some);
                    if !more {
                        break true;
                    }
                }
                // Who cancels at the same moment takes messages back: the next look brings the rest.
                Err(_) => break false,
            }
        };
        let after = match all {
            true => std::mem::replace(&mut *self.looked.lock().unwrap(), begun),
            false => *self.looked.lock().unwrap(),
        };
        for message in messages.iter().filter(|message| message.kind == NoticeKind::Offer.word()) {
            let (vault, key) = (self.state.desk().vault(), message.dedup_key.as_bytes());
            let notice: Notice = vault.open(Purpose::Message, key, &message.payload_sealed).unwrap();
            let doctor = self.clinic.doctors[usize::from(notice.doctor != super::DOCTORS[0].0)].0;
            let slot = (doctor.0, notice.at.unwrap().hour() as u32);
            let token = notice.token.unwrap().as_str().to_owned();
            let offer = Offer { slot, token, after, before: Instant::now() };
            let before = self.offers.lock().unwrap().insert(notice.to.digits().to_owned(), offer);
            assert!(before.is_none(), "who stands in line once is offered one seat");
        }
    }

    /// Lets the offers lapse that nobody has taken; how many did.
    async fn sweep(&self) -> usize {
        let round = self.rounds.fetch_add(1, Ordering::SeqCst) + 1;
        let today = self.state.today();
        let later = Today { now: today.now.saturating_add((round * ROUND).minutes()).unwrap(), ..today };
        let begun = Instant::now();
        let ended = self.state.desk().end_offers(&later).await.unwrap();
        self.sweeps.lock().unwrap().push((begun, Instant::now()));
        ended
    }

    /// Checks the line when the clients are done, lets all that is offered lapse, and adds to what
    /// was seen the seats that were held for nothing.
    pub async fn settle(&self, all: &mut Vec<Seen>) {
        self.collect().await;
        self.complete(all).await;
        assert_eq!(passed_over(all), [""; 0], "somebody was passed over");
        assert_eq!(offered_after_leaving(all), [""; 0], "somebody had left");
        self.nobody_waits_beside_a_free_seat(all);
        while self.sweep().await > 0 {}
        self.collect().await;
        self.complete(all).await;
        self.each_place_has_an_end(all).await;
        let unused = all.iter().flat_map(|seen| &seen.waited).filter(|one| one.answered.is_none());
        let lapsed = unused.filter_map(|one| one.offer.as_ref()).map(|offer| self.held_for_nothing(offer)).collect();
        all.push(Seen { held: lapsed, ..Seen::default() });
    }

    /// Notes in each place what came of it.
    async fn complete(&self, all: &mut [Seen]) {
        for one in all.iter_mut().flat_map(|seen| &mut seen.waited) {
            one.offer = self.offer(&one.phone);
            one.waits = self.status(&one.token).await == "waiting";
        }
    }

    async fn status(&self, token: &str) -> String {
        let place = self.state.desk().place_in_line(&Token::parse(token).unwrap()).await;
        place.expect("whoever was told that they wait is in the database").0.status
    }

    fn nobody_waits_beside_a_free_seat(&self, all: &[Seen]) {
        let free: BTreeMap<u32, u64> = self.clinic.free().iter().fold(BTreeMap::new(), |mut sum, (doctor, _, free)| {
            *sum.entry(doctor.parse().unwrap()).or_default() += free;
            sum
        });
        for one in all.iter().flat_map(|seen| &seen.waited).filter(|one| one.waits) {
            let own = free.iter().filter(|(doctor, _)| one.doctor.is_none_or(|wanted| wanted == **doctor));
            assert_eq!(own.map(|(_, free)| free).sum::<u64>(), 0, "{one:?} waits while seats are free: {free:?}");
        }
    }

    /// What the database says of offers and places is what the clients were told.
    async fn each_place_has_an_end(&self, all: &[Seen]) {
        let day = DAY.parse().unwrap();
        let rows = self.state.store().bookings().of_days(self.clinic.hospital, day, day).await.unwrap();
        let rows: Vec<&BookingRecord> = rows.iter().filter(|row| row.channel == Channel::Waitlist).collect();
        let people: BTreeSet<&[u8]> = rows.iter().map(|row| row.holder.as_deref().unwrap()).collect();
        assert_eq!(people.len(), rows.len(), "somebody was offered two seats");
        let mut seen = BTreeSet::new();
        for one in all.iter().flat_map(|seen| &seen.waited) {
            let status = self.status(&one.token).await;
            let Some(offer) = &one.offer else {
                assert!(matches!(&*status, "waiting" | "left"), "{status}: {one:?}");
                continue;
            };
            let hash = self.state.desk().vault().token_hash(&Token::parse(&offer.token).unwrap());
            let row = rows.iter().find(|row| row.token_hash == hash).expect("an offer is in the database");
            seen.insert(row.id);
            let (place, ends) = match one.answered {
                Some(true) => ("booked", [Status::Confirmed, Status::Cancelled]),
                Some(false) => ("left", [Status::Cancelled; 2]),
                None => ("left", [Status::Lapsed; 2]),
            };
            assert!(status == place && ends.contains(&row.status), "{status}, {:?}: {one:?}", row.status);
        }
        // An offer that lapsed before the post came is taken back with its message.
        let unseen = rows.iter().filter(|row| !seen.contains(&row.id));
        assert!(unseen.clone().all(|row| row.status == Status::Lapsed), "{:?}", unseen.collect::<Vec<_>>());
    }

    /// An offer that nobody took: the seat was certainly held until the next look at the offers.
    fn held_for_nothing(&self, offer: &Offer) -> Held {
        let sweeps = self.sweeps.lock().unwrap();
        let ended = sweeps.iter().find(|(_, end)| *end > offer.before).map(|(begin, _)| *begin);
        let until = ended.map(|begin| begin.max(offer.before));
        Held { slot: offer.slot, token: offer.token.clone(), from: offer.before, until }
    }
}
