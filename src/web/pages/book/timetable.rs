//! What the first step shows, as data: the doctors, seven days, one day's times. And the query that
//! says what is chosen so far: nothing personal is in it.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time},
};
use percent_encoding::percent_decode_str;

use crate::{
    booking::{DayOffer, Practice, SlotOffer},
    domain::{
        schedule::{Doctor, DoctorId},
        specialty::Specialty,
    },
};

/// Days of the strip.
const WEEK: usize = 7;

/// What is chosen so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The only doctor to show; `None` for anybody.
    pub doctor: Option<DoctorId>,
    /// The day to show.
    pub day: Option<Date>,
    /// The time that is picked on that day.
    pub at: Option<Time>,
    /// Whose time it is, where anybody's are shown.
    pub with: Option<DoctorId>,
    /// Whether the form comes next.
    pub form: bool,
    /// The member of the family whose name is filled in.
    pub member: Option<i64>,
}

impl Asked {
    /// Reads a query; names that it does not know are let be, an unreadable value makes it `None`.
    pub fn parse(query: &str) -> Option<Self> {
        let mut asked = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = percent_decode_str(value).decode_utf8().ok()?;
            match name {
                "doctor" => asked.doctor = Some(DoctorId::parse(&value)?),
                "day" => asked.day = Some(value.parse().ok()?),
                "at" => asked.at = Some(value.parse().ok()?),
                "with" => asked.with = Some(DoctorId::parse(&value)?),
                "step" => asked.form = value == "form",
                "member" => asked.member = Some(value.parse().ok()?),
                _ => {}
            }
        }
        Some(asked)
    }

    /// The query, with its `?`; empty when nothing is chosen.
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.doctor.map(|doctor| format!("doctor={doctor}")));
        parts.extend(self.day.map(|day| format!("day={day}")));
        parts.extend(self.at.map(|at| format!("at={}", at.strftime("%H:%M"))));
        parts.extend(self.with.map(|doctor| format!("with={doctor}")));
        parts.extend(self.form.then(|| "step=form".to_owned()));
        parts.extend(self.member.map(|id| format!("member={id}")));
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The slot that is picked: whose, and when.
    pub fn slot(&self) -> Option<(DoctorId, DateTime)> {
        Some((self.with.or(self.doctor)?, self.day?.to_datetime(self.at?)))
    }

    /// With another doctor; the day stays.
    fn of_doctor(&self, doctor: Option<DoctorId>) -> Self {
        Self { doctor, day: self.day, ..Self::default() }
    }

    /// With another day; the doctor stays.
    pub fn on(&self, day: Date) -> Self {
        Self { doctor: self.doctor, day: Some(day), ..Self::default() }
    }
}

/// The first step.
#[derive(Clone, Debug)]
pub struct Timetable {
    /// What is chosen, the day filled in.
    pub asked: Asked,
    /// The first free time of anybody.
    pub earliest: Option<DateTime>,
    /// The doctors who can be booked.
    pub doctors: Vec<DoctorCard>,
    /// Seven days, that of `day` among them.
    pub week: Vec<DayCell>,
    /// The day that leads to the seven before.
    pub before: Option<Date>,
    /// The day that leads to the seven after.
    pub after: Option<Date>,
    /// The day that is shown.
    pub day: DayCell,
    /// Its times.
    pub times: Vec<TimeCell>,
    /// The picked one, while it is free.
    pub picked: Option<Picked>,
}

/// A doctor to choose.
#[derive(Clone, Debug)]
pub struct DoctorCard {
    /// Their number.
    pub id: DoctorId,
    /// Their name.
    pub name: String,
    /// Their department.
    pub specialty: Option<Specialty>,
    /// Their first free time.
    pub earliest: Option<DateTime>,
    /// What choosing them leads to.
    pub link: Asked,
}

/// A day of the strip.
#[derive(Clone, Copy, Debug)]
pub struct DayCell {
    /// Which.
    pub day: Date,
    /// Free seats.
    pub free: u32,
    /// Whether there is a clinic at all.
    pub clinic: bool,
}

/// A time of the grid.
#[derive(Clone, Copy, Debug)]
pub struct TimeCell {
    /// When.
    pub at: DateTime,
    /// Whose seat is sold: of several doctors the one with most.
    pub doctor: DoctorId,
    /// Free seats, of all doctors shown.
    pub free: u32,
}

/// The time that is picked.
#[derive(Clone, Debug)]
pub struct Picked {
    /// Whose.
    pub doctor: DoctorId,
    /// Their name.
    pub name: String,
    /// When.
    pub at: DateTime,
}

impl Timetable {
    /// From what a hospital offers from today on; `now` in Korean civil time.
    pub fn new(practice: &Practice, offers: &[DayOffer], asked: Asked, now: DateTime) -> Self {
        let doctor = asked.doctor.filter(|id| practice.doctor(*id).is_ok());
        let days: Vec<DayCell> = offers
            .iter()
            .map(|offer| DayCell { day: offer.day, free: offer.free(doctor), clinic: offer.has_slots(doctor) })
            .collect();
        let known = asked.day.and_then(|day| days.iter().position(|cell| cell.day == day));
        let index = known.or_else(|| days.iter().position(|cell| cell.free > 0)).unwrap_or(0);
        let day = days.get(index).copied().unwrap_or(DayCell { day: now.date(), free: 0, clinic: false });
        let asked = Asked { doctor, day: Some(day.day), ..asked };
        let start = index - index % WEEK;
        let times = offers.get(index).map(|offer| times(offer, doctor, now)).unwrap_or_default();
        let card = |doctor: &Doctor| DoctorCard {
            id: doctor.id,
            name: doctor.name.clone(),
            specialty: doctor.specialty,
            earliest: earliest(offers, Some(doctor.id)),
            link: asked.of_doctor(Some(doctor.id)),
        };
        Self {
            earliest: earliest(offers, None),
            doctors: practice.active().map(card).collect(),
            week: days.iter().skip(start).take(WEEK).copied().collect(),
            before: start.checked_sub(1).and_then(|index| days.get(index)).map(|cell| cell.day),
            after: days.get(start + WEEK).map(|cell| cell.day),
            picked: picked(practice, offers.get(index), &times, &asked),
            day,
            times,
            asked,
        }
    }

    /// What choosing anybody leads to.
    pub fn anybody(&self) -> Asked {
        self.asked.of_doctor(None)
    }

    /// What picking a time leads to.
    pub fn pick(&self, cell: &TimeCell) -> Asked {
        let with = self.asked.doctor.is_none().then_some(cell.doctor);
        Asked { at: Some(cell.at.time()), with, ..self.asked.on(cell.at.date()) }
    }

    /// The times before noon, and those after.
    pub fn halves(&self) -> (Vec<TimeCell>, Vec<TimeCell>) {
        self.times.iter().partition(|cell| cell.at.hour() < 12)
    }
}

/// Days that a hospital shows: today and as far ahead as may be booked.
pub fn days_shown(practice: &Practice) -> u16 {
    practice.policy.max_ahead_days.saturating_add(1)
}

fn earliest(offers: &[DayOffer], doctor: Option<DoctorId>) -> Option<DateTime> {
    let slots = offers.iter().flat_map(|day| &day.doctors).flat_map(|day| &day.slots);
    let fits = |slot: &&SlotOffer| slot.free > 0 && doctor.is_none_or(|id| id == slot.doctor);
    slots.filter(fits).map(|slot| slot.starts_at).min()
}

/// The times of a day that are still to come, each once.
fn times(offer: &DayOffer, doctor: Option<DoctorId>, now: DateTime) -> Vec<TimeCell> {
    let shown = offer.doctors.iter().filter(|day| doctor.is_none_or(|id| id == day.doctor));
    let mut slots: Vec<&SlotOffer> = shown.flat_map(|day| &day.slots).filter(|slot| slot.starts_at > now).collect();
    slots.sort_by_key(|slot| (slot.starts_at, std::cmp::Reverse(slot.free)));
    let mut cells: Vec<TimeCell> = Vec::new();
    for slot in slots {
        match cells.last_mut() {
            Some(cell) if cell.at == slot.starts_at => cell.free += u32::from(slot.free),
            _ => cells.push(TimeCell { at: slot.starts_at, doctor: slot.doctor, free: u32::from(slot.free) }),
        }
    }
    cells
}

fn picked(practice: &Practice, offer: Option<&DayOffer>, times: &[TimeCell], asked: &Asked) -> Option<Picked> {
    let at = asked.day?.to_datetime(asked.at?);
    let cell = times.iter().find(|cell| cell.at == at && cell.free > 0)?;
    let mut slots = offer?.doctors.iter().flat_map(|day| &day.slots);
    let wanted = asked.doctor.or(asked.with);
    let free = slots.any(|slot| Some(slot.doctor) == wanted && slot.starts_at == at && slot.free > 0);
    let doctor = wanted.filter(|_| free).unwrap_or(cell.doctor);
    Some(Picked { doctor, name: practice.doctor_name(doctor).to_owned(), at })
}

/// The other free times that a lost race offers: of the day itself and of the days after it, at most
/// so many, without those already offered.
pub fn other_times(offers: &[DayOffer], from: Date, near: &[SlotOffer], most: usize) -> Vec<SlotOffer> {
    let last = from.saturating_add(6.days());
    let days = offers.iter().filter(|offer| (from..=last).contains(&offer.day));
    let mut slots: Vec<SlotOffer> = days.flat_map(|day| &day.doctors).flat_map(|day| day.slots.clone()).collect();
    slots
        .retain(|slot| slot.free > 0 && !near.iter().any(|n| n.doctor == slot.doctor && n.starts_at == slot.starts_at));
    slots.sort_by_key(|slot| slot.starts_at);
    slots.truncate(most);
    slots
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn offer(day: Date, doctor: u32, slots: &[(i8, u16)]) -> DayOffer {
        let slots = slots.iter().map(|(hour, free)| SlotOffer {
            doctor: DoctorId(doctor),
            starts_at: day.at(*hour, 0, 0, 0),
            ends_at: day.at(*hour, 30, 0, 0),
            free: *free,
        });
        let doctors = vec![crate::booking::DoctorDay { doctor: DoctorId(doctor), slots: slots.collect() }];
        DayOffer { day, doctors }
    }

    #[test]
    fn a_query_is_read_as_it_is_written() {
        let asked = Asked {
            doctor: Some(DoctorId(7)),
            day: Some(date(2026, 11, 25)),
            at: Some(time(14, 30, 0, 0)),
            with: Some(DoctorId(9)),
            form: true,
            member: Some(3),
        };
        assert_eq!(asked.query(), "?doctor=7&day=2026-11-25&at=14:30&with=9&step=form&member=3");
        assert_eq!(Asked::parse(&asked.query()[1..]), Some(asked));
        assert_eq!(Asked::parse("day=2026-11-25&at=14%3A30").unwrap().at, asked.at);
        assert_eq!(Asked::default().query(), "");
        for wrong in ["day=2026-13-01", "at=25:00", "doctor=x", "member=one", "at=%FF"] {
            assert_eq!(Asked::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_of_several_doctors_are_one_cell_and_the_past_is_none() {
        let day = date(2026, 11, 25);
        let mut both = offer(day, 1, &[(9, 2), (14, 1), (15, 0)]);
        both.doctors.extend(offer(day, 2, &[(14, 3), (16, 1)]).doctors);
        let cells = times(&both, None, day.at(10, 0, 0, 0));
        let seen: Vec<_> = cells.iter().map(|cell| (cell.at.hour(), cell.free, cell.doctor.0)).collect();
        assert_eq!(seen, [(14, 4, 2), (15, 0, 1), (16, 1, 2)]);
        let one = times(&both, Some(DoctorId(1)), day.at(10, 0, 0, 0));
        assert_eq!(one.iter().map(|cell| cell.free).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn other_times_leave_out_what_is_offered_already() {
        let day = date(2026, 11, 25);
        let offers = [offer(day, 1, &[(9, 2), (14, 0), (15, 1)]), offer(date(2026, 12, 3), 1, &[(9, 1)])];
        let near = offers[0].doctors[0].slots[..1].to_vec();
        let other = other_times(&offers, day, &near, 10);
        assert_eq!(other.iter().map(|slot| slot.starts_at).collect::<Vec<_>>(), [day.at(15, 0, 0, 0)]);
    }
}
