//! Records of HIRA: the list of places, the detail and the departments of each; the same fields
//! from the service and from the quarterly tables.

use jiff::civil::Weekday;

use super::{
    common, kind,
    raw::Fields,
    value::{Remarks, Unreadable, day_hours, homepage, line, location, phone, quoted},
};
use crate::{
    domain::{
        hospital::{Department, Source},
        hours::{DayHours, HOLIDAY},
        record::{Facts, Part, SourceHours, SourceRecord},
        specialty::Specialty,
    },
    import::notes::{self, Closing, Days},
};

fn record(key: String, part: Part, facts: Facts) -> SourceRecord {
    SourceRecord { source: Source::Hira, key, part, facts }
}

/// A row of the list.
pub(super) fn basic(fields: &Fields, remarks: &mut Remarks) -> Result<SourceRecord, Unreadable> {
    let key = common::key("ykiho", fields.get("ykiho"))?;
    let name = common::name("yadmNm", fields.get("yadmNm"))?;
    let kind = kind::of_hira(fields.get("clCd"), fields.get("clCdNm"), Some(&name));
    if kind.is_none() {
        let said = fields.any(&["clCdNm", "clCd"]).unwrap_or("없음");
        remarks.push(("clCd".into(), format!("기관 종류를 알 수 없음: {said}")));
    }
    let mut facts = Facts {
        kind,
        phone: phone("telno", fields.get("telno"), remarks),
        location: location(("YPos", fields.get("YPos")), ("XPos", fields.get("XPos")), remarks)?,
        homepage: fields.get("hospUrl").and_then(homepage),
        name: Some(name),
        ..Facts::default()
    };
    common::address(fields, "addr", "emdongNm", &mut facts, remarks);
    Ok(record(key, Part::Basic, facts))
}

/// Days of the service's field names, Monday first.
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const SUNDAY: usize = 6;

/// The detail of one place.
pub(super) fn detail(fields: &Fields, key: Option<&str>, remarks: &mut Remarks) -> Result<SourceRecord, Unreadable> {
    let key = common::key("ykiho", fields.get("ykiho").or(key))?;
    let mut hours = SourceHours::default();
    for (day, name) in hours.days.iter_mut().zip(DAYS) {
        let (open, close) = (format!("trmt{name}Start"), format!("trmt{name}End"));
        *day = day_hours((&open, fields.get(&open)), (&close, fields.get(&close)), remarks)?;
    }
    let mut notes = Vec::new();
    let sunday = fields.get("noTrmtSun").and_then(line);
    notes.extend(sunday.and_then(|text| closing("일요일", SUNDAY, text, &mut hours)));
    let holiday = fields.get("noTrmtHoli").and_then(line);
    notes.extend(holiday.and_then(|text| closing("공휴일", HOLIDAY, text, &mut hours)));
    for (field, label, days) in
        [("lunchWeek", "평일", Days::WEEKDAYS), ("lunchSat", "토요일", Days::of(Weekday::Saturday))]
    {
        let text = fields.get(field).and_then(line);
        notes.extend(
            text.filter(|text| !notes::lunch(text, days, &mut hours)).map(|text| format!("점심시간({label}): {text}")),
        );
    }
    notes.extend(services(fields));
    let facts = Facts {
        emergency: emergency(fields),
        emergency_phone: emergency_phone(fields),
        notes,
        hours: hours.says_anything().then_some(hours),
        ..Facts::default()
    };
    Ok(record(key, Part::Detail, facts))
}

/// Applies what is said of closing on one day; gives back what must stay a note.
fn closing(label: &str, day: usize, text: String, hours: &mut SourceHours) -> Option<String> {
    let open = hours.days[day].as_ref().is_some_and(|known| !known.ranges().is_empty());
    match notes::closing(&text) {
        Closing::Always if !open => {
            hours.days[day] = Some(DayHours::CLOSED);
            return None;
        }
        // Hours and "closed" at once: neither can be believed.
        Closing::Always => hours.days[day] = Some(DayHours::Unknown),
        Closing::Never if open => return None,
        Closing::InWeeks(weeks) if open && day < HOLIDAY => {
            hours.weeks[day] = Some(weeks.except());
            return None;
        }
        Closing::NotInWeeks(weeks) if open && day < HOLIDAY => {
            hours.weeks[day] = Some(weeks);
            return None;
        }
        // It is open, only nobody says when.
        Closing::Never | Closing::InWeeks(_) | Closing::NotInWeeks(_) => hours.days[day] = Some(DayHours::Unknown),
        Closing::Unclear if open => {}
        Closing::Unclear => hours.days[day] = Some(DayHours::Unknown),
    }
    Some(format!("{label}: {text}"))
}

fn emergency(fields: &Fields) -> Option<bool> {
    let said = [fields.get("emyDayYn"), fields.get("emyNgtYn")];
    if said.contains(&Some("Y")) {
        return Some(true);
    }
    (said == [Some("N"), Some("N")]).then_some(false)
}

/// Numbers often lack their area code (`2001-2892`); such a one is no number to call.
fn emergency_phone(fields: &Fields) -> Option<crate::domain::phone::Phone> {
    let numbers = ["emyNgtTelNo1", "emyDayTelNo1", "emyNgtTelNo2", "emyDayTelNo2"];
    numbers.iter().find_map(|field| phone(field, fields.get(field), &mut Vec::new()))
}

/// Reception, the way there and parking, a line each.
fn services(fields: &Fields) -> impl Iterator<Item = String> {
    let text = |field: &str| fields.get(field).and_then(line);
    let join = |parts: Vec<String>, between: &str| (!parts.is_empty()).then(|| parts.join(between));
    let week = text("rcvWeek").map(|t| format!("평일 {t}"));
    let saturday = text("rcvSat").map(|t| format!("토요일 {t}"));
    let reception = join(week.into_iter().chain(saturday).collect(), ", ").map(|t| format!("접수: {t}"));
    let way = join([text("plcNm"), text("plcDir"), text("plcDist")].into_iter().flatten().collect(), " ");
    let lots = text("parkQty").map(|n| n.strip_suffix(".0").map(str::to_owned).unwrap_or(n)).filter(|n| n != "0");
    let fee = match fields.get("parkXpnsYn") {
        Some("Y") => Some("유료".to_owned()),
        Some("N") if lots.is_some() => Some("무료".to_owned()),
        _ => None,
    };
    let parking = join([lots.map(|n| format!("{n}대")), fee, text("parkEtc")].into_iter().flatten().collect(), ", ");
    let way = way.map(|t| format!("오시는 길: {t}"));
    [reception, way, parking.map(|t| format!("주차: {t}"))].into_iter().flatten()
}

/// One department of a place: the place's key and the department, if it is a known one.
pub(super) fn department(
    fields: &Fields,
    key: Option<&str>,
    remarks: &mut Remarks,
) -> Result<(String, Option<Department>), Unreadable> {
    let key = common::key("ykiho", fields.get("ykiho").or(key))?;
    let (code, name) = (fields.get("dgsbjtCd"), fields.get("dgsbjtCdNm"));
    let by_code = code.and_then(|c| Specialty::from_code(c.strip_suffix(".0").unwrap_or(c)));
    let Some(specialty) = by_code.or(name.and_then(Specialty::from_name)) else {
        let said = [code, name].into_iter().flatten().collect::<Vec<_>>().join(" ");
        remarks.push(("dgsbjtCd".into(), format!("모르는 진료과목: {}", quoted(&said))));
        return Ok((key, None));
    };
    let count = fields.get("dgsbjtPrSdrCnt").map(|n| n.strip_suffix(".0").unwrap_or(n));
    let specialists = count.and_then(|n| n.parse().ok());
    if let (Some(count), None) = (count, specialists) {
        remarks.push(("dgsbjtPrSdrCnt".into(), format!("수가 아님: {}", quoted(count))));
    }
    Ok((key, Some(Department { specialty, specialists })))
}

/// The departments of one place as one record.
pub(super) fn departments(key: String, departments: Vec<Department>) -> SourceRecord {
    record(key, Part::Departments, Facts { departments, ..Facts::default() })
}
