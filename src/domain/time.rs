//! Korean civil time. Korea has one zone and no daylight saving since 1988, so a fixed offset is
//! exact for every moment this service handles.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};
use serde::{Serialize, Serializer};

use super::hours::DAY;

/// UTC+09:00, Asia/Seoul.
pub const SEOUL: Offset = Offset::constant(9);

/// The wall clock in Seoul at a moment.
pub fn seoul(at: Timestamp) -> DateTime {
    SEOUL.to_datetime(at)
}

/// RFC 3339 in seconds with `+09:00`, the form of every time in the JSON API. Years have four digits.
pub struct Rfc3339([u8; 25]);

impl Rfc3339 {
    /// Its text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl From<DateTime> for Rfc3339 {
    fn from(at: DateTime) -> Self {
        // Digit by digit: strftime takes fifty times as long, and a month of slots has thousands of times.
        let mut text = *b"0000-00-00T00:00:00+09:00";
        let mut two = |place: usize, number: u8| {
            text[place] += number / 10;
            text[place + 1] += number % 10;
        };
        let year = at.year().unsigned_abs();
        two(0, (year / 100) as u8);
        two(2, (year % 100) as u8);
        two(5, at.month() as u8);
        two(8, at.day() as u8);
        two(11, at.hour() as u8);
        two(14, at.minute() as u8);
        two(17, at.second() as u8);
        Self(text)
    }
}

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// [`Rfc3339`] as a text of its own.
pub fn rfc3339(at: DateTime) -> String {
    Rfc3339::from(at).as_str().to_owned()
}

/// Reads an RFC 3339 time with any offset, or a local `YYYY-MM-DDTHH:MM[:SS]` meant as Seoul time.
pub fn parse_moment(text: &str) -> Option<DateTime> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(seoul(at));
    }
    // A day alone is no moment.
    text.contains(['T', 't', ' ']).then(|| text.parse::<DateTime>().ok())?
}

/// A day's midnight and some minutes, of less than two days. Without a span of time, whose arithmetic
/// would take most of what a list of open places or a month of slots takes.
pub fn at_minute(day: Date, minutes: u16) -> DateTime {
    let day = if minutes < DAY { day } else { day.tomorrow().unwrap_or(day) };
    let minutes = minutes % DAY;
    day.at((minutes / 60) as i8, (minutes % 60) as i8, 0, 0)
}

/// Minutes since midnight.
pub fn minute_of_day(at: DateTime) -> u16 {
    at.hour() as u16 * 60 + at.minute() as u16
}

/// Monday is 0, Sunday is 6.
pub fn weekday_index(date: Date) -> usize {
    date.weekday().to_monday_zero_offset() as usize
}

/// The moment at which the wall clock in Seoul shows this.
pub fn timestamp(at: DateTime) -> Timestamp {
    SEOUL.to_timestamp(at).unwrap_or(if at.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
