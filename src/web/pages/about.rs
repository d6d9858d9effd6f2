//! `/about/data`: where the facts come from and how old they are.

use leptos::prelude::*;

use super::request_lang;
use crate::{
    domain::hospital::Source,
    state::AppState,
    web::app::{Frame, Section, is_demo},
    words::Lang,
};

/// Sources, dates, how hours are decided, the position, notices.
#[component]
pub fn About() -> AnyView {
    let state = expect_context::<AppState>();
    let directory = state.directory();
    let lang = request_lang();
    let sources = directory.counts().by_source.into_iter().filter(|(_, count)| *count > 0).map(|(source, count)| {
        let newest = directory.newest_update(source).map(|date| date.to_string()).unwrap_or_default();
        view! { <tr><th scope="row">{source_name(lang, source)}</th><td>{lang.places_found(count)}</td><td>{newest}</td></tr> }
    });
    let sources = sources.collect_view();
    let kinds = directory.counts().by_kind.into_iter().filter(|(_, count)| *count > 0).map(
        |(kind, count)| view! { <tr><th scope="row">{lang.kind(kind)}</th><td>{lang.places_found(count)}</td></tr> },
    );
    let kinds = kinds.collect_view();
    let demo = is_demo(&directory);
    view! {
        <Frame lang page="/about/data".to_owned() title=lang.data_title().to_owned() section=Section::Data class="text">
            <h1>{lang.data_title()}</h1>
            <p>{lang.data_intro()}</p>
            {demo.then(|| view! { <p class="notice">{lang.data_demo()}</p> })}
            <h2>{lang.data_sources()}</h2>
            <table>
                <thead><tr><th scope="col">{lang.data_source()}</th><th scope="col">{lang.data_places()}</th><th scope="col">{lang.data_newest()}</th></tr></thead>
                <tbody>{sources}</tbody>
            </table>
            <h2>{lang.data_kinds()}</h2>
            <table>
                <thead><tr><th scope="col">{lang.data_kind()}</th><th scope="col">{lang.data_places()}</th></tr></thead>
                <tbody>{kinds}</tbody>
            </table>
            <h2>{lang.data_hours_title()}</h2>
            <ul><li>{lang.data_hours_1()}</li><li>{lang.data_hours_2()}</li><li>{lang.data_hours_3()}</li></ul>
            <h2>{lang.data_privacy_title()}</h2>
            <p>{lang.data_privacy()}</p>
            <h2>{lang.data_notices_title()}</h2>
            <ul><li>{lang.data_notice_map()}</li><li>{lang.data_notice_look()}</li></ul>
        </Frame>
    }
    .into_any()
}

/// The institution's name.
pub(super) fn source_name(lang: Lang, source: Source) -> &'static str {
    match source {
        Source::Nmc => lang.source_nmc(),
        Source::Hira => lang.source_hira(),
        Source::Demo => lang.source_demo(),
    }
}
