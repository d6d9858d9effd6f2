//! What a place says when several rows speak of it: one row of HIRA or NMC, or one of each, with
//! their details and departments. Which rows are one place is decided in [`super::link`].
//!
//! | fact | first | else | because |
//! |---|---|---|---|
//! | name, kind, address, 시군구, 읍면동 | HIRA | NMC | HIRA's list is the licence register, and tells 상급종합병원 |
//! | departments | HIRA | NMC | HIRA's carry the number of specialists |
//! | location | HIRA | NMC | goes with the address |
//! | homepage | HIRA | NMC | NMC's nationwide answer has none |
//! | phone, emergency room's phone | NMC | HIRA | NMC keeps the numbers that patients call |
//! | hours | NMC, if it tells any day | HIRA | NMC's are kept for patients and include public holidays |
//! | notes | NMC's, then HIRA's, none twice | | |
//! | emergency room | either | | |
//!
//! A source's facts are its basic row's, completed by its details; several rows of one source (a
//! place that got a new key) count newest first. Rows that vanished from their source count no more.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::{
    domain::{
        geo::LatLon,
        hospital::{Department, Hospital, HospitalId, Source},
        hours::WeeklyHours,
        record::{Facts, Part},
    },
    store::PlaceRow,
};

/// The place that these rows, all of one place, make; `None` when no source has it any more.
pub fn merge(id: HospitalId, rows: &[PlaceRow]) -> Option<Hospital> {
    let registered = voices(rows, [Source::Hira, Source::Nmc, Source::Demo]);
    let for_patients = voices(rows, [Source::Nmc, Source::Hira, Source::Demo]);
    let basic = registered.iter().find(|row| row.part == Part::Basic)?;
    let (hours, clock) = hours(&for_patients).unwrap_or((WeeklyHours::default(), basic));
    let with_address = registered.iter().find(|row| row.facts.address.is_some()).unwrap_or(basic);
    let emd = with_address.facts.emd.clone();
    Some(Hospital {
        id,
        name: first(&registered, |facts| facts.name.clone())?,
        kind: first(&registered, |facts| facts.kind)?,
        departments: departments(&registered),
        address: with_address.facts.address.clone().unwrap_or_default(),
        region: with_address.facts.region.or_else(|| first(&registered, |facts| facts.region)),
        emd: emd.or_else(|| first(&registered, |facts| facts.emd.clone())),
        phone: first(&for_patients, |facts| facts.phone.clone()),
        emergency: registered.iter().any(|row| row.facts.emergency == Some(true)),
        emergency_phone: first(&for_patients, |facts| facts.emergency_phone.clone()),
        location: first(&registered, |facts| facts.location).map(rounded),
        hours,
        notes: notes(&for_patients),
        homepage: first(&registered, |facts| facts.homepage.clone()),
        bookable: false,
        source: clock.source,
        updated_on: newest(&registered, clock),
    })
}

/// The rows that count, in the order in which they are asked: by source, then the newest key, then
/// basic, detail, departments.
fn voices(rows: &[PlaceRow], order: [Source; 3]) -> Vec<&PlaceRow> {
    let basic_of = |row: &PlaceRow| rows.iter().find(|b| b.part == Part::Basic && same_key(b, row) && !b.gone);
    let mut live: Vec<(&PlaceRow, Date)> =
        rows.iter().filter_map(|row| basic_of(row).map(|basic| (row, basic.as_of))).collect();
    live.sort_by_key(|(row, basic_as_of)| {
        (order.iter().position(|source| *source == row.source), Reverse(*basic_as_of), row.key.as_str(), row.part)
    });
    live.into_iter().map(|(row, _)| row).collect()
}

fn same_key(a: &PlaceRow, b: &PlaceRow) -> bool {
    a.source == b.source && a.key == b.key
}

/// The first answer.
fn first<T>(rows: &[&PlaceRow], ask: impl Fn(&Facts) -> Option<T>) -> Option<T> {
    rows.iter().find_map(|row| ask(&row.facts))
}

/// The first week that tells any day, and the row it is from.
fn hours<'a>(rows: &[&'a PlaceRow]) -> Option<(WeeklyHours, &'a PlaceRow)> {
    rows.iter().find_map(|row| {
        let hours = row.facts.hours.as_ref()?;
        let week = hours.says_anything().then(|| hours.resolve(row.covered))?;
        week.is_known().then_some((week, *row))
    })
}

/// The departments of the first source that names any, by code, each once.
fn departments(rows: &[&PlaceRow]) -> Vec<Department> {
    let Some(speaker) = rows.iter().find(|row| !row.facts.departments.is_empty()) else { return Vec::new() };
    let named = rows.iter().filter(|row| row.source == speaker.source).flat_map(|row| &row.facts.departments);
    let mut all: Vec<Department> = named.copied().collect();
    all.sort_by_key(|department| (department.specialty, Reverse(department.specialists)));
    all.dedup_by_key(|department| department.specialty);
    all
}

/// To the ten-millionth of a degree that the store keeps, so that a place compares equal to itself.
fn rounded(at: LatLon) -> LatLon {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    LatLon { lat: round(at.lat), lon: round(at.lon) }
}

/// Every note once, spaces apart.
fn notes(rows: &[&PlaceRow]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let squeezed = |note: &str| note.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for note in rows.iter().flat_map(|row| &row.facts.notes) {
        let known = notes.iter().any(|old| squeezed(old) == squeezed(note));
        if !known && !squeezed(note).is_empty() {
            notes.push(note.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    notes
}

/// The newest day of the data of the source whose hours are shown.
fn newest(rows: &[&PlaceRow], clock: &PlaceRow) -> Date {
    rows.iter().filter(|row| row.source == clock.source).map(|row| row.as_of).max().unwrap_or(clock.as_of)
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
