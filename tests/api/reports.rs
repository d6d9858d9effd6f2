//! `/fn/report_place`: what readers say is wrong is kept, and nothing else is.

use heydoctor::domain::feedback::WrongFact;

use crate::{
    app::TestApp, client::Answer, hospitals::escaped, on_both_databases, places::CLINIC, places::street,
    support::TestDatabase,
};

on_both_databases!(a_report_is_kept_and_leads_back, what_is_no_report_is_refused);

async fn post(app: &TestApp, headers: &[(&str, &str)], body: &str) -> Answer {
    let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html,*/*")];
    app.send("POST", "/fn/report_place", &[&form[..], headers].concat(), body).await
}

async fn kept(app: &TestApp) -> usize {
    app.state.store().reports().waiting(0, 100).await.unwrap().len()
}

async fn a_report_is_kept_and_leads_back(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let id = app.id(CLINIC);
    let text = "일요일에\r\n쉽니다 🏥 '; DROP TABLE hospital;--";
    let own = [("Sec-Fetch-Site", "same-origin"), ("Referer", "http://test/hospitals/1")];
    let body = format!("id={id}&lang=ko&what=hours&comment={}", escaped(text));
    let answer = post(&app, &own, &body).await;
    let back = format!("/hospitals/{id}?report=sent#report");
    assert_eq!((answer.status, answer.header("location")), (302, Some(back.as_str())));
    let waiting = app.state.store().reports().waiting(0, 100).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].hospital, waiting[0].what), (1, id, WrongFact::Hours));
    assert_eq!(waiting[0].comment.as_str(), text.replace("\r\n", "\n"));
    let page = app.get(&format!("/hospitals/{id}?report=sent")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("role=\"status\""), "the page says that it arrived");
    // Old browsers say nothing of where they come from; the comment may be empty.
    let answer = post(&app, &[], &format!("id={id}&lang=en&what=closed&comment=")).await;
    let back = format!("/en/hospitals/{id}?report=sent#report");
    assert_eq!((answer.status, answer.header("location")), (302, Some(back.as_str())));
    assert_eq!(kept(&app).await, 2);
    let thousand = format!("id={id}&lang=ko&what=other&comment={}", escaped(&"가".repeat(1_000)));
    assert!(post(&app, &[], &thousand).await.header("location").unwrap().contains("report=sent"));
    assert_eq!(kept(&app).await, 3);
}

async fn what_is_no_report_is_refused(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let id = app.id(CLINIC);
    for body in [
        format!("id={id}&lang=ko&what=hours&comment={}", escaped(&"가".repeat(1_001))),
        format!("id={id}&lang=ko&what=nonsense&comment="),
        "id=404404&lang=ko&what=hours&comment=".to_owned(),
        "id=0&lang=ko&what=hours&comment=".to_owned(),
    ] {
        let answer = post(&app, &[], &body).await;
        assert!(answer.status == 302 && answer.header("location").unwrap().contains("report=failed"), "{body}");
    }
    for body in [
        "id=abc&lang=ko&what=hours&comment=".to_owned(),
        "id=-1&lang=ko&what=hours&comment=".to_owned(),
        "lang=ko&what=hours&comment=".to_owned(),
        format!("id={id}&lang=xx&what=hours&comment="),
        format!("id={id}&lang=ko"),
        format!("id={id}&lang=ko&what=hours&comment=&id={id}"),
        String::new(),
        "{\"id\":1}".to_owned(),
    ] {
        let answer = post(&app, &[("Referer", "http://test/hospitals/1")], &body).await;
        assert_eq!((answer.status, answer.header("location")), (400, None), "{body}: {}", answer.text());
        assert!(answer.text().contains("다시"), "in Korean, with the mend: {}", answer.text());
    }
    let huge = format!("id={id}&lang=ko&what=hours&comment={}", "a".repeat(1024 * 1024));
    let answer = post(&app, &[], &huge).await;
    assert_eq!(answer.status, 413, "{}", answer.text());
    // Without its length beforehand.
    let form = format!("id={id}&lang=ko&what=hours&comment={}", "a".repeat(80 * 1024));
    let chunked = format!("{:x}\r\n{form}\r\n0\r\n\r\n", form.len());
    let head = "POST /fn/report_place HTTP/1.1\r\nHost: test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\r\n";
    let answer = crate::client::send(app.address, [head, &chunked].concat().into_bytes()).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    let good = format!("id={id}&lang=ko&what=hours&comment=");
    let foreign = post(&app, &[("Sec-Fetch-Site", "cross-site"), ("Origin", "https://other.example")], &good).await;
    assert_eq!(foreign.status, 403);
    assert!(foreign.text().contains("다른 사이트"), "{}", foreign.text());
    assert_eq!(app.get(&format!("/fn/report_place?{good}")).await.status, 405);
    assert_eq!(kept(&app).await, 0);
}
