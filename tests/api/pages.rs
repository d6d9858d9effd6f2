//! The pages' statuses and what they are in; what they look like is for the browser's tests.

use heydoctor::domain::hospital::Kind;

use crate::{
    app::{TestApp, import},
    on_both_databases,
    places::{CLINIC, HOSPITAL, PHARMACY, START, place, record, street},
    support::TestDatabase,
};

on_both_databases!(pages_answer_as_they_should, a_closed_place_says_so);

async fn pages_answer_as_they_should(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let id = app.id(CLINIC);
    for (path, status, lang) in [
        ("/", 200, "ko"),
        ("/en", 200, "en"),
        (&format!("/?near={START}&open=now&utm_source=x"), 200, "ko"),
        (&format!("/hospitals/{id}"), 200, "ko"),
        (&format!("/en/hospitals/{id}"), 200, "en"),
        ("/hospitals/404404", 404, "ko"),
        ("/hospitals/abc", 404, "ko"),
        ("/hospitals/%FF", 404, "ko"),
        ("/en/hospitals/404404", 404, "en"),
        ("/nothing", 404, "ko"),
        ("/en/nothing", 404, "en"),
        ("/?limit=0", 400, "ko"),
        ("/?near=95,200", 400, "ko"),
        ("/?q=%FF", 400, "ko"),
        ("/en?specialty=27", 400, "en"),
        ("/regions", 200, "ko"),
        ("/regions?specialty=01&view=map", 200, "ko"),
        ("/regions?specialty=01&limit=0", 400, "ko"),
        ("/departments", 200, "ko"),
        ("/en/departments", 200, "en"),
        ("/emergency", 200, "ko"),
        ("/emergency?region=26", 200, "ko"),
        ("/emergency?near=95,200", 400, "ko"),
        ("/about/data", 200, "ko"),
        ("/en/about/data", 200, "en"),
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.header("content-type").unwrap().starts_with("text/html"), "{path}");
        let text = answer.text();
        assert!(text.starts_with("<!DOCTYPE html>") && text.contains("</body></html>"), "{path} is whole");
        assert!(text.contains(&format!("<html lang=\"{lang}\"")) && text.contains("<h1"), "{path}");
    }
    let home = app.get(&format!("/?near={START}")).await;
    assert!(home.text().contains(CLINIC) && home.text().contains(PHARMACY), "the list is there without JavaScript");
    assert!(app.get("/?near=95,200").await.text().contains("한국 안의 위치가 아니에요"), "what is wrong is said");
    let emergency = app.get("/emergency?near=95,200").await;
    assert!(emergency.text().contains(HOSPITAL), "whoever needs an emergency room gets one, whatever the address says");
    let missing = app.get("/hospitals/404404").await;
    assert!(missing.text().contains("role=\"search\""), "the search is offered");
    for (path, page) in [("/en/", "/en"), ("/en/?q=a", "/en?q=a"), ("/hospitals/1/?q=%2F", "/hospitals/1?q=%2F")] {
        let answer = app.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (308, Some(page)), "{path}");
    }
    for path in ["//other.example/", "/en//other.example/", "/\\other.example/"] {
        assert!(!app.get(path).await.header("location").unwrap_or_default().contains("//"), "{path}");
    }
    let hostile = app.get("/?q=%3Cscript%3Ealert(1)%3C/script%3E&region=%22%3E%3Cb%3E").await;
    assert!(!hostile.text().contains("<script>alert(1)"), "what was typed is not markup");
}

async fn a_closed_place_says_so(database: TestDatabase) {
    let mut places = street();
    places.push(record("A9", place("없어질의원", Kind::Clinic, Some(37.51))));
    let app = TestApp::start(&database, places).await;
    let id = app.id("없어질의원");
    assert_eq!(app.get(&format!("/hospitals/{id}")).await.status, 200);
    import(app.state.store(), street()).await;
    app.state.refresh().await.unwrap();
    let gone = app.get(&format!("/hospitals/{id}")).await;
    assert_eq!(gone.status, 410);
    assert!(gone.text().contains("없어질의원") && gone.text().contains("문을 닫은"), "and which it was");
    assert_eq!(app.get(&format!("/en/hospitals/{id}")).await.status, 410);
    assert_eq!(app.names("q=%EC%97%86%EC%96%B4%EC%A7%88").await, [""; 0]);
}
