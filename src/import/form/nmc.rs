//! Records of the National Medical Center: hospitals, clinics and pharmacies, in the list, the
//! nationwide download, the answers around a point, and the detail of one place.

use super::{
    common, kind,
    raw::Fields,
    value::{Remarks, Unreadable, day_hours, line, lines, location, phone},
};
use crate::{
    domain::{
        hospital::{Department, Source},
        record::{Facts, Part, SourceHours, SourceRecord},
        specialty::Specialty,
    },
    import::notes,
};

/// One place.
pub(super) fn read(fields: &Fields, part: Part, remarks: &mut Remarks) -> Result<SourceRecord, Unreadable> {
    let key = common::key("hpid", fields.get("hpid"))?;
    let name = common::name("dutyName", fields.get("dutyName"))?;
    let class = fields.any(&["dutyDivNam", "dutyDivName"]);
    let kind = kind::of_nmc(fields.get("dutyDiv"), class, &key, Some(&name));
    if kind.is_none() {
        let said = class.or(fields.get("dutyDiv")).unwrap_or("없음");
        remarks.push(("dutyDiv".into(), format!("기관 종류를 알 수 없음: {said}")));
    }
    let (lat, lon) = if fields.has(|f| f.starts_with("wgs84")) {
        (("wgs84Lat", fields.get("wgs84Lat")), ("wgs84Lon", fields.get("wgs84Lon")))
    } else {
        (("latitude", fields.get("latitude")), ("longitude", fields.get("longitude")))
    };
    let (hours, notes) = hours_and_notes(fields, remarks)?;
    let mut facts = Facts {
        kind,
        phone: phone("dutyTel1", fields.get("dutyTel1"), remarks),
        emergency: emergency(fields),
        emergency_phone: phone("dutyTel3", fields.get("dutyTel3"), remarks),
        location: location(lat, lon, remarks)?,
        departments: departments(fields, remarks),
        notes,
        hours,
        name: Some(name),
        ..Facts::default()
    };
    common::address(fields, "dutyAddr", "", &mut facts, remarks);
    Ok(SourceRecord { source: Source::Nmc, key, part, facts })
}

/// `dutyEryn`: 1 runs an emergency room, 2 does not.
fn emergency(fields: &Fields) -> Option<bool> {
    match fields.get("dutyEryn") {
        Some("1" | "Y") => Some(true),
        Some("2" | "N") => Some(false),
        _ => None,
    }
}

/// The week of `dutyTime1s` … `dutyTime8c`, with what the free text plainly adds. Answers around a
/// point have only today's `startTime`, which says nothing of a week.
fn hours_and_notes(fields: &Fields, remarks: &mut Remarks) -> Result<(Option<SourceHours>, Vec<String>), Unreadable> {
    let mut hours = SourceHours::default();
    for (index, day) in hours.days.iter_mut().enumerate() {
        let (open, close) = (format!("dutyTime{}s", index + 1), format!("dutyTime{}c", index + 1));
        *day = day_hours((&open, fields.get(&open)), (&close, fields.get(&close)), remarks)?;
    }
    let weekly = fields.has(|f| f.starts_with("dutyTime")).then_some(());
    let mut kept = Vec::new();
    for field in ["dutyInf", "dutyEtc"] {
        let texts = fields.get(field).map(lines).unwrap_or_default();
        for text in texts.into_iter().filter(|text| text != "없음") {
            kept.extend(notes::take(&text, &mut hours));
        }
    }
    kept.dedup();
    let way = fields.get("dutyMapimg").and_then(line).filter(|way| way.chars().count() > 1 && way != "없음");
    kept.extend(way.map(|way| format!("오시는 길: {way}")));
    Ok((weekly.map(|()| hours), kept))
}

/// `dgidIdName`: department names joined by commas. A name without a code of its own (`치과`) is
/// no error of the record.
fn departments(fields: &Fields, remarks: &mut Remarks) -> Vec<Department> {
    let mut found: Vec<Department> = Vec::new();
    for name in fields.get("dgidIdName").unwrap_or("").split(',').map(str::trim).filter(|n| !n.is_empty()) {
        match Specialty::from_name(name) {
            Some(specialty) if found.iter().all(|d| d.specialty != specialty) => {
                found.push(Department { specialty, specialists: None });
            }
            Some(_) => {}
            None if matches!(name, "치과" | "한의과" | "한방과" | "기타") => {}
            None => remarks.push(("dgidIdName".into(), format!("모르는 진료과목: {name}"))),
        }
    }
    found
}
