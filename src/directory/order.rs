//! The best few of many rows, in one total order: tier, then distance, then rank.

use crate::domain::geo::LatLon;

/// Distances from one point to many: the same plane as [`LatLon::distance_m`], the cosine by its
/// series around the point (within 1e-9 of it inside Korea).
pub(super) struct Ruler {
    at: LatLon,
    cos: f64,
    sin: f64,
}

/// Radians of a degree.
const RADIANS: f64 = std::f64::consts::PI / 180.0;

impl Ruler {
    pub fn new(at: LatLon) -> Self {
        let (sin, cos) = at.lat.to_radians().sin_cos();
        Self { at, cos, sin }
    }

    /// Square of the distance, in degrees of latitude; grows with the distance. Not a number for
    /// rows without a location.
    pub fn square(&self, to: LatLon) -> f64 {
        let dy = to.lat - self.at.lat;
        let d = dy / 2.0 * RADIANS;
        let d2 = d * d;
        let cos = 1.0 - d2 * (0.5 - d2 * (1.0 / 24.0 - d2 / 720.0));
        let sin = d * (1.0 - d2 * (1.0 / 6.0 - d2 / 120.0));
        let dx = (to.lon - self.at.lon) * (self.cos * cos - self.sin * sin);
        dx * dx + dy * dy
    }

    /// The square of a distance in metres.
    pub fn square_of(metres: f64) -> f64 {
        let degrees = metres / LatLon { lat: 37.0, lon: 127.0 }.distance_m(LatLon { lat: 38.0, lon: 127.0 });
        degrees * degrees
    }
}

/// The order of a row in an answer; smaller comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u128);

impl Key {
    /// `square` is at least 0, or not a number, which comes last.
    pub fn new(tier: u8, square: f64, rank: u32) -> Self {
        // The bits of a float that is not negative ascend with it.
        let bits = if square.is_nan() { u64::MAX } else { square.to_bits() };
        Self(u128::from(tier) << 96 | u128::from(bits) << 32 | u128::from(rank))
    }

    pub fn rank(self) -> u32 {
        self.0 as u32
    }
}

/// Keeps the first `want` keys of any number of them.
pub(super) struct Best {
    keys: Vec<Key>,
    want: usize,
    worst: Option<Key>,
    /// Keys offered.
    pub total: usize,
}

impl Best {
    pub fn new(want: usize) -> Self {
        Self { keys: Vec::new(), want, worst: None, total: 0 }
    }

    pub fn offer(&mut self, key: Key) {
        self.total += 1;
        if self.worst.is_some_and(|worst| key > worst) {
            return;
        }
        self.keys.push(key);
        if self.keys.len() >= 4 * self.want + 64 {
            self.prune();
        }
    }

    fn prune(&mut self) {
        if self.want == 0 {
            return self.keys.clear();
        }
        if self.keys.len() > self.want {
            let (_, worst, _) = self.keys.select_nth_unstable(self.want - 1);
            self.worst = Some(*worst);
            self.keys.truncate(self.want);
        }
    }

    /// The kept keys, in order.
    pub fn finish(mut self) -> Vec<Key> {
        self.prune();
        self.keys.sort_unstable();
        self.keys
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point() -> impl Strategy<Value = LatLon> {
        (33.0..38.7f64, 124.5..132.0f64).prop_map(|(lat, lon)| LatLon { lat, lon })
    }

    proptest! {
        #[test]
        fn the_ruler_agrees_with_the_distance(a in point(), b in point()) {
            let (exact, square) = (a.distance_m(b), Ruler::new(a).square(b));
            let of_exact = Ruler::square_of(exact);
            prop_assert!((square - of_exact).abs() <= of_exact * 2e-9 + 1e-20, "{} {}", square, of_exact);
        }

        #[test]
        fn the_best_are_those_that_sorting_gives(
            rows in prop::collection::vec((0u8..3, 0..9u32), 0..300), want in 0usize..20,
        ) {
            let mut best = Best::new(want);
            let mut all = Vec::new();
            for (rank, (tier, square)) in rows.iter().enumerate() {
                let square = if *square == 8 { f64::NAN } else { f64::from(*square) };
                let key = Key::new(*tier, square, rank as u32);
                best.offer(key);
                all.push(key);
            }
            all.sort_unstable();
            all.truncate(want);
            prop_assert_eq!(best.total, rows.len());
            prop_assert!(best.finish() == all);
        }
    }
}
