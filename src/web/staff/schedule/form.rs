//! The forms of the timetable, read and filled in.

use jiff::civil::Date;

use crate::{
    booking::BookingError,
    domain::{
        hours::{DayHours, HOLIDAY, Range, WeeklyHours},
        patient::{Wrong, free_text},
        schedule::{Change, Doctor, DoctorId, Exception, Template},
        specialty::Specialty,
    },
    web::{
        forms::{Fields, noted},
        staff::actions::any_doctor,
    },
};

/// The names of the rows of a week, public holidays last.
pub(super) const DAYS: [&str; 8] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"];
/// The other fields of a doctor's form.
const FIELDS: [&str; 8] = ["id", "name", "specialty", "active", "slot", "buffer", "seats", "walk_in"];
/// Most characters of a name with its title, and of a note.
const MOST: (u16, u16) = (60, 200);

/// The values of a doctor's form; of a new one, the usual.
pub(super) fn of_doctor(doctor: Option<&Doctor>) -> Vec<(&'static str, String)> {
    let Some(doctor) = doctor else {
        let usual = [("active", "1"), ("slot", "15"), ("buffer", "0"), ("seats", "1"), ("walk_in", "0")];
        let week = DAYS[..5].iter().map(|day| (*day, "09:00-13:00, 14:00-18:00".to_owned()));
        return usual.into_iter().map(|(name, value)| (name, value.to_owned())).chain(week).collect();
    };
    let template = &doctor.template;
    let active = if doctor.active { "1" } else { "" };
    let mut values = vec![
        ("id", doctor.id.to_string()),
        ("name", doctor.name.clone()),
        ("specialty", doctor.specialty.map(Specialty::code).unwrap_or_default().to_owned()),
        ("active", active.to_owned()),
        ("slot", template.slot_minutes().to_string()),
        ("buffer", template.buffer_minutes().to_string()),
        ("seats", template.seats().to_string()),
        ("walk_in", template.walk_in_percent().to_string()),
    ];
    let week = DAYS.iter().enumerate().map(|(index, day)| (*day, ranges(template.hours().day(index).ranges())));
    values.extend(week);
    values
}

/// The values as they were typed.
pub(super) fn typed(form: &Fields) -> Vec<(&'static str, String)> {
    FIELDS.iter().chain(&DAYS).map(|name| (*name, form.get(name).to_owned())).collect()
}

/// `09:00-13:00, 14:00-18:00`.
pub(super) fn ranges(ranges: &[Range]) -> String {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let one = |range: &Range| format!("{}-{}", clock(range.open()), clock(range.close()));
    ranges.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The doctor of a form.
pub(super) fn read_doctor(form: &Fields) -> Result<Doctor, BookingError> {
    let mut wrong = Vec::new();
    let name = free_text(form.get("name"), MOST.0)
        .and_then(|name| if name.is_empty() { Err(Wrong::Missing) } else { Ok(name) });
    let name = noted(&mut wrong, "name", name);
    let specialty = noted(&mut wrong, "specialty", read_specialty(form.get("specialty")));
    let mut number = |field: &'static str, least: u16, most: u16| {
        let value = form.get(field).trim().parse().ok().filter(|value| (least..=most).contains(value));
        noted(&mut wrong, field, value.ok_or(Wrong::OutOfRange(least, most))).unwrap_or(least)
    };
    let (slot, buffer) = (number("slot", 5, 240), number("buffer", 0, 120));
    let (seats, walk_in) = (number("seats", 1, 50), number("walk_in", 0, 90));
    let mut week = WeeklyHours::default();
    for (index, day) in DAYS.into_iter().enumerate() {
        if let Some(ranges) = noted(&mut wrong, day, parse_ranges(form.get(day)).ok_or(Wrong::NotHours)) {
            week.set_day(index, DayHours::known(ranges));
        }
    }
    debug_assert_eq!(DAYS.len(), HOLIDAY + 1);
    let template = Template::new(week, slot, buffer, seats, walk_in as u8);
    let template = noted(&mut wrong, "mon", template.map_err(|_| Wrong::NotHours));
    let id = form.get("id");
    let id = if id.is_empty() { DoctorId(0) } else { DoctorId::parse(id).ok_or(BookingError::NoSuchDoctor)? };
    match (name, specialty, template) {
        (Some(name), Some(specialty), Some(template)) if wrong.is_empty() => {
            Ok(Doctor { id, name, specialty, template, active: form.ticked("active"), has_photo: false })
        }
        _ => Err(BookingError::Fields(wrong)),
    }
}

fn read_specialty(code: &str) -> Result<Option<Specialty>, Wrong> {
    match code.is_empty() {
        true => Ok(None),
        false => Specialty::from_code(code).map(Some).ok_or(Wrong::NotAChoice),
    }
}

/// Times of a day; none when nothing is written, `None` when something else is.
fn parse_ranges(text: &str) -> Option<Vec<Range>> {
    let parts = text.split([',', '/']).map(str::trim).filter(|part| !part.is_empty());
    let ranges: Vec<Range> = parts.map(parse_range).collect::<Option<_>>()?;
    let in_order = ranges.windows(2).all(|pair| pair[0].close() <= pair[1].open());
    in_order.then_some(ranges)
}

fn parse_range(text: &str) -> Option<Range> {
    let (open, close) = text.split_once(['-', '~', '–'])?;
    Range::new(parse_clock(open)?, parse_clock(close)?).filter(|range| range.close() <= crate::domain::hours::DAY)
}

fn parse_clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The exception of a form. The last day is the first when none is given.
pub(super) fn read_exception(form: &Fields) -> Result<Exception, BookingError> {
    let mut wrong = Vec::new();
    let kind = form.get("kind");
    noted(&mut wrong, "kind", if ["off", "extra"].contains(&kind) { Ok(()) } else { Err(Wrong::NotAChoice) });
    let doctor = noted(&mut wrong, "doctor", any_doctor(form.get("doctor")));
    let day = |field: &str| form.get(field).parse::<Date>().map_err(|_| Wrong::NotADate);
    let from = noted(&mut wrong, "from", day("from"));
    let to = if form.get("to").is_empty() { from } else { noted(&mut wrong, "to", day("to")) };
    let ranges = noted(&mut wrong, "times", parse_ranges(form.get("times")).ok_or(Wrong::NotHours));
    let note = noted(&mut wrong, "note", free_text(form.get("note"), MOST.1));
    let (Some(doctor), Some(from), Some(to), Some(ranges), Some(note)) = (doctor, from, to, ranges, note) else {
        return Err(BookingError::Fields(wrong));
    };
    let change = if kind == "extra" { Change::Extra(ranges) } else { Change::Off(ranges) };
    let exception = Exception { id: 0, doctor, from, to, change, note };
    if !exception.has_days() {
        wrong.push(("to", Wrong::NotInOrder));
    }
    if !exception.has_times() {
        wrong.push(("times", Wrong::Missing));
    }
    if wrong.is_empty() { Ok(exception) } else { Err(BookingError::Fields(wrong)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let read = |text| parse_ranges(text).map(|read| ranges(&read));
        assert_eq!(read("9:00-13:00,14:00~18:00").as_deref(), Some("09:00-13:00, 14:00-18:00"));
        assert_eq!(read(" ").as_deref(), Some(""));
        assert_eq!(read("20:00–24:00").as_deref(), Some("20:00-24:00"));
        for wrong in ["9-13", "13:00-09:00", "09:00-13:00, 12:00-15:00", "22:00-25:00", "쉼", "24:30-24:50"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
