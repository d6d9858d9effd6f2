//! Single values as the public data writes them: clock times, coordinates, telephone numbers,
//! lines of text. What cannot be read is said, never guessed.

use crate::domain::{
    geo::LatLon,
    hours::{DAY, DayHours, Range},
    phone::Phone,
};

/// A value that makes its record unusable: the field, and why in Korean.
#[derive(Debug, PartialEq)]
pub(super) struct Unreadable {
    pub field: String,
    pub why: String,
}

/// Remarks on a record that is kept: field, and what was noticed.
pub(super) type Remarks = Vec<(String, String)>;

/// A value quoted for a message, cut to a length that fits a line.
pub(super) fn quoted(value: &str) -> String {
    let short: String = value.chars().take(40).collect();
    let dots = if short.len() < value.len() { "…" } else { "" };
    format!("\"{short}{dots}\"")
}

/// Minutes since midnight of `0900`, `900` (a number that lost its zero), `09:00`, `2400`, and
/// past midnight `2530`. Of one and two digits only 0 and 25–59 can be meant in one way only.
pub(super) fn clock(text: &str) -> Option<u16> {
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    let (hours, minutes): (u16, u16) = if let Some((hours, rest)) = text.split_once(':') {
        let minutes = rest.split(':').next()?;
        (digits(hours, 1..=2)?, digits(minutes, 2..=2)?)
    } else {
        let value = digits(text, 1..=4)?;
        let ambiguous = text.len() < 3 && (1..25).contains(&value);
        if ambiguous {
            return None;
        }
        (value / 100, value % 100)
    };
    (hours < 48 && minutes < 60).then_some(hours * 60 + minutes)
}

/// A number of so many ASCII digits and nothing else.
fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u16> {
    let plain = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// Words that stand where a time should and mean that nothing is said.
const NO_TIME: &[&str] = &["-", "--", "null", "NULL", "N/A", "미운영", "없음"];
/// Words that stand where a time should and mean a closed day.
const CLOSED: &[&str] = &["휴진", "휴무", "휴일"];

/// The hours of one day from its two fields. `None` when the row does not mention the day;
/// [`DayHours::Unknown`] with a remark when what it says leads to no certain hours.
pub(super) fn day_hours(
    (open_field, open): (&str, Option<&str>),
    (close_field, close): (&str, Option<&str>),
    remarks: &mut Remarks,
) -> Result<Option<DayHours>, Unreadable> {
    let said = |value: Option<&str>| value.is_some_and(|v| CLOSED.contains(&v));
    if said(open) || said(close) {
        return Ok(Some(DayHours::CLOSED));
    }
    let minutes = |field: &str, value: Option<&str>| match value.filter(|v| !NO_TIME.contains(v)) {
        None => Ok(None),
        Some(value) => match clock(value) {
            Some(minutes) => Ok(Some(minutes)),
            None => Err(Unreadable { field: field.to_owned(), why: format!("시각이 아님: {}", quoted(value)) }),
        },
    };
    let mut doubt = |field: &str, why: String| {
        remarks.push((field.to_owned(), why));
        Ok(Some(DayHours::Unknown))
    };
    match (minutes(open_field, open)?, minutes(close_field, close)?) {
        (None, None) => Ok(None),
        (Some(_), None) => doubt(close_field, "여는 시각만 있고 닫는 시각이 없음".into()),
        (None, Some(_)) => doubt(open_field, "닫는 시각만 있고 여는 시각이 없음".into()),
        (Some(open), Some(close)) => {
            let range = if close > DAY { Range::new(open, close) } else { Range::from_clock(open, close) };
            match range {
                Some(range) => Ok(Some(DayHours::known(vec![range]))),
                None if open == close => doubt(open_field, "여는 시각과 닫는 시각이 같음".into()),
                None => doubt(open_field, "하루의 진료시간이 될 수 없는 두 시각".into()),
            }
        }
    }
}

/// The point of two coordinate fields. A value that is no number makes the record unusable; a
/// number that is no place in Korea is dropped with a remark, swapped ones are mended with one.
pub(super) fn location(
    (lat_field, lat): (&str, Option<&str>),
    (lon_field, lon): (&str, Option<&str>),
    remarks: &mut Remarks,
) -> Result<Option<LatLon>, Unreadable> {
    let degrees = |field: &str, value: Option<&str>| match value {
        None => Ok(None),
        Some(value) => match value.parse::<f64>().ok().filter(|v| v.is_finite()) {
            Some(number) => Ok(Some(number)),
            None => Err(Unreadable {
                field: field.to_owned(), why: format!("좌표가 숫자가 아님: {}", quoted(value))
            }),
        },
    };
    let (lat_value, lon_value) = (degrees(lat_field, lat)?, degrees(lon_field, lon)?);
    let mut remark = |field: &str, why: String| remarks.push((field.to_owned(), why));
    match (lat_value, lon_value) {
        (None, None) => Ok(None),
        (Some(_), None) => {
            remark(lon_field, "경도가 없어 위치를 쓰지 않음".into());
            Ok(None)
        }
        (None, Some(_)) => {
            remark(lat_field, "위도가 없어 위치를 쓰지 않음".into());
            Ok(None)
        }
        (Some(lat), Some(lon)) => {
            let at = LatLon::in_korea(lat, lon);
            let swapped = LatLon::in_korea(lon, lat);
            match (at, swapped) {
                (Some(at), _) => return Ok(Some(at)),
                (None, Some(_)) => remark(lat_field, "위도와 경도가 서로 바뀌어 있어 바로잡음".into()),
                (None, None) => remark(lat_field, format!("좌표가 우리나라 밖임: {lat}, {lon}")),
            }
            Ok(swapped)
        }
    }
}

/// A number to call. Mends a nationwide number behind a Seoul prefix (`02-1544-1234`: exchanges
/// never begin with 1) and a lost zero where only one reading is left (9 or 10 digits).
pub(super) fn phone(field: &str, text: Option<&str>, remarks: &mut Remarks) -> Option<Phone> {
    let text = text?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let nationwide = digits.strip_prefix("02").filter(|rest| rest.len() == 8 && rest.starts_with('1'));
    if let Some(number) = nationwide {
        return Phone::parse(number);
    }
    let bare = text.bytes().all(|b| b.is_ascii_digit());
    if bare && (9..=10).contains(&digits.len()) && digits.starts_with(['2', '3', '4', '5', '6', '7']) {
        return Phone::parse(&format!("0{digits}"));
    }
    let phone = Phone::parse(text);
    // `02----` says that there is none; more digits than an area code say that it is broken.
    if phone.is_none() && digits.len() > 3 {
        remarks.push((field.to_owned(), format!("전화번호로 읽을 수 없음: {}", quoted(text))));
    }
    phone
}

/// A line of text: blanks joined, unseen characters dropped. `None` when no letter or digit is left
/// (`-` and the like stand for nothing).
pub(super) fn line(text: &str) -> Option<String> {
    let seen = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let seen: String = seen.filter(|c| !matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}')).collect();
    let joined = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.chars().any(char::is_alphanumeric).then_some(joined)
}

/// Longest note that is kept, in characters.
const NOTE: usize = 1000;

/// The lines of a free text, `<br>` counted as a line's end.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = text.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n");
    text.lines().filter_map(line).map(|l| l.chars().take(NOTE).collect()).collect()
}

/// A web page's address, http where the source leaves the scheme out; `None` for anything that a
/// link could not carry safely.
pub(super) fn homepage(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let schemed = lower.starts_with("http://") || lower.starts_with("https://");
    if (!schemed && lower.contains(':')) || text.chars().any(|c| c.is_whitespace() || "\"'<>\\`".contains(c)) {
        return None;
    }
    let url = if schemed { text.to_owned() } else { format!("http://{text}") };
    let host = url.split("//").nth(1)?.split(['/', '?', '#']).next()?;
    (host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && url.len() <= 300).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_in_many_dresses() {
        for (text, minutes) in [
            ("0900", 540),
            ("900", 540),
            ("900.0", 540),
            ("09:00", 540),
            ("9:30", 570),
            ("18:00:00", 1080),
            ("2400", 1440),
            ("0000", 0),
            ("0", 0),
            ("30", 30),
            ("2530", 1530),
        ] {
            assert_eq!(clock(text), Some(minutes), "{text}");
        }
        for text in ["2575", "9", "24", "9999", "아침", "09시", "-900", "+900", "12345", "", "9:5", "25:60"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    fn day(open: Option<&str>, close: Option<&str>) -> (Result<Option<DayHours>, Unreadable>, Remarks) {
        let mut remarks = Vec::new();
        let hours = day_hours(("s", open), ("c", close), &mut remarks);
        (hours, remarks)
    }

    #[test]
    fn days_close_at_midnight_past_it_or_not_at_all() {
        let range = |open, close| {
            let (hours, remarks) = day(Some(open), Some(close));
            assert!(remarks.is_empty(), "{remarks:?}");
            hours.unwrap().unwrap().ranges().iter().map(|r| (r.open(), r.close())).collect::<Vec<_>>()
        };
        assert_eq!(range("0900", "1800"), [(540, 1080)]);
        assert_eq!(range("0900", "2400"), [(540, 1440)]);
        assert_eq!(range("0900", "0000"), [(540, 1440)]);
        assert_eq!(range("2200", "0100"), [(1320, 1500)]);
        assert_eq!(range("1800", "2530"), [(1080, 1530)]);
        assert_eq!(range("0000", "2400"), [(0, 1440)]);
        assert_eq!(range("휴진", "휴진"), []);
        assert_eq!(day(None, None), (Ok(None), vec![]));
        assert_eq!(day(Some("-"), Some("-")), (Ok(None), vec![]));
    }

    #[test]
    fn uncertain_days_are_unknown_and_unreadable_ones_are_refused() {
        for (open, close) in
            [(Some("0000"), Some("0000")), (Some("0900"), None), (None, Some("1800")), (Some("2400"), Some("0600"))]
        {
            let (hours, remarks) = day(open, close);
            assert_eq!(hours, Ok(Some(DayHours::Unknown)), "{open:?} {close:?}");
            assert_eq!(remarks.len(), 1);
        }
        assert_eq!(day(Some("0900"), Some("2575")).0.unwrap_err().field, "c");
    }

    #[test]
    fn coordinates_are_kept_mended_or_dropped_but_never_guessed() {
        let mut remarks = Vec::new();
        let mut at = |lat, lon| location(("lat", lat), ("lon", lon), &mut remarks);
        assert_eq!(at(Some("37.5"), Some("127.0")), Ok(Some(LatLon { lat: 37.5, lon: 127.0 })));
        assert_eq!(at(Some("127.0"), Some("37.5")), Ok(Some(LatLon { lat: 37.5, lon: 127.0 })));
        assert_eq!(at(Some("0"), Some("0")), Ok(None));
        assert_eq!(at(Some("35.7"), Some("139.7")), Ok(None));
        assert_eq!(at(Some("37.5"), None), Ok(None));
        assert_eq!(at(None, None), Ok(None));
        for broken in ["동경 127도", "NaN", "inf", "37,5"] {
            assert_eq!(at(Some(broken), Some("127.0")).unwrap_err().field, "lat");
        }
        assert_eq!(remarks.len(), 4);
    }

    #[test]
    fn telephone_numbers_are_mended_only_where_one_reading_is_left() {
        let mut remarks = Vec::new();
        let mut read = |text| phone("tel", Some(text), &mut remarks).map(|p| p.to_string());
        assert_eq!(read("02-1661-1175").as_deref(), Some("1661-1175"));
        assert_eq!(read("312345678").as_deref(), Some("031-234-5678"));
        assert_eq!(read("02-516-3650").as_deref(), Some("02-516-3650"));
        assert_eq!(read("02----"), None);
        assert_eq!(read("25914477"), None, "02-591-4477 or 02-2591-4477");
        assert_eq!(remarks.len(), 1);
    }

    #[test]
    fn only_links_that_can_be_followed_are_links() {
        assert_eq!(homepage("www.example.kr").as_deref(), Some("http://www.example.kr"));
        assert_eq!(homepage("https://example.kr/a").as_deref(), Some("https://example.kr/a"));
        for bad in ["javascript:alert(1)", "http://", "없음", "http://a b.kr", "-", "mailto:a@b.kr"] {
            assert_eq!(homepage(bad), None, "{bad}");
        }
    }
}
