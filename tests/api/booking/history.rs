//! What clients asked and were answered, and the checker that replays it: whether any order of
//! events explains it without a seat sold twice.

use std::{collections::BTreeMap, time::Instant};

/// Somebody's seat: whose time, and when.
pub type SlotKey = (u32, u32);

/// A booking as a client knows it, from the moment it was answered to the moment it asked to give it
/// up: in between, the seat is certainly theirs.
#[derive(Clone, Debug)]
pub struct Held {
    pub slot: SlotKey,
    pub token: String,
    pub from: Instant,
    pub until: Option<Instant>,
}

/// What one client saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub held: Vec<Held>,
    /// Keys with the tokens that they were answered with.
    pub keys: Vec<(String, String)>,
    /// Answers by their status.
    pub statuses: BTreeMap<u16, usize>,
}

/// The seats of each slot.
pub type Seats = BTreeMap<SlotKey, u16>;

/// Moments at which more seats of a slot were certainly held than there are.
pub fn oversold(all: &[Seen], seats: &Seats) -> Vec<SlotKey> {
    let mut wrong = Vec::new();
    for (slot, seats) in seats {
        let held: Vec<&Held> = all.iter().flat_map(|seen| &seen.held).filter(|held| held.slot == *slot).collect();
        let at = |moment: Instant| {
            held.iter().filter(|held| held.from <= moment && held.until.is_none_or(|until| moment < until)).count()
        };
        // The number held grows only at a beginning.
        if held.iter().any(|one| at(one.from) > usize::from(*seats)) {
            wrong.push(*slot);
        }
    }
    wrong
}

/// Keys that were answered with more than one booking.
pub fn keys_with_two_bookings(all: &[Seen]) -> Vec<&str> {
    let mut tokens: BTreeMap<&str, &str> = BTreeMap::new();
    let pairs = all.iter().flat_map(|seen| &seen.keys);
    pairs.filter(|(key, token)| *tokens.entry(key).or_insert(token) != token).map(|(key, _)| key.as_str()).collect()
}

/// All answers by their status.
pub fn statuses(all: &[Seen]) -> BTreeMap<u16, usize> {
    let mut sum = BTreeMap::new();
    for (status, count) in all.iter().flat_map(|seen| &seen.statuses) {
        *sum.entry(*status).or_default() += count;
    }
    sum
}

#[test]
fn the_checker_sees_what_it_must_and_no_more() {
    use std::time::Duration;
    let start = Instant::now();
    let held = |from: u64, until: Option<u64>| Held {
        slot: (1, 9),
        token: String::new(),
        from: start + Duration::from_secs(from),
        until: until.map(|until| start + Duration::from_secs(until)),
    };
    let seats = Seats::from([((1, 9), 1)]);
    let seen = |held: Vec<Held>| vec![Seen { held, ..Seen::default() }];
    assert_eq!(oversold(&seen(vec![held(0, Some(2)), held(3, None)]), &seats), []);
    assert_eq!(oversold(&seen(vec![held(0, Some(3)), held(3, None)]), &seats), [], "given up before it was sold again");
    assert_eq!(oversold(&seen(vec![held(0, Some(4)), held(3, None)]), &seats), [(1, 9)]);
    assert_eq!(oversold(&seen(vec![held(0, None), held(3, Some(4))]), &seats), [(1, 9)]);
    let keys = |pairs: &[(&str, &str)]| {
        let keys = pairs.iter().map(|(key, token)| ((*key).to_owned(), (*token).to_owned())).collect();
        vec![Seen { keys, ..Seen::default() }]
    };
    assert!(keys_with_two_bookings(&keys(&[("a", "1"), ("a", "1"), ("b", "2")])).is_empty());
    assert_eq!(keys_with_two_bookings(&keys(&[("a", "1"), ("a", "2")])), ["a"]);
}
