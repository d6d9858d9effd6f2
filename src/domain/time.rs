//! Korean civil time. Korea has one zone and no daylight saving since 1988, so a fixed offset is
//! exact for every moment this service handles.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};

/// UTC+09:00, Asia/Seoul.
pub const SEOUL: Offset = Offset::constant(9);

/// The wall clock in Seoul at a moment.
pub fn seoul(at: Timestamp) -> DateTime {
    SEOUL.to_datetime(at)
}

/// RFC 3339 in seconds with `+09:00`, the form of every time in the JSON API. Years have four digits.
pub fn rfc3339(at: DateTime) -> String {
    // Digit by digit: strftime takes fifty times as long, and a list of places has twenty times.
    let mut text = String::with_capacity(25);
    let mut two = |lead: &str, number: i8| {
        text.push_str(lead);
        text.push((b'0' + number as u8 / 10) as char);
        text.push((b'0' + number as u8 % 10) as char);
    };
    two("", (at.year() / 100) as i8);
    two("", (at.year() % 100) as i8);
    two("-", at.month());
    two("-", at.day());
    two("T", at.hour());
    two(":", at.minute());
    two(":", at.second());
    text.push_str("+09:00");
    text
}

/// Reads an RFC 3339 time with any offset, or a local `YYYY-MM-DDTHH:MM[:SS]` meant as Seoul time.
pub fn parse_moment(text: &str) -> Option<DateTime> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(seoul(at));
    }
    // A day alone is no moment.
    text.contains(['T', 't', ' ']).then(|| text.parse::<DateTime>().ok())?
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
