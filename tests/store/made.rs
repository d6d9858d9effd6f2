//! Records made for the tests, in the forms that the readers give.

use heydoctor::{
    domain::{
        geo::LatLon,
        hospital::{Department, Hospital, Kind, Source},
        phone::Phone,
        record::{Facts, Part, SourceHours, SourceRecord},
        region::RegionCode,
        specialty::Specialty,
    },
    import::{
        report::Report,
        run::{ImportError, Options, Page, Row, run, run_records},
    },
    store::Store,
};
use jiff::{Timestamp, civil::date};

/// 1 May 2026, noon in Seoul.
pub fn now() -> Timestamp {
    "2026-05-01T03:00:00Z".parse().unwrap()
}

pub fn options(source: Source) -> Options {
    Options { source, accept_closures: false, now: now() }
}

/// A clinic of NMC in 강남구; its number gives it a name, a house and a point of its own.
pub fn nmc(number: u32) -> SourceRecord {
    let facts = Facts {
        name: Some(format!("푸른나무{number}의원")),
        kind: Some(Kind::Clinic),
        address: Some(format!("서울특별시 강남구 도산대로 {number} (논현동)")),
        region: Some(RegionCode(11680)),
        emd: Some("논현동".into()),
        phone: Phone::parse(&format!("02-555-{number:04}")),
        emergency: Some(false),
        location: LatLon::in_korea(37.5 + f64::from(number) * 0.003, 127.03),
        departments: vec![department("01", None)],
        notes: vec!["1층 접수".into()],
        hours: hours("0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300;~;~"),
        as_of: Some(date(2026, 5, 1)),
        ..Facts::default()
    };
    SourceRecord { source: Source::Nmc, key: format!("A{number}"), part: Part::Basic, facts }
}

/// The same clinic as HIRA lists it: other key, another way of writing, no hours.
pub fn hira(number: u32) -> SourceRecord {
    let facts = Facts {
        name: Some(format!("(의)푸른나무{number} 의원")),
        address: Some(format!("서울특별시 강남구 도산대로 {number}, 2층")),
        phone: Phone::parse("02-555-9999"),
        homepage: Some("https://example.com".into()),
        departments: Vec::new(),
        notes: Vec::new(),
        hours: None,
        as_of: Some(date(2026, 3, 31)),
        ..nmc(number).facts
    };
    SourceRecord { source: Source::Hira, key: format!("JDQ4{number}"), part: Part::Basic, facts }
}

pub fn hira_part(number: u32, part: Part, facts: Facts) -> SourceRecord {
    SourceRecord { part, facts: Facts { as_of: Some(date(2026, 3, 31)), ..facts }, ..hira(number) }
}

pub fn pharmacy(number: u32) -> SourceRecord {
    let mut record = nmc(number);
    record.key = format!("C{number}");
    record.facts.name = Some(format!("푸른나무{number}약국"));
    record.facts.kind = Some(Kind::Pharmacy);
    record
}

pub fn department(code: &str, specialists: Option<u16>) -> Department {
    Department { specialty: Specialty::from_code(code).unwrap(), specialists }
}

pub fn hours(text: &str) -> Option<SourceHours> {
    Some(SourceHours::try_from(text.to_owned()).unwrap())
}

/// Imports records of the first one's source.
pub async fn import(store: &Store, records: Vec<SourceRecord>) -> Report {
    let options = options(records[0].source);
    run_records(store, &options, records, |_| {}).await.unwrap()
}

/// Imports whatever rows, NMC's.
pub async fn import_rows(store: &Store, rows: Vec<Row>, accept_closures: bool) -> Result<Report, ImportError> {
    let options = Options { accept_closures, ..options(Source::Nmc) };
    let reader =
        move |sink: &mut heydoctor::import::run::Sink| Ok(rows.into_iter().try_for_each(|row| sink.put(row))?);
    run(store, &options, reader, |_| {}).await
}

pub fn row(record: SourceRecord) -> Row {
    Row::Record(Box::new(record))
}

pub fn page(total: u64, number: u64, records: u64) -> Row {
    let page = Page { total_count: Some(total), page_no: Some(number), num_of_rows: Some(records), records };
    Row::Page(page)
}

/// The open places by name.
pub async fn open(store: &Store) -> Vec<Hospital> {
    let mut places = store.hospitals().all().await.unwrap();
    places.sort_by(|a, b| a.name.cmp(&b.name));
    places
}

pub async fn one(store: &Store) -> Hospital {
    let mut places = open(store).await;
    assert_eq!(places.len(), 1, "{places:?}");
    places.remove(0)
}
