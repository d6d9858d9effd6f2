//! How places stand in columns: compact, the same in both databases, and never trusted unread.

use jiff::civil::Date;
use sqlx::{ColumnIndex, Database, Decode, Row, Type};

use super::StoreError;
use crate::domain::{
    geo::LatLon,
    hospital::{Department, Hospital, HospitalId, Kind, Source},
    phone::Phone,
    region::RegionCode,
    specialty::Specialty,
};

/// The columns of a place in the order in which [`hospital`] reads them.
pub(super) const COLUMNS: &str = "id, name, kind, departments, address, region, emd, phone, emergency, \
     emergency_phone, lat, lon, hours, homepage, source, updated_on, bookable, notes, closed_on";

/// What a row must be able to give; both databases' rows can.
pub(super) trait Readable: Row<Database: Database> + Sized
where
    usize: ColumnIndex<Self>,
{
    /// A text column, borrowed.
    fn text(&self, index: usize) -> Result<Option<&str>, StoreError>;
    /// An integer column.
    fn int(&self, index: usize) -> Result<Option<i64>, StoreError>;

    /// A text that must be there.
    fn must_text(&self, index: usize) -> Result<&str, StoreError> {
        self.text(index)?.ok_or_else(|| missing(index))
    }

    /// An integer that must be there.
    fn must_int(&self, index: usize) -> Result<i64, StoreError> {
        self.int(index)?.ok_or_else(|| missing(index))
    }
}

impl<R> Readable for R
where
    R: Row,
    usize: ColumnIndex<R>,
    for<'r> &'r str: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
{
    fn text(&self, index: usize) -> Result<Option<&str>, StoreError> {
        Ok(self.try_get(index)?)
    }
    fn int(&self, index: usize) -> Result<Option<i64>, StoreError> {
        Ok(self.try_get(index)?)
    }
}

fn missing(index: usize) -> StoreError {
    corrupt(format!("column {index}"), "NULL")
}

/// A stored value that is not of its form.
pub(super) fn corrupt(what: impl Into<String>, why: impl ToString) -> StoreError {
    StoreError::Corrupt { what: what.into(), why: why.to_string() }
}

/// Reads [`COLUMNS`]: the place, and the day it was found gone.
pub(super) fn hospital<R: Readable>(row: &R) -> Result<(Hospital, Option<Date>), StoreError>
where
    usize: ColumnIndex<R>,
{
    let id = row.must_int(0)?;
    let wrong = |column: &str| corrupt(format!("hospital {id}, {column}"), "not of its form");
    let owned = |index| Ok::<_, StoreError>(row.text(index)?.map(str::to_owned));
    let phone = |index| Ok::<_, StoreError>(row.text(index)?.and_then(Phone::parse));
    let place = Hospital {
        id: HospitalId(u32::try_from(id).map_err(|_| wrong("id"))?),
        name: row.must_text(1)?.to_owned(),
        kind: Kind::from_word(row.must_text(2)?).ok_or_else(|| wrong("kind"))?,
        departments: departments(row.must_text(3)?).ok_or_else(|| wrong("departments"))?,
        address: row.must_text(4)?.to_owned(),
        region: region(row.int(5)?),
        emd: owned(6)?,
        phone: phone(7)?,
        emergency: row.must_int(8)? != 0,
        emergency_phone: phone(9)?,
        location: location(row.int(10)?, row.int(11)?),
        hours: row.must_text(12)?.parse().map_err(|_| wrong("hours"))?,
        homepage: owned(13)?,
        source: Source::from_word(row.must_text(14)?).ok_or_else(|| wrong("source"))?,
        updated_on: date(row.must_int(15)?)?,
        bookable: row.must_int(16)? != 0,
        notes: row.must_text(17)?.lines().map(str::to_owned).collect(),
    };
    Ok((place, row.int(18)?.map(date).transpose()?))
}

/// Many places in one value: [`COLUMNS`] without the last, each place ended by a mark. For SQLite
/// only, whose rows come from another thread, value by value: a hundred thousand places took 1.0 s
/// as rows and take 0.35 s packed; from MySQL's socket rows are as fast.
pub(super) const PACKED: &str = "SELECT GROUP_CONCAT(CONCAT_WS('\u{1f}', id, name, kind, departments, address, \
     COALESCE(region, ''), COALESCE(emd, ''), COALESCE(phone, ''), emergency, COALESCE(emergency_phone, ''), \
     COALESCE(lat, ''), COALESCE(lon, ''), hours, COALESCE(homepage, ''), source, updated_on, bookable, notes, \
     '\u{1e}')) FROM hospital WHERE closed_on IS NULL AND id >= ? AND id < ?";

/// Reads a value of [`PACKED`], by number.
pub(super) fn unpack(packed: &str) -> Result<Vec<Hospital>, StoreError> {
    let Some(places) = packed.strip_suffix('\u{1e}') else {
        return Err(corrupt("a list of places", "cut short"));
    };
    let mut places = places
        .split('\u{1e}')
        .map(|place| unpack_one(place.trim_start_matches(',')).ok_or_else(|| corrupt("hospital", format!("{place:?}"))))
        .collect::<Result<Vec<Hospital>, _>>()?;
    places.sort_unstable_by_key(|place| place.id);
    Ok(places)
}

fn unpack_one(place: &str) -> Option<Hospital> {
    let mut fields = place.split('\u{1f}');
    let mut next = || fields.next();
    let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    Some(Hospital {
        id: HospitalId(next()?.parse().ok()?),
        name: next()?.to_owned(),
        kind: Kind::from_word(next()?)?,
        departments: departments(next()?)?,
        address: next()?.to_owned(),
        region: region(number(next()?)?),
        emd: optional(next()?),
        phone: Phone::parse(next()?),
        emergency: next()? != "0",
        emergency_phone: Phone::parse(next()?),
        location: location(number(next()?)?, number(next()?)?),
        hours: next()?.parse().ok()?,
        homepage: optional(next()?),
        source: Source::from_word(next()?)?,
        updated_on: date(next()?.parse().ok()?).ok()?,
        bookable: next()? != "0",
        notes: next()?.lines().map(str::to_owned).collect(),
    })
}

/// Degrees as the columns hold them: whole ten-millionths, a centimetre.
pub(super) fn degrees_number(degrees: f64) -> i64 {
    (degrees * 1e7).round() as i64
}

/// A point from its columns.
pub(super) fn location(lat: Option<i64>, lon: Option<i64>) -> Option<LatLon> {
    let degrees = |number: i64| number as f64 / 1e7;
    LatLon::in_korea(degrees(lat?), degrees(lon?))
}

/// A 시군구 from its column.
pub(super) fn region(code: Option<i64>) -> Option<RegionCode> {
    code.and_then(|code| u32::try_from(code).ok()).map(RegionCode)
}

/// `YYYYMMDD`.
pub(super) fn date_number(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// From `YYYYMMDD`.
pub(super) fn date(number: i64) -> Result<Date, StoreError> {
    let part = |value: i64| i8::try_from(value).ok();
    let parts = i16::try_from(number / 10_000).ok().zip(part(number / 100 % 100)).zip(part(number % 100));
    parts
        .and_then(|((year, month), day)| Date::new(year, month, day).ok())
        .ok_or_else(|| corrupt("a date", format!("{number} is no YYYYMMDD")))
}

/// `01:2,11`: code and, where known, specialists.
pub(super) fn departments_text(departments: &[Department]) -> String {
    let one = |department: &Department| match department.specialists {
        Some(count) => format!("{}:{count}", department.specialty.code()),
        None => department.specialty.code().to_owned(),
    };
    departments.iter().map(one).collect::<Vec<_>>().join(",")
}

fn departments(text: &str) -> Option<Vec<Department>> {
    let one = |part: &str| {
        let (code, count) = part.split_once(':').map_or((part, None), |(code, count)| (code, Some(count)));
        let specialists = count.map(str::parse).transpose().ok()?;
        Some(Department { specialty: Specialty::from_code(code)?, specialists })
    };
    text.split(',').filter(|part| !part.is_empty()).map(one).collect()
}

/// At most so many characters, as the column allows, and no control characters.
pub(super) fn clip(text: &str, characters: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(characters).collect()
}

/// Notes as a note a line, at most what the column holds: 16,000 characters are under 64 KB.
pub(super) fn notes_text(notes: &[String]) -> String {
    let lines: Vec<String> = notes.iter().map(|note| note.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let lines: Vec<String> = lines.iter().map(|line| clip(line, 16_000)).filter(|line| !line.is_empty()).collect();
    lines.join("\n").chars().take(16_000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_keep_their_order_and_their_specialists() {
        for text in ["", "01:2,11", "00,88:65535"] {
            assert_eq!(departments_text(&departments(text).unwrap()), text);
        }
        for wrong in ["27", "01:x", "01:70000"] {
            assert_eq!(departments(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_are_numbers_that_sort() {
        let day = Date::new(2026, 5, 1).unwrap();
        assert_eq!(date_number(day), 20260501);
        assert_eq!(date(20260501).unwrap(), day);
        assert!(date(20260231).is_err() && date(-1).is_err() && date(0).is_err());
    }

    #[test]
    fn a_list_that_was_cut_short_is_no_list() {
        assert!(unpack("").is_err());
        assert!(unpack("1\u{1f}이름\u{1f}clinic").is_err());
        assert!(unpack("1\u{1f}이름\u{1f}clinic\u{1e}").is_err());
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(clip("가나다", 2), "가나");
        assert_eq!(clip("가나다", 3), "가나다");
        assert_eq!(clip("가\u{1f}나\n다\u{0}", 3), "가나다");
        assert_eq!(notes_text(&["토요일\n휴진 ".to_owned(), "주차 가능".to_owned()]), "토요일 휴진\n주차 가능");
    }
}
