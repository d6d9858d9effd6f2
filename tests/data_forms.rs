//! The readers on real answers of the services and on the 7,769 real places of Seoul.

use std::{
    collections::{BTreeMap, HashSet},
    convert::Infallible,
    env, fs,
    path::{Path, PathBuf},
};

use heydoctor::{
    domain::{
        hospital::{Kind, Source},
        record::{Part, SourceRecord},
    },
    import::{
        beds,
        form::{self, Fault, FileError, Form, ReadError, Remark, Row, ServiceCode, Summary},
        holidays,
    },
};

/// The folder of third-party data, which is no part of the project.
fn shared() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = env::var_os("HEYDOCTOR_SHARED").map_or_else(beside, PathBuf::from);
    assert!(folder.is_dir(), "no shared data at {}: set HEYDOCTOR_SHARED to the folder", folder.display());
    folder
}

#[derive(Default)]
struct Taken {
    records: Vec<SourceRecord>,
    skipped: Vec<Remark>,
    warned: Vec<Remark>,
}

fn read(path: &Path, source: Source, taken: &mut Taken) -> Result<Summary, Fault> {
    let outcome = form::read_file::<Infallible>(path, source, None, &mut |row| {
        match row {
            Row::Record(record) => taken.records.push(*record),
            Row::Skipped(remark) => taken.skipped.push(remark),
            Row::Warned(remark) => taken.warned.push(remark),
        }
        Ok(())
    });
    outcome.map_err(|e| match e {
        ReadError::File(FileError { fault, .. }) => fault,
        ReadError::Taker(never) => match never {},
    })
}

/// A capture that holds places.
fn capture(name: &str, source: Source) -> (Taken, Summary) {
    let mut taken = Taken::default();
    let summary = read(&shared().join("captures").join(name), source, &mut taken).unwrap();
    assert!(taken.skipped.is_empty(), "{:?}", taken.skipped);
    (taken, summary)
}

fn hours(record: &SourceRecord) -> String {
    record.facts.hours.clone().map(String::from).unwrap_or_default()
}

#[test]
fn every_place_of_seoul_is_read_and_none_is_skipped() {
    let listing = form::list(&shared().join("nmc/seoul")).unwrap();
    assert_eq!((listing.files.len(), listing.ignored.len()), (8, 0));
    let mut taken = Taken::default();
    for (number, file) in (1..).zip(&listing.files) {
        let summary = read(file, Source::Nmc, &mut taken).unwrap();
        assert_eq!((summary.form, summary.envelope.page_no), (Form::NmcList, Some(number)));
        assert_eq!(summary.envelope.total_count, Some(7769));
    }
    assert_eq!((taken.records.len(), taken.skipped.len()), (7769, 0));

    let keys: HashSet<&str> = taken.records.iter().map(|r| r.key.as_str()).collect();
    assert_eq!(keys.len(), 7769);
    let whole = |r: &&SourceRecord| {
        let facts = &r.facts;
        r.part == Part::Basic && facts.name.is_some() && facts.location.is_some() && facts.region.is_some()
    };
    assert_eq!(taken.records.iter().filter(whole).count(), 7769);
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for record in &taken.records {
        *kinds.entry(record.facts.kind.unwrap()).or_default() += 1;
    }
    assert_eq!(kinds, BTreeMap::from([(Kind::General, 47), (Kind::Hospital, 214), (Kind::Clinic, 7508)]));
    assert!(taken.records.iter().all(|r| !r.facts.departments.is_empty()));
}

#[test]
fn what_is_doubtful_in_seoul_is_named() {
    let mut taken = Taken::default();
    for file in form::list(&shared().join("nmc/seoul")).unwrap().files {
        read(&file, Source::Nmc, &mut taken).unwrap();
    }
    let mut fields: BTreeMap<&str, usize> = BTreeMap::new();
    for remark in &taken.warned {
        *fields.entry(remark.field.as_str()).or_default() += 1;
    }
    // 53 days of 9 places open and close at 0000: round the clock or not at all, nobody knows.
    let days: usize = fields.iter().filter(|(field, _)| field.starts_with("dutyTime")).map(|(_, n)| n).sum();
    assert_eq!(days, 53, "{fields:?}");
    // Eight digits from 2 on without a hyphen: an area code's zero may be lost, or the code itself.
    assert_eq!(fields.get("dutyTel1"), Some(&33), "{fields:?}");
    assert_eq!(taken.warned.len(), 53 + 33, "{fields:?}");
    let unknown = taken.records.iter().filter(|r| hours(r).contains('?')).count();
    assert_eq!(unknown, 9);
    assert!(taken.records.iter().all(|r| hours(r).ends_with(";~;~")), "no Sundays, no holidays in this copy");
    let midnight = taken.records.iter().filter(|r| hours(r).contains("-2400")).count();
    assert!(midnight > 0, "0900–0000 closes at midnight");
    let numbers = taken.records.iter().filter(|r| r.facts.phone.is_some()).count();
    assert_eq!(numbers, 7769 - 33);
}

#[test]
fn the_hospital_list_of_nmc_is_read() {
    let (taken, summary) = capture("getHsptlMdcncListInfoInqire.sample.xml", Source::Nmc);
    assert_eq!((summary.form, summary.envelope.total_count, taken.records.len()), (Form::NmcList, None, 3));
    assert_eq!(hours(&taken.records[0]), "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1400;~;~");
    let lunch = "0830-1300,1330-1700";
    assert_eq!(hours(&taken.records[1]), format!("{0};{0};{0};{0};{0};0830-1300;~;~", lunch));
    assert_eq!(taken.records[1].facts.notes.len(), 3, "the sentence stays, for not all of it was read");
    assert!(hours(&taken.records[2]).ends_with("0900-1300;0900-1300;0900-1300"));
    assert_eq!(taken.records[2].facts.location, None);
    let phone = taken.records[2].facts.phone.as_ref().unwrap();
    assert_eq!(phone.to_string(), "1661-1175");
}

#[test]
fn pharmacies_and_emergency_rooms_are_read() {
    let (taken, summary) = capture("pharmacy.json", Source::Nmc);
    assert_eq!((summary.form, summary.pharmacies, summary.hospitals), (Form::NmcNearby, 3, 0));
    assert!(taken.records.iter().all(|r| r.facts.hours.is_none() && r.facts.location.is_some()));
    let (taken, summary) = capture("pharmacy_basis.json", Source::Nmc);
    assert_eq!((summary.form, summary.pharmacies), (Form::NmcDetail, 1));
    assert_eq!(hours(&taken.records[0]), "0900-1900;0900-1900;0900-2000;0900-1900;0900-1900;1000-1400;~;~");
    let (taken, summary) = capture("emergency_room.json", Source::Nmc);
    assert_eq!((summary.form, summary.envelope.total_count), (Form::NmcNearby, Some(76)));
    assert!(taken.records.iter().all(|r| r.facts.kind == Some(Kind::General) && r.facts.phone.is_some()));
}

#[test]
fn hiras_list_and_detail_are_read() {
    let (taken, summary) = capture("hospital_list.json", Source::Hira);
    assert_eq!((summary.form, summary.envelope.total_count), (Form::HiraList, Some(440)));
    let kinds: Vec<_> = taken.records.iter().map(|r| r.facts.kind.unwrap()).collect();
    assert_eq!(kinds, [Kind::Tertiary, Kind::General, Kind::Nursing]);
    assert!(taken.records.iter().all(|r| r.facts.location.is_some() && r.facts.region.is_some()));

    let key = &taken.records[0].key;
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join(format!("detail-{key}.json"));
    fs::copy(shared().join("captures/hospital_detail.json"), &named).unwrap();
    let mut detail = Taken::default();
    assert_eq!(read(&named, Source::Hira, &mut detail).unwrap().form, Form::HiraDetail);
    let record = &detail.records[0];
    assert_eq!((&record.key, record.part), (key, Part::Detail));
    let weekday = "0830-1230,1330-1700";
    assert_eq!(hours(record), format!("{0};{0};{0};{0};{0};0830-1200;-;-", weekday));
    assert_eq!((record.facts.emergency, record.facts.notes.len()), (Some(true), 3));
}

#[test]
fn answers_that_are_no_places_are_refused_and_read_by_their_own_readers() {
    let folder = shared().join("captures");
    let mut taken = Taken::default();
    let refused = read(&folder.join("gateway_error_30.xml"), Source::Nmc, &mut taken);
    assert!(matches!(refused, Err(Fault::Service { code: ServiceCode::KeyNotRegistered, .. })), "{refused:?}");
    let holiday = folder.join("holiday_2026.xml");
    assert!(matches!(read(&holiday, Source::Nmc, &mut taken), Err(Fault::UnknownForm(_))));
    assert!(matches!(
        read(&folder.join("hospital_list.json"), Source::Nmc, &mut taken),
        Err(Fault::WrongSource { found: Source::Hira, .. })
    ));
    assert!(taken.records.is_empty());
    assert_eq!(holidays::read(fs::File::open(holiday).unwrap()).unwrap().len(), 22);
    let error = beds::read(fs::File::open(folder.join("gateway_error_30.xml")).unwrap());
    assert!(matches!(error, Err(Fault::Service { .. })));
}
