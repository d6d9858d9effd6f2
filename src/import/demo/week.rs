//! Plausible opening hours: lunch, Saturday mornings, evenings, Sundays, nights, weeks of the month.

use fastrand::Rng;

use super::{percent, shape::Shape, weighted};
use crate::domain::{
    hospital::Kind,
    hours::{DayHours, HOLIDAY, Range, WeeksOfMonth},
    record::SourceHours,
};

const SATURDAY: usize = 5;
const SUNDAY: usize = 6;

/// The week of a place and the notes that belong to it; `None` for the one in twenty that tells no hours.
pub(super) fn hours(shape: Shape, rng: &mut Rng) -> (Option<SourceHours>, Vec<String>) {
    if !shape.emergency && percent(5, rng) {
        return (None, Vec::new());
    }
    let mut week = Week::default();
    match shape.kind {
        Kind::Pharmacy => pharmacy(&mut week, rng),
        Kind::Public => week.weekdays(day(900, 1800, Some((1200, 1300)))),
        Kind::Nursing => {
            week.weekdays(day(900, 1800, Some((1200, 1300))));
            week.set(SATURDAY, day(900, 1300, None));
        }
        Kind::Tertiary | Kind::General => {
            week.weekdays(day(830, 1730, Some((1230, 1330))));
            week.set(SATURDAY, if percent(60, rng) { day(830, 1230, None) } else { DayHours::CLOSED });
        }
        Kind::Hospital => hospital(&mut week, rng),
        Kind::Clinic | Kind::Dental | Kind::Oriental => clinic(&mut week, shape.kind, rng),
    }
    (Some(week.hours), week.notes)
}

/// A week that begins closed, with what is to be said about it.
struct Week {
    hours: SourceHours,
    notes: Vec<String>,
}

impl Default for Week {
    fn default() -> Self {
        let days = std::array::from_fn(|_| Some(DayHours::CLOSED));
        Self { hours: SourceHours { days, ..SourceHours::default() }, notes: Vec::new() }
    }
}

impl Week {
    fn set(&mut self, index: usize, hours: DayHours) {
        self.hours.days[index] = Some(hours);
    }

    fn weekdays(&mut self, hours: DayHours) {
        (0..5).for_each(|index| self.set(index, hours.clone()));
    }

    fn every_day(&mut self, hours: DayHours) {
        (0..8).for_each(|index| self.set(index, hours.clone()));
    }
}

/// Open from, until and over noon, as `HHMM`; past 2400 for the next day.
fn day(open: u16, close: u16, lunch: Option<(u16, u16)>) -> DayHours {
    let minutes = |hhmm: u16| hhmm / 100 * 60 + hhmm % 100;
    let hours = DayHours::known(Range::new(minutes(open), minutes(close)).into_iter().collect());
    lunch.map_or(hours.clone(), |(from, to)| hours.with_break(minutes(from), minutes(to)))
}

/// One of the choices, all as likely.
fn one<T: Copy>(choices: &[T], rng: &mut Rng) -> T {
    choices[rng.usize(..choices.len())]
}

fn clinic(week: &mut Week, kind: Kind, rng: &mut Rng) {
    let open = one(if kind == Kind::Dental { &[930, 1000] } else { &[830, 900, 900, 930] }, rng);
    let close = one(&[1800, 1800, 1830, 1900], rng);
    let lunch = one(&[Some((1300, 1400)), Some((1300, 1400)), Some((1230, 1400)), Some((1230, 1330)), None], rng);
    // Open every day of the year, with shorter Sundays.
    if percent(4, rng) {
        week.every_day(day(900, 1700, lunch));
        week.weekdays(day(900, one(&[2000, 2100], rng), lunch));
        week.notes.push("365일 진료".to_owned());
        return;
    }
    week.weekdays(day(open, close, lunch));
    match rng.u8(..100) {
        // Late on all weekdays, on two of them, or a free afternoon.
        0..6 => {
            week.weekdays(day(open, one(&[2000, 2100, 2200], rng), lunch));
            week.notes.push("평일 야간진료".to_owned());
        }
        6..22 => one(&[[0, 3], [1, 4], [1, 3]], rng)
            .iter()
            .for_each(|i| week.set(*i, day(open, one(&[2000, 2030, 2100], rng), lunch))),
        22..28 => week.set(one(&[2, 3], rng), day(open, 1300, None)),
        _ => {}
    }
    saturday(week, open, rng);
    if percent(5, rng) {
        week.set(SUNDAY, day(1000, one(&[1300, 1500, 1700], rng), None));
    }
    holiday(week, 6, rng);
}

/// Closed, a long morning, or only the first and third (or the second and fourth) of the month.
fn saturday(week: &mut Week, open: u16, rng: &mut Rng) {
    if percent(12, rng) {
        return;
    }
    week.set(SATURDAY, day(open, one(&[1300, 1300, 1400, 1500], rng), None));
    if percent(7, rng) {
        let (weeks, note) = one(&[([1, 3], "1·3째주 토요일 진료"), ([2, 4], "2·4째주 토요일 진료")], rng);
        week.hours.weeks[SATURDAY] = Some(WeeksOfMonth::of(&weeks));
        week.notes.push(note.to_owned());
    }
}

/// On public holidays: mostly closed, open in so many of a hundred, and sometimes not told.
fn holiday(week: &mut Week, open: u8, rng: &mut Rng) {
    if percent(open, rng) {
        week.set(HOLIDAY, day(1000, one(&[1300, 1500, 1700], rng), None));
    } else if percent(12, rng) {
        week.set(HOLIDAY, DayHours::Unknown);
    }
}

fn hospital(week: &mut Week, rng: &mut Rng) {
    week.weekdays(day(900, 1800, Some((1230, 1330))));
    week.set(SATURDAY, day(900, 1300, None));
    // A children's hospital that is open of an evening and on days off.
    if percent(15, rng) {
        week.weekdays(day(900, 2300, None));
        [SATURDAY, SUNDAY, HOLIDAY].iter().for_each(|i| week.set(*i, day(900, 1800, None)));
        week.notes.push("평일 밤 11시, 휴일 오후 6시까지 진료".to_owned());
    }
}

fn pharmacy(week: &mut Week, rng: &mut Rng) {
    match rng.u16(..1000) {
        // Round the clock; the whole day and past midnight; only the night.
        0..4 => return week.every_day(day(0, 2400, None)),
        4..24 => return week.every_day(day(one(&[900, 1000], rng), one(&[2500, 2600], rng), None)),
        24..34 => {
            week.notes.push("공공심야약국".to_owned());
            return week.every_day(day(one(&[1800, 2200], rng), 2500, None));
        }
        _ => {}
    }
    let open = one(&[830, 900, 900, 930], rng);
    let close = weighted(&[(40, 1900), (25, 2000), (15, 1830), (12, 2100), (8, 2200)], rng).unwrap_or(1900);
    week.weekdays(day(open, close, None));
    if percent(90, rng) {
        week.set(SATURDAY, day(open, one(&[1400, 1500, 1700, 1900], rng), None));
    }
    if percent(18, rng) {
        week.set(SUNDAY, day(1000, one(&[1500, 1800, 2000], rng), None));
    }
    holiday(week, 14, rng);
}
