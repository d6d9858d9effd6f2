//! Reports, holidays, and what is asked of places.

use heydoctor::domain::{
    feedback::{Comment, WrongFact},
    hospital::{HospitalId, Source},
};
use jiff::civil::date;

use crate::{
    made::{import, nmc, now, one, open},
    on_both_databases,
    support::TestDatabase,
};

on_both_databases!(
    reports_of_known_places_wait_until_done,
    holidays_are_added_and_renamed,
    bookable_places_are_marked_and_stay_so,
    places_are_counted_by_source,
    the_last_run_of_a_source_is_known,
);

async fn reports_of_known_places_wait_until_done(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1)]).await;
    let id = one(&store).await.id;
    let revision = store.revision().await.unwrap();
    let long = "가나다 🏥 \"'; DROP TABLE hospital;--".chars().cycle().take(1000).collect::<String>();
    let comment = Comment::parse(&long).unwrap();
    let reports = store.reports();
    assert!(reports.add(id, WrongFact::Hours, &comment, now()).await.unwrap());
    assert!(reports.add(id, WrongFact::Closed, &Comment::default(), now()).await.unwrap());
    assert!(!reports.add(HospitalId(99), WrongFact::Phone, &comment, now()).await.unwrap(), "no such place");
    let waiting = reports.waiting(0, 10).await.unwrap();
    assert_eq!(waiting.len(), 2);
    let first = &waiting[0];
    assert_eq!((first.hospital, first.what, &first.comment), (id, WrongFact::Hours, &comment));
    assert_eq!((first.created_at, first.done), (now(), false));
    assert_eq!(reports.waiting(first.id, 10).await.unwrap(), waiting[1..]);
    assert_eq!(reports.waiting(0, 1).await.unwrap(), waiting[..1]);
    assert!(reports.mark_done(first.id).await.unwrap());
    assert!(!reports.mark_done(12_345).await.unwrap());
    assert_eq!(reports.waiting(0, 10).await.unwrap(), waiting[1..]);
    assert_eq!(store.revision().await.unwrap(), revision, "readers' messages change no directory");
}

async fn holidays_are_added_and_renamed(database: TestDatabase) {
    let store = database.store().await;
    let day = |month, day, name: &str| (date(2026, month, day), name.to_owned());
    assert_eq!(store.holidays().add(&[day(6, 3, "지방선거일"), day(5, 5, "어린이날")]).await.unwrap(), 2);
    assert_eq!(store.revision().await.unwrap(), 1);
    assert_eq!(store.holidays().add(&[day(5, 5, "어린이날")]).await.unwrap(), 0);
    assert_eq!(store.revision().await.unwrap(), 1, "nothing changed");
    let added = [day(5, 5, "어린이날"), day(6, 3, "전국동시지방선거"), day(6, 6, "현충일")];
    assert_eq!(store.holidays().add(&added).await.unwrap(), 2);
    assert_eq!(store.holidays().all().await.unwrap(), added);
    assert_eq!(store.revision().await.unwrap(), 2);
}

async fn bookable_places_are_marked_and_stay_so(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let id = open(&store).await[0].id;
    assert_eq!(store.hospitals().set_bookable(&[id, HospitalId(99)], true).await.unwrap(), 1);
    assert_eq!(store.hospitals().set_bookable(&[id], true).await.unwrap(), 0, "it is already");
    assert_eq!(store.revision().await.unwrap(), 2);
    let mut renamed = nmc(1);
    renamed.facts.name = Some("푸른나무1내과의원".into());
    import(&store, vec![renamed, nmc(2)]).await;
    let places: Vec<(String, bool)> = open(&store).await.into_iter().map(|p| (p.name, p.bookable)).collect();
    assert_eq!(places, [("푸른나무1내과의원".to_owned(), true), ("푸른나무2의원".to_owned(), false)]);
}

async fn places_are_counted_by_source(database: TestDatabase) {
    let store = database.store().await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let hospitals = store.hospitals();
    assert_eq!(hospitals.count_open(None).await.unwrap(), 2);
    assert_eq!(hospitals.count_open(Some(Source::Nmc)).await.unwrap(), 2);
    assert_eq!(hospitals.count_open(Some(Source::Demo)).await.unwrap(), 0);
    assert_eq!(hospitals.find(HospitalId(3)).await.unwrap(), None);
}

async fn the_last_run_of_a_source_is_known(database: TestDatabase) {
    let store = database.store().await;
    assert_eq!(store.imports().last_runs().await.unwrap(), []);
    import(&store, vec![nmc(1)]).await;
    import(&store, vec![nmc(1), nmc(2)]).await;
    let runs = store.imports().last_runs().await.unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].source, runs[0].as_of), (Source::Nmc, Some(date(2026, 5, 1))));
    assert_eq!((runs[0].counts.read, runs[0].counts.added, runs[0].counts.unchanged), (2, 1, 1));
    assert!(runs[0].finished_at >= now());
}
