//! Points and rectangles on the map: WGS 84 degrees, distances in metres.

use serde::{Deserialize, Serialize};

/// The rectangle that holds every place of South Korea: Marado to Goseong, Baengnyeongdo to Dokdo.
pub const KOREA: BBox = BBox { west: 124.5, south: 32.9, east: 132.0, north: 38.7 };

/// Metres in a degree of latitude (mean Earth radius 6,371,008.8 m).
const METRES_PER_DEGREE: f64 = 111_195.08;

/// A point inside South Korea's rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LatLon {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl LatLon {
    /// `None` when the point is not a number or lies outside [`KOREA`].
    pub fn in_korea(lat: f64, lon: f64) -> Option<Self> {
        let at = Self { lat, lon };
        KOREA.contains(at).then_some(at)
    }

    /// Metres between two points, on a plane tangent at their middle: within 0.1 % for the
    /// distances inside Korea, and far cheaper than the great circle.
    pub fn distance_m(self, to: Self) -> f64 {
        let (dx, dy) = self.offset_m(to);
        dx.hypot(dy)
    }

    /// Metres east and north from here to there.
    pub fn offset_m(self, to: Self) -> (f64, f64) {
        let middle = ((self.lat + to.lat) / 2.0).to_radians();
        ((to.lon - self.lon) * METRES_PER_DEGREE * middle.cos(), (to.lat - self.lat) * METRES_PER_DEGREE)
    }

    /// The centre of the coarse cell (0.01°, about 1 km) that holds this point: the most that the
    /// server is told of where somebody is.
    pub fn coarse(self) -> Self {
        let snap = |degrees: f64| (degrees / 0.01).floor() * 0.01 + 0.005;
        let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
        Self { lat: round(snap(self.lat)), lon: round(snap(self.lon)) }
    }
}

/// A rectangle, west ≤ east and south ≤ north.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BBox {
    /// Western edge, degrees east.
    pub west: f64,
    /// Southern edge, degrees north.
    pub south: f64,
    /// Eastern edge, degrees east.
    pub east: f64,
    /// Northern edge, degrees north.
    pub north: f64,
}

impl BBox {
    /// Whether the point lies inside or on the edge.
    pub fn contains(&self, at: LatLon) -> bool {
        (self.west..=self.east).contains(&at.lon) && (self.south..=self.north).contains(&at.lat)
    }

    /// Whether the two rectangles share a point.
    pub fn intersects(&self, other: &Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }

    /// The middle of the rectangle.
    pub fn centre(&self) -> LatLon {
        LatLon { lat: (self.south + self.north) / 2.0, lon: (self.west + self.east) / 2.0 }
    }

    /// The rectangle that reaches `metres` from a point in the four directions.
    pub fn around(at: LatLon, metres: f64) -> Self {
        let dlat = metres / METRES_PER_DEGREE;
        let dlon = dlat / at.lat.to_radians().cos();
        Self { west: at.lon - dlon, south: at.lat - dlat, east: at.lon + dlon, north: at.lat + dlat }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_agree_with_known_ones() {
        let city_hall = LatLon { lat: 37.5666, lon: 126.9784 };
        let busan = LatLon { lat: 35.1798, lon: 129.0750 };
        assert!((city_hall.distance_m(busan) / 325_000.0 - 1.0).abs() < 0.01);
        assert_eq!(city_hall.distance_m(city_hall), 0.0);
    }

    #[test]
    fn the_coarse_cell_hides_the_point_and_is_stable() {
        let home = LatLon { lat: 37.34567, lon: 126.73891 };
        let cell = home.coarse();
        assert_eq!(cell, LatLon { lat: 37.345, lon: 126.735 });
        assert_eq!(cell.coarse(), cell);
        assert!(home.distance_m(cell) < 800.0);
    }

    #[test]
    fn only_points_in_korea_are_points() {
        assert!(LatLon::in_korea(33.12, 126.27).is_some(), "Marado");
        assert!(LatLon::in_korea(37.24, 131.87).is_some(), "Dokdo");
        assert!(LatLon::in_korea(35.68, 139.69).is_none(), "Tokyo");
        assert!(LatLon::in_korea(f64::NAN, 127.0).is_none());
        assert!(LatLon::in_korea(0.0, 0.0).is_none());
    }
}
