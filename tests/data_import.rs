//! The real pages of Seoul, through the readers into the store, on both databases.
#![allow(clippy::unwrap_used, reason = "a test's helpers may fail too")]

use std::{
    convert::Infallible,
    env, fs,
    path::{Path, PathBuf},
};

use heydoctor::{
    domain::{
        hospital::{Hospital, HospitalId, Source},
        record::SourceRecord,
    },
    import::{
        form::{Row, read_file},
        input::{self, Input},
        report::Report,
        run::{ImportError, Options, run, run_records},
    },
    store::Store,
};
use jiff::{Timestamp, civil::date};
use support::TestDatabase;

#[path = "support/database.rs"]
mod support;

on_both_databases!(the_pages_of_seoul_import_whole_and_again, the_same_places_from_another_source_are_merged);

/// The folder of third-party data, which is no part of the project.
fn shared() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = env::var_os("HEYDOCTOR_SHARED").map_or_else(beside, PathBuf::from);
    assert!(folder.is_dir(), "no shared data at {}: set HEYDOCTOR_SHARED to the folder", folder.display());
    folder
}

fn options(source: Source) -> Options {
    let now: Timestamp = "2026-05-01T03:00:00Z".parse().unwrap();
    Options { source, accept_closures: false, now }
}

async fn import(store: &Store, folder: &Path) -> Result<Report, ImportError> {
    let input = Input::Paths(vec![folder.to_owned()]);
    let read = move |sink: &mut _| input::read(&input, Source::Nmc, date(2026, 5, 1), sink);
    run(store, &options(Source::Nmc), read, |_| {}).await
}

/// A copy of the pages in a folder of the test's own.
fn copy_of_pages() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for page in fs::read_dir(shared().join("nmc/seoul")).unwrap() {
        let page = page.unwrap();
        fs::write(folder.path().join(page.file_name()), fs::read(page.path()).unwrap()).unwrap();
    }
    folder
}

async fn state(store: &Store) -> (Vec<Hospital>, u64) {
    (store.hospitals().all().await.unwrap(), store.revision().await.unwrap())
}

async fn the_pages_of_seoul_import_whole_and_again(database: TestDatabase) {
    let store = database.store().await;
    let pages = copy_of_pages();
    let first = import(&store, pages.path()).await.unwrap();
    assert_eq!((first.counts.read, first.counts.added, first.counts.skipped), (7_769, 7_769, 0), "{first}");
    let before = state(&store).await;
    assert_eq!(before.0.len(), 7_769);
    let (sundays, placed) = (6, before.0.iter().filter(|place| place.location.is_some()).count());
    assert!(before.0.iter().all(|place| !place.hours.day(sundays).is_known()), "this download has no Sundays");
    assert!(before.0.iter().all(|place| place.region.is_some()) && placed > 7_700, "{placed}");

    let again = import(&store, pages.path()).await.unwrap();
    assert_eq!((again.counts.unchanged, again.counts.read), (7_769, 7_769), "{again}");
    assert_eq!(state(&store).await, before);

    let third = pages.path().join("page-3.xml");
    let text = fs::read_to_string(&third).unwrap();
    fs::remove_file(&third).unwrap();
    let lacking = import(&store, pages.path()).await.unwrap();
    assert_eq!((lacking.counts.read, lacking.counts.closed_down, lacking.warnings.len()), (6_769, 0, 1), "{lacking}");
    assert_eq!(state(&store).await, before);

    fs::write(&third, &text[..text.len() / 2]).unwrap();
    let broken = import(&store, pages.path()).await.unwrap_err();
    assert!(broken.to_string().contains("page-3.xml"), "{broken}");
    assert_eq!(state(&store).await, before, "a broken file changes nothing");

    let (start, end) = (text.find("<item>").unwrap(), text.find("</item>").unwrap() + "</item>".len());
    fs::write(&third, format!("{}{}", &text[..start], &text[end..])).unwrap();
    let one_less = import(&store, pages.path()).await.unwrap();
    assert_eq!((one_less.counts.closed_down, one_less.counts.unchanged), (1, 7_768), "{one_less}");
    assert_eq!(store.hospitals().count_open(None).await.unwrap(), 7_768);

    fs::write(&third, &text).unwrap();
    let back = import(&store, pages.path()).await.unwrap();
    assert_eq!((back.counts.reopened, back.counts.added), (1, 0), "{back}");
    assert_eq!(state(&store).await.0, before.0, "with its number");
}

/// All records of the pages.
fn records() -> Vec<SourceRecord> {
    let mut records = Vec::new();
    for number in 1..=8 {
        let page = shared().join(format!("nmc/seoul/page-{number}.xml"));
        let read = read_file::<Infallible>(&page, Source::Nmc, None, &mut |row| {
            if let Row::Record(record) = row {
                records.push(*record);
            }
            Ok(())
        });
        read.unwrap();
    }
    records
}

/// The same places as another source might have them: other keys, an owner before the name, no
/// coordinates for every third, other hours.
fn as_hira(records: &[SourceRecord]) -> Vec<SourceRecord> {
    let other = |(index, record): (usize, &SourceRecord)| {
        let mut record = record.clone();
        record.source = Source::Hira;
        record.key = format!("J-{}", record.key);
        record.facts.name = record.facts.name.map(|name| format!("의료법인 {name}"));
        record.facts.location = record.facts.location.filter(|_| index % 3 > 0);
        record.facts.hours = None;
        record
    };
    records.iter().enumerate().map(other).collect()
}

async fn the_same_places_from_another_source_are_merged(database: TestDatabase) {
    let store = database.store().await;
    let nmc = records();
    run_records(&store, &options(Source::Nmc), nmc.clone(), |_| {}).await.unwrap();
    let numbers: Vec<HospitalId> = state(&store).await.0.iter().map(|place| place.id).collect();
    let report = run_records(&store, &options(Source::Hira), as_hira(&nmc), |_| {}).await.unwrap();
    assert!(report.counts.merged * 1000 >= 7_769 * 995, "of 7,769 only {} were found again", report.counts.merged);
    let places = state(&store).await.0;
    assert_eq!(places.len() as u64, 7_769 + (7_769 - report.counts.merged));
    assert!(numbers.iter().all(|id| places.iter().any(|place| place.id == *id)), "every number is kept");
    // A place that was joined to the wrong one would have its phone from one and its address from
    // the other.
    let honest = |place: &&Hospital| {
        nmc.iter()
            .any(|record| record.facts.phone == place.phone && record.facts.address.as_deref() == Some(&place.address))
    };
    assert_eq!(places.iter().filter(|place| !honest(place)).map(|place| &place.name).collect::<Vec<_>>(), [""; 0]);
}
