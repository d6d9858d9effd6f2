//! Forms that carry personal data: posted to their page's own address, answered with a redirect when
//! done and with the page itself, as typed, when something is wrong. They work without JavaScript.

mod book;
pub mod cookies;
mod fields;
mod mine;
mod patient;
mod visit;
mod wait;

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::MethodRouter,
};
use leptos::prelude::{AnyView, provide_context};
use leptos_meta::provide_meta_context;

pub use self::{fields::Fields, patient::noted};
use super::{app::document, pages};
use crate::{booking::BookingError, state::AppState, words::Lang};

/// The routes that take forms, with the pages that hold them.
pub fn router() -> Router<AppState> {
    Router::new().merge(book::router()).merge(visit::router()).merge(wait::router()).merge(mine::router())
}

/// A route in both languages.
pub(super) fn in_both(router: Router<AppState>, path: &str, methods: MethodRouter<AppState>) -> Router<AppState> {
    router.route(path, methods.clone()).route(&format!("/en{path}"), methods)
}

/// A page for one person's eyes: whole before it is sent, never stored, its address told to nobody.
async fn show<V>(state: &AppState, request: Request<Body>, status: StatusCode, view: V) -> Response
where
    V: Fn() -> AnyView + Clone + Send + Sync + 'static,
{
    let state = state.clone();
    let context = move || provide_context(state.clone());
    let app = move || {
        provide_meta_context();
        document(view.clone())
    };
    let mut response = leptos_axum::render_app_async_with_context(context, app)(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    private(response)
}

/// Markup for a live part of a page.
fn fragment(view: AnyView) -> Response {
    use leptos::prelude::RenderHtml;
    private(axum::response::Html(view.to_html()).into_response())
}

/// A piece of a page as the fragment of the same address gives it.
fn markup(view: AnyView) -> String {
    use leptos::prelude::RenderHtml;
    view.to_html()
}

/// Leads to another page after a form is done.
fn done(path: &str) -> Response {
    private(Redirect::to(path).into_response())
}

fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// What an error is for the page that tells it.
fn status_of(error: &BookingError) -> StatusCode {
    use BookingError as E;
    match error {
        E::Fields(_) | E::NotASlot | E::NoSuchDoctor | E::Past | E::TooSoon | E::TooFar | E::WrongCode => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        E::NoSuchBooking | E::NotBookable => StatusCode::NOT_FOUND,
        E::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
        E::Conflict | E::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        E::Vault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::CONFLICT,
    }
}

/// A page that says what went wrong and the way out; what is our fault is logged.
async fn sorry(state: &AppState, request: Request<Body>, error: BookingError) -> Response {
    log(&error);
    let lang = Lang::of_path(request.uri().path());
    let status = status_of(&error);
    let text = error.text(lang);
    show(state, request, status, move || pages::sorry(lang, text.clone())).await
}

/// Notes a failure of ours; nothing personal is in it.
fn log(error: &BookingError) {
    if matches!(error, BookingError::Store(_) | BookingError::Vault(_)) {
        tracing::error!(%error, "a booking's page could not be served");
    }
}

/// A page for an address that leads nowhere.
async fn nowhere(state: &AppState, request: Request<Body>) -> Response {
    let lang = Lang::of_path(request.uri().path());
    show(state, request, StatusCode::NOT_FOUND, move || pages::missing(lang)).await
}
