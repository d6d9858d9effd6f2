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

    /// `11월 25일 수요일`, as it is read out.
    pub fn visit_day_full(self, day: Date) -> String {
        const KO: [&str; 7] = ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"];
        let index = weekday_index(day);
        match self {
            Self::Ko => format!("{}월 {}일 {}", day.month(), day.day(), KO[index]),
            Self::En => day.strftime("%A, %-d %B").to_string(),
        }
    }
}

words! {
    visit_day_of(month: i8, day: i8, weekday: &str): "{month}월 {day}일 ({weekday})", "{weekday} {day}/{month}";
}
