//! Hours shared by the rows that have the same, and "open at a moment" for all of them at once:
//! what [`WeeklyHours::state_at`] says, without looking at the calendar again for every place.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use jiff::civil::{Date, DateTime};

use crate::domain::{
    holiday::HolidayCalendar,
    hours::{DAY, DayHours, HOLIDAY, WeeklyHours, WeeksOfMonth},
    time::{minute_of_day, weekday_index},
};

/// Values told apart by content, each kept once and named by its place.
pub(super) struct Interner<T> {
    pub values: Vec<T>,
    places: HashMap<u64, u32>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { values: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Hash + Eq> Interner<T> {
    /// The place of a value; `own` makes the kept one when it is new.
    pub fn intern<Q>(&mut self, value: &Q, own: impl FnOnce(&Q) -> T) -> u32
    where
        Q: Hash + ?Sized,
        T: std::borrow::Borrow<Q>,
        Q: Eq,
    {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        let mut hash = hasher.finish();
        // Two values of one hash: the later one takes the next free number.
        while let Some(place) = self.places.get(&hash) {
            if self.values[*place as usize].borrow() == value {
                return *place;
            }
            hash = hash.wrapping_add(1);
        }
        let place = self.values.len() as u32;
        self.places.insert(hash, place);
        self.values.push(own(value));
        place
    }
}

/// A week as places in the table of days.
struct Week {
    days: [u32; 8],
    weeks: [WeeksOfMonth; 7],
}

/// Every different week of the directory.
pub(super) struct Hours {
    patterns: Vec<WeeklyHours>,
    weeks: Vec<Week>,
    /// Every different day: its ranges; none both when closed and when unknown.
    days: Vec<Vec<(u16, u16)>>,
}

impl Hours {
    /// Compiles the patterns.
    pub fn new(patterns: Vec<WeeklyHours>) -> Self {
        let mut days: Interner<Vec<(u16, u16)>> = Interner::default();
        let mut place = |day: &DayHours| {
            let ranges: Vec<_> = day.ranges().iter().map(|range| (range.open(), range.close())).collect();
            days.intern(&ranges, Clone::clone)
        };
        let compile = |week: &WeeklyHours| Week {
            days: std::array::from_fn(|i| place(week.day(i))),
            weeks: std::array::from_fn(|i| week.weeks(i)),
        };
        let weeks = patterns.iter().map(compile).collect();
        Self { patterns, weeks, days: days.values }
    }

    /// A week by its place.
    pub fn get(&self, pattern: u32) -> &WeeklyHours {
        &self.patterns[pattern as usize]
    }

    /// Openness at a moment, decided place by place: for few places.
    pub fn at(&self, at: DateTime, holidays: &HolidayCalendar) -> Openness<'_> {
        let today = at.date();
        let yesterday = today.yesterday().ok().map(|day| (day, row(day, holidays)));
        let now = (today, row(today, holidays));
        Openness { hours: self, minute: minute_of_day(at), today: now, yesterday, open: None }
    }

    /// Openness at a moment, decided for every pattern beforehand: for many places.
    pub fn all_at(&self, at: DateTime, holidays: &HolidayCalendar) -> Openness<'_> {
        let mut openness = self.at(at, holidays);
        let open_at = |minute: u16| {
            let holds = |ranges: &Vec<(u16, u16)>| ranges.iter().any(|(open, close)| (*open..*close).contains(&minute));
            self.days.iter().map(holds).collect::<Vec<bool>>()
        };
        let (now, spill) = (open_at(openness.minute), open_at(openness.minute + DAY));
        let decide = |week: &Week| openness.decide(week, |day| now[day], |day| spill[day]);
        openness.open = Some(self.weeks.iter().map(decide).collect());
        openness
    }
}

/// Which row of a week a date reads.
fn row(date: Date, holidays: &HolidayCalendar) -> usize {
    if holidays.is_holiday(date) { HOLIDAY } else { weekday_index(date) }
}

/// Which patterns are open at a moment.
pub(super) struct Openness<'a> {
    hours: &'a Hours,
    minute: u16,
    today: (Date, usize),
    yesterday: Option<(Date, usize)>,
    open: Option<Vec<bool>>,
}

impl Openness<'_> {
    /// Whether the places of this pattern are open.
    pub fn is_open(&self, pattern: u32) -> bool {
        if let Some(open) = &self.open {
            return open[pattern as usize];
        }
        let holds = |day: usize, minute: u16| {
            self.hours.days[day].iter().any(|(open, close)| (*open..*close).contains(&minute))
        };
        let week = &self.hours.weeks[pattern as usize];
        self.decide(week, |day| holds(day, self.minute), |day| holds(day, self.minute + DAY))
    }

    /// Open since today's opening, or still since yesterday's.
    fn decide(&self, week: &Week, now: impl Fn(usize) -> bool, spill: impl Fn(usize) -> bool) -> bool {
        let counts = |(date, row): (Date, usize)| row == HOLIDAY || week.weeks[row].holds_on(date);
        let day = |row: usize| week.days[row] as usize;
        (now(day(self.today.1)) && counts(self.today))
            || self.yesterday.is_some_and(|yesterday| spill(day(yesterday.1)) && counts(yesterday))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::directory::samples::{calendar, weeks};

    #[test]
    fn equal_values_share_a_place() {
        let mut words: Interner<String> = Interner::default();
        let places: Vec<u32> = ["가", "나", "가"].iter().map(|w| words.intern(*w, str::to_owned)).collect();
        assert_eq!((places, words.values.len()), (vec![0, 1, 0], 2));
    }

    proptest! {
        #[test]
        fn open_is_what_the_rule_of_a_single_place_says(
            weeks in prop::collection::vec(weeks(), 1..6),
            day in 0i64..40, hour in 0i8..24, minute in 0i8..60,
        ) {
            let holidays = calendar();
            let start = date(2026, 2, 1);
            let moment = start.checked_add(jiff::Span::new().days(day)).unwrap().at(hour, minute, 0, 0);
            let hours = Hours::new(weeks.clone());
            let (few, all) = (hours.at(moment, &holidays), hours.all_at(moment, &holidays));
            for (pattern, week) in weeks.iter().enumerate() {
                let open = week.state_at(moment, &holidays).is_open();
                prop_assert_eq!(few.is_open(pattern as u32), open, "{} {}", week, moment);
                prop_assert_eq!(all.is_open(pattern as u32), open, "{} {}", week, moment);
            }
        }
    }
}
