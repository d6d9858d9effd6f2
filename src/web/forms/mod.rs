//! Forms that carry personal data: posted to their page's own address, answered with a redirect when
//! done and with the page itself, as typed, when something is wrong. They work without JavaScript.

pub mod cookies;
mod fields;

use axum::{Router, body::Body, extract::FromRef, http::Request, response::Response};
use leptos::{config::LeptosOptions, prelude::provide_context};

pub use self::fields::Fields;
use super::app::shell;
use crate::state::AppState;

/// The routes that take forms.
pub fn router() -> Router<AppState> {
    Router::new()
}

/// Answers a posted form with its page, which finds what was typed, and what is wrong with it, as
/// the context `outcome`.
pub async fn page_again<T>(state: &AppState, request: Request<Body>, outcome: T) -> Response
where
    T: Clone + Send + Sync + 'static,
{
    let context = {
        let state = state.clone();
        move || {
            provide_context(state.clone());
            provide_context(outcome.clone());
        }
    };
    let options = LeptosOptions::from_ref(state);
    leptos_axum::render_app_async_with_context(context, move || shell(options.clone()))(request).await
}
