//! Days and times of visits.

use jiff::civil::{Date, DateTime};

use super::{Lang, words};
use crate::domain::time::weekday_index;

impl Lang {
    /// `11월 25일 (수)`.
    pub fn visit_day(self, day: Date) -> String {
        self.visit_day_of(day.month(), day.day(), self.weekday(weekday_index(day)))
    }

    /// `11월 25일 (수) 14:30`.
    pub fn visit_time(self, at: DateTime) -> String {
        format!("{} {}", self.visit_day(at.date()), at.strftime("%H:%M"))
    }
}

words! {
    visit_day_of(month: i8, day: i8, weekday: &str): "{month}월 {day}일 ({weekday})", "{weekday} {day}/{month}";
}
