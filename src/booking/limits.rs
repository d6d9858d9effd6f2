//! How often one address, or one phone, may do what costs: a bucket of tokens for each, in memory,
//! forgotten when it is full again. Both are kept as hashes and never logged.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::BookingError;
use crate::vault::Hash;

/// Buckets that are remembered; then those that are full again are forgotten.
const MOST_BUCKETS: usize = 50_000;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Making a booking or joining a waitlist: 20 at once, then one in 30 s.
    Booking,
    /// Moving a booking, of which its phone is told each time: 20 at once, then one in 30 s.
    Move,
    /// What is booked or waited for in the name of one phone: 12 at once, then one in 5 min.
    Phone,
    /// Asking for a code: 5 at once, then one in 2 min.
    Code,
    /// Guessing a code or logging in: 10 at once, then one in 20 s.
    Guess,
}

impl Limit {
    /// Tokens of a full bucket, and how long one takes to come back.
    fn size(self) -> (f64, Duration) {
        match self {
            Self::Booking | Self::Move => (20.0, Duration::from_secs(30)),
            Self::Phone => (12.0, Duration::from_secs(300)),
            Self::Code => (5.0, Duration::from_secs(120)),
            Self::Guess => (10.0, Duration::from_secs(20)),
        }
    }
}

struct Bucket {
    left: f64,
    at: Instant,
    full_at: Instant,
}

/// The buckets of all addresses.
#[derive(Default)]
pub struct Limits {
    buckets: Mutex<HashMap<u64, Bucket>>,
    hasher: RandomState,
}

impl Limits {
    /// Takes a token of an address.
    ///
    /// # Errors
    /// [`BookingError::TooOften`] when none is left, with the seconds until the next.
    pub fn take(&self, limit: Limit, address: IpAddr) -> Result<(), BookingError> {
        self.take_at(limit, network(address), Instant::now())
    }

    /// Takes a token of a phone, by its hash.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub fn take_of_phone(&self, holder: &Hash) -> Result<(), BookingError> {
        self.take_at(Limit::Phone, holder, Instant::now())
    }

    /// Gives a phone its token back: nothing was done in its name.
    pub fn give_back(&self, holder: &Hash) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(&self.hasher.hash_one((Limit::Phone, holder))) {
            bucket.left += 1.0;
        }
    }

    fn take_at(&self, limit: Limit, whose: impl std::hash::Hash, now: Instant) -> Result<(), BookingError> {
        let (size, refill) = limit.size();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_BUCKETS {
            buckets.retain(|_, bucket| bucket.full_at > now);
        }
        let new = Bucket { left: size, at: now, full_at: now };
        let bucket = buckets.entry(self.hasher.hash_one((limit, whose))).or_insert(new);
        let back = now.duration_since(bucket.at).as_secs_f64() / refill.as_secs_f64();
        (bucket.left, bucket.at) = ((bucket.left + back).min(size), now);
        bucket.full_at = now + refill.mul_f64(size - bucket.left + 1.0);
        if bucket.left < 1.0 {
            let seconds = ((1.0 - bucket.left) * refill.as_secs_f64()).ceil();
            return Err(BookingError::TooOften(seconds as u32));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

/// Of an IPv6 address the network that one subscriber has: /64.
fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits() & !u128::from(u64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let (limits, start) = (Limits::default(), Instant::now());
        let one = IpAddr::from([192, 0, 2, 1]);
        let take =
            |address, seconds| limits.take_at(Limit::Code, network(address), start + Duration::from_secs(seconds));
        assert!((0..5).all(|_| take(one, 0).is_ok()));
        assert!(matches!(take(one, 0), Err(BookingError::TooOften(120))));
        assert!(take(IpAddr::from([192, 0, 2, 2]), 0).is_ok(), "another address has its own");
        assert!(limits.take_at(Limit::Guess, network(one), start).is_ok(), "another limit too");
        assert!(take(one, 60).is_err());
        assert!(take(one, 121).is_ok());
        assert!(take(one, 122).is_err());
    }

    #[test]
    fn what_came_to_nothing_is_given_back() {
        let (limits, phone) = (Limits::default(), [7; 32]);
        for _ in 0..100 {
            limits.take_of_phone(&phone).unwrap();
            limits.give_back(&phone);
        }
        assert!((0..12).all(|_| limits.take_of_phone(&phone).is_ok()) && limits.take_of_phone(&phone).is_err());
    }

    #[test]
    fn only_full_buckets_are_forgotten() {
        let (limits, start) = (Limits::default(), Instant::now());
        let take = |whose: usize, seconds| limits.take_at(Limit::Phone, whose, start + Duration::from_secs(seconds));
        assert!((0..12).all(|_| take(0, 0).is_ok()) && take(0, 0).is_err());
        for other in 1..=MOST_BUCKETS {
            take(other, 299).unwrap();
        }
        assert!(take(0, 299).is_err(), "as long as it is not full it is remembered");
        take(0, 301).unwrap();
        assert!(take(0, 301).is_err());
        take(1, 2 * 3_600).unwrap();
        assert_eq!(limits.buckets.lock().unwrap().len(), 1);
    }

    #[test]
    fn neighbours_of_one_ipv6_network_share_a_bucket() {
        let parse = |text: &str| network(text.parse().unwrap());
        assert_eq!(parse("2001:db8::1"), parse("2001:db8::ffff:1"));
        assert_ne!(parse("2001:db8::1"), parse("2001:db8:0:1::1"));
        assert_eq!(parse("::ffff:192.0.2.1"), parse("192.0.2.1"));
    }
}
