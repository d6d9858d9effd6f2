use jiff::{
    ToSpan,
    civil::{date, datetime},
};
use proptest::prelude::*;

use super::*;

/// 2026-11-23 is a Monday without a holiday near it.
const MONDAY: Date = date(2026, 11, 23);

fn week(text: &str) -> WeeklyHours {
    text.parse().unwrap()
}

fn state(text: &str, at: DateTime) -> OpenState {
    week(text).state_at(at, &HolidayCalendar::builtin())
}

fn open_until(at: DateTime) -> OpenState {
    OpenState::Open { until: Some(at) }
}

fn opens(at: DateTime) -> OpenState {
    OpenState::Closed { opens_at: Some(at) }
}

const CLINIC: &str =
    "0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300;-;-";

#[test]
fn a_clinic_opens_takes_its_lunch_and_closes() {
    assert_eq!(state(CLINIC, MONDAY.at(8, 59, 59, 0)), opens(MONDAY.at(9, 0, 0, 0)));
    assert_eq!(state(CLINIC, MONDAY.at(9, 0, 0, 0)), open_until(MONDAY.at(13, 0, 0, 0)));
    assert_eq!(state(CLINIC, MONDAY.at(12, 59, 59, 0)), open_until(MONDAY.at(13, 0, 0, 0)));
    assert_eq!(state(CLINIC, MONDAY.at(13, 0, 0, 0)), OpenState::Break { opens_at: MONDAY.at(14, 0, 0, 0) });
    assert_eq!(state(CLINIC, MONDAY.at(17, 59, 0, 0)), open_until(MONDAY.at(18, 0, 0, 0)));
    assert_eq!(state(CLINIC, MONDAY.at(18, 0, 0, 0)), opens(datetime(2026, 11, 24, 9, 0, 0, 0)));
    // Saturday afternoon: over Sunday to Monday.
    assert_eq!(state(CLINIC, datetime(2026, 11, 28, 13, 0, 0, 0)), opens(datetime(2026, 11, 30, 9, 0, 0, 0)));
}

#[test]
fn a_night_pharmacy_stays_open_past_midnight() {
    let night = "1800-2500;1800-2500;1800-2500;1800-2500;1800-2500;-;-;-";
    assert_eq!(state(night, MONDAY.at(23, 0, 0, 0)), open_until(datetime(2026, 11, 24, 1, 0, 0, 0)));
    assert_eq!(state(night, datetime(2026, 11, 24, 0, 59, 0, 0)), open_until(datetime(2026, 11, 24, 1, 0, 0, 0)));
    assert_eq!(state(night, datetime(2026, 11, 24, 1, 0, 0, 0)), opens(datetime(2026, 11, 24, 18, 0, 0, 0)));
    // Friday's hours reach into a Saturday that is closed.
    assert_eq!(state(night, datetime(2026, 11, 28, 0, 30, 0, 0)), open_until(datetime(2026, 11, 28, 1, 0, 0, 0)));
    assert_eq!(Range::from_clock(22 * 60, 60), Range::new(1320, 1500));
    assert_eq!(Range::from_clock(540, 540), None);
    assert_eq!(Range::from_clock(540, 0), Range::new(540, DAY));
}

#[test]
fn what_yesterday_left_over_counts_even_where_today_is_unknown_or_opens_meanwhile() {
    let spills = "2200-2600;?;?;?;?;?;?;?";
    let tuesday = datetime(2026, 11, 24, 1, 59, 0, 0);
    assert_eq!(state(spills, tuesday), open_until(datetime(2026, 11, 24, 2, 0, 0, 0)));
    assert_eq!(state(spills, datetime(2026, 11, 24, 2, 0, 0, 0)), OpenState::Unknown);
    // A short stretch of Tuesday lies inside what Monday left over.
    let overlapping = "2200-2600;0030-0100;-;-;-;-;-;-";
    assert_eq!(state(overlapping, datetime(2026, 11, 24, 0, 40, 0, 0)), open_until(datetime(2026, 11, 24, 2, 0, 0, 0)));
    let going_on = "2200-2600;0100-0500;-;-;-;-;-;-";
    assert_eq!(state(going_on, MONDAY.at(22, 0, 0, 0)), open_until(datetime(2026, 11, 24, 5, 0, 0, 0)));
}

#[test]
fn round_the_clock_never_closes() {
    let always = "0000-2400;0000-2400;0000-2400;0000-2400;0000-2400;0000-2400;0000-2400;0000-2400";
    for hour in 0..24 {
        assert_eq!(state(always, MONDAY.at(hour, 0, 0, 0)), OpenState::Open { until: None });
    }
    let but_sundays = "0000-2400;0000-2400;0000-2400;0000-2400;0000-2400;0000-2400;0900-1300;0000-2400";
    assert_eq!(state(but_sundays, MONDAY.at(3, 0, 0, 0)), open_until(datetime(2026, 11, 29, 0, 0, 0, 0)));
    assert_eq!(
        state(but_sundays, datetime(2026, 11, 29, 0, 0, 0, 0)),
        opens(datetime(2026, 11, 29, 9, 0, 0, 0)),
        "Saturday ends at midnight"
    );
}

#[test]
fn certain_saturdays_of_the_month() {
    let first_and_third = "-;-;-;-;-;0900-1300@13;-;-";
    let saturday = |day| datetime(2026, 11, day, 10, 0, 0, 0);
    for (day, open) in [(7, true), (14, false), (21, true), (28, false)] {
        assert_eq!(state(first_and_third, saturday(day)).is_open(), open, "2026-11-{day}");
    }
    assert_eq!(state(first_and_third, saturday(28)), opens(datetime(2026, 12, 5, 9, 0, 0, 0)));
    // From a first Saturday to the next, over five weeks: further than a fortnight.
    let first = "-;-;-;-;-;0900-1300@1;-;-";
    assert_eq!(state(first, datetime(2026, 8, 1, 13, 0, 0, 0)), opens(datetime(2026, 9, 5, 9, 0, 0, 0)));
    // In a week that does not count an unknown row stays unknown.
    assert_eq!(state("?;?;?;?;?;?@13;?;?", saturday(14)), OpenState::Unknown);
    assert_eq!(WeeksOfMonth::of(&[2, 4]).except(), WeeksOfMonth::of(&[1, 3, 5]));
    assert_eq!(WeeksOfMonth::of(&[]), WeeksOfMonth::ALL);
    assert_eq!(WeeksOfMonth::ALL.except(), WeeksOfMonth::ALL);
    assert_eq!(WeeksOfMonth::of(&[1, 3, 9]).iter().collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn holidays_have_their_own_row_and_their_eve_runs_into_them() {
    // 2026-10-09 한글날 is a Friday.
    let text = "0900-1800;0900-1800;0900-1800;0900-2500;0900-1800;-;-;1000-1200";
    let holiday = |hour| datetime(2026, 10, 9, hour, 0, 0, 0);
    assert_eq!(state(text, holiday(9)), opens(holiday(10)));
    assert_eq!(state(text, holiday(11)), open_until(holiday(12)));
    assert_eq!(state(text, holiday(12)), opens(datetime(2026, 10, 12, 9, 0, 0, 0)));
    assert_eq!(state(text, holiday(0)), open_until(holiday(1)), "Thursday's hours, past midnight");
    // A holiday that is closed, then one of unknown hours.
    assert_eq!(
        state("0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;-;-;-", datetime(2026, 10, 8, 18, 0, 0, 0)),
        opens(datetime(2026, 10, 12, 9, 0, 0, 0))
    );
    let unknown = "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;-;-;?";
    assert_eq!(state(unknown, holiday(11)), OpenState::Unknown);
    assert_eq!(state(unknown, datetime(2026, 10, 8, 18, 0, 0, 0)), OpenState::Closed { opens_at: None });
    // Holiday hours past midnight, into an ordinary day.
    let late = "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;-;-;2200-2500";
    assert_eq!(state(late, datetime(2026, 10, 10, 0, 30, 0, 0)), open_until(datetime(2026, 10, 10, 1, 0, 0, 0)));
}

#[test]
fn what_is_unknown_stays_unknown() {
    assert_eq!(
        WeeklyHours::default().state_at(MONDAY.at(10, 0, 0, 0), &HolidayCalendar::builtin()),
        OpenState::Unknown
    );
    assert!(!WeeklyHours::default().is_known() && !WeeklyHours::default().night_or_holiday());
    assert_eq!(DayHours::Unknown.with_break(720, 780), DayHours::Unknown);
    assert_eq!(state("-;-;-;-;-;-;-;-", MONDAY.at(10, 0, 0, 0)), OpenState::Closed { opens_at: None });
}

#[test]
fn late_and_holiday_hours_are_told_from_ordinary_ones() {
    assert!(!week(CLINIC).night_or_holiday());
    for text in ["-;-;0900-2030;-;-;-;-;-", "-;-;-;-;-;-;0900-1200;-", "-;-;-;-;-;-;-;0900-1200"] {
        assert!(week(text).night_or_holiday(), "{text}");
    }
    assert!(!week("0900-2000;-;-;-;-;0900-2200;-;?").night_or_holiday());
}

#[test]
fn breaks_are_cut_only_out_of_what_holds_them_whole() {
    let day = DayHours::known(vec![Range::new(540, 1080).unwrap()]);
    let with = day.with_break(780, 840);
    assert_eq!(with.breaks().collect::<Vec<_>>(), [(780, 840)]);
    for (from, to) in [(500, 600), (1000, 1100), (540, 600), (800, 800), (900, 800), (1200, 1300)] {
        assert_eq!(day.with_break(from, to), day, "{from}-{to}");
    }
    assert_eq!(DayHours::CLOSED.with_break(780, 840), DayHours::CLOSED);
}

#[test]
fn text_that_is_no_week_is_refused() {
    for text in [
        "",
        "-",
        "-;-;-;-;-;-;-",
        "-;-;-;-;-;-;-;-;-",
        "0900;-;-;-;-;-;-;-",
        "0960-1800;-;-;-;-;-;-;-",
        "2400-2500;-;-;-;-;-;-;-",
        "0900-0900;-;-;-;-;-;-;-",
        "+900-1800;-;-;-;-;-;-;-",
        "0900-3301;-;-;-;-;-;-;-",
        "open;-;-;-;-;-;-;-",
    ] {
        assert!(text.parse::<WeeklyHours>().is_err(), "{text:?}");
    }
}

fn day_hours() -> impl Strategy<Value = DayHours> {
    // Five-minute steps, so that touching, overlapping and nested stretches come up often.
    let range = (0..288_u16, 1..=288_u16).prop_map(|(open, long)| Range::new(open * 5, (open + long) * 5).unwrap());
    let short = (0..288_u16, 1..=60_u16).prop_map(|(open, long)| Range::new(open * 5, (open + long) * 5).unwrap());
    prop_oneof![
        1 => Just(DayHours::Unknown),
        2 => Just(DayHours::CLOSED),
        1 => Just(DayHours::known(vec![Range::new(0, DAY).unwrap()])),
        4 => prop::collection::vec(short, 1..4).prop_map(DayHours::known),
        2 => prop::collection::vec(range, 1..3).prop_map(DayHours::known),
    ]
}

fn weekly_hours() -> impl Strategy<Value = WeeklyHours> {
    let weeks = prop::collection::vec(prop::collection::vec(1..=5_u8, 0..4), 7);
    (prop::collection::vec(day_hours(), 8), weeks).prop_map(|(days, weeks)| {
        let mut hours = WeeklyHours::new(std::array::from_fn(|i| days[i].clone()));
        for (index, weeks) in weeks.iter().enumerate() {
            hours.set_weeks(index, WeeksOfMonth::of(weeks));
        }
        hours
    })
}

/// The slow way: every minute of 40 days painted open or not, a day's row chosen by counting.
struct Oracle {
    /// Minutes since the midnight before `today`.
    open: Vec<bool>,
    known: Vec<bool>,
}

impl Oracle {
    /// How many days after `today` are painted.
    const AHEAD: usize = 38;

    fn new(hours: &WeeklyHours, today: Date, holidays: &[Date]) -> Self {
        let minutes = usize::from(DAY);
        let mut oracle = Self { open: vec![false; (Self::AHEAD + 3) * minutes], known: Vec::new() };
        let mut day = today.yesterday().unwrap();
        for index in 0..Self::AHEAD + 2 {
            let row = if holidays.contains(&day) { 7 } else { day.weekday().to_monday_zero_offset() as usize };
            // The nth of its weekday in its month, found by walking back.
            let nth = (0..5)
                .filter(|back| day.checked_sub((7 * back).days()).is_ok_and(|d| d.month() == day.month()))
                .count();
            let counts = row == 7 || hours.weeks(row).iter().any(|week| usize::from(week) == nth);
            oracle.known.push(hours.day(row).is_known());
            for range in hours.day(row).ranges().iter().filter(|_| counts) {
                let from = index * minutes;
                oracle.open[from + usize::from(range.open())..from + usize::from(range.close())].fill(true);
            }
            day = day.tomorrow().unwrap();
        }
        oracle
    }

    fn state(&self, today: Date, minute: usize, row_today: &[Range]) -> OpenState {
        let day = usize::from(DAY);
        let at = |index: usize| today.yesterday().unwrap().at(0, 0, 0, 0) + (index as i64).minutes();
        let now = day + minute;
        if self.open[now] {
            let end = (now..).find(|m| !self.open.get(*m).copied().unwrap_or(false)).unwrap();
            return OpenState::Open { until: (end / day <= 1 + ROUND_THE_CLOCK_DAYS as usize).then(|| at(end)) };
        }
        if !self.known[1] {
            return OpenState::Unknown;
        }
        let ahead = (now..day * (2 + usize::from(OPENING_DAYS))).find(|m| self.open[*m]);
        // An unknown day before the opening may open earlier.
        let ahead = ahead.filter(|next| self.known[1..next / day].iter().all(|known| *known));
        match ahead {
            Some(next) if next < 2 * day && row_today.iter().any(|r| usize::from(r.close()) <= minute) => {
                OpenState::Break { opens_at: at(next) }
            }
            next => OpenState::Closed { opens_at: next.map(at) },
        }
    }
}

proptest! {
    #[test]
    fn the_text_form_is_read_back(hours in weekly_hours()) {
        prop_assert_eq!(&hours.to_string().parse::<WeeklyHours>(), &Ok(hours.clone()));
        let json = serde_json::to_string(&hours).unwrap();
        prop_assert_eq!(serde_json::from_str::<WeeklyHours>(&json).unwrap(), hours);
    }

    #[test]
    fn ranges_are_sorted_disjoint_and_end_within_a_day(day in day_hours()) {
        prop_assert!(day.ranges().windows(2).all(|pair| pair[0].close() < pair[1].open()));
        prop_assert!(day.ranges().iter().all(|r| Range::new(r.open(), r.close()) == Some(*r)));
    }

    #[test]
    fn the_state_is_what_the_slow_oracle_says(
        hours in weekly_hours(),
        day in 0..700_i32,
        minutes in prop::collection::vec(0..1440_usize, 6),
        holidays in prop::collection::btree_set(-1..16_i32, 0..4),
    ) {
        let today = date(2026, 1, 1) + day.days();
        let holidays: Vec<Date> = holidays.into_iter().map(|after| today + after.days()).collect();
        let calendar = HolidayCalendar::new(holidays.iter().map(|day| (*day, "공휴일".to_owned())).collect());
        let oracle = Oracle::new(&hours, today, &holidays);
        let row_today = hours.on(today, &calendar).ranges().to_vec();
        for minute in minutes {
            let at = today.at((minute / 60) as i8, (minute % 60) as i8, 30, 0);
            let expected = oracle.state(today, minute, &row_today);
            prop_assert_eq!(hours.state_at(at, &calendar), expected, "{} at {}", hours, at);
        }
    }
}
