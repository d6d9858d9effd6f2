//! `/api/openapi.json` against what the server does.

use std::collections::{BTreeMap, BTreeSet};

use heydoctor::domain::query::Accepts;
use serde_json::Value;

use crate::{
    app::TestApp,
    booking::furnish,
    client::Answer,
    on_both_databases,
    places::{CLINIC, START, street},
    schema,
    support::TestDatabase,
};

const LIST: &str = "/api/v1/hospitals";
const ONE: &str = "/api/v1/hospitals/{id}";
const MAP: &str = "/api/v1/map";
const SLOTS: &str = "/api/v1/hospitals/{id}/slots";
const BOOKINGS: &str = "/api/v1/bookings";
const TRIAGE: &str = "/api/v1/triage";
const ROOMS: &str = "/api/v1/emergency-rooms";

on_both_databases!(answers_are_of_the_form_that_is_described);

async fn description(app: &TestApp) -> Value {
    let answer = app.get("/api/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    answer.json()
}

/// Every `$ref` anywhere in a value.
fn links(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(parts) => {
            let own = parts.get("$ref").filter(|link| link.is_string());
            own.into_iter().chain(parts.values().flat_map(links)).collect()
        }
        Value::Array(parts) => parts.iter().flat_map(links).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn the_document_is_whole() {
    let app = TestApp::start(&TestDatabase::sqlite().await, Vec::new()).await;
    let document = description(&app).await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    for link in links(&document) {
        assert!(schema::resolved(&document, link).is_object(), "{link}");
    }
    let mut names = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(["get", "post"].contains(&method.as_str()), "{path} {method}");
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(operation["summary"].is_string() || operation["description"].is_string(), "{path}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let at = format!("{path} {}", parameter["name"]);
                let place = parameter["in"].as_str().unwrap();
                assert!(["query", "path", "header"].contains(&place) && parameter["schema"].is_object(), "{at}");
                assert!(parameter["description"].is_string(), "{at}");
                let in_path = path.contains(&format!("{{{}}}", parameter["name"].as_str().unwrap()));
                assert_eq!(
                    (place == "path", parameter["required"] == true || place == "query"),
                    (in_path, true),
                    "{at}"
                );
            }
            let responses = operation["responses"].as_object().unwrap();
            let has = |status: &str| responses.contains_key(status);
            assert!((has("200") || has("201")) && (has("400") || has("404")), "{path}");
            for (status, response) in responses {
                assert!(response["description"].is_string(), "{path} {status}");
                if !status.starts_with('2') {
                    assert!(response["content"]["application/problem+json"]["schema"].is_object(), "{path} {status}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_route_and_every_parameter_is_described() {
    let app = TestApp::start(&TestDatabase::sqlite().await, street()).await;
    let document = description(&app).await;
    let described: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    let booked = format!("{BOOKINGS}/{{token}}");
    let (cancel, reschedule) = (format!("{booked}/cancel"), format!("{booked}/reschedule"));
    assert_eq!(described, [BOOKINGS, &booked, &cancel, &reschedule, ROOMS, LIST, ONE, SLOTS, MAP, TRIAGE]);
    let accepted = BTreeMap::from([(LIST, Accepts::List), (MAP, Accepts::Map), (ROOMS, Accepts::EmergencyRooms)]);
    for (path, accepts) in accepted {
        let parameters = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        let names: BTreeSet<&str> = parameters.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
        assert_eq!(names, accepts.names().into_iter().collect(), "{path}");
        let required: Vec<&str> = parameters
            .iter()
            .filter(|parameter| parameter["required"] == true)
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        assert_eq!(required, if path == MAP { vec!["bbox"] } else { Vec::new() }, "{path}");
        // A name that is known complains about its value, never that it is unknown.
        for name in names {
            let bbox = if path == MAP && name != "bbox" { "bbox=126,37,128,38&" } else { "" };
            let answer = app.get(&format!("{path}?{bbox}{name}=%FF")).await;
            let problem = answer.json();
            assert_eq!((answer.status, &problem["field"]), (400, &name.into()), "{path} {name}");
            assert!(!problem["detail"].as_str().unwrap().contains("모르는 항목"), "{path} {name}: {problem}");
        }
    }
}

async fn answers_are_of_the_form_that_is_described(database: TestDatabase) {
    let app = TestApp::start(&database, street()).await;
    let document = description(&app).await;
    let one = format!("{LIST}/{}", app.id(CLINIC));
    let asked = [
        (LIST, format!("{LIST}?near={START}&limit=3")),
        (LIST, format!("{LIST}?region=26")),
        (ONE, one),
        (ONE, format!("{LIST}/404404")),
        (ROOMS, format!("{ROOMS}?near={START}")),
        (LIST, format!("{LIST}?limit=0")),
        (MAP, format!("{MAP}?zoom=3")),
        (MAP, format!("{MAP}?bbox=124,33,132,39&zoom=3")),
        (MAP, format!("{MAP}?bbox=127,37.4,127.1,37.6&zoom=20")),
    ];
    let clinic = app.id(CLINIC);
    let [(doctor, _), _] = furnish(app.state.store(), clinic).await;
    let body = serde_json::json!({
        "hospital_id": clinic, "doctor_id": doctor, "starts_at": "2026-11-26T14:00:00+09:00",
        "patient": { "name": "박서윤", "phone": "010-1234-2471" }, "consent": { "privacy": true },
    });
    let key = [("Idempotency-Key", "described")];
    for (key, status) in [(&key[..], 201), (&[][..], 400), (&[("Idempotency-Key", "other")][..], 409)] {
        let answer = app.send("POST", BOOKINGS, key, &body.to_string()).await;
        assert_eq!(answer.status, status);
        is_as_described(&document["paths"][BOOKINGS]["post"], &document, &answer, BOOKINGS);
    }
    let slots = app.get(&format!("{LIST}/{clinic}/slots")).await;
    is_as_described(&document["paths"][SLOTS]["get"], &document, &slots, SLOTS);
    for (path, target) in asked {
        let answer = app.get(&target).await;
        is_as_described(&document["paths"][path]["get"], &document, &answer, &target);
    }
    for text in ["배가 아파요", "갑자기 말이 어눌하고 오른팔에 힘이 없어요", "안녕하세요"] {
        let body = serde_json::json!({ "text": text }).to_string();
        let answer = app.send("POST", TRIAGE, &[], &body).await;
        is_as_described(&document["paths"][TRIAGE]["post"], &document, &answer, text);
    }
}

fn is_as_described(operation: &Value, document: &Value, answer: &Answer, target: &str) {
    let content = answer.header("content-type").unwrap().to_owned();
    let response = &operation["responses"][answer.status.to_string()];
    let wanted = &response["content"][content.as_str()]["schema"];
    assert!(wanted.is_object(), "{target}: {} {content} is described", answer.status);
    let body = answer.json();
    assert_eq!(schema::faults(document, wanted, &body, target), [""; 0]);
    let known = schema::known(document, wanted);
    for name in body.as_object().unwrap().keys() {
        assert!(known.contains(name), "{target}: {name} is described");
    }
}
