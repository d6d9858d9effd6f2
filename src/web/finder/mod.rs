//! The finder: search, filters, list and map of `/`. The server renders it whole from links and
//! forms; in the browser the island answers the same links without a reload, and shows the map.

#![allow(missing_docs, reason = "the island macro makes items that it does not document")]

mod model;

#[cfg(feature = "ssr")]
pub mod answer;
#[cfg(feature = "hydrate")]
mod client;

use leptos::{prelude::*, server_fn::codec::GetUrl};
pub use model::{Chip, ChipRole, FinderView, Mark};

use super::components::{Icon, PlaceCard};
use crate::words::Lang;

/// Answers a query string of `/` as the page itself would.
#[server(prefix = "/fn", endpoint = "find_places", input = GetUrl)]
pub async fn find_places(
    /// Language of the words in it.
    lang: Lang,
    /// The part of the URL behind the `?`.
    query: String,
) -> Result<FinderView, ServerFnError> {
    let state = expect_context::<crate::state::AppState>();
    Ok(answer::finder(&state, lang, &query))
}

/// The marks of a map view; filters from the query string, the view as `west,south,east,north`.
#[server(prefix = "/fn", endpoint = "map_marks", input = GetUrl)]
pub async fn map_marks(
    /// Language of the labels.
    lang: Lang,
    /// The part of the page's URL behind the `?`.
    query: String,
    /// West, south, east, north in degrees.
    bbox: String,
    /// Leaflet's zoom level.
    zoom: u8,
) -> Result<Vec<Mark>, ServerFnError> {
    let state = expect_context::<crate::state::AppState>();
    answer::marks(&state, lang, &query, &bbox, zoom).map_err(|error| ServerFnError::Args(lang.fault(&error)))
}

/// What the finder's parts share while they are alive.
#[derive(Clone, Copy)]
pub struct Live {
    /// What is shown.
    pub view: RwSignal<FinderView>,
    /// Something that must be said: a refused position, a lost connection.
    pub trouble: RwSignal<Option<String>>,
}

/// The finder.
#[island]
pub fn Finder(
    /// The answer to the page's own query.
    initial: FinderView,
    /// Tiles of the map, `{z}/{x}/{y}`; empty for outlines alone.
    tiles: String,
) -> impl IntoView {
    let lang = initial.lang;
    let live = Live { view: RwSignal::new(initial), trouble: RwSignal::new(None) };
    let root = NodeRef::<leptos::html::Div>::new();
    let map = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    client::start(live, root, map, tiles);
    #[cfg(not(feature = "hydrate"))]
    let _ = tiles;
    let view = live.view;
    view! {
        <div class="finder" class:map-first=move || view.with(|v| v.map_first) node_ref=root>
            <div class="finder-side">
                <SearchHead live lang/>
                <section class="sheet" aria-label=lang.results_label()>
                    <Results live lang/>
                </section>
            </div>
            <section class="map-box" aria-label=lang.map_label()>
                <div class="map" node_ref=map></div>
                <noscript><p class="map-note">{lang.map_needs_script()}</p></noscript>
                <label class="map-follow" hidden><input type="checkbox" checked/><span>{lang.map_moves_search()}</span></label>
                <MapKey lang/>
            </section>
        </div>
    }
}

/// Area, search box and filters.
#[component]
fn SearchHead(live: Live, lang: Lang) -> AnyView {
    let view = live.view;
    let kept = move || {
        let hidden = |(name, value)| view! { <input type="hidden" name=name value=value/> };
        view.with(|v| v.kept.clone()).into_iter().map(hidden).collect_view()
    };
    view! {
        <div class="finder-head">
            <div class="where">
                <a class="where-name" href=move || view.with(|v| v.regions_href.clone())>
                    <span class="where-text">{move || view.with(|v| v.place.clone())}</span>
                    <Icon name="down"/><span class="sr">{lang.region_choose()}</span>
                </a>
                <button type="button" class="here" data-here hidden><Icon name="locate"/>{lang.here()}</button>
            </div>
            <form class="search" role="search" action=lang.path("/") method="get">
                <Icon name="search"/>
                <label class="sr" for="q">{lang.search_label()}</label>
                <input id="q" name="q" type="search" maxlength="100" enterkeyhint="search" autocomplete="off"
                    placeholder=lang.search_placeholder() prop:value=move || view.with(|v| v.text.clone())
                    value=view.with_untracked(|v| v.text.clone())/>
                {kept}
                <button class="search-go">{lang.search_button()}</button>
            </form>
            <nav class="chips" aria-label=lang.filters_label()>
                <ul>{move || view.with(|v| v.chips.clone()).into_iter().map(|chip| view! { <ChipLink chip/> }).collect_view()}</ul>
            </nav>
        </div>
    }
    .into_any()
}

#[component]
fn ChipLink(chip: Chip) -> impl IntoView {
    let Chip { label, href, on, role } = chip;
    let class = if role == ChipRole::Emergency { "chip chip-emergency" } else { "chip" };
    view! {
        <li>
            <a class=class class:on=on href=href aria-current=on.then_some("true") data-go=(role == ChipRole::Toggle).then_some("")>
                {on.then(|| view! { <Icon name="tick"/> })}
                {(role == ChipRole::Emergency).then(|| view! { <Icon name="siren"/> })}
                <span>{label}</span>
                {(role == ChipRole::Choice).then(|| view! { <Icon name="down"/> })}
            </a>
        </li>
    }
}

/// How many, in which order, and the places themselves.
#[component]
fn Results(live: Live, lang: Lang) -> AnyView {
    let view = live.view;
    let cards = move || {
        let (cards, extra, picked) = view.with(|v| (v.cards.clone(), v.picked.clone(), v.picked_id));
        let row = move |card: super::components::Card| {
            let picked = picked == Some(card.id);
            view! { <PlaceCard card lang picked/> }
        };
        extra.into_iter().chain(cards).map(row).collect_view()
    };
    view! {
        <div class="sheet-head">
            <h2 class="count" role="status">
                <strong>{move || view.with(|v| v.count.clone())}</strong>
                <span>{move || view.with(|v| v.order.clone())}</span>
            </h2>
            <nav class="switch" aria-label=lang.view_label()>
                <a href=move || view.with(|v| v.list_href.clone()) data-go="" aria-current=move || view.with(|v| (!v.map_first).then_some("true"))>
                    <Icon name="list"/>{lang.view_list()}
                </a>
                <a href=move || view.with(|v| v.map_href.clone()) data-go="" aria-current=move || view.with(|v| v.map_first.then_some("true"))>
                    <Icon name="map"/>{lang.view_map()}
                </a>
            </nav>
        </div>
        {move || view.with(|v| v.notice.clone()).map(|text| view! { <p class="notice" role="status">{text}</p> })}
        {move || live.trouble.get().map(|text| view! { <p class="notice" role="alert">{text}</p> })}
        <ul class="places">{cards}</ul>
        {move || view.with(|v| v.cards.is_empty().then(|| v.without_filters.clone())).map(|href| view! { <Nothing href lang/> })}
        {move || view.with(|v| v.more.clone()).map(|href| view! { <a class="btn btn-line more" href=href data-more>{lang.more()}</a> })}
    }
    .into_any()
}

#[component]
fn Nothing(href: Option<String>, lang: Lang) -> impl IntoView {
    view! {
        <div class="nothing">
            <p><strong>{lang.nothing_title()}</strong></p>
            <p>{lang.nothing_text()}</p>
            {href.map(|href| view! { <a class="btn btn-line" href=href data-go>{lang.clear_filters()}</a> })}
        </div>
    }
}

/// What the shapes on the map mean.
#[component]
fn MapKey(lang: Lang) -> impl IntoView {
    let row = |shape: &'static str, word: &'static str| {
        view! { <li class=format!("state-{shape}")><span class=format!("i i-{shape}") aria-hidden="true"></span>{word}</li> }
    };
    view! {
        <ul class="map-key" aria-label=lang.map_key()>
            {row("open", lang.state_open())}
            {row("break", lang.state_break())}
            {row("closed", lang.state_closed())}
            {row("unknown", lang.state_unknown())}
        </ul>
    }
}
