//! What a doctor's week looks like, and how it is cut into slots.

use std::{fmt, str::FromStr};

use crate::domain::hours::{DAY, HOLIDAY, WeeklyHours};

/// A weekly template. Lunch is a gap between two ranges of a day; public holidays have a row of
/// their own, closed unless somebody opens it.
///
/// Its text form is `slot/buffer/seats/walk-in percent|week`, e.g. `15/0/3/20|0900-1300,1400-1800;…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    hours: WeeklyHours,
    slot_minutes: u16,
    buffer_minutes: u16,
    seats: u16,
    walk_in_percent: u8,
}

/// Why numbers make no template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// A slot takes 5 to 240 minutes.
    SlotMinutes,
    /// Between slots lie 0 to 120 minutes.
    BufferMinutes,
    /// A slot has 1 to 50 seats.
    Seats,
    /// 0 to 90 % of the seats may be kept for walk-ins.
    WalkInPercent,
    /// Sessions end by midnight, so that no two days' slots can meet.
    PastMidnight,
}

impl Template {
    /// From a week and the numbers; minutes, seats and per cent.
    ///
    /// # Errors
    /// The first number that is out of its range.
    pub fn new(
        hours: WeeklyHours,
        slot_minutes: u16,
        buffer_minutes: u16,
        seats: u16,
        walk_in_percent: u8,
    ) -> Result<Self, TemplateFault> {
        if !(5..=240).contains(&slot_minutes) {
            return Err(TemplateFault::SlotMinutes);
        }
        if buffer_minutes > 120 {
            return Err(TemplateFault::BufferMinutes);
        }
        if !(1..=50).contains(&seats) {
            return Err(TemplateFault::Seats);
        }
        if walk_in_percent > 90 {
            return Err(TemplateFault::WalkInPercent);
        }
        let past_midnight = |row: usize| hours.day(row).ranges().iter().any(|range| range.close() > DAY);
        if (0..=HOLIDAY).any(past_midnight) {
            return Err(TemplateFault::PastMidnight);
        }
        Ok(Self { hours, slot_minutes, buffer_minutes, seats, walk_in_percent })
    }

    /// The week; a row that is not known has no slots.
    pub fn hours(&self) -> &WeeklyHours {
        &self.hours
    }

    /// Length of a slot, minutes.
    pub fn slot_minutes(&self) -> u16 {
        self.slot_minutes
    }

    /// Pause after a slot, minutes.
    pub fn buffer_minutes(&self) -> u16 {
        self.buffer_minutes
    }

    /// Patients of one slot.
    pub fn seats(&self) -> u16 {
        self.seats
    }

    /// Share of the seats that is not sold online, per cent.
    pub fn walk_in_percent(&self) -> u8 {
        self.walk_in_percent
    }

    /// The starts of a range's slots, minutes since the midnight before it.
    pub(super) fn starts(&self, open: u16, close: u16) -> impl Iterator<Item = u16> + use<> {
        let step = self.slot_minutes + self.buffer_minutes;
        let length = self.slot_minutes;
        (open..close).step_by(usize::from(step)).filter(move |start| start + length <= close)
    }

    /// Seats that are kept for walk-ins in the day's slot of this index: the share is spread evenly
    /// over the day, so that single-seat slots keep every so-many-th one.
    pub(super) fn kept(&self, index: usize) -> u16 {
        let up_to = |slots: usize| slots * usize::from(self.seats) * usize::from(self.walk_in_percent) / 100;
        (up_to(index + 1) - up_to(index)) as u16
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hours, slot_minutes, buffer_minutes, seats, walk_in_percent } = self;
        write!(f, "{slot_minutes}/{buffer_minutes}/{seats}/{walk_in_percent}|{hours}")
    }
}

impl FromStr for Template {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("not a template: {text:?}");
        let (numbers, week) = text.split_once('|').ok_or_else(wrong)?;
        let numbers: Vec<u16> = numbers.split('/').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?;
        let [slot, buffer, seats, walk_in] = numbers[..] else { return Err(wrong()) };
        let walk_in = u8::try_from(walk_in).map_err(|_| wrong())?;
        Self::new(week.parse()?, slot, buffer, seats, walk_in).map_err(|_| wrong())
    }
}
