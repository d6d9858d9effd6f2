//! An open state in words: "진료중 · 18:30까지 · 40분 남음".

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::Lang;
use crate::domain::{hours::OpenState, time::weekday_index};

/// An open state as it is shown: shape and colour by `shape`, then a bold word, then the quiet rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateLine {
    /// `open`, `break`, `closed` or `unknown`.
    pub shape: String,
    /// `진료중`.
    pub word: String,
    /// `18:30까지`; empty when there is nothing to add.
    pub detail: String,
}

impl Lang {
    /// The line for a state at a moment of Korean civil time; pharmacies trade rather than treat.
    pub fn state_line(self, state: OpenState, now: DateTime, pharmacy: bool) -> StateLine {
        let (word, detail) = match state {
            OpenState::Open { until } => {
                let word = if pharmacy { self.state_open_pharmacy() } else { self.state_open() };
                (word, self.until_when(until, now))
            }
            OpenState::Break { opens_at } => {
                let lunch = (12..=15).contains(&opens_at.hour());
                let word = if lunch { self.state_break() } else { self.state_break_other() };
                (word, self.starts_again(&clock(opens_at)))
            }
            OpenState::Closed { opens_at } => {
                let word = if pharmacy { self.state_closed_pharmacy() } else { self.state_closed() };
                (word, opens_at.map(|at| self.opens(&self.day_and_time(at, now))).unwrap_or_default())
            }
            OpenState::Unknown => (self.state_unknown(), String::new()),
        };
        StateLine { shape: state.word().to_owned(), word: word.to_owned(), detail }
    }

    fn until_when(self, until: Option<DateTime>, now: DateTime) -> String {
        let Some(until) = until else { return self.round_the_clock().to_owned() };
        let days = days_between(now, until);
        let time = match days {
            1 if (until.hour(), until.minute()) == (0, 0) => "24:00".to_owned(),
            0 => clock(until),
            1 => self.next_day(&clock(until)),
            _ => self.day_and_time(until, now),
        };
        let text = self.until(&time);
        match minutes_between(now, until) {
            left @ 1..60 => format!("{text} · {}", self.minutes_left(left)),
            _ => text,
        }
    }

    /// `오늘 09:00`, `내일 09:00`, `월 09:00`, `12월 25일(금) 09:00`.
    pub fn day_and_time(self, at: DateTime, now: DateTime) -> String {
        let time = clock(at);
        let weekday = self.weekday(weekday_index(at.date()));
        match days_between(now, at) {
            0 => self.today_at(&time),
            1 => self.tomorrow_at(&time),
            2..7 => self.day_at(weekday, &time),
            _ => self.date_at(at.month(), at.day(), weekday, &time),
        }
    }
}

/// `HH:MM`.
fn clock(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn days_between(from: DateTime, to: DateTime) -> i32 {
    from.date().until(to.date()).map_or(0, |span| span.get_days())
}

/// Minutes from one moment to another, the first cut to its minute.
fn minutes_between(from: DateTime, to: DateTime) -> i32 {
    let minute = |at: DateTime| i32::from(at.hour()) * 60 + i32::from(at.minute());
    days_between(from, to) * 1440 + minute(to) - minute(from)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn lines_say_what_comes_next() {
        let now = date(2026, 11, 25).at(17, 50, 30, 0);
        let at = |day, hour, minute| date(2026, 11, day).at(hour, minute, 0, 0);
        let line = |state| {
            let line = Lang::Ko.state_line(state, now, false);
            format!("{} · {}", line.word, line.detail)
        };
        assert_eq!(line(OpenState::Open { until: Some(at(25, 18, 30)) }), "진료중 · 18:30까지 · 40분 남음");
        assert_eq!(line(OpenState::Open { until: Some(at(25, 20, 0)) }), "진료중 · 20:00까지");
        assert_eq!(line(OpenState::Open { until: Some(at(26, 0, 0)) }), "진료중 · 24:00까지");
        assert_eq!(line(OpenState::Open { until: Some(at(26, 1, 0)) }), "진료중 · 다음 날 01:00까지");
        assert_eq!(line(OpenState::Open { until: None }), "진료중 · 24시간");
        assert_eq!(line(OpenState::Break { opens_at: at(25, 14, 0) }), "점심시간 · 14:00 다시 시작");
        assert_eq!(line(OpenState::Break { opens_at: at(25, 18, 0) }), "쉬는 시간 · 18:00 다시 시작");
        assert_eq!(line(OpenState::Closed { opens_at: Some(at(26, 9, 0)) }), "진료 종료 · 내일 09:00");
        assert_eq!(line(OpenState::Closed { opens_at: Some(at(30, 9, 0)) }), "진료 종료 · 월 09:00");
        assert_eq!(line(OpenState::Closed { opens_at: None }), "진료 종료 · ");
        assert_eq!(line(OpenState::Unknown), "시간 정보 없음 · ");
        assert_eq!(Lang::Ko.state_line(OpenState::Open { until: None }, now, true).word, "영업중");
    }
}
