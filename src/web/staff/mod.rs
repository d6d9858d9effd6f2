//! The hospital's console, `/staff` and `/en/staff`: rendered on the server, worked by forms, alive
//! without JavaScript too. Every handler takes a `Staff`, whose passport confines it to one hospital.

mod actions;
mod board;
mod caller;
mod day;
mod doors;
mod export;
mod fields;
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
use crate::{state::AppState, web::forms::in_both};

/// The name of the session's cookie.
const COOKIE: &str = "staff";

/// The routes of the console.
pub fn router() -> Router<AppState> {
    let pages = [
        ("/staff", get(day::show)),
        ("/staff/day", get(day::live)),
        ("/staff/log-in", get(doors::log_in_page).post(doors::log_in)),
        ("/staff/log-out", post(doors::log_out)),
        ("/staff/apply", get(doors::apply_page).post(doors::apply)),
        ("/staff/search", post(search::search)),
        ("/staff/book", get(caller::show).post(caller::book)),
        ("/staff/walk-in", post(actions::walk_in)),
        ("/staff/bookings/{id}/{action}", post(actions::act)),
        ("/staff/week", get(week::show)),
        ("/staff/board", get(board::show)),
        ("/staff/board/live", get(board::live)),
        ("/staff/schedule", get(schedule::show)),
        ("/staff/schedule/doctor", get(schedule::doctor).post(schedule::change_doctor)),
        ("/staff/schedule/exception", post(schedule::change_exception)),
        ("/staff/schedule/photo/{id}", post(photo::upload)),
        ("/staff/settings", get(settings::show).post(settings::change)),
        ("/staff/log", get(log::show)),
        ("/staff/export", get(export::csv)),
    ];
    let pages = pages.into_iter().fold(Router::new(), |router, (path, methods)| in_both(router, path, methods));
    pages.layer(middleware::from_fn(keep_private)).route("/doctors/{id}/photo", get(photo::show))
}

/// Nothing of the console is stored on the way, or found by search engines.
async fn keep_private(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response
}
