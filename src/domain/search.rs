//! What somebody looks for.

use jiff::civil::DateTime;

use super::{
    geo::{BBox, LatLon},
    hospital::Kind,
    region::RegionCode,
    specialty::SpecialtySet,
};

/// What a place must be to count; the default lets everything through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Any of these departments; empty for no matter.
    pub specialties: SpecialtySet,
    /// Any of these kinds; empty for no matter.
    pub kinds: Vec<Kind>,
    /// Runs an emergency room.
    pub emergency: bool,
    /// Takes bookings here.
    pub bookable: bool,
    /// Open late or on Sundays and holidays.
    pub night_or_holiday: bool,
    /// Open at this moment of Korean civil time; unknown hours do not count as open.
    pub open_at: Option<DateTime>,
    /// In this 시도 or 시군구.
    pub region: Option<RegionCode>,
}

/// Where somebody looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Area {
    /// Everywhere.
    #[default]
    Everywhere,
    /// Around a point, nearest first.
    Near {
        /// From here.
        at: LatLon,
        /// This far, metres.
        radius_m: f64,
    },
    /// In a rectangle.
    In(BBox),
}
