//! The hospital's console, `/staff`: rendered on the server, worked by forms, alive without
//! JavaScript too. Every handler takes a `Staff`, whose passport confines it to one hospital.

mod actions;
mod board;
mod caller;
mod day;
mod doors;
mod export;
mod frame;
mod log;
mod photo;
mod schedule;
mod search;
mod settings;
mod visitor;
mod week;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};

use self::visitor::Staff;
use crate::{state::AppState, words::Lang};

/// The console speaks Korean; its words stand in both languages.
const LANG: Lang = Lang::Ko;
/// The name of the session's cookie.
const COOKIE: &str = "staff";

/// The routes of the console.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/staff", get(day::show))
        .route("/staff/day", get(day::live))
        .route("/staff/log-in", get(doors::log_in_page).post(doors::log_in))
        .route("/staff/log-out", post(doors::log_out))
        .route("/staff/apply", get(doors::apply_page).post(doors::apply))
        .route("/staff/search", post(search::search))
        .route("/staff/book", get(caller::show).post(caller::book))
        .route("/staff/walk-in", post(actions::walk_in))
        .route("/staff/bookings/{id}/{action}", post(actions::act))
        .route("/staff/week", get(week::show))
        .route("/staff/board", get(board::show))
        .route("/staff/board/live", get(board::live))
        .route("/staff/schedule", get(schedule::show))
        .route("/staff/schedule/doctor", get(schedule::doctor).post(schedule::change_doctor))
        .route("/staff/schedule/exception", post(schedule::change_exception))
        .route("/staff/schedule/photo/{id}", post(photo::upload))
        .route("/staff/settings", get(settings::show).post(settings::change))
        .route("/staff/log", get(log::show))
        .route("/staff/export", get(export::csv))
        .layer(middleware::from_fn(keep_private))
        .route("/doctors/{id}/photo", get(photo::show))
}

/// Nothing of the console is stored on the way, or found by search engines.
async fn keep_private(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response
}
