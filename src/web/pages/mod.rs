//! The pages, rendered on the server alone.

mod about;
pub mod book;
mod choices;
mod emergency;
mod home;
mod hospital;
pub mod mine;
mod not_found;
mod privacy;
mod report;

pub use about::About;
pub use choices::{Departments, Regions};
pub use emergency::Emergency;
pub use home::Home;
pub use hospital::HospitalPage;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
pub use not_found::{NotFound, nowhere as missing, sorry};
pub use privacy::Privacy;

use crate::{
    domain::query::{Accepts, Query},
    words::Lang,
};

/// The path of the request.
pub fn request_path() -> String {
    use_context::<axum::http::request::Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default()
}

/// The query string of the request, without `?`.
fn request_query() -> String {
    use_context::<axum::http::request::Parts>()
        .and_then(|parts| parts.uri.query().map(str::to_owned))
        .unwrap_or_default()
}

/// The query of the request; a wrong one makes the answer a 400 that goes on without it.
fn parsed_query() -> Query {
    Query::parse(&request_query(), Accepts::Page).unwrap_or_else(|_| {
        set_status(axum::http::StatusCode::BAD_REQUEST);
        Query::default()
    })
}

/// The language of the request.
fn request_lang() -> Lang {
    Lang::of_path(&request_path())
}

/// The last segment of the path: the `:id` of `/hospitals/:id`.
fn last_segment() -> String {
    request_path().rsplit('/').next().unwrap_or_default().to_owned()
}

/// Answers with another status than 200.
fn set_status(status: axum::http::StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}
