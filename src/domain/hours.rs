//! Opening hours of a week and of public holidays, and the one rule that decides "open now".
//!
//! What is not known stays [`DayHours::Unknown`]: it is never shown as closed or open.

use std::{fmt, str::FromStr};

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{
    holiday::HolidayCalendar,
    time::{at_minute, minute_of_day, weekday_index},
};

/// Minutes of a day.
pub const DAY: u16 = 24 * 60;
/// Index of the public-holiday row in [`WeeklyHours`]; Monday is 0, Sunday 6.
pub const HOLIDAY: usize = 7;
/// A place that does not close within so many days is open round the clock.
const ROUND_THE_CLOCK_DAYS: i8 = 14;
/// How far ahead the next opening is looked for: a first Saturday is at most five weeks off.
const OPENING_DAYS: u8 = 36;

/// One stretch of a day, in minutes since its midnight; `close` is past [`DAY`] when it ends on
/// the next day (22:00–01:00 is 1320–1500).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Range {
    open: u16,
    close: u16,
}

impl Range {
    /// `None` unless `open` is within the day and `close` within the 24 hours after it.
    pub fn new(open: u16, close: u16) -> Option<Self> {
        (open < DAY && open < close && close <= open + DAY).then_some(Self { open, close })
    }

    /// From two clock times as the public data writes them: a closing at or before the opening
    /// means the next day; equal times mean nothing certain and give `None`.
    pub fn from_clock(open: u16, close: u16) -> Option<Self> {
        if open == close {
            return None;
        }
        Self::new(open, if close < open { close + DAY } else { close })
    }

    /// Minutes since midnight.
    pub fn open(self) -> u16 {
        self.open
    }

    /// Minutes since the midnight before the opening.
    pub fn close(self) -> u16 {
        self.close
    }
}

/// The hours of one kind of day. Its text form is a field of [`WeeklyHours`]'.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum DayHours {
    /// Nobody told us.
    #[default]
    Unknown,
    /// Known; sorted and disjoint, empty when closed all day. A gap between two ranges is a break.
    Known(Vec<Range>),
}

impl DayHours {
    /// Closed all day.
    pub const CLOSED: Self = Self::Known(Vec::new());

    /// Sorts the ranges and joins those that touch or overlap; what is joined still ends within 24
    /// hours of its opening, as every range does.
    pub fn known(mut ranges: Vec<Range>) -> Self {
        ranges.sort_unstable();
        let mut joined: Vec<Range> = Vec::with_capacity(ranges.len());
        for next in ranges {
            match joined.last_mut() {
                Some(last) if next.open <= last.close => last.close = last.close.max(next.close).min(last.open + DAY),
                _ => joined.push(next),
            }
        }
        Self::Known(joined)
    }

    /// The ranges; empty both when closed and when unknown.
    pub fn ranges(&self) -> &[Range] {
        match self {
            Self::Unknown => &[],
            Self::Known(ranges) => ranges,
        }
    }

    /// Whether the hours are known.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// The gaps between the ranges as `(from, to)` minutes: lunch, mostly.
    pub fn breaks(&self) -> impl Iterator<Item = (u16, u16)> {
        self.ranges().windows(2).map(|pair| (pair[0].close, pair[1].open))
    }

    /// Takes `(from, to)` out of the ranges that hold it whole; the others stay as they are.
    pub fn with_break(&self, from: u16, to: u16) -> Self {
        let Self::Known(ranges) = self else { return Self::Unknown };
        let cut = |range: &Range| {
            if range.open < from && from < to && to < range.close {
                vec![Range { open: range.open, close: from }, Range { open: to, close: range.close }]
            } else {
                vec![*range]
            }
        };
        Self::Known(ranges.iter().flat_map(cut).collect())
    }
}

/// Which weeks of the month a weekday's hours hold in: bit 0 is its first occurrence in the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WeeksOfMonth(u8);

impl WeeksOfMonth {
    /// Every week.
    pub const ALL: Self = Self(0b1_1111);

    /// From occurrences 1–5; others are ignored; none at all means every week.
    pub fn of(weeks: &[u8]) -> Self {
        let bits = weeks.iter().filter(|w| (1..=5).contains(*w)).fold(0, |bits, w| bits | 1 << (w - 1));
        if bits == 0 { Self::ALL } else { Self(bits) }
    }

    /// The weeks that are not in this set; every week when that would be none.
    pub fn except(self) -> Self {
        if self == Self::ALL { Self::ALL } else { Self(!self.0 & Self::ALL.0) }
    }

    /// Whether the date's weekday is in one of these weeks of its month.
    pub fn holds_on(self, date: Date) -> bool {
        self.0 & (1 << ((date.day() - 1) / 7)) != 0
    }

    /// Occurrences 1–5.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (1..=5).filter(move |w| self.0 & (1 << (w - 1)) != 0)
    }
}

/// A week of hours and the public-holiday row.
///
/// Its text form is eight fields joined by `;`, Monday first, the holiday last: `?` unknown, `-`
/// closed, else ranges `0900-1300,1400-1800`; a weekday of certain weeks adds `@13`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WeeklyHours {
    days: [DayHours; 8],
    weeks: [WeeksOfMonth; 7],
}

impl Default for WeeklyHours {
    fn default() -> Self {
        Self { days: Default::default(), weeks: [WeeksOfMonth::ALL; 7] }
    }
}

impl WeeklyHours {
    /// From Monday … Sunday and the public-holiday row.
    pub fn new(days: [DayHours; 8]) -> Self {
        Self { days, ..Self::default() }
    }

    /// The row of a weekday (0–6) or of public holidays ([`HOLIDAY`]).
    pub fn day(&self, index: usize) -> &DayHours {
        &self.days[index]
    }

    /// Replaces a row.
    pub fn set_day(&mut self, index: usize, hours: DayHours) {
        self.days[index] = hours;
    }

    /// The weeks of the month in which a weekday's row holds.
    pub fn weeks(&self, weekday: usize) -> WeeksOfMonth {
        self.weeks[weekday]
    }

    /// Limits a weekday's row to some weeks of the month; the place is closed in the others.
    pub fn set_weeks(&mut self, weekday: usize, weeks: WeeksOfMonth) {
        self.weeks[weekday] = weeks;
    }

    /// Whether any row is known.
    pub fn is_known(&self) -> bool {
        self.days.iter().any(DayHours::is_known)
    }

    /// Open after 20:00 on some weekday, or at all on Sundays or public holidays (야간·휴일).
    pub fn night_or_holiday(&self) -> bool {
        let late = |day: &DayHours| day.ranges().iter().any(|r| r.close > 20 * 60);
        self.days[..5].iter().any(late) || self.days[6..].iter().any(|day| !day.ranges().is_empty())
    }

    /// The hours of a date: the holiday row on public holidays, closed in a week that does not count.
    pub fn on(&self, date: Date, holidays: &HolidayCalendar) -> &DayHours {
        static CLOSED: DayHours = DayHours::CLOSED;
        if holidays.is_holiday(date) {
            return &self.days[HOLIDAY];
        }
        let weekday = weekday_index(date);
        let hours = &self.days[weekday];
        if hours.is_known() && !self.weeks[weekday].holds_on(date) { &CLOSED } else { hours }
    }

    /// The state at a moment of Korean civil time.
    pub fn state_at(&self, at: DateTime, holidays: &HolidayCalendar) -> OpenState {
        let today = at.date();
        let minute = minute_of_day(at);
        if let Some(close) = self.closing(today, minute, holidays) {
            return OpenState::Open { until: self.runs_until(today, close, holidays) };
        }
        let hours = self.on(today, holidays);
        if !hours.is_known() {
            return OpenState::Unknown;
        }
        let earlier = hours.ranges().iter().any(|r| r.close <= minute);
        match hours.ranges().iter().find(|r| r.open > minute) {
            Some(next) if earlier => OpenState::Break { opens_at: at_minute(today, next.open) },
            Some(next) => OpenState::Closed { opens_at: Some(at_minute(today, next.open)) },
            None => OpenState::Closed { opens_at: self.next_opening(today, holidays) },
        }
    }

    /// The end, in minutes of the same day, of the stretch that a minute lies in: one of the day's
    /// own or what the day before left over, whichever ends later. `None` when neither is open.
    fn closing(&self, day: Date, minute: u16, holidays: &HolidayCalendar) -> Option<u16> {
        let own = self.on(day, holidays).ranges().iter().find(|r| (r.open..r.close).contains(&minute));
        let before = day.yesterday().ok().and_then(|day| self.on(day, holidays).ranges().last());
        let left_over = before.and_then(|r| r.close.checked_sub(DAY)).filter(|close| minute < *close);
        own.map(|r| r.close).max(left_over)
    }

    /// When a stretch that ends at `close` minutes of a day is over, followed as long as another goes
    /// straight on; `None` when that does not end: open round the clock.
    fn runs_until(&self, today: Date, mut close: u16, holidays: &HolidayCalendar) -> Option<DateTime> {
        let (mut day, mut ahead) = (today, 0);
        while ahead <= ROUND_THE_CLOCK_DAYS {
            if close >= DAY {
                day = day.tomorrow().ok()?;
                ahead += 1;
                close -= DAY;
            }
            match self.closing(day, close, holidays) {
                Some(later) => close = later,
                None => return Some(at_minute(day, close)),
            }
        }
        None
    }

    /// The first opening after a date, if every day up to it is known.
    fn next_opening(&self, after: Date, holidays: &HolidayCalendar) -> Option<DateTime> {
        let mut day = after;
        for _ in 0..OPENING_DAYS {
            day = day.tomorrow().ok()?;
            let hours = self.on(day, holidays);
            if let Some(first) = hours.ranges().first() {
                return Some(at_minute(day, first.open));
            }
            if !hours.is_known() {
                return None;
            }
        }
        None
    }
}

/// Whether a place is open at a moment, and what comes next. Korean civil time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum OpenState {
    /// Open; `until` is `None` when it never closes.
    Open {
        /// Closing time.
        until: Option<DateTime>,
    },
    /// Between two stretches of one day.
    Break {
        /// End of the break.
        opens_at: DateTime,
    },
    /// Closed; `opens_at` is `None` when the next opening is not known.
    Closed {
        /// Next opening.
        opens_at: Option<DateTime>,
    },
    /// The hours of the day are not known.
    Unknown,
}

impl OpenState {
    /// Open right now.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// `open`, `break`, `closed` or `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Break { .. } => "break",
            Self::Closed { .. } => "closed",
            Self::Unknown => "unknown",
        }
    }
}

/// `HHMM` of minutes since midnight; past 2400 for the next day.
fn hhmm(minutes: u16) -> u16 {
    minutes / 60 * 100 + minutes % 60
}

impl fmt::Display for DayHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("?"),
            Self::Known(ranges) if ranges.is_empty() => f.write_str("-"),
            Self::Known(ranges) => ranges.iter().enumerate().try_for_each(|(i, range)| {
                let comma = if i > 0 { "," } else { "" };
                write!(f, "{comma}{:04}-{:04}", hhmm(range.open), hhmm(range.close))
            }),
        }
    }
}

impl FromStr for DayHours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("not the hours of a day: {text:?}");
        Ok(match text {
            "?" => Self::Unknown,
            "-" => Self::CLOSED,
            ranges => Self::known(ranges.split(',').map(parse_range).collect::<Option<_>>().ok_or_else(wrong)?),
        })
    }
}

impl fmt::Display for WeeklyHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, day) in self.days.iter().enumerate() {
            if index > 0 {
                f.write_str(";")?;
            }
            write!(f, "{day}")?;
            if index < HOLIDAY && self.weeks[index] != WeeksOfMonth::ALL {
                f.write_str("@")?;
                self.weeks[index].iter().try_for_each(|week| write!(f, "{week}"))?;
            }
        }
        Ok(())
    }
}

impl FromStr for WeeklyHours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("not a week of hours: {text:?}");
        let mut week = Self::default();
        let mut fields = text.split(';');
        for index in 0..8 {
            let field = fields.next().ok_or_else(wrong)?;
            let (hours, weeks) = field.split_once('@').unwrap_or((field, ""));
            week.days[index] = hours.parse().map_err(|_| wrong())?;
            if index < HOLIDAY && !weeks.is_empty() {
                week.weeks[index] = WeeksOfMonth::of(&weeks.bytes().map(|b| b.wrapping_sub(b'0')).collect::<Vec<_>>());
            }
        }
        if fields.next().is_some() { Err(wrong()) } else { Ok(week) }
    }
}

/// `0900-1300`.
fn parse_range(text: &str) -> Option<Range> {
    let (open, close) = text.split_once('-')?;
    let minutes = |hhmm: &str| {
        let value: u16 = hhmm.parse().ok()?;
        let digits = hhmm.len() == 4 && hhmm.bytes().all(|b| b.is_ascii_digit());
        (digits && value % 100 < 60).then_some(value / 100 * 60 + value % 100)
    };
    Range::new(minutes(open)?, minutes(close)?)
}

impl TryFrom<String> for WeeklyHours {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<WeeklyHours> for String {
    fn from(hours: WeeklyHours) -> Self {
        hours.to_string()
    }
}

#[cfg(test)]
#[path = "hours_tests.rs"]
mod tests;
