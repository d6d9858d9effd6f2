//! `/`: find a place.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::{request_lang, request_query, set_status};
use crate::{
    state::AppState,
    web::{
        app::{Frame, Section},
        finder::{
            Finder, answer,
            markup::{Answer, MapBox},
        },
    },
};

/// Search, filters, list and map.
#[component]
pub fn Home() -> AnyView {
    let state = expect_context::<AppState>();
    let lang = request_lang();
    let raw = request_query();
    if answer::check(&raw).is_err() {
        set_status(StatusCode::BAD_REQUEST);
    }
    let view = answer::finder(&state, lang, &raw);
    let page = answer::href("/", &view.query);
    let tiles = state.site().tile_url.clone();
    view! {
        <Frame lang page title=String::new() section=Section::Find class="home">
            <h1 class="sr">{lang.site_tagline()}</h1>
            <Finder lang tiles><Answer view/><MapBox lang/></Finder>
        </Frame>
    }
    .into_any()
}
