//! Which seats of a hospital are taken, kept from call to call: a call asks the store only for what
//! has changed since the one before. What is kept is shown, never sold by: a sale reads its slot anew,
//! and the store's unique key decides.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{BookingError, Desk, Today};
use crate::{
    domain::{
        hospital::HospitalId,
        schedule::{DoctorId, Taken},
        time,
    },
    store::{SeatHolding, TakenSeat},
};

/// A change is found for so long after its moment. A request is given up after 15 s, so that its change
/// is there by then or never; the rest is for clocks of servers that differ.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);
/// After this time everything is read again, so that what was missed all the same is not missed for long.
const WHOLE_LASTS: SignedDuration = SignedDuration::from_mins(5);
/// Seats that are kept, of all hospitals together: some ten megabytes.
const MOST_SEATS: usize = 200_000;
/// Hospitals whose seats are kept.
const MOST_HOSPITALS: usize = 10_000;

/// A booking's seat.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Held {
    booking: i64,
    doctor: DoctorId,
    taken: Taken,
}

/// The seats of a hospital, as a request found them.
pub(super) struct Seats {
    /// The moment of the request, before it asked the store.
    read_at: Timestamp,
    /// The moment of the last request that read everything.
    whole_at: Timestamp,
    /// What that request found changed; the next one finds most of it again.
    changed: HashSet<SeatHolding>,
    /// By doctor and start.
    held: Arc<Vec<Held>>,
}

impl Seats {
    fn new(holding: Vec<SeatHolding>, now: Timestamp) -> Self {
        let mut held: Vec<Held> = holding.iter().filter_map(held).collect();
        held.sort_unstable_by_key(order);
        Self { read_at: now, whole_at: now, changed: HashSet::new(), held: Arc::new(held) }
    }

    /// Whether they can be brought up to a moment by what has changed since.
    fn reach(&self, now: Timestamp) -> bool {
        now.duration_since(self.whole_at) < WHOLE_LASTS && self.read_at.duration_since(now) < OVERLAP
    }

    /// With what has changed; `holding` is a part of the store that was read after these seats were.
    fn with(&self, holding: Vec<SeatHolding>, now: Timestamp) -> Self {
        let changed: HashSet<SeatHolding> = holding.into_iter().collect();
        let new: HashMap<i64, &SeatHolding> =
            changed.difference(&self.changed).map(|change| (change.booking, change)).collect();
        let held = if new.is_empty() {
            self.held.clone()
        } else {
            let kept = self.held.iter().filter(|held| !new.contains_key(&held.booking)).copied();
            let mut all: Vec<Held> = kept.chain(new.values().copied().filter_map(held)).collect();
            // Sorted but for its end, which the stable sort makes use of.
            all.sort_by_key(order);
            Arc::new(all)
        };
        Self { read_at: now, whole_at: self.whole_at, changed, held }
    }

    /// A doctor's seats of a day, by start. No booking is of two days: clinics end by midnight.
    pub fn of_day(&self, doctor: DoctorId, day: Date) -> Vec<Taken> {
        let first = (doctor, day.at(0, 0, 0, 0));
        let from = self.held.partition_point(|held| (held.doctor, held.taken.starts_at) < first);
        let of_day = |held: &&Held| held.doctor == doctor && held.taken.starts_at.date() == day;
        self.held[from..].iter().take_while(of_day).map(|held| held.taken).collect()
    }

    fn size(&self) -> usize {
        self.held.len() + self.changed.len()
    }
}

fn order(held: &Held) -> impl Ord + use<> {
    (held.doctor, held.taken.starts_at, held.booking)
}

fn held(holding: &SeatHolding) -> Option<Held> {
    let seat = holding.seat?;
    Some(Held { booking: holding.booking, doctor: seat.doctor, taken: taken(&seat)? })
}

/// A stored seat in Korean civil time.
pub(super) fn taken(seat: &TakenSeat) -> Option<Taken> {
    let moment = |second| Timestamp::from_second(second).ok().map(time::seoul);
    Some(Taken { starts_at: moment(seat.starts_at)?, ends_at: moment(seat.ends_at)?, seat: seat.seat })
}

/// The seats of the hospitals that were asked for last.
#[derive(Default)]
pub(super) struct KeptSeats(Mutex<HashMap<HospitalId, Arc<Seats>>>);

impl KeptSeats {
    fn get(&self, hospital: HospitalId) -> Option<Arc<Seats>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&hospital).cloned()
    }

    /// Of two requests at once the later one's seats stay. They need not be the newer ones: what they
    /// lack has changed since they were read, and the next request finds it.
    fn put(&self, hospital: HospitalId, seats: Arc<Seats>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(hospital, seats);
        if kept.len() > MOST_HOSPITALS || kept.values().map(|seats| seats.size()).sum::<usize>() > MOST_SEATS {
            kept.retain(|other, _| *other == hospital);
        }
    }
}

impl Desk {
    /// The seats of a hospital that are taken now and later. Every change of a booking's seat is
    /// stamped with its request's moment (`changed_at`), by which it is found.
    pub(super) async fn seats(&self, hospital: HospitalId, today: &Today) -> Result<Arc<Seats>, BookingError> {
        let bookings = self.store.bookings();
        let seats = match self.kept_seats.get(hospital).filter(|seats| seats.reach(today.now)) {
            Some(seats) => {
                let since = seats.read_at.checked_sub(OVERLAP).unwrap_or(Timestamp::MIN);
                seats.with(bookings.changed_since(hospital, since).await?, today.now)
            }
            None => Seats::new(bookings.holding(hospital, today.now).await?, today.now),
        };
        let seats = Arc::new(seats);
        self.kept_seats.put(hospital, seats.clone());
        Ok(seats)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const DAY: Date = date(2026, 11, 26);

    /// Seats of two doctors on the full hours of a few days.
    fn holdings() -> impl Strategy<Value = Vec<SeatHolding>> {
        let seat = prop::option::of((0u32..2, 0i64..72, 1u16..3)).prop_map(|seat| {
            seat.map(|(doctor, hour, seat)| {
                let starts_at = time::timestamp(DAY.at(0, 0, 0, 0)).as_second() + hour * 3600;
                TakenSeat { doctor: DoctorId(doctor), starts_at, ends_at: starts_at + 3600, seat }
            })
        });
        let holding = (0i64..12, seat).prop_map(|(booking, seat)| SeatHolding { booking, seat });
        prop::collection::vec(holding, 0..12).prop_map(|mut all| {
            all.sort_by_key(|holding| holding.booking);
            all.dedup_by_key(|holding| holding.booking);
            all
        })
    }

    proptest! {
        #[test]
        fn changes_lead_to_what_reading_everything_would_find(first in holdings(), rounds in prop::collection::vec(holdings(), 0..6)) {
            let now = Timestamp::UNIX_EPOCH;
            let mut store: HashMap<i64, SeatHolding> = first.iter().map(|holding| (holding.booking, *holding)).collect();
            let mut seats = Seats::new(first, now);
            let mut before: Vec<SeatHolding> = Vec::new();
            for changes in rounds {
                store.extend(changes.iter().map(|change| (change.booking, *change)));
                // A look finds what has changed since the one before it, and some of what that one found.
                let found = before.iter().chain(&changes).map(|change| store[&change.booking]).collect();
                seats = seats.with(found, now);
                prop_assert_eq!(&seats.held, &Seats::new(store.values().copied().collect(), now).held);
                before = changes;
            }
            for doctor in [DoctorId(0), DoctorId(1)] {
                let of_days = (0..3).flat_map(|ahead| seats.of_day(doctor, DAY.saturating_add(jiff::Span::new().days(ahead))));
                let all = seats.held.iter().filter(|held| held.doctor == doctor).map(|held| held.taken);
                prop_assert_eq!(of_days.collect::<Vec<_>>(), all.collect::<Vec<_>>());
            }
        }
    }
}
