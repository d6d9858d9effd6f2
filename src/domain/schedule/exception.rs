//! Days that differ from the template: 휴진 and extra clinics.

use jiff::civil::Date;

use super::DoctorId;
use crate::domain::hours::{DAY, Range};

/// A stretch of days on which one doctor's schedule, or everybody's, differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Its number; 0 before it is stored.
    pub id: i64,
    /// Whose schedule; `None` for every doctor of the hospital.
    pub doctor: Option<DoctorId>,
    /// First day.
    pub from: Date,
    /// Last day, itself included.
    pub to: Date,
    /// What differs.
    pub change: Change,
    /// Why, for staff and patients; may be empty.
    pub note: String,
}

/// What differs on such a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// No clinic (휴진): all day when there are no ranges, else within them.
    Off(Vec<Range>),
    /// Clinic beside the template's, on public holidays too.
    Extra(Vec<Range>),
}

impl Change {
    /// `off` or `extra`, the word of the store and of forms.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Off(_) => "off",
            Self::Extra(_) => "extra",
        }
    }

    /// The ranges.
    pub fn ranges(&self) -> &[Range] {
        match self {
            Self::Off(ranges) | Self::Extra(ranges) => ranges,
        }
    }
}

/// Most days of one exception.
const MOST_DAYS: i64 = 366;

impl Exception {
    /// Whether it can be kept: its days and its times can.
    pub fn is_sound(&self) -> bool {
        self.has_days() && self.has_times()
    }

    /// Whether its days are in order and not endless.
    pub fn has_days(&self) -> bool {
        let days = i64::from(self.to.since(self.from).map_or(-1, |span| span.get_days()));
        (0..MOST_DAYS).contains(&days)
    }

    /// Whether an extra clinic has its times, and all times are before midnight.
    pub fn has_times(&self) -> bool {
        let timed = matches!(self.change, Change::Off(_)) || !self.change.ranges().is_empty();
        timed && self.change.ranges().iter().all(|range| range.close() <= DAY)
    }

    /// Whether it speaks of this doctor on this day.
    pub fn concerns(&self, doctor: DoctorId, day: Date) -> bool {
        self.doctor.is_none_or(|own| own == doctor) && (self.from..=self.to).contains(&day)
    }
}
