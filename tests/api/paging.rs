//! Paging with the cursor: everything once, in one order, and nothing but what was made here.

use std::collections::BTreeSet;

use heydoctor::domain::{
    cursor,
    query::{Accepts, Query},
};
use serde_json::Value;

use crate::{
    app::{TestApp, names},
    on_both_databases,
    places::row_of_clinics,
    support::TestDatabase,
};

const CLINICS: usize = 157;

on_both_databases!(every_place_comes_once_and_in_order, only_the_cursor_of_this_query_goes_on);

async fn pages(app: &TestApp, query: &str) -> Vec<Value> {
    let mut pages: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.json(&format!("/api/v1/hospitals?{query}{cursor}")).await;
        let next = page["next_cursor"].as_str().map(|next| format!("&cursor={next}"));
        pages.push(page);
        match next {
            Some(next) => cursor = next,
            None => return pages,
        }
        assert!(pages.len() <= CLINICS, "the pages end");
    }
}

async fn every_place_comes_once_and_in_order(database: TestDatabase) {
    let app = TestApp::start(&database, row_of_clinics(CLINICS)).await;
    for query in ["limit=7", "limit=100", "near=37.4,127.03&radius_m=50000&limit=50", "q=%EC%A4%84%EC%A7%80&limit=13"] {
        let pages = pages(&app, query).await;
        let all: Vec<String> = pages.iter().flat_map(names).collect();
        assert_eq!(all.len(), CLINICS, "{query}");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), CLINICS, "{query}: each once");
        assert!(pages.iter().all(|page| page["total"] == CLINICS), "{query}: the total is that of all pages");
        let limit: usize = query.rsplit('=').next().unwrap().parse().unwrap();
        assert!(pages[..pages.len() - 1].iter().all(|page| names(page).len() == limit), "{query}: full pages");
        let again: Vec<String> = self::pages(&app, query).await.iter().flat_map(names).collect();
        assert_eq!(all, again, "{query}: the same order again");
        if query.starts_with("near") {
            let distances = pages.iter().flat_map(|page| page["items"].as_array().unwrap());
            assert!(distances.map(|item| item["distance_m"].as_u64().unwrap()).is_sorted(), "{query}: nearest first");
        }
    }
    assert_eq!(app.json("/api/v1/hospitals").await["items"].as_array().unwrap().len(), 20, "without a limit");
    let fitting = app.json("/api/v1/hospitals?region=11680&limit=100&near=37.4,127.03&radius_m=1").await;
    assert_eq!((&fitting["next_cursor"], &fitting["total"]), (&Value::Null, &3.into()));
}

async fn only_the_cursor_of_this_query_goes_on(database: TestDatabase) {
    let app = TestApp::start(&database, row_of_clinics(30)).await;
    let page = app.json("/api/v1/hospitals?limit=10").await;
    let next = page["next_cursor"].as_str().unwrap();
    // The order in which parameters stand is no matter, what they say is.
    assert_eq!(app.get(&format!("/api/v1/hospitals?cursor={next}&limit=10")).await.status, 200);
    for query in ["limit=11", "limit=10&kind=clinic", "limit=10&q=a", "limit=10&near=37.5,127", ""] {
        let answer = app.get(&format!("/api/v1/hospitals?{query}&cursor={next}")).await;
        assert_eq!((answer.status, &answer.json()["field"]), (400, &"cursor".into()), "{query}");
    }
    let turned: String = next.chars().rev().collect();
    for broken in ["", "0", "a-b", "-", "0-00000000", "%F0%9F%8F%A5", &turned, &format!("{next}0")] {
        let answer = app.get(&format!("/api/v1/hospitals?limit=10&cursor={broken}")).await;
        assert_eq!((answer.status, &answer.json()["field"]), (400, &"cursor".into()), "{broken}");
    }
    // Whoever makes one for a place beyond the end finds nothing there, and no fault.
    let base = Query::parse("limit=10", Accepts::List).unwrap().to_query_string();
    for offset in [30, 31, 4_000_000_000, usize::MAX - 5, usize::MAX] {
        let forged = cursor::encode(offset, &base);
        let answer = app.get(&format!("/api/v1/hospitals?limit=10&cursor={forged}")).await;
        assert_eq!(answer.status, 200, "{offset}: {}", answer.text());
        let page = answer.json();
        assert_eq!((names(&page).len(), &page["next_cursor"], &page["total"]), (0, &Value::Null, &30.into()));
    }
}
