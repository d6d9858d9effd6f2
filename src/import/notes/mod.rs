//! What the public data says of hours in free text: lunch breaks, closed days, weeks of the month.
//! Read only where a sentence is plain from end to end; everything else stays the note it is.
//! Never opens a day for longer than the fields of the record do.

mod grammar;
mod scan;

use jiff::civil::Weekday;

use crate::domain::{
    hours::{DayHours, HOLIDAY, WeeksOfMonth},
    record::SourceHours,
};
use grammar::{Lunch, Statement};

/// Some of the eight kinds of day: bit 0 Monday … bit 6 Sunday, bit 7 public holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(u8);

impl Days {
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(0b0001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b0110_0000);
    /// Every day and public holidays.
    pub const ALL: Self = Self(0xFF);

    /// One weekday.
    pub fn of(day: Weekday) -> Self {
        Self(1 << day.to_monday_zero_offset())
    }

    fn index(index: usize) -> Self {
        Self(1 << index)
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn iter(self) -> impl Iterator<Item = usize> {
        (0..8).filter(move |i| self.0 & (1 << i) != 0)
    }
}

/// What is said of closing on one kind of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// `휴진`, `전부휴진`.
    Always,
    /// `정상근무`.
    Never,
    /// `1,3주 휴진`.
    InWeeks(WeeksOfMonth),
    /// `2,4주 진료`.
    NotInWeeks(WeeksOfMonth),
    /// Anything else.
    Unclear,
}

/// Reads a field that speaks of closing on a day known from the field's name.
pub fn closing(text: &str) -> Closing {
    grammar::closing(text)
}

/// Reads a field of a lunch break (`12:30 ~ 13:30`, `없음`) and applies it to `days` unless it
/// names days itself. Whether it was wholly read.
pub fn lunch(text: &str, days: Days, hours: &mut SourceHours) -> bool {
    match grammar::lunch(text) {
        Some(parts) => {
            apply_lunch(&parts, days, hours);
            true
        }
        None => false,
    }
}

/// Reads a line of free text and applies what is plain in it to the hours. Gives back the line
/// when it is still needed as a note: not wholly read, or at odds with the record's own hours.
pub fn take(line: &str, hours: &mut SourceHours) -> Option<String> {
    let mut wholly = true;
    for clause in grammar::clauses(line) {
        match grammar::statements(&clause) {
            Some(statements) => {
                for statement in &statements {
                    wholly &= apply(statement, hours);
                }
            }
            None => wholly = false,
        }
    }
    (!wholly).then(|| line.to_owned())
}

/// Whether the hours now say all that the statement says.
fn apply(statement: &Statement, hours: &mut SourceHours) -> bool {
    match statement {
        Statement::Lunch(parts) => apply_lunch(parts, Days::ALL, hours),
        Statement::Closed(days) => every(*days, |day| close(day, hours)),
        Statement::Weeks { days, weeks, open } => {
            let held = if *open { *weeks } else { weeks.except() };
            every(*days, |day| limit(day, held, hours))
        }
    }
}

/// Does something for each of the days, whatever becomes of the others. Whether all went well.
fn every(days: Days, mut act: impl FnMut(usize) -> bool) -> bool {
    days.iter().map(|day| u8::from(!act(day))).sum::<u8>() == 0
}

/// Closes a day. A day that has hours is closed too, and the words stay beside it.
fn close(day: usize, hours: &mut SourceHours) -> bool {
    let at_odds = hours.days[day].as_ref().is_some_and(|known| !known.ranges().is_empty());
    hours.days[day] = Some(DayHours::CLOSED);
    !at_odds
}

/// Limits a weekday that has hours to some weeks of the month.
fn limit(day: usize, held: WeeksOfMonth, hours: &mut SourceHours) -> bool {
    let open = hours.days[day].as_ref().is_some_and(|known| !known.ranges().is_empty());
    if !open || day >= HOLIDAY {
        return false;
    }
    let before = hours.weeks[day].unwrap_or(WeeksOfMonth::ALL);
    let both: Vec<u8> = before.iter().filter(|week| held.iter().any(|h| h == *week)).collect();
    if both.is_empty() {
        return false;
    }
    hours.weeks[day] = Some(WeeksOfMonth::of(&both));
    true
}

/// Takes the break out of the days that are open before and after it. Whether it found a day, or
/// only said that there is no break.
fn apply_lunch(parts: &[Lunch], default: Days, hours: &mut SourceHours) -> bool {
    let spoken_of = |part: &Lunch| part.days.unwrap_or(Days(0));
    let apart = parts.iter().map(spoken_of).fold(Days(0), Days::and);
    let mut found = parts.iter().all(|part| part.range.is_none());
    for part in parts {
        let Some((from, to)) = part.range else { continue };
        for day in part.days.unwrap_or(default.without(apart)).iter() {
            let Some(known) = &hours.days[day] else { continue };
            let cut = known.with_break(from, to);
            found |= cut != *known;
            hours.days[day] = Some(cut);
        }
    }
    found
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
