//! The JSON API under `/api/v1` and its OpenAPI description. Reads the directory; no SQL, no pages.

mod bookings;
mod emergency_rooms;
mod hospitals;
mod map;
mod problem;
mod shapes;
mod slots;
mod triage;

use axum::{
    Json, Router,
    http::{HeaderValue, Method, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::OpenApi;

pub use problem::Problem;

use crate::state::AppState;

/// The description that `/api/openapi.json` serves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "HeyDoctor",
        description = "병원·약국·응급실 찾기. Times are RFC 3339 with +09:00, coordinates WGS 84 degrees, distances metres, specialty codes HIRA's dgsbjtCd. Errors are RFC 9457 problems."
    ),
    paths(
        hospitals::list,
        hospitals::one,
        map::features,
        emergency_rooms::list,
        slots::list,
        bookings::create,
        bookings::one,
        bookings::cancel,
        bookings::reschedule,
        triage::triage
    ),
    components(schemas(Problem))
)]
struct Description;

/// The routes of the API; what is not one of them is answered with a problem.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/v1/hospitals", get(hospitals::list))
        .route("/api/v1/hospitals/{id}", get(hospitals::one))
        .route("/api/v1/map", get(map::features))
        .route("/api/v1/emergency-rooms", get(emergency_rooms::list))
        .route("/api/v1/hospitals/{id}/slots", get(slots::list))
        .route("/api/v1/bookings", post(bookings::create))
        .route("/api/v1/bookings/{token}", get(bookings::one))
        .route("/api/v1/bookings/{token}/cancel", post(bookings::cancel))
        .route("/api/v1/bookings/{token}/reschedule", post(bookings::reschedule))
        .route("/api/v1/triage", post(triage::triage))
        .route("/api/openapi.json", get(description))
        .route("/api", nothing())
        .route("/api/", nothing())
        .route("/api/{*rest}", nothing())
        .method_not_allowed_fallback(async |method: Method| Problem::method_not_allowed(&method))
}

fn nothing() -> axum::routing::MethodRouter<AppState> {
    axum::routing::any(async || Problem::no_such_resource())
}

/// A long answer, written into a buffer of about its size: axum's own starts small and moves what it has
/// written whenever it grows.
fn long_json(answer: &impl Serialize, about: usize) -> Response {
    let mut body = Vec::with_capacity(about);
    match serde_json::to_writer(&mut body, answer) {
        Ok(()) => ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response(),
        Err(error) => Problem::unwritable(&error).into_response(),
    }
}

/// A body's JSON object. serde would read a list as well, as a struct's fields in their order.
fn read_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let object = body.trim_ascii_start().starts_with(b"{");
    let read = if object { serde_json::from_slice(body) } else { Err(serde::de::Error::custom("no object")) };
    read.map_err(|error| Problem::unreadable_body(&error))
}

async fn description() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
