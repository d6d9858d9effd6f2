//! The sentences about hours that are plain enough to be read.
//!
//! ```text
//! clause    = statement { separator statement } end          (nothing may be left over)
//! statement = [days] label lunch { lunch }                   점심시간: 평일 13:00-14:00, 토요일 없음
//!           | [매주] days 휴진                                매주 수요일 휴진
//!           | weeks days (휴진 | 진료)                         1·3째주 토요일 진료
//!           | days weeks (휴진 | 진료)                         토요일 2,4주 휴무
//! ```

use super::{Closing, Days, scan::Scan};
use crate::domain::hours::WeeksOfMonth;

/// A plain sentence.
#[derive(Debug, PartialEq)]
pub(super) enum Statement {
    Lunch(Vec<Lunch>),
    Closed(Days),
    Weeks { days: Days, weeks: WeeksOfMonth, open: bool },
}

/// A break on some days; no range: no break on them.
#[derive(Debug, PartialEq)]
pub(super) struct Lunch {
    /// `None`: the days that are not spoken of elsewhere.
    pub days: Option<Days>,
    /// Minutes since midnight.
    pub range: Option<(u16, u16)>,
}

const LABELS: &[&str] = &[
    "점심휴게시간",
    "점심식사시간",
    "점심시간",
    "점심",
    "중식시간",
    "중식",
    "휴게시간",
    "휴식시간",
    "브레이크타임",
    "런치타임",
];
const CLOSED: &[&str] =
    &["정기휴진", "정기휴무", "휴진", "휴무", "쉽니다", "쉼", "진료없음", "진료안함", "진료하지않음"];
const OPEN: &[&str] = &["정상진료", "정상근무", "진료", "근무"];
const ENDINGS: &[&str] = &["합니다", "입니다", "함", "임", "일"];
const PARTICLES: &[&str] = &["에는", "은", "는", "에", "엔"];
/// Between statements.
const SEPARATORS: &str = ",·/.:;()[]~*-+※!";
/// Between the members of a list.
const LIST: &[&str] = &[",", "·", "/", ".", "&", "및", "와", "과"];

/// The clauses of a line: parts that stand for themselves. A slash inside a list (`2/4주`, `토/일`)
/// does not part.
pub(super) fn clauses(line: &str) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let mut clauses = vec![String::new()];
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1).copied();
        let parts = match c {
            '\n' | ';' | '|' | '※' | '▶' | '●' | '■' | '★' | '◆' | '▣' | '*' => true,
            '/' => !in_list(before, after),
            '.' => after.is_none_or(char::is_whitespace),
            _ => false,
        };
        match clauses.last_mut() {
            Some(last) if !parts => last.push(c),
            _ => clauses.push(String::new()),
        }
    }
    clauses.retain(|clause| clause.chars().any(|c| c.is_alphanumeric()));
    clauses
}

fn in_list(before: Option<char>, after: Option<char>) -> bool {
    let number = |c: char| c.is_ascii_digit();
    let day = |c: char| "월화수목금토일".contains(c);
    match (before, after) {
        (Some(b), Some(a)) => {
            (number(b) || "주째".contains(b)) && number(a) || day(b) && (day(a) || "공법국".contains(a))
        }
        _ => false,
    }
}

/// The statements of a clause, if it consists of nothing else.
pub(super) fn statements(clause: &str) -> Option<Vec<Statement>> {
    let mut scan = Scan::new(clause);
    let mut found = Vec::new();
    scan.skip(SEPARATORS);
    while !scan.at_end() {
        let statement = scan
            .attempt(lunch_statement)
            .or_else(|| scan.attempt(weeks_statement))
            .or_else(|| scan.attempt(closed_statement))?;
        found.push(statement);
        scan.skip(SEPARATORS);
    }
    (!found.is_empty()).then_some(found)
}

/// A field that is all about a lunch break.
pub(super) fn lunch(text: &str) -> Option<Vec<Lunch>> {
    let mut scan = Scan::new(text);
    let mut found = Vec::new();
    scan.skip(SEPARATORS);
    while !scan.at_end() {
        match scan.attempt(lunch_statement) {
            Some(Statement::Lunch(parts)) => found.extend(parts),
            _ => found.push(scan.attempt(lunch_part)?),
        }
        scan.skip(SEPARATORS);
    }
    (!found.is_empty()).then_some(found)
}

/// A field that is all about closing on one day.
pub(super) fn closing(text: &str) -> Closing {
    let mut scan = Scan::new(text);
    let read = |scan: &mut Scan| {
        scan.skip(SEPARATORS);
        scan.attempt(days);
        scan.eat_any(PARTICLES);
        let weeks = scan.attempt(weeks);
        scan.eat_any(&["전부", "모두", "전체", "매주", "항상"]);
        let closed = closed_word(scan);
        let open = !closed && open_word(scan);
        scan.skip(SEPARATORS);
        if !scan.at_end() || !(closed || open) {
            return None;
        }
        Some(match (weeks, closed) {
            (None, true) => Closing::Always,
            (None, false) => Closing::Never,
            (Some(weeks), true) => Closing::InWeeks(weeks),
            (Some(weeks), false) => Closing::NotInWeeks(weeks),
        })
    };
    scan.attempt(read).unwrap_or(Closing::Unclear)
}

fn lunch_statement(scan: &mut Scan) -> Option<Statement> {
    let before = scan.attempt(days);
    scan.skip("([");
    if !scan.eat_any(LABELS) {
        return None;
    }
    scan.skip("])");
    scan.eat_any(PARTICLES);
    scan.skip(":=,");
    let mut parts = vec![lunch_part(scan)?];
    loop {
        let more = scan.attempt(|scan| {
            scan.skip(",/(·");
            lunch_part(scan)
        });
        match more {
            Some(part) => parts.push(part),
            None => break,
        }
    }
    if let (Some(days), [only @ Lunch { days: None, .. }]) = (before, parts.as_mut_slice()) {
        only.days = Some(days);
    } else if before.is_some() {
        return None;
    }
    // Two breaks for the same days are no plain sentence.
    let unnamed = parts.iter().filter(|part| part.days.is_none()).count();
    (unnamed <= 1).then_some(Statement::Lunch(parts))
}

/// `평일 13:00~14:00`, `13:00~14:00(평일)`, `토요일 없음`.
fn lunch_part(scan: &mut Scan) -> Option<Lunch> {
    scan.skip("(");
    let mut days = scan.attempt(self::days);
    scan.eat_any(PARTICLES);
    scan.skip("):");
    if scan.eat_any(&["점심시간없음", "없음", "없습니다", "제외", "미운영"]) {
        scan.skip(")");
        return Some(Lunch { days, range: None });
    }
    let range = scan.attempt(range)?;
    scan.eat("까지");
    scan.eat_any(&["입니다", "임"]);
    if days.is_none() {
        days = scan.attempt(|scan| {
            let days = scan.eat("(").then(|| self::days(scan))??;
            scan.eat(")").then_some(days)
        });
    }
    scan.skip(")");
    Some(Lunch { days, range: Some(range) })
}

/// A break between 10:00 and 20:00 of at most three hours; small hours are meant after noon.
fn range(scan: &mut Scan) -> Option<(u16, u16)> {
    let from = time(scan)?;
    if !scan.eat_any(&["~", "-", "부터", "에서"]) {
        return None;
    }
    let to = time(scan)?;
    if !(from.certain || to.certain) {
        return None;
    }
    let afternoon = |t: Time| if t.minutes < 7 * 60 && !t.morning { t.minutes + 12 * 60 } else { t.minutes };
    let (from, to) = (afternoon(from), afternoon(to));
    (10 * 60 <= from && from < to && to <= 20 * 60 && to - from <= 180).then_some((from, to))
}

#[derive(Clone, Copy)]
struct Time {
    minutes: u16,
    /// It says 오전.
    morning: bool,
    /// It is written as a time, not as a bare number.
    certain: bool,
}

/// `13:00`, `1300`, `오후 1시`, `12시30분`, `1시 반`, and the bare `12` of `12~13시`.
fn time(scan: &mut Scan) -> Option<Time> {
    let morning = scan.eat("오전");
    let evening = !morning && scan.eat_any(&["오후", "낮"]);
    let (value, length) = scan.number()?;
    let (hours, minutes, certain) = if length == 4 {
        (value / 100, value % 100, true)
    } else if length > 2 {
        return None;
    } else if scan.eat(":") {
        let (minutes, 2) = scan.number()? else { return None };
        (value, minutes, true)
    } else if scan.eat("시") {
        let minutes = scan.attempt(|scan| scan.number().filter(|_| scan.eat("분"))).map(|(minutes, _)| minutes);
        (value, minutes.unwrap_or(if scan.eat("반") { 30 } else { 0 }), true)
    } else {
        (value, 0, false)
    };
    let hours = if evening && hours < 12 { hours + 12 } else { hours };
    (hours < 24 && minutes < 60).then_some(Time { minutes: hours * 60 + minutes, morning, certain })
}

fn closed_statement(scan: &mut Scan) -> Option<Statement> {
    scan.eat("매주");
    let days = days(scan)?;
    scan.eat_any(PARTICLES);
    scan.skip(":");
    closed_word(scan).then_some(Statement::Closed(days))
}

fn weeks_statement(scan: &mut Scan) -> Option<Statement> {
    let first = scan.attempt(weeks);
    let days = days(scan)?;
    scan.eat_any(PARTICLES);
    scan.skip(":");
    let weeks = first.or_else(|| scan.attempt(weeks))?;
    scan.eat_any(PARTICLES);
    let closed = closed_word(scan);
    let open = !closed && open_word(scan);
    (closed || open).then_some(Statement::Weeks { days, weeks, open })
}

fn closed_word(scan: &mut Scan) -> bool {
    let closed = scan.eat_any(CLOSED);
    if closed {
        scan.eat_any(ENDINGS);
    }
    closed
}

fn open_word(scan: &mut Scan) -> bool {
    let open = scan.eat_any(OPEN);
    if open {
        scan.eat_any(ENDINGS);
    }
    open
}

/// `1·3째주`, `2,4주`, `첫째, 셋째 주`. All five weeks together are not plain.
fn weeks(scan: &mut Scan) -> Option<WeeksOfMonth> {
    scan.eat_any(&["매월", "매달"]);
    let mut named = false;
    let mut found = vec![ordinal(scan, &mut named)?];
    loop {
        let next = scan.attempt(|scan| if scan.eat_any(LIST) { ordinal(scan, &mut named) } else { None });
        match next {
            Some(week) => found.push(week),
            None => break,
        }
    }
    found.sort_unstable();
    found.dedup();
    (named && found.len() < 5).then(|| WeeksOfMonth::of(&found))
}

/// One week of a month; `named` when it is said to be one.
fn ordinal(scan: &mut Scan, named: &mut bool) -> Option<u8> {
    const WORDS: [&[&str]; 5] =
        [&["첫", "첫째"], &["둘째", "두"], &["셋째", "세"], &["넷째", "네"], &["다섯째", "다섯"]];
    let word = (1..).zip(WORDS).find(|(_, words)| scan.eat_any(words)).map(|(week, _)| week);
    let week = match word {
        Some(week) => week,
        None => match scan.number()? {
            (week @ 1..=5, 1) => week as u8,
            _ => return None,
        },
    };
    let counted = scan.eat_any(&["번째", "째"]);
    let weekly = scan.eat("주");
    *named |= counted || weekly || word.is_some();
    Some(week)
}

/// `평일`, `토요일`, `토·일`, `월~금`, `일요일 및 공휴일`.
fn days(scan: &mut Scan) -> Option<Days> {
    let mut found = day(scan)?;
    loop {
        let next = scan.attempt(|scan| {
            if scan.eat_any(LIST) {
                return day(scan);
            }
            let until = scan.eat_any(&["~", "-"]).then(|| day(scan))??;
            let (first, last) = (found.iter().next()?, until.iter().next()?);
            let single = found.iter().count() == 1 && until.iter().count() == 1;
            (single && first < last && last < 7).then(|| (first..=last).map(Days::index).fold(until, Days::and))
        });
        match next {
            Some(next) => found = found.and(next),
            None => return Some(found),
        }
    }
}

fn day(scan: &mut Scan) -> Option<Days> {
    if scan.eat_any(&["평일", "주중"]) {
        return Some(Days::WEEKDAYS);
    }
    if scan.eat("주말") {
        return Some(Days::WEEKEND);
    }
    if scan.eat_any(&["법정공휴일", "국공휴일", "공휴일"]) {
        return Some(Days::index(7));
    }
    let index = ["월", "화", "수", "목", "금", "토", "일"].iter().position(|name| scan.eat(name))?;
    scan.eat("요일");
    Some(Days::index(index))
}
