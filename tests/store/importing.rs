//! Rows in, places out: added, changed, unchanged, skipped, and nothing at all after an error.

use heydoctor::{
    domain::{
        hospital::{Kind, Source},
        record::{Facts, Part},
    },
    import::{
        report::Skipped,
        run::{BoxError, ImportError, Row, Sink, run},
    },
};
use jiff::civil::date;

use crate::{
    made::{department, hira, hira_part, hours, import, import_rows, nmc, one, open, options, row},
    on_both_databases,
    support::TestDatabase,
};

on_both_databases!(
    a_record_becomes_a_place_with_all_it_says,
    unchanged_rows_change_nothing_but_the_day,
    changed_rows_change_their_place_and_keep_its_number,
    details_join_their_place_whenever_they_come,
    unusable_and_repeated_rows_are_counted,
    an_error_or_panic_in_mid_stream_changes_nothing,
    hours_mean_what_the_download_speaks_of,
    awkward_texts_survive_and_long_ones_are_cut,
    progress_is_told,
);

async fn a_record_becomes_a_place_with_all_it_says(database: TestDatabase) {
    let store = database.store().await;
    let report = import(&store, vec![nmc(1)]).await;
    assert_eq!((report.counts.read, report.counts.added, report.counts.skipped), (1, 1, 0));
    let (place, said) = (one(&store).await, nmc(1).facts);
    assert_eq!(Some(&place.name), said.name.as_ref());
    assert_eq!(Some(&place.address), said.address.as_ref());
    assert_eq!((place.kind, place.region, &place.emd), (Kind::Clinic, said.region, &said.emd));
    assert_eq!((&place.phone, place.location), (&said.phone, said.location));
    assert_eq!((&place.departments, &place.notes), (&said.departments, &said.notes));
    assert_eq!((place.emergency, place.bookable, place.source), (false, false, Source::Nmc));
    assert_eq!(place.updated_on, date(2026, 5, 1));
    assert_eq!(place.hours.to_string(), "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300;-;-");
    let found = store.hospitals().find(place.id).await.unwrap().unwrap();
    assert_eq!((found.hospital, found.closed_on), (place, None));
    assert_eq!(store.revision().await.unwrap(), 1);
}

async fn unchanged_rows_change_nothing_but_the_day(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let before = open(&store).await;
    let report = import(&store, vec![nmc(2), nmc(1)]).await;
    assert_eq!((report.counts.read, report.counts.unchanged, report.counts.updated), (2, 2, 0));
    assert_eq!(open(&store).await, before);
    assert_eq!(store.revision().await.unwrap(), 1, "nothing to load again");
    let mut newer = nmc(1);
    newer.facts.as_of = Some(date(2026, 6, 1));
    let report = import(&store, vec![newer, nmc(2)]).await;
    assert_eq!((report.counts.unchanged, report.counts.updated), (2, 0));
    let days: Vec<_> = open(&store).await.iter().map(|place| place.updated_on).collect();
    assert_eq!(days, [date(2026, 6, 1), date(2026, 5, 1)]);
    assert_eq!(store.revision().await.unwrap(), 2);
    import(&store, vec![nmc(1), nmc(2)]).await;
    assert_eq!(open(&store).await[0].updated_on, date(2026, 6, 1), "an older file does not turn time back");
}

async fn changed_rows_change_their_place_and_keep_its_number(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let before = open(&store).await;
    let mut moved = nmc(1);
    moved.facts.address = Some("서울특별시 강남구 테헤란로 5".into());
    moved.facts.location = None;
    moved.facts.hours = None;
    let report = import(&store, vec![moved, nmc(2), nmc(3)]).await;
    assert_eq!((report.counts.added, report.counts.updated, report.counts.unchanged), (1, 1, 1));
    let after = open(&store).await;
    assert_eq!(after.len(), 3);
    assert_eq!((after[0].id, after[0].address.as_str()), (before[0].id, "서울특별시 강남구 테헤란로 5"));
    assert_eq!((after[0].location, after[0].hours.is_known()), (None, false));
    assert_eq!(after[1], before[1]);
    assert!(after[2].id > before[1].id);
}

async fn details_join_their_place_whenever_they_come(database: TestDatabase) {
    let store = database.store().await;
    let monday = || Facts { hours: hours("0900-1800;~;~;~;~;~;~;~"), ..Facts::default() };
    let departments = |code| Facts { departments: vec![department(code, Some(2))], ..Facts::default() };
    let early = import(&store, vec![hira_part(1, Part::Detail, monday())]).await;
    assert_eq!(early.counts.added, 1);
    assert!(early.warnings[0].contains("기본 정보가 없는"), "{:?}", early.warnings);
    assert_eq!(open(&store).await, []);
    let report = import(&store, vec![hira_part(1, Part::Departments, departments("05")), hira(1)]).await;
    assert_eq!(report.warnings, [""; 0]);
    let place = one(&store).await;
    assert_eq!(place.departments, [department("05", Some(2))]);
    assert_eq!(place.hours.to_string(), "0900-1800;-;-;-;-;-;-;-");
    let report = import(&store, vec![hira_part(1, Part::Departments, departments("14"))]).await;
    assert_eq!((report.counts.updated, report.counts.closed_down), (1, 0));
    let after = one(&store).await;
    assert_eq!((after.id, &after.departments[..]), (place.id, &[department("14", Some(2))][..]));
    let late = import(&store, vec![hira_part(1, Part::Detail, Facts::default())]).await;
    assert_eq!(late.counts.updated, 1);
    assert!(!one(&store).await.hours.is_known());
}

async fn unusable_and_repeated_rows_are_counted(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1), nmc(2), nmc(3)]).await;
    let (mut nameless, mut kindless, mut keyless, mut endless) = (nmc(1), nmc(4), nmc(5), nmc(6));
    nameless.facts.name = None;
    kindless.facts.kind = None;
    keyless.key = " ".into();
    endless.key = "가".repeat(191);
    let broken = Skipped {
        at: "page-1.xml 2번째".into(),
        key: Some("A2".into()),
        field: "wgs84Lat".into(),
        why: "숫자가 아닙니다".into(),
    };
    let mut rows: Vec<Row> = [nameless, kindless, keyless, endless, hira(7)].map(row).into();
    rows.extend([Row::Skipped(broken.clone()), row(nmc(3)), row(nmc(3)), row(nmc(8)), row(nmc(8))]);
    let report = import_rows(&store, rows, false).await.unwrap();
    let counts = report.counts;
    assert_eq!((counts.read, counts.skipped, counts.added, counts.unchanged, report.repeated), (10, 6, 1, 1, 2));
    assert_eq!(counts.read, counts.added + counts.updated + counts.unchanged + counts.skipped + report.repeated);
    let fields: Vec<&str> = report.skipped.iter().map(|skipped| skipped.field.as_str()).collect();
    assert_eq!(fields, ["name", "kind", "key", "key", "source", "wgs84Lat"]);
    assert_eq!(report.skipped[5], broken);
    assert_eq!(counts.closed_down, 0, "a place whose row is broken is not gone");
    assert_eq!(open(&store).await.len(), 4);
}

async fn an_error_or_panic_in_mid_stream_changes_nothing(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1)]).await;
    let before = (open(&store).await, store.revision().await.unwrap());
    let many = |sink: &mut Sink| -> Result<(), BoxError> {
        let mut changed = nmc(1);
        changed.facts.name = Some("다른이름의원".into());
        sink.put(row(changed))?;
        Ok((2..3_000).try_for_each(|number| sink.put(row(nmc(number))))?)
    };
    let nmc_options = options(Source::Nmc);
    let failing = move |sink: &mut Sink| many(sink).and(Err("page-2.xml: 끝까지 받지 못한 파일입니다".into()));
    let error = run(&store, &nmc_options, failing, |_| {}).await.unwrap_err();
    assert!(matches!(&error, ImportError::Reader(_)), "{error:?}");
    assert_eq!(error.to_string(), "page-2.xml: 끝까지 받지 못한 파일입니다");
    let panicking = move |sink: &mut Sink| -> Result<(), BoxError> { many(sink).map(|()| panic!("a fault")) };
    let error = run(&store, &nmc_options, panicking, |_| {}).await.unwrap_err();
    assert!(matches!(error, ImportError::Panic(_)), "{error:?}");
    assert_eq!((open(&store).await, store.revision().await.unwrap()), before);
    assert_eq!(store.imports().last_runs().await.unwrap().len(), 1);
    let report = import(&store, vec![nmc(1), nmc(2)]).await;
    assert_eq!((report.counts.unchanged, report.counts.added), (1, 1), "the next import starts from what was");
}

async fn hours_mean_what_the_download_speaks_of(database: TestDatabase) {
    let store = database.store().await;
    let saturday_hours = |id: usize, places: &[heydoctor::domain::hospital::Hospital]| places[id].hours.to_string();
    // 120 places of which none speaks of Sundays or holidays: unknown.
    let many: Vec<_> = (100..220).map(nmc).collect();
    import(&store, many.clone()).await;
    let week = "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300";
    assert_eq!(saturday_hours(0, &open(&store).await), format!("{week};?;?"));
    // The same rows again with one that is open on Sundays: the others are closed then.
    let mut sunday = nmc(300);
    sunday.facts.hours = hours("~;~;~;~;~;~;1000-1300;~");
    let report = import(&store, many.iter().cloned().chain([sunday.clone()]).collect()).await;
    assert_eq!((report.counts.unchanged, report.counts.added), (120, 1));
    let places = open(&store).await;
    assert_eq!(saturday_hours(0, &places), format!("{week};-;?"));
    assert_eq!(saturday_hours(120, &places), "-;-;-;-;-;-;1000-1300;?");
    // Pharmacies are another download: theirs speak for themselves.
    let chemists: Vec<_> = (100..220).map(crate::made::pharmacy).collect();
    import(&store, chemists).await;
    let hours: Vec<String> =
        open(&store).await.iter().filter(|p| p.kind == Kind::Pharmacy).map(|p| p.hours.to_string()).collect();
    assert_eq!((hours.len(), hours[0].as_str()), (120, format!("{week};?;?").as_str()));
}

async fn awkward_texts_survive_and_long_ones_are_cut(database: TestDatabase) {
    let store = database.store().await;
    let mut awkward = nmc(1);
    let text = "O'Brien \"인용\" 100% \\ ? 🏥 ﷽ 의원";
    awkward.facts.name = Some(text.into());
    awkward.facts.notes = vec![text.into(), "둘째 줄".into()];
    awkward.key = "A🏥'".into();
    let mut long = nmc(2);
    long.facts.name = Some("가".repeat(5_000));
    long.facts.address = Some("나".repeat(5_000));
    long.facts.emd = Some("다".repeat(5_000));
    long.facts.notes = vec!["🏥".repeat(70_000)];
    long.facts.homepage = Some(format!("https://example.com/{}", "a".repeat(5_000)));
    let rows = vec![awkward.clone(), long.clone()];
    import(&store, rows.clone()).await;
    let places = open(&store).await;
    assert_eq!((places[0].name.as_str(), &places[0].notes), (text, &awkward.facts.notes));
    assert_eq!((places[1].name.chars().count(), places[1].address.chars().count()), (200, 500));
    assert_eq!(places[1].homepage, None, "half an address leads nowhere");
    assert_eq!(import(&store, rows).await.counts.unchanged, 2);
    // Keys that differ in letters' case or accents are different keys.
    let (mut small, mut big) = (nmc(3), nmc(4));
    (small.key, big.key) = ("abc".into(), "ABC".into());
    assert_eq!(import(&store, vec![small, big, awkward, long]).await.counts.added, 2);
}

async fn progress_is_told(database: TestDatabase) {
    let store = database.store().await;
    let records = |sink: &mut Sink| -> Result<(), BoxError> {
        for number in 0..1_000 {
            sink.bytes(u64::from(number) * 10);
            sink.put(row(nmc(number)))?;
        }
        Ok(())
    };
    let mut told = Vec::new();
    run(&store, &options(Source::Nmc), records, |progress| told.push(progress)).await.unwrap();
    let mut reading = told.iter().filter(|p| p.stage == heydoctor::import::run::Stage::Reading);
    let done: Vec<u64> = reading.clone().map(|p| p.done).collect();
    assert!(done.is_sorted() && done.last() == Some(&1_000), "{done:?}");
    assert_eq!(reading.next_back().unwrap().bytes, 9_990);
    assert_eq!(told.last().map(|p| (p.stage, p.done)), Some((heydoctor::import::run::Stage::Merging, 1_000)));
}
