//! A day or a month of bookings as CSV, for a spreadsheet: nothing in it is taken for a formula.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;

use super::{Staff, visitor::plain};
use crate::{
    booking::{Booking, BookingError, Practice},
    words::Lang,
};

/// Without it Excel takes UTF-8 for something else.
const BOM: &str = "\u{feff}";

/// `GET /staff/export?from=…&to=…`.
pub(super) async fn csv(staff: Staff) -> Response {
    let today = staff.today.clock().date();
    let from = staff.asked.day("from").unwrap_or(today);
    let to = staff.asked.day("to").unwrap_or(from);
    match text(&staff, (from, to)).await {
        Ok(text) => {
            let name = format!("attachment; filename=\"heydoctor-{from}-{to}.csv\"");
            let head = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, &name)];
            (head, text).into_response()
        }
        Err(error) => plain(staff.lang, &error),
    }
}

async fn text(staff: &Staff, days: (Date, Date)) -> Result<String, BookingError> {
    let desk = staff.state.desk();
    let bookings = desk.take_away(&staff.passport, days, &staff.today).await?;
    let practice = desk.practice(staff.passport.hospital, &staff.today).await?;
    let (lang, mut text) = (staff.lang, String::from(BOM));
    let heads = [
        lang.csv_day(),
        lang.csv_time(),
        lang.csv_doctor(),
        lang.csv_number(),
        lang.csv_name(),
        lang.csv_phone(),
        lang.csv_birth(),
        lang.csv_status(),
        lang.csv_channel(),
    ];
    push(&mut text, heads.map(str::to_owned));
    for booking in &bookings {
        push(&mut text, row(lang, booking, &practice));
    }
    Ok(text)
}

fn row(lang: Lang, booking: &Booking, practice: &Practice) -> [String; 9] {
    let (starts_at, _) = booking.times();
    let patient = booking.patient.as_ref();
    let phone = patient.and_then(|patient| patient.phone.as_ref()).map(ToString::to_string);
    let born = patient.and_then(|patient| patient.birth_date).map(|born| born.to_string());
    [
        starts_at.date().to_string(),
        starts_at.strftime("%H:%M").to_string(),
        booking.record.doctor.map_or(lang.console_anybody(), |id| practice.doctor_name(id)).to_owned(),
        booking.number().to_string(),
        patient.map(|patient| patient.name.as_str().to_owned()).unwrap_or_default(),
        phone.unwrap_or_default(),
        born.unwrap_or_default(),
        lang.staff_status(booking.status()).to_owned(),
        lang.staff_channel(booking.record.channel).to_owned(),
    ]
}

/// A line of CSV (RFC 4180).
fn push(text: &mut String, cells: [String; 9]) {
    let cells = cells.map(|cell| format!("\"{}\"", harmless(&cell).replace('"', "\"\"")));
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '|' | '%') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text_and_quotes_are_doubled() {
        for formula in ["=1+1", "+82", "-1", "@SUM(A1)", "\t=1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        assert_eq!(harmless("김=하늘"), "김=하늘");
        let mut text = String::new();
        let mut cells: [String; 9] = Default::default();
        cells[0] = "a \"b\", c".to_owned();
        push(&mut text, cells);
        assert_eq!(text, "\"a \"\"b\"\", c\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\r\n");
    }
}
