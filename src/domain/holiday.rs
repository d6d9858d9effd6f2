//! Public holidays (관공서의 공휴일에 관한 규정), on which a place keeps its holiday hours. The
//! project's own table reaches from 2024 to 2030; it reckons no lunar calendar.

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

    /// The project's own table, 2024–2030: fixed days, 설날, 추석 and 부처님오신날, substitutes, the
    /// temporary holidays decreed so far and the election days that the law already fixes; 노동절
    /// and 제헌절 from 2026, when they became public holidays.
    pub fn builtin() -> Self {
        let rows = include_str!("holidays.tsv").lines().filter_map(|line| line.split_once('\t'));
        Self::new(rows.filter_map(|(date, name)| Some((date.parse().ok()?, name.to_owned()))).collect())
    }

    /// With imported days. A month in which the import has any day is the import's alone, so that a
    /// moved election day does not stay behind; the others stay as they are, so that the answer to a
    /// single month does not empty the rest of the year.
    pub fn extended(&self, more: Vec<(Date, String)>) -> Self {
        let imported = |date: Date| more.iter().any(|day| day.0.first_of_month() == date.first_of_month());
        let kept = self.days.iter().filter(|day| !imported(day.0)).cloned();
        let mut days: Vec<_> = kept.collect();
        days.extend(more);
        Self::new(days)
    }

    /// Whether the table knows the year: in one that it does not, no day counts as a holiday.
    pub fn covers(&self, year: i16) -> bool {
        self.days.iter().any(|day| day.0.year() == year)
    }

    /// Whether the date is a public holiday.
    pub fn is_holiday(&self, date: Date) -> bool {
        self.name(date).is_some()
    }

    /// The holiday's name (`추석`).
    pub fn name(&self, date: Date) -> Option<&str> {
        self.days.binary_search_by_key(&date, |day| day.0).ok().map(|i| self.days[i].1.as_str())
    }

    /// Every holiday, by date.
    pub fn days(&self) -> impl Iterator<Item = (Date, &str)> {
        self.days.iter().map(|(date, name)| (*date, name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::{ToSpan, civil::date};

    use super::*;

    const YEARS: std::ops::RangeInclusive<i16> = 2024..=2030;

    fn named(calendar: &HolidayCalendar, year: i16, name: &str) -> Vec<Date> {
        let days = calendar.days().filter(|(day, text)| day.year() == year && text.split('·').any(|part| part == name));
        days.map(|(day, _)| day).collect()
    }

    #[test]
    fn every_row_is_read_sorted_and_unique() {
        let rows = include_str!("holidays.tsv").lines().filter(|line| !line.starts_with('#'));
        let dates: Vec<&str> = rows.map(|row| row.split('\t').next().unwrap()).collect();
        assert!(dates.windows(2).all(|pair| pair[0] < pair[1]));
        let read: Vec<String> = HolidayCalendar::builtin().days().map(|(day, _)| day.to_string()).collect();
        assert_eq!(read, dates);
    }

    #[test]
    fn every_year_has_its_fixed_days_and_its_feasts() {
        let calendar = HolidayCalendar::builtin();
        for year in YEARS {
            assert!(calendar.covers(year));
            let mut fixed = vec![
                (1, 1, "1월1일"),
                (3, 1, "삼일절"),
                (5, 5, "어린이날"),
                (6, 6, "현충일"),
                (8, 15, "광복절"),
                (10, 3, "개천절"),
                (10, 9, "한글날"),
                (12, 25, "기독탄신일"),
            ];
            if year >= 2026 {
                fixed.extend([(5, 1, "노동절"), (7, 17, "제헌절")]);
            }
            for (month, day, name) in fixed {
                assert_eq!(named(&calendar, year, name), [date(year, month, day)]);
            }
            assert_eq!(named(&calendar, year, "부처님오신날").len(), 1);
            for (feast, earliest, latest) in [("설날", (1, 21), (2, 20)), ("추석", (9, 8), (10, 8))] {
                let days = named(&calendar, year, feast);
                assert_eq!(days.len(), 3, "{feast} {year}");
                assert!(days[0].tomorrow().unwrap() == days[1] && days[1].tomorrow().unwrap() == days[2]);
                let middle = (days[1].month(), days[1].day());
                assert!((earliest..=latest).contains(&middle), "{feast} {year} {middle:?}");
            }
        }
        assert!(!calendar.covers(2023) && !calendar.covers(2031));
    }

    #[test]
    fn feasts_fall_on_new_and_full_moons() {
        // 2000-01-06 18:14 UTC was a new moon; the mean month after it is within 14 hours of the true one.
        let age = |day: Date| {
            let noon_in_seoul = day.at(3, 0, 0, 0) - 18.hours() - 14.minutes();
            let since = noon_in_seoul.duration_since(date(2000, 1, 6).at(0, 0, 0, 0));
            (since.as_secs_f64() / 86_400.0).rem_euclid(29.530_589)
        };
        let calendar = HolidayCalendar::builtin();
        for year in YEARS {
            let seollal = age(named(&calendar, year, "설날")[1]);
            assert!(!(1.5..28.0).contains(&seollal), "설날 {year}: {seollal}");
            let chuseok = age(named(&calendar, year, "추석")[1]);
            assert!((12.5..16.5).contains(&chuseok), "추석 {year}: {chuseok}");
            let buddha = age(named(&calendar, year, "부처님오신날")[0]);
            assert!((5.5..9.5).contains(&buddha), "부처님오신날 {year}: {buddha}");
        }
    }

    #[test]
    fn a_holiday_that_needs_a_substitute_has_one() {
        let calendar = HolidayCalendar::builtin();
        let weekend = |day: Date| day.weekday().to_monday_zero_offset() >= 5;
        let substitute = |name: &str| format!("대체공휴일({name})");
        let mut expected = HashSet::new();
        for year in YEARS {
            for name in
                ["삼일절", "노동절", "어린이날", "부처님오신날", "제헌절", "광복절", "개천절", "한글날", "기독탄신일"]
            {
                for day in named(&calendar, year, name) {
                    let shared = calendar.name(day).unwrap().contains('·');
                    if weekend(day) || (shared && name == "부처님오신날") {
                        expected.insert((year, substitute(name)));
                    }
                }
            }
            for feast in ["설날", "추석"] {
                let lost = |day: &Date| {
                    day.weekday().to_monday_zero_offset() == 6 || calendar.name(*day).unwrap().contains('·')
                };
                if named(&calendar, year, feast).iter().any(lost) {
                    expected.insert((year, substitute(feast)));
                }
            }
        }
        let found: HashSet<_> = calendar
            .days()
            .filter(|(_, name)| name.starts_with("대체"))
            .map(|(day, name)| {
                assert!(!weekend(day), "{day}");
                // It is the first working day after the one that it stands for.
                let mut before = day.yesterday().unwrap();
                while weekend(before) && !calendar.is_holiday(before) {
                    before = before.yesterday().unwrap();
                }
                assert!(calendar.is_holiday(before), "{day} follows no holiday");
                (day.year(), name.to_owned())
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn decreed_days_and_elections_are_there() {
        let calendar = HolidayCalendar::builtin();
        for (year, month, day) in [
            (2024, 4, 10),
            (2024, 10, 1),
            (2025, 1, 27),
            (2025, 6, 3),
            (2026, 6, 3),
            (2028, 4, 12),
            (2030, 3, 27),
            (2030, 6, 12),
        ] {
            assert!(calendar.is_holiday(date(year, month, day)), "{year}-{month}-{day}");
        }
        assert!(!calendar.is_holiday(date(2026, 11, 23)) && !calendar.is_holiday(date(2025, 5, 1)));
    }

    #[test]
    fn an_import_has_the_last_word_in_its_months() {
        let day = |year, month, day, name: &str| (date(year, month, day), name.to_owned());
        let more = vec![day(2030, 3, 1, "삼일절"), day(2030, 3, 28, "임시공휴일"), day(2031, 1, 1, "1월1일")];
        let calendar = HolidayCalendar::builtin().extended(more);
        assert!(!calendar.is_holiday(date(2030, 3, 27)), "the election that moved");
        assert_eq!(calendar.name(date(2030, 3, 28)), Some("임시공휴일"));
        assert!(calendar.is_holiday(date(2030, 2, 3)) && calendar.is_holiday(date(2030, 6, 12)));
        assert!(calendar.covers(2031));
        assert_eq!(HolidayCalendar::builtin().extended(Vec::new()), HolidayCalendar::builtin());
    }
}
