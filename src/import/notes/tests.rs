//! Plain sentences are read, all others stay notes, and no text ever opens a day for longer.

use proptest::prelude::*;

use super::*;
use crate::domain::hours::{DAY, Range};

/// Monday to Friday 09–18, Saturday 09–15, nothing said of Sundays and holidays.
fn week() -> SourceHours {
    SourceHours::try_from("0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1500;~;~".to_owned()).unwrap()
}

fn after(text: &str) -> (String, Option<String>) {
    let mut hours = week();
    let note = take(text, &mut hours);
    (hours.into(), note)
}

/// The week with a break of 13–14 on weekdays and one on Saturdays.
const BOTH: &str = "0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1500;~;~";
const WEEKDAYS: &str =
    "0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1500;~;~";

#[test]
fn plain_lunch_breaks_are_read() {
    for (text, week) in [
        ("점심시간 13:00~14:00", BOTH),
        ("점심시간: 13:00 - 14:00", BOTH),
        ("[점심시간] 13:00∼14:00", BOTH),
        ("점심 13시~14시", BOTH),
        ("점심시간 오후 1시부터 2시까지", BOTH),
        ("점심시간은 1시~2시입니다.", BOTH),
        ("점심시간 13~14시", BOTH),
        ("점심시간 1300-1400", BOTH),
        ("점심시간 １３：００～１４：００", BOTH),
        ("점심시간: 평일 13:00-14:00, 토요일 없음", WEEKDAYS),
        ("점심시간 13:00~14:00 (토요일 제외)", WEEKDAYS),
        ("점심시간 13:00~14:00(평일)", WEEKDAYS),
        ("평일 점심시간 13:00~14:00", WEEKDAYS),
        ("점심시간 월~금 13:00~14:00", WEEKDAYS),
    ] {
        assert_eq!(after(text), (week.to_owned(), None), "{text}");
    }
}

#[test]
fn half_hours_and_small_hours_are_meant_after_noon() {
    for text in [
        "점심 12시30분~1시30분",
        "점심시간 12:30~1:30",
        "점심시간 12시반~1시반",
        "점심시간 낮 12시30분 ~ 오후 1시 30분",
    ] {
        let (hours, note) = after(text);
        assert!(hours.starts_with("0900-1230,1330-1800;"), "{text}: {hours}");
        assert_eq!(note, None, "{text}");
    }
}

#[test]
fn weeks_of_the_month_are_read() {
    for (text, saturday) in [
        ("1·3째주 토요일 진료", "0900-1500@13"),
        ("1·3째주 토요일 휴진", "0900-1500@245"),
        ("2,4주 토요일 휴무", "0900-1500@135"),
        ("2/4주 토요일 휴무", "0900-1500@135"),
        ("1주, 3주 토요일 휴진입니다.", "0900-1500@245"),
        ("첫째, 셋째주 토요일 휴진", "0900-1500@245"),
        ("매월 둘째주 토요일은 휴진합니다", "0900-1500@1345"),
        ("토요일 2, 4째주 휴진", "0900-1500@135"),
        ("매월 1·3번째 토요일 진료", "0900-1500@13"),
    ] {
        let (hours, note) = after(text);
        assert_eq!(hours.split(';').nth(5), Some(saturday), "{text}");
        assert_eq!(note, None, "{text}");
    }
}

#[test]
fn closed_days_are_closed_and_stay_a_note_where_the_fields_say_otherwise() {
    let (hours, note) = after("일요일, 공휴일 휴진");
    assert!(hours.ends_with(";-;-"), "{hours}");
    assert_eq!(note, None);
    let (hours, note) = after("매주 수요일 휴진");
    assert_eq!(hours.split(';').nth(2), Some("-"));
    assert_eq!(note.as_deref(), Some("매주 수요일 휴진"));
    assert!(after("일/공휴일 휴무").0.ends_with(";-;-"));
}

#[test]
fn clauses_are_read_apart_and_the_rest_stays() {
    let text = "산부인과(분만 X)/ 환자접수는 진료마감 30분까지 / 점심시간 13:00~14:00";
    assert_eq!(after(text), (BOTH.to_owned(), Some(text.to_owned())));
    let (hours, note) = after("점심시간 13:00~14:00 / 2,4주 토요일 휴무");
    assert_eq!(hours.split(';').nth(5), Some("0900-1300,1400-1500@135"));
    assert_eq!(note, None);
}

#[test]
fn what_is_not_plain_changes_nothing() {
    for text in [
        "토요일 격주 휴진",
        "토요일 격주",
        "격주 토요일 진료",
        "수요일 오후 휴진",
        "수요일 휴진(공휴일 있는 주 정상진료)",
        "점심시간은 유동적입니다",
        "점심시간 없이 진료합니다",
        "점심시간 09:00~10:00",
        "점심시간 12:00~18:00",
        "점심시간 13:00~14:00 토요일은 예약환자만",
        "1~3째주 토요일 휴진",
        "1,2,3,4,5주 토요일 휴진",
        "6주 토요일 휴진",
        "1,3주 휴진",
        "3일 휴진",
        "당일 휴진 가능",
        "연중무휴",
        "토요일 진료",
        "24시간 진료",
        "전화 02-123-4567",
        "",
    ] {
        let (hours, note) = after(text);
        assert_eq!(hours, String::from(week()), "{text}");
        assert_eq!(note.as_deref().unwrap_or(""), text, "{text}");
    }
    let mut closed = SourceHours::default();
    assert!(take("1,3주 일요일 진료", &mut closed).is_some(), "no hours are known that could hold in those weeks");
    assert_eq!(closed, SourceHours::default());
}

#[test]
fn fields_of_their_own_are_read_shorter() {
    let mut hours = week();
    assert!(lunch("13:00 ~ 14:00", Days::WEEKDAYS, &mut hours));
    assert_eq!(String::from(hours.clone()), WEEKDAYS);
    assert!(lunch("없음", Days::of(Weekday::Saturday), &mut hours));
    assert!(lunch("(월~금) 13:00~14:00", Days::ALL, &mut hours));
    assert_eq!(String::from(hours.clone()), WEEKDAYS);
    assert!(!lunch("의사마다 다름", Days::WEEKDAYS, &mut hours));

    for text in ["휴진", "전부휴진", "전체 휴진", "매주 휴진", "일요일 휴진", "휴무", "휴진입니다."]
    {
        assert_eq!(closing(text), Closing::Always, "{text}");
    }
    for text in ["정상근무", "정상진료", "진료"] {
        assert_eq!(closing(text), Closing::Never, "{text}");
    }
    assert_eq!(closing("1,3주 휴진"), Closing::InWeeks(WeeksOfMonth::of(&[1, 3])));
    assert_eq!(closing("둘째주 진료"), Closing::NotInWeeks(WeeksOfMonth::of(&[2])));
    for text in ["격주 휴진", "응급실만 운영", "오전 진료", ""] {
        assert_eq!(closing(text), Closing::Unclear, "{text}");
    }
}

/// Whether every minute that is open after was open before, on every day and in every week.
fn never_longer(before: &SourceHours, now: &SourceHours) -> bool {
    let open = |hours: &SourceHours, day: usize, week: u8, minute: u16| {
        let held = day >= 7 || hours.weeks[day].is_none_or(|weeks| weeks.iter().any(|w| w == week));
        let ranges = hours.days[day].as_ref().map(DayHours::ranges).unwrap_or(&[]);
        held && ranges.iter().any(|r| (r.open()..r.close()).contains(&minute))
    };
    (0..8).all(|day| {
        (1..=5).all(|week| (0..2 * DAY).step_by(5).all(|m| !open(now, day, week, m) || open(before, day, week, m)))
    })
}

/// A day's hours: none, unknown, closed, or one stretch in steps of five minutes.
fn any_day() -> impl Strategy<Value = Option<DayHours>> {
    prop_oneof![
        Just(None),
        Just(Some(DayHours::Unknown)),
        Just(Some(DayHours::CLOSED)),
        (0u16..288, 1u16..288)
            .prop_map(|(open, long)| Range::new(open * 5, (open + long) * 5).map(|r| DayHours::known(vec![r]))),
    ]
}

fn any_hours() -> impl Strategy<Value = SourceHours> {
    (
        prop::array::uniform8(any_day()),
        prop::array::uniform7(prop::option::of(
            (0u8..32)
                .prop_map(|bits| WeeksOfMonth::of(&(1..=5).filter(|w| bits & (1 << (w - 1)) != 0).collect::<Vec<_>>())),
        )),
    )
        .prop_map(|(days, weeks)| SourceHours { days, weeks })
}

/// Texts made of the grammar's own words, so that many of them are nearly or wholly plain.
fn near_plain() -> impl Strategy<Value = String> {
    let words = "점심시간 점심 : ~ - , · / ( ) 13:00 14:00 12시30분 1시30분 12:30 없음 제외 평일 월 화요일 수 토요일 일 공휴일 주말 \
                 1 2,4 3째주 5주 첫째 둘째주 매월 매주 격주 휴진 휴무 진료 정상근무 입니다 은 오후 및 부터 까지 시 분 반 9999 \n ※";
    let words: Vec<&str> = words.split(' ').filter(|w| !w.is_empty()).collect();
    prop::collection::vec(prop::sample::select(words), 0..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_survived_and_opens_nothing(text in "\\PC{0,60}", before in any_hours()) {
        let mut now = before.clone();
        take(&text, &mut now);
        lunch(&text, Days::ALL, &mut now);
        closing(&text);
        prop_assert!(never_longer(&before, &now), "{text:?}: {before:?} -> {now:?}");
    }

    #[test]
    fn nearly_plain_text_opens_nothing(text in near_plain(), before in any_hours()) {
        let mut now = before.clone();
        take(&text, &mut now);
        lunch(&text, Days::WEEKDAYS, &mut now);
        prop_assert!(never_longer(&before, &now), "{text:?}: {before:?} -> {now:?}");
    }
}
