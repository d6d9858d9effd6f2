//! The page for addresses that lead nowhere: it offers the search.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::{request_lang, set_status};
use crate::{
    web::app::{Frame, Section},
    words::Lang,
};

/// 404.
#[component]
pub fn NotFound() -> AnyView {
    missing(request_lang(), None)
}

/// A 404 page; with a name where it is known what is gone.
pub(super) fn missing(lang: Lang, closed_down: Option<String>) -> AnyView {
    set_status(if closed_down.is_some() { StatusCode::GONE } else { StatusCode::NOT_FOUND });
    let (title, text) = match &closed_down {
        Some(_) => (lang.closed_down_title(), lang.closed_down_text()),
        None => (lang.not_found_title(), lang.not_found_text()),
    };
    view! {
        <Frame lang page="/".to_owned() title=title.to_owned() section=Section::Find class="text">
            <h1>{title}</h1>
            {closed_down.map(|name| view! { <p><strong>{name}</strong></p> })}
            <p>{text}</p>
            <form class="search" role="search" action=lang.path("/") method="get">
                <label class="sr" for="q">{lang.search_label()}</label>
                <input id="q" name="q" type="search" maxlength="100" placeholder=lang.search_placeholder()/>
                <button class="btn btn-fill">{lang.search_button()}</button>
            </form>
            <p><a href=lang.path("/")>{lang.start_over()}</a></p>
        </Frame>
    }
    .into_any()
}

/// The 404 page for what leads nowhere.
pub fn nowhere(lang: Lang) -> AnyView {
    missing(lang, None)
}

/// A page that says what could not be done, and the way out.
pub fn sorry(lang: Lang, text: String) -> AnyView {
    view! {
        <Frame lang page="/".to_owned() title=lang.book_title().to_owned() section=Section::Find class="text" private=true>
            <h1>{lang.sorry_title()}</h1>
            <p>{text}</p>
            <p><a class="btn btn-tonal" href=lang.path("/my")>{lang.nav_mine()}</a></p>
            <p><a class="btn btn-quiet" href=lang.path("/")>{lang.start_over()}</a></p>
        </Frame>
    }
    .into_any()
}
