//! The live answer about emergency beds (getEmrrmRltmUsefulSckbdInfoInqire). What the room does
//! not say stays unknown.

use std::io::Read;

use jiff::civil::DateTime;

use super::form::{self, Fault, Fields};
use crate::domain::beds::BedReading;

/// The readings of an XML or JSON answer. A record without key or time says nothing that could be
/// shown, and is left out.
pub fn read(answer: impl Read) -> Result<Vec<BedReading>, Fault> {
    let mut found = Vec::new();
    form::read_fields(answer, &mut |fields| {
        found.extend(reading(&fields));
        Ok(())
    })?;
    Ok(found)
}

/// One room's reading.
pub(super) fn reading(fields: &Fields) -> Option<BedReading> {
    let number = |name: &str| fields.get(name).and_then(|value| value.strip_suffix(".0").unwrap_or(value).parse().ok());
    // `N1` and `-` are neither yes nor no.
    let yes = |name: &str| match fields.get(name) {
        Some("Y") => Some(true),
        Some("N") => Some(false),
        _ => None,
    };
    Some(BedReading {
        key: fields.get("hpid")?.to_owned(),
        at: moment(fields.get("hvidate")?)?,
        er_beds: number("hvec"),
        operating_rooms: number("hvoc"),
        icu: number("hvicc"),
        wards: number("hvgc"),
        ct: yes("hvctayn"),
        mri: yes("hvmriayn"),
        ventilator: yes("hvventiayn"),
    })
}

/// `YYYYMMDDhhmmss`; midnight may be written as hour 24.
fn moment(text: &str) -> Option<DateTime> {
    if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i8>().ok();
    let (hour, next_day) = match number(8, 10)? {
        24 => (0, true),
        hour => (hour, false),
    };
    let year = text[..4].parse().ok()?;
    let at = DateTime::new(year, number(4, 6)?, number(6, 8)?, hour, number(10, 12)?, number(12, 14)?, 0).ok()?;
    if next_day { at.tomorrow().ok() } else { Some(at) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    #[test]
    fn beds_are_read_and_the_unsaid_stays_unknown() {
        let answer = r#"{"response":{"header":{"resultCode":"00"},"body":{"items":{"item":[
            {"hpid":"A9900001","dutyName":"시연병원","hvidate":20260724153012,"hvec":-3,"hvoc":"2","hvicc":"N1","hvgc":"-",
             "hvctayn":"Y","hvmriayn":"N","hvventiayn":"N1"},
            {"hpid":"A9900002","hvidate":"20260724240000","hvec":"5"},
            {"hpid":"A9900003","hvec":7},
            {"hvidate":"20260724153012","hvec":7}]},"totalCount":4}}}"#;
        let readings = read(answer.as_bytes()).unwrap();
        assert_eq!(readings.len(), 2);
        assert_eq!(
            readings[0],
            BedReading {
                key: "A9900001".into(),
                at: datetime(2026, 7, 24, 15, 30, 12, 0),
                er_beds: Some(-3),
                operating_rooms: Some(2),
                icu: None,
                wards: None,
                ct: Some(true),
                mri: Some(false),
                ventilator: None,
            }
        );
        assert_eq!(readings[1].at, datetime(2026, 7, 25, 0, 0, 0, 0));
        assert_eq!((readings[1].er_beds, readings[1].operating_rooms, readings[1].ct), (Some(5), None, None));
    }

    #[test]
    fn times_that_are_none_are_not_guessed() {
        for text in ["", "2026", "20261301000000", "20260230000000", "2026072415301x", "2026-07-24 15:3"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
