//! How often one address may do what costs: a bucket of tokens for each, in memory, forgotten when
//! it is full again. Addresses are kept as hashes and never logged.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::BookingError;

/// Buckets that are remembered; then those that are full again are forgotten.
const MOST_BUCKETS: usize = 50_000;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Making a booking or joining a waitlist: 20 at once, then one in 30 s.
    Booking,
    /// Asking for a code: 5 at once, then one in 2 min.
    Code,
    /// Guessing a code or logging in: 10 at once, then one in 20 s.
    Guess,
}

impl Limit {
    /// Tokens of a full bucket, and how long one takes to come back.
    fn size(self) -> (f64, Duration) {
        match self {
            Self::Booking => (20.0, Duration::from_secs(30)),
            Self::Code => (5.0, Duration::from_secs(120)),
            Self::Guess => (10.0, Duration::from_secs(20)),
        }
    }
}

struct Bucket {
    left: f64,
    at: Instant,
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
        self.take_at(limit, address, Instant::now())
    }

    fn take_at(&self, limit: Limit, address: IpAddr, now: Instant) -> Result<(), BookingError> {
        let (size, refill) = limit.size();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_BUCKETS {
            buckets.retain(|_, bucket| now.duration_since(bucket.at) < Duration::from_secs(600));
        }
        let bucket =
            buckets.entry(self.hasher.hash_one((limit, network(address)))).or_insert(Bucket { left: size, at: now });
        let back = now.duration_since(bucket.at).as_secs_f64() / refill.as_secs_f64();
        (bucket.left, bucket.at) = ((bucket.left + back).min(size), now);
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
        let take = |address, seconds| limits.take_at(Limit::Code, address, start + Duration::from_secs(seconds));
        assert!((0..5).all(|_| take(one, 0).is_ok()));
        assert!(matches!(take(one, 0), Err(BookingError::TooOften(120))));
        assert!(take(IpAddr::from([192, 0, 2, 2]), 0).is_ok(), "another address has its own");
        assert!(limits.take_at(Limit::Guess, one, start).is_ok(), "another limit too");
        assert!(take(one, 60).is_err());
        assert!(take(one, 121).is_ok());
        assert!(take(one, 122).is_err());
    }

    #[test]
    fn neighbours_of_one_ipv6_network_share_a_bucket() {
        let parse = |text: &str| network(text.parse().unwrap());
        assert_eq!(parse("2001:db8::1"), parse("2001:db8::ffff:1"));
        assert_ne!(parse("2001:db8::1"), parse("2001:db8:0:1::1"));
        assert_eq!(parse("::ffff:192.0.2.1"), parse("192.0.2.1"));
    }
}
