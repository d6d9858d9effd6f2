//! HIRA's service answers.

use super::*;
use crate::domain::{geo::LatLon, hospital::Kind, hours::DayHours};

const KEY: &str = "JDQ4MTg4MSM1MSMkMSMkMCMkSIYEON0001";

#[test]
fn a_list_is_read_from_json_and_xml() {
    let item = |key: &str, class: &str, x: &str| {
        format!(
            r#"{{"addr":"서울특별시 종로구 시연로 29, (평동)","clCd":{class},"clCdNm":"어떤 곳","distance":"932.18797518456008025953004638071834583",
            "emdongNm":"평동","hospUrl":"www.example.kr","postNo":"03181","sgguCd":110016,"telno":"02-2001-2001","XPos":{x},"YPos":37.5684083,
            "yadmNm":"시연병원","ykiho":"{key}"}}"#
        )
    };
    let items =
        format!(r#"{{"item":[{},{}]}}"#, item(KEY, "\"01\"", "\"126.9677500\""), item("K2", "11", "126.9669974"));
    let read = hira(json(&items, 440));
    assert_eq!((read.summary.form, read.summary.envelope.total_count), (Form::HiraList, Some(440)));
    assert_eq!((read.records[0].source, read.records[0].part), (Source::Hira, Part::Basic));
    assert_eq!((read.facts(0).kind, read.facts(1).kind), (Some(Kind::Tertiary), Some(Kind::General)));
    assert_eq!(read.facts(0).location, Some(LatLon { lat: 37.5684083, lon: 126.96775 }));
    assert_eq!(read.facts(0).emd.as_deref(), Some("평동"));
    assert_eq!(read.facts(0).homepage.as_deref(), Some("http://www.example.kr"));
    assert!(read.facts(0).hours.is_none());
    let xml = xml(
        "<item><clCd>93</clCd><yadmNm>시연한의원</yadmNm><ykiho>K3</ykiho><XPos>127.1</XPos><YPos>37.1</YPos></item>",
        1,
    );
    assert_eq!(hira(xml).facts(0).kind, Some(Kind::Oriental));
}

#[test]
fn a_detail_takes_its_key_from_the_files_name() {
    let items = r#"{"item":{"emyDayTelNo1":"2001-2892","emyDayYn":"Y","emyNgtYn":"N","lunchWeek":"12:30 ~ 13:30","lunchSat":"없음",
        "noTrmtHoli":"휴진","noTrmtSun":"전부휴진","parkQty":298,"parkXpnsYn":"Y","parkEtc":"30분 무료","plcDir":"시연문 방면","plcDist":"30m",
        "plcNm":"시연박물관","rcvWeek":"08:00 ~ 17:00","rcvSat":"08:00 ~ 12:00","trmtMonStart":"0830","trmtMonEnd":1700,
        "trmtSatStart":"0830","trmtSatEnd":1500}}"#;
    let name = format!("detail-{KEY}.json");
    let read = read_as(&name, Source::Hira, json(items, 1)).unwrap();
    assert_eq!(
        (read.summary.form, read.records[0].key.as_str(), read.records[0].part),
        (Form::HiraDetail, KEY, Part::Detail)
    );
    assert_eq!(read.hours(0), "0830-1230,1330-1700;~;~;~;~;0830-1500;-;-");
    assert_eq!((read.facts(0).emergency, read.facts(0).emergency_phone.as_ref()), (Some(true), None));
    assert_eq!(
        read.facts(0).notes,
        [
            "접수: 평일 08:00 ~ 17:00, 토요일 08:00 ~ 12:00",
            "오시는 길: 시연박물관 시연문 방면 30m",
            "주차: 298대, 유료, 30분 무료"
        ]
    );
    let nameless = read_as("detail.json", Source::Hira, json(items, 1)).unwrap();
    assert_eq!(nameless.skipped, [(1, None, "ykiho".to_owned())]);
    let encoded = read_as("detail-JDQ4MTg4MSM1MSMkMSMk%2FMCM%3D.json", Source::Hira, json(items, 1)).unwrap();
    assert_eq!(encoded.records[0].key, "JDQ4MTg4MSM1MSMkMSMk/MCM=");
}

#[test]
fn words_about_sundays_and_holidays_close_limit_or_leave_unknown() {
    let detail = |fields: &str| {
        let read =
            read_as(&format!("d-{KEY}.json"), Source::Hira, json(&format!(r#"{{"item":{{{fields}}}}}"#), 1)).unwrap();
        (read.facts(0).hours.clone().unwrap(), read.facts(0).notes.clone())
    };
    let sunday = r#""trmtSunStart":"0900","trmtSunEnd":1300"#;
    let (hours, notes) = detail(&format!(r#"{sunday},"noTrmtSun":"1,3주 휴진","noTrmtHoli":"정상근무""#));
    assert_eq!(hours.weeks[6].map(|w| w.iter().collect::<Vec<_>>()), Some(vec![2, 4, 5]));
    assert_eq!(hours.days[7], Some(DayHours::Unknown));
    assert_eq!(notes, ["공휴일: 정상근무"]);
    let (hours, notes) = detail(&format!(r#"{sunday},"noTrmtSun":"휴진""#));
    assert_eq!((hours.days[6].clone(), notes), (Some(DayHours::Unknown), vec!["일요일: 휴진".to_owned()]));
    let (hours, notes) =
        detail(r#""noTrmtSun":"격주 진료","noTrmtHoli":"-","trmtMonStart":"0900","trmtMonEnd":"1800""#);
    assert_eq!((hours.days[6].clone(), hours.days[7].clone()), (Some(DayHours::Unknown), None));
    assert_eq!(notes, ["일요일: 격주 진료"]);
    let (hours, notes) = detail(&format!(r#"{sunday},"noTrmtSun":"정상진료","lunchWeek":"의사별로 다름""#));
    assert!(hours.days[6].as_ref().is_some_and(|d| !d.ranges().is_empty()));
    assert_eq!(notes, ["점심시간(평일): 의사별로 다름"]);
}

#[test]
fn departments_of_one_place_are_one_record() {
    let items = r#"{"item":[{"dgsbjtCd":"01","dgsbjtCdNm":"내과","dgsbjtPrSdrCnt":3},{"dgsbjtCd":5,"dgsbjtCdNm":"정형외과","dgsbjtPrSdrCnt":"0"},
        {"dgsbjtCd":77,"dgsbjtCdNm":"모르는과"},{"dgsbjtCd":"01","dgsbjtCdNm":"내과","dgsbjtPrSdrCnt":3}]}"#;
    let read = read_as(&format!("dgsbjt-{KEY}.json"), Source::Hira, json(items, 4)).unwrap();
    assert_eq!((read.summary.form, read.summary.items, read.records.len()), (Form::HiraDepartments, 4, 1));
    assert_eq!((read.records[0].key.as_str(), read.records[0].part), (KEY, Part::Departments));
    let found: Vec<_> = read.facts(0).departments.iter().map(|d| (d.specialty.code(), d.specialists)).collect();
    assert_eq!(found, [("01", Some(3)), ("05", Some(0))]);
    assert_eq!(read.warned, [(3, Some(KEY.to_owned()), "dgsbjtCd".to_owned())]);
}
