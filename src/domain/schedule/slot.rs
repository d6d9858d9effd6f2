//! Slots, and the one rule of which seat is sold next.

use jiff::civil::{Date, DateTime};

use super::{Change, DoctorId, Exception, Template};
use crate::domain::{holiday::HolidayCalendar, hours::Range, time::at_minute};

/// A stretch of a doctor's time. Korean civil time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its start.
    pub starts_at: DateTime,
    /// Its end, before the buffer.
    pub ends_at: DateTime,
    /// Patients it holds.
    pub seats: u16,
    /// How many of the seats are sold online; the rest is kept for walk-ins.
    pub online: u16,
}

/// A seat that is given away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Start of its booking.
    pub starts_at: DateTime,
    /// End of its booking.
    pub ends_at: DateTime,
    /// The seat's number, from 1.
    pub seat: u16,
}

/// Who gives a seat away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seller {
    /// A patient, online.
    Online,
    /// The hospital's staff, who may use what is kept for walk-ins.
    Staff,
}

impl Slot {
    fn new(day: Date, start: u16, template: &Template, kept: u16) -> Self {
        let (seats, end) = (template.seats(), start + template.slot_minutes());
        Self { starts_at: at_minute(day, start), ends_at: at_minute(day, end), seats, online: seats - kept }
    }

    fn overlaps(&self, starts_at: DateTime, ends_at: DateTime) -> bool {
        self.starts_at < ends_at && starts_at < self.ends_at
    }

    /// How many seats are left. A booking of an earlier template that reaches into the slot takes
    /// one too.
    pub fn free(&self, taken: &[Taken], seller: Seller) -> u16 {
        let all = taken.iter().filter(|t| self.overlaps(t.starts_at, t.ends_at)).count();
        let left = usize::from(self.seats).saturating_sub(all);
        let left = match seller {
            Seller::Staff => left,
            Seller::Online => left.min(usize::from(self.online).saturating_sub(self.sold_online(taken))),
        };
        left as u16
    }

    fn sold_online(&self, taken: &[Taken]) -> usize {
        taken.iter().filter(|t| t.starts_at == self.starts_at && t.seat <= self.online).count()
    }

    /// The number of the seat to sell next; `None` when none is left. Whoever reads the same seats
    /// gets the same number, so that a unique key on it lets one of them through. Staff sell from
    /// the top, what is kept for walk-ins first, unless a booking does not fit the slot any more:
    /// then both sell from the bottom, and the key counts for both.
    pub fn next_seat(&self, taken: &[Taken], seller: Seller) -> Option<u16> {
        if self.free(taken, seller) == 0 {
            return None;
        }
        let mut fits = true;
        let mut used = vec![false; usize::from(self.seats)];
        for t in taken.iter().filter(|t| self.overlaps(t.starts_at, t.ends_at)) {
            let place = usize::from(t.seat).checked_sub(1).and_then(|place| used.get_mut(place));
            match place {
                Some(place) if t.starts_at == self.starts_at => *place = true,
                _ => fits = false,
            }
        }
        let numbers = 1..=self.seats;
        let is_free = |seat: &u16| !used[usize::from(seat - 1)];
        match seller {
            Seller::Staff if fits => numbers.rev().find(is_free),
            _ => numbers.into_iter().find(is_free),
        }
    }
}

/// A doctor's slots of a day, by their start. Exceptions drop or add slots and never move the
/// others: the grid of the template stays where it is.
pub fn slots_on(
    doctor: DoctorId,
    template: &Template,
    exceptions: &[Exception],
    holidays: &HolidayCalendar,
    day: Date,
) -> Vec<Slot> {
    let changes = || exceptions.iter().filter(|e| e.concerns(doctor, day)).map(|e| &e.change);
    let starts = |ranges: &[Range]| -> Vec<u16> {
        ranges.iter().flat_map(|range| template.starts(range.open(), range.close())).collect()
    };
    let regular = starts(template.hours().on(day, holidays).ranges());
    let mut index = 0;
    let mut slot = |start: u16| {
        index += 1;
        Slot::new(day, start, template, template.kept(index - 1))
    };
    let mut slots: Vec<Slot> = regular.into_iter().map(&mut slot).collect();
    for change in changes() {
        if let Change::Off(ranges) = change {
            slots.retain(|slot| !ranges.is_empty() && !ranges.iter().any(|r| slot_meets(slot, day, *r)));
        }
    }
    for change in changes() {
        if let Change::Extra(ranges) = change {
            for extra in starts(ranges).into_iter().map(&mut slot).collect::<Vec<_>>() {
                if !slots.iter().any(|slot| slot.overlaps(extra.starts_at, extra.ends_at)) {
                    slots.push(extra);
                }
            }
        }
    }
    slots.sort_unstable_by_key(|slot| slot.starts_at);
    slots
}

fn slot_meets(slot: &Slot, day: Date, range: Range) -> bool {
    slot.overlaps(at_minute(day, range.open()), at_minute(day, range.close()))
}

/// The slot that starts exactly then, if there is one.
pub fn slot_at(
    doctor: DoctorId,
    template: &Template,
    exceptions: &[Exception],
    holidays: &HolidayCalendar,
    starts_at: DateTime,
) -> Option<Slot> {
    let slots = slots_on(doctor, template, exceptions, holidays, starts_at.date());
    slots.into_iter().find(|slot| slot.starts_at == starts_at)
}
