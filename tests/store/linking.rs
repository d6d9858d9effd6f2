//! Rows of two sources as one place.

use heydoctor::domain::hospital::{Kind, Source};

use crate::{
    made::{hira, import, nmc, one, open, pharmacy},
    on_both_databases,
    support::TestDatabase,
};

on_both_databases!(
    hira_and_nmc_rows_of_one_place_are_merged_in_either_order,
    a_place_lives_on_while_one_source_has_it,
    a_new_key_takes_over_the_place_of_one_that_is_gone,
    what_is_not_clearly_one_place_stays_two,
    demonstration_places_stay_among_themselves,
);

async fn hira_and_nmc_rows_of_one_place_are_merged_in_either_order(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![hira(1)]).await;
    let alone = one(&store).await;
    assert_eq!((alone.source, alone.hours.is_known()), (Source::Hira, false));
    let report = import(&store, vec![nmc(1), nmc(2)]).await;
    assert_eq!((report.counts.added, report.counts.merged), (2, 1));
    let places = open(&store).await;
    assert_eq!(places.len(), 2);
    let both = &places[0];
    assert_eq!((both.id, both.source, both.hours.is_known()), (alone.id, Source::Nmc, true));
    assert_eq!((Some(&both.name), &both.homepage), (hira(1).facts.name.as_ref(), &hira(1).facts.homepage));
    assert_eq!(both.phone, nmc(1).facts.phone);
    let report = import(&store, vec![hira(1), hira(2)]).await;
    assert_eq!((report.counts.unchanged, report.counts.merged), (1, 1));
    let after = open(&store).await;
    assert_eq!(after.iter().map(|p| p.id).collect::<Vec<_>>(), places.iter().map(|p| p.id).collect::<Vec<_>>());
}

async fn a_place_lives_on_while_one_source_has_it(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![hira(1), hira(2)]).await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let before = open(&store).await;
    let report = import(&store, vec![nmc(2)]).await;
    assert_eq!(report.counts.closed_down, 0);
    let after = open(&store).await;
    assert_eq!((after[0].id, after[0].source, after[0].hours.is_known()), (before[0].id, Source::Hira, false));
    let report = import(&store, vec![hira(2)]).await;
    assert_eq!(report.counts.closed_down, 1);
    assert_eq!(one(&store).await.id, before[1].id);
}

async fn a_new_key_takes_over_the_place_of_one_that_is_gone(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let before = open(&store).await;
    let mut licensed_anew = nmc(1);
    licensed_anew.key = "A777".into();
    let report = import(&store, vec![licensed_anew, nmc(2)]).await;
    assert_eq!((report.counts.added, report.counts.merged, report.counts.closed_down), (1, 1, 0));
    assert_eq!(open(&store).await, before, "links to it last");
}

async fn what_is_not_clearly_one_place_stays_two(database: TestDatabase) {
    let store = database.store().await;
    let (mut upstairs, mut downstairs) = (hira(1), hira(1));
    (upstairs.key, downstairs.key) = ("J1".into(), "J2".into());
    let mut chemist = hira(3);
    chemist.facts.kind = Some(Kind::Pharmacy);
    chemist.facts.name = nmc(3).facts.name;
    import(&store, vec![upstairs, downstairs, chemist]).await;
    assert_eq!(open(&store).await.len(), 3, "two rows of one source are two places");
    let report = import(&store, vec![nmc(1), nmc(3), pharmacy(3)]).await;
    assert_eq!(report.counts.merged, 0);
    assert!(report.warnings[0].contains("1곳은"), "{:?}", report.warnings);
    assert_eq!(open(&store).await.len(), 6);
}

async fn demonstration_places_stay_among_themselves(database: TestDatabase) {
    let store = database.store().await;
    let demo = |number| {
        let mut record = nmc(number);
        record.source = Source::Demo;
        record
    };
    import(&store, (1..=60).map(demo).collect()).await;
    let report = import(&store, vec![nmc(1)]).await;
    assert_eq!(report.counts.merged, 0);
    let report = import(&store, (1..=5).map(demo).collect()).await;
    assert_eq!((report.counts.closed_down, report.warnings.len()), (55, 0), "fewer on request, no question asked");
    let report = import(&store, (1..=60).map(demo).collect()).await;
    assert_eq!((report.counts.reopened, report.counts.added), (55, 0));
    assert_eq!(open(&store).await.len(), 61);
}
