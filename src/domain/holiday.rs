//! Public holidays (관공서의 공휴일에 관한 규정), on which a place keeps its holiday hours.

use jiff::civil::Date;

/// The days that are public holidays, with their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HolidayCalendar {
    /// Sorted by date, one row a date.
    days: Vec<(Date, String)>,
}

impl HolidayCalendar {
    /// From dates and names in any order; of two rows with one date the first stays.
    pub fn new(mut days: Vec<(Date, String)>) -> Self {
        days.sort_by_key(|day| day.0);
        days.dedup_by_key(|day| day.0);
        Self { days }
    }

    /// Whether the date is a public holiday.
    pub fn is_holiday(&self, date: Date) -> bool {
        self.name(date).is_some()
    }

    /// The holiday's name (`추석`).
    pub fn name(&self, date: Date) -> Option<&str> {
        self.days.binary_search_by_key(&date, |day| day.0).ok().map(|i| self.days[i].1.as_str())
    }
}
