//! NMC's lists, details, pharmacies and answers around a point.

use super::*;
use crate::domain::{geo::LatLon, hospital::Kind, region::RegionCode};

/// A clinic as the XML list has it; `more` goes before the end.
fn clinic(key: &str, more: &str) -> String {
    format!(
        "<item><dutyAddr>서울특별시 강남구 시연로 12, 3층 (역삼동)</dutyAddr><dutyDiv>C</dutyDiv><dutyDivNam>의원</dutyDivNam>\
         <dutyEryn>2</dutyEryn><dutyName>시연{key}의원</dutyName><hpid>{key}</hpid><postCdn1>062</postCdn1>\
         <postCdn2>71 </postCdn2><rnum>1</rnum>{more}</item>"
    )
}

#[test]
fn a_list_is_read_with_hours_regions_and_notes() {
    let first = "<dutyTel1>02-570-1234</dutyTel1><dutyTime1s>0830</dutyTime1s><dutyTime1c>1700</dutyTime1c>\
         <dutyTime6s>0900</dutyTime6s><dutyTime6c>2400</dutyTime6c><dutyTime7s>2200</dutyTime7s><dutyTime7c>0100</dutyTime7c>\
         <dutyEtc>분만 안 함 / 점심시간 13:00~13:30</dutyEtc><dutyInf>대장전문</dutyInf><dutyMapimg>시연역 3번 출구</dutyMapimg>\
         <wgs84Lat>37.4999</wgs84Lat><wgs84Lon>127.0337</wgs84Lon>";
    let second = "<dutyTel1>02----</dutyTel1><dutyTime1s>900</dutyTime1s><dutyTime1c>1800</dutyTime1c><dutyEtc>점심시간 13:00~14:00</dutyEtc>";
    let read = nmc(xml(&(clinic("A9900001", first) + &clinic("A9900002", second)), 2));
    assert_eq!((read.summary.form, read.summary.envelope.total_count), (Form::NmcList, Some(2)));
    assert_eq!((read.summary.hospitals, read.summary.pharmacies), (2, 0));
    let record = &read.records[0];
    assert_eq!((record.source, record.key.as_str(), record.part), (Source::Nmc, "A9900001", Part::Basic));
    let facts = read.facts(0);
    assert_eq!(facts.name.as_deref(), Some("시연A9900001의원"));
    assert_eq!((facts.kind, facts.emergency), (Some(Kind::Clinic), Some(false)));
    assert_eq!((facts.region, facts.emd.as_deref()), (Some(RegionCode(11680)), Some("역삼동")));
    assert_eq!(facts.location, Some(LatLon { lat: 37.4999, lon: 127.0337 }));
    assert_eq!(read.hours(0), "0830-1300,1330-1700;~;~;~;~;0900-1300,1330-2400;2200-2500;~");
    assert_eq!(facts.notes, ["대장전문", "분만 안 함 / 점심시간 13:00~13:30", "오시는 길: 시연역 3번 출구"]);
    assert_eq!(read.hours(1), "0900-1300,1400-1800;~;~;~;~;~;~;~");
    assert_eq!((read.facts(1).phone.as_ref(), read.facts(1).notes.len()), (None, 0));
    assert!(read.facts(1).location.is_none());
    assert_eq!((read.skipped, read.warned), (vec![], vec![]));
}

#[test]
fn broken_records_are_skipped_by_name_and_the_others_stay() {
    let time = |open: &str, close: &str| format!("<dutyTime3s>{open}</dutyTime3s><dutyTime3c>{close}</dutyTime3c>");
    let items = [
        clinic("A1", ""),
        clinic("A2", &time("0900", "2575")),
        clinic("A3", &time("아홉시", "1800")),
        clinic("A4", "<wgs84Lat>북위</wgs84Lat><wgs84Lon>127.0</wgs84Lon>"),
        clinic("", ""),
        clinic("A6", "").replace("시연A6의원", " "),
        clinic("A 7", ""),
        clinic("A8", ""),
    ];
    let read = nmc(xml(&items.concat(), 8));
    let keys: Vec<&str> = read.records.iter().map(|r| r.key.as_str()).collect();
    assert_eq!(keys, ["A1", "A8"]);
    let skipped = |n, key: Option<&str>, field: &str| (n, key.map(str::to_owned), field.to_owned());
    assert_eq!(
        read.skipped,
        [
            skipped(2, Some("A2"), "dutyTime3c"),
            skipped(3, Some("A3"), "dutyTime3s"),
            skipped(4, Some("A4"), "wgs84Lat"),
            skipped(5, None, "hpid"),
            skipped(6, Some("A6"), "dutyName"),
            skipped(7, Some("A 7"), "hpid"),
        ]
    );
}

#[test]
fn doubtful_records_are_kept_with_a_warning() {
    let at = |lat: &str, lon: &str| format!("<wgs84Lat>{lat}</wgs84Lat><wgs84Lon>{lon}</wgs84Lon>");
    let items = [
        clinic("A1", &at("0", "0")),
        clinic("A2", &at("127.0337", "37.4999")),
        clinic("A3", &at("40.7", "-74.0")),
        clinic("A4", "<dutyTime1s>0000</dutyTime1s><dutyTime1c>0000</dutyTime1c>"),
        clinic("A5", "<dutyTime1s>0900</dutyTime1s>"),
        clinic("A6", "<dgidIdName>내과,  소아과,모르는과,내과,치과</dgidIdName>"),
        clinic("A7", "")
            .replace("<dutyDiv>C</dutyDiv><dutyDivNam>의원", "<dutyDiv>W</dutyDiv><dutyDivNam>구급차")
            .replace("7의원", "7"),
    ];
    let read = nmc(xml(&items.concat(), 7));
    assert_eq!((read.records.len(), read.skipped.len()), (7, 0));
    let fields: Vec<&str> = read.warned.iter().map(|(_, _, field)| field.as_str()).collect();
    assert_eq!(fields, ["wgs84Lat", "wgs84Lat", "wgs84Lat", "dutyTime1s", "dutyTime1c", "dgidIdName", "dutyDiv"]);
    assert_eq!(read.facts(0).location, None);
    assert_eq!(read.facts(1).location, Some(LatLon { lat: 37.4999, lon: 127.0337 }));
    assert_eq!(read.facts(2).location, None);
    assert!(read.hours(3).starts_with("?;~") && read.hours(4).starts_with("?;~"));
    let codes: Vec<&str> = read.facts(5).departments.iter().map(|d| d.specialty.code()).collect();
    assert_eq!(codes, ["01", "11"]);
    assert_eq!(read.facts(6).kind, None);
}

#[test]
fn json_mixes_types_and_says_one_or_none_in_its_own_way() {
    let item = r#"{"hpid":"A9900001","dutyName":"시연종합병원","dutyDiv":"A","dutyDivName":"종합병원","dutyEryn":1,
        "dutyTel1":"02-2001-2001","dutyTel3":"02-2001-1119","dutyTime1s":"0900","dutyTime1c":1900,"dutyTime6s":900,"dutyTime6c":1300,
        "dutyFax":20012117,"postCdn2":"71 ","wgs84Lat":"37.56","wgs84Lon":126.97,"rnum":1}"#;
    let read = nmc(json(&format!(r#"{{"item":[{item},{item}]}}"#), 2));
    assert_eq!(read.hours(0), "0900-1900;~;~;~;~;0900-1300;~;~");
    assert_eq!(read.facts(0).emergency, Some(true));
    assert_eq!(read.facts(0).emergency_phone.as_ref().map(|p| p.digits()), Some("0220011119"));
    assert_eq!(read.facts(0).location, Some(LatLon { lat: 37.56, lon: 126.97 }));
    let one = nmc(json(&format!(r#"{{"item":{item}}}"#), 1));
    assert_eq!((one.summary.form, one.records.len()), (Form::NmcList, 1), "rnum: a list of one");
    let none = nmc(json(r#""""#, 0));
    assert_eq!((none.summary.form, none.records.len(), none.summary.envelope.total_count), (Form::Empty, 0, Some(0)));
    assert_eq!(nmc(xml("", 0)).summary.form, Form::Empty);
}

#[test]
fn a_detail_and_a_pharmacy_are_told_from_lists() {
    let pharmacy = r#"{"hpid":"C9900001","dutyName":"시연약국","dutyTime3s":"0900","dutyTime3c":2000,"wgs84Lat":37.56,"wgs84Lon":126.97}"#;
    let read = nmc(json(&format!(r#"{{"item":{pharmacy}}}"#), 1));
    assert_eq!((read.summary.form, read.records[0].part), (Form::NmcDetail, Part::Detail));
    assert_eq!((read.facts(0).kind, read.summary.pharmacies), (Some(Kind::Pharmacy), 1));
    let detail = clinic("A9900001", "<dgidIdName>내과,정형외과</dgidIdName>").replace("<rnum>1</rnum>", "");
    let read = nmc(xml(&detail, 1));
    assert_eq!((read.summary.form, read.facts(0).departments.len()), (Form::NmcDetail, 2));
}

#[test]
fn places_around_a_point_have_no_weekly_hours() {
    let item = |n: u8| {
        format!(
            r#"{{"cnt":2,"distance":0.9{n},"dutyAddr":"서울특별시 중구 시연로 1","dutyDiv":"H","dutyDivName":"약국","dutyName":"시연{n}약국",
            "dutyTel1":"02-3789-695{n}","startTime":"0830","endTime":1700,"hpid":"C990000{n}","latitude":37.56,"longitude":126.97,"rnum":{n}}}"#
        )
    };
    let read = nmc(json(&format!(r#"{{"item":[{},{}]}}"#, item(1), item(2)), 2));
    assert_eq!((read.summary.form, read.summary.form.may_be_whole()), (Form::NmcNearby, false));
    assert_eq!((read.facts(0).hours.as_ref(), read.facts(0).kind), (None, Some(Kind::Pharmacy)));
    assert!(read.facts(0).location.is_some());
}
