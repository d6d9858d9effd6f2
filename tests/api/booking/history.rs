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

/// A place in the line of the day, as its client knows it.
#[derive(Clone, Debug)]
pub struct Waited {
    /// For whose time; `None` for anybody's.
    pub doctor: Option<u32>,
    pub phone: String,
    pub token: String,
    /// When the client asked to stand in line, and when it was told that it does.
    pub joined: (Instant, Instant),
    /// When it asked to leave, and when it was told that it has.
    pub left: Option<(Instant, Instant)>,
    /// What it was told of the offer: that the seat is its own, or given back.
    pub answered: Option<bool>,
    /// The seat that it was offered.
    pub offer: Option<Offer>,
    /// Whether it stood in line to the end.
    pub waits: bool,
}

/// A seat that somebody in line was offered. The message was not there at `after`, and it was at
/// `before`.
#[derive(Clone, Debug)]
pub struct Offer {
    pub slot: SlotKey,
    pub token: String,
    pub after: Instant,
    pub before: Instant,
}

/// What one client saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub held: Vec<Held>,
    pub waited: Vec<Waited>,
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

/// Slots of which more or fewer seats were sold than there are and were given up, once none is free:
/// then a seat that was given up was not sold again exactly once.
pub fn not_sold_again_once(all: &[Seen], seats: &Seats) -> Vec<SlotKey> {
    let wrong = |slot: &SlotKey, seats: u16| {
        let sold: Vec<&Held> = all.iter().flat_map(|seen| &seen.held).filter(|held| held.slot == *slot).collect();
        let given_up = sold.iter().filter(|held| held.until.is_some()).count();
        sold.len() != usize::from(seats) + given_up
    };
    seats.iter().filter(|(slot, seats)| wrong(slot, **seats)).map(|(slot, _)| *slot).collect()
}

/// Phones that were passed over: somebody who came after them was offered a seat that they waited
/// for too.
pub fn passed_over(all: &[Seen]) -> Vec<&str> {
    let waited = || all.iter().flat_map(|seen| &seen.waited);
    let offered = || waited().filter_map(|later| Some((later, later.offer.as_ref()?)));
    let is_passed = |first: &Waited| {
        offered().any(|(later, offer)| {
            let before = first.joined.1 < later.joined.0;
            let fits = first.doctor.is_none_or(|doctor| doctor == offer.slot.0);
            let stays = first.left.is_none_or(|(asked, _)| offer.before < asked);
            let waits = first.waits || first.offer.as_ref().is_some_and(|own| own.after >= offer.before);
            before && fits && stays && waits
        })
    };
    waited().filter(|first| is_passed(first)).map(|first| first.phone.as_str()).collect()
}

/// Phones that were offered a seat after they had left.
pub fn offered_after_leaving(all: &[Seen]) -> Vec<&str> {
    let waited = all.iter().flat_map(|seen| &seen.waited);
    let late = |one: &&Waited| match (&one.left, &one.offer) {
        (Some((_, left)), Some(offer)) => offer.after > *left,
        _ => false,
    };
    waited.filter(late).map(|one| one.phone.as_str()).collect()
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
    assert_eq!(not_sold_again_once(&seen(vec![held(0, Some(2)), held(3, None)]), &seats), []);
    assert_eq!(not_sold_again_once(&seen(vec![held(0, Some(2)), held(3, None), held(3, None)]), &seats), [(1, 9)]);
    assert_eq!(not_sold_again_once(&seen(vec![held(0, Some(2))]), &seats), [(1, 9)], "it was lost");
    let keys = |pairs: &[(&str, &str)]| {
        let keys = pairs.iter().map(|(key, token)| ((*key).to_owned(), (*token).to_owned())).collect();
        vec![Seen { keys, ..Seen::default() }]
    };
    assert!(keys_with_two_bookings(&keys(&[("a", "1"), ("a", "1"), ("b", "2")])).is_empty());
    assert_eq!(keys_with_two_bookings(&keys(&[("a", "1"), ("a", "2")])), ["a"]);
}

#[test]
fn the_checker_sees_who_is_passed_over() {
    use std::time::Duration;
    let start = Instant::now();
    let at = |second: u64| start + Duration::from_secs(second);
    let wait = |phone: &str, joined: u64, offer: Option<(u64, u64)>| Waited {
        doctor: Some(1),
        phone: phone.to_owned(),
        token: String::new(),
        joined: (at(joined), at(joined + 1)),
        left: None,
        answered: None,
        offer: offer.map(|(after, before)| Offer {
            slot: (1, 9),
            token: String::new(),
            after: at(after),
            before: at(before),
        }),
        waits: offer.is_none(),
    };
    let all = |waited: &[Waited]| vec![Seen { waited: waited.to_vec(), ..Seen::default() }];
    let (first, second) = (wait("a", 0, None), wait("b", 2, Some((4, 5))));
    assert_eq!(passed_over(&all(&[first.clone(), second.clone()])), ["a"]);
    assert_eq!(passed_over(&all(&[wait("a", 0, Some((5, 6))), second.clone()])), ["a"]);
    assert!(passed_over(&all(&[wait("a", 0, Some((3, 6))), second.clone()])).is_empty(), "perhaps it was the first");
    assert!(passed_over(&all(&[wait("a", 1, None), second.clone()])).is_empty(), "perhaps it came later");
    let other = Waited { doctor: Some(2), ..first.clone() };
    assert!(passed_over(&all(&[other, second.clone()])).is_empty(), "it waits for somebody else");
    let anybody = Waited { doctor: None, ..first.clone() };
    assert_eq!(passed_over(&all(&[anybody, second.clone()])), ["a"]);
    let gone = Waited { left: Some((at(4), at(6))), ..first };
    assert!(passed_over(&all(&[gone, second.clone()])).is_empty());
    let late = Waited { left: Some((at(2), at(3))), ..second.clone() };
    assert_eq!(offered_after_leaving(&all(&[late])), ["b"]);
    let meanwhile = Waited { left: Some((at(2), at(5))), ..second };
    assert!(offered_after_leaving(&all(&[meanwhile])).is_empty());
}
