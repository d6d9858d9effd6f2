//! Places that vanish from a download, and those that only seem to.

use heydoctor::{
    domain::{
        hospital::Source,
        record::{Facts, Part},
        region::RegionCode,
    },
    import::run::{Options, Row, run_records},
};
use jiff::civil::date;

use crate::{
    made::{hira, hira_part, import, import_rows, nmc, open, options, page, pharmacy, row},
    on_both_databases,
    support::TestDatabase,
};

on_both_databases!(
    a_vanished_place_closes_and_opens_again_with_its_number,
    only_places_that_were_looked_for_vanish,
    an_incomplete_download_closes_nothing,
    too_many_closures_want_to_be_confirmed,
    numbers_are_never_given_twice,
);

async fn a_vanished_place_closes_and_opens_again_with_its_number(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let before = open(&store).await;
    let report = import(&store, vec![nmc(2)]).await;
    assert_eq!((report.counts.closed_down, report.counts.unchanged), (1, 1));
    assert_eq!(open(&store).await, before[1..]);
    let found = store.hospitals().find(before[0].id).await.unwrap().unwrap();
    assert_eq!((found.hospital, found.closed_on), (before[0].clone(), Some(date(2026, 5, 1))));
    assert_eq!(store.revision().await.unwrap(), 2);
    assert_eq!(import(&store, vec![nmc(2)]).await.counts.closed_down, 0, "it closes once");
    let report = import(&store, vec![nmc(1), nmc(2)]).await;
    assert_eq!((report.counts.reopened, report.counts.updated, report.counts.added), (1, 1, 0));
    assert_eq!(open(&store).await, before);
}

async fn only_places_that_were_looked_for_vanish(database: TestDatabase) {
    let store = database.store().await;
    let mut elsewhere = nmc(3);
    elsewhere.facts.region = Some(RegionCode(26440));
    import(&store, vec![nmc(1), elsewhere, pharmacy(1)]).await;
    import(&store, vec![hira(9)]).await;
    let report = import(&store, vec![nmc(2)]).await;
    assert_eq!(report.counts.closed_down, 1, "not the other 시군구, not the pharmacy, not the other source");
    let names: Vec<String> = open(&store).await.into_iter().map(|place| place.name).collect();
    assert_eq!(names, ["(의)푸른나무9 의원", "푸른나무1약국", "푸른나무2의원", "푸른나무3의원"]);
    let report = import(&store, vec![hira_part(9, Part::Detail, Facts::default())]).await;
    assert_eq!(report.counts.closed_down, 0, "details are no list of places");
    let nothing = run_records(&store, &options(Source::Nmc), vec![], |_| {}).await.unwrap();
    assert_eq!((nothing.counts.read, nothing.counts.closed_down), (0, 0));
}

async fn an_incomplete_download_closes_nothing(database: TestDatabase) {
    let store = database.store().await;
    let page_of = |total, number, ids: std::ops::Range<u32>| -> Vec<Row> {
        let records = u64::from(ids.end - ids.start);
        ids.map(|id| row(nmc(id))).chain([page(total, number, records)]).collect()
    };
    let pages = [page_of(30, 1, 0..10), page_of(30, 2, 10..20), page_of(30, 3, 20..30)];
    let whole = import_rows(&store, pages.concat(), false).await.unwrap();
    assert_eq!((whole.counts.added, whole.warnings.len()), (30, 0));
    let lacking = [pages[0].clone(), pages[2].clone()].concat();
    for accept_closures in [false, true] {
        let report = import_rows(&store, lacking.clone(), accept_closures).await.unwrap();
        assert_eq!(report.counts.closed_down, 0, "whatever the operator accepts");
        assert!(report.warnings[0].contains("3쪽 가운데 1쪽이 없습니다"), "{:?}", report.warnings);
    }
    assert_eq!(open(&store).await.len(), 30);
}

async fn too_many_closures_want_to_be_confirmed(database: TestDatabase) {
    let store = database.store().await;
    let places = |ids: std::ops::Range<u32>| ids.map(nmc).collect::<Vec<_>>();
    import(&store, places(0..105)).await;
    let report = import(&store, places(0..83)).await;
    assert_eq!(report.counts.closed_down, 0);
    assert!(report.warnings[0].contains("105곳 가운데 22곳"), "{:?}", report.warnings);
    assert_eq!(open(&store).await.len(), 105);
    let report = import(&store, places(0..84)).await;
    assert_eq!((report.counts.closed_down, report.warnings.len()), (21, 0), "a fifth may go");
    let accepting = Options { accept_closures: true, ..options(Source::Nmc) };
    let report = run_records(&store, &accepting, places(0..3), |_| {}).await.unwrap();
    assert_eq!(report.counts.closed_down, 81);
    let report = import(&store, places(0..1)).await;
    assert_eq!(report.counts.closed_down, 2, "few may go, whatever their share");
}

async fn numbers_are_never_given_twice(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let last = open(&store).await.iter().map(|place| place.id).max().unwrap();
    let (one, two) = tokio::join!(import(&store, vec![nmc(1), nmc(2), nmc(3)]), import(&store, vec![hira(7), hira(8)]));
    assert_eq!(one.counts.added + two.counts.added, 3, "imports that meet wait for each other");
    let mut ids: Vec<_> = open(&store).await.iter().map(|place| place.id).filter(|id| *id > last).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}
