//! The finder's markup: one rendering for the page and for the answers to its island.

use leptos::prelude::*;

use super::model::{Chip, ChipRole, FinderView};
use crate::{
    web::components::{Card, Icon, PlaceCard},
    words::Lang,
};

/// Everything beside the map. What the island must know of it stands in its `data-` attributes:
/// the query it answers, what the map should show, whether the list is from the device's own cell.
#[component]
pub fn Answer(
    /// What was found.
    view: FinderView,
) -> impl IntoView {
    let lang = view.lang;
    let bbox = view.bbox.map(|degrees| format!("{degrees:.5}")).join(",");
    view! {
        <div class="finder-side" class:map-first=view.map_first data-query=view.query.clone() data-bbox=bbox data-near=view.near.then_some("")>
            <SearchHead lang place=view.place text=view.text kept=view.kept regions_href=view.regions_href chips=view.chips/>
            <section class="sheet" aria-label=lang.results_label()>
                <div class="sheet-head">
                    <h2 class="count"><strong>{view.count}</strong><span>{view.order}</span></h2>
                    <Switch lang map_first=view.map_first list_href=view.list_href map_href=view.map_href/>
                </div>
                {view.notice.map(|text| view! { <p class="notice" role="status">{text}</p> })}
                <p class="notice" role="alert" data-trouble hidden></p>
                <Places lang cards=view.cards picked=view.picked picked_id=view.picked_id without_filters=view.without_filters/>
                {view.more.map(|href| view! { <a class="btn btn-line more" href=href data-more>{lang.more()}</a> })}
            </section>
        </div>
    }
}

/// Area, search box and filters.
#[component]
fn SearchHead(
    lang: Lang,
    place: String,
    text: String,
    kept: Vec<(String, String)>,
    regions_href: String,
    chips: Vec<Chip>,
) -> impl IntoView {
    let hidden = |(name, value)| view! { <input type="hidden" name=name value=value/> };
    view! {
        <div class="finder-head">
            <div class="where">
                <a class="where-name" href=regions_href>{place}<Icon name="down"/><span class="sr">{lang.region_choose()}</span></a>
                <button type="button" class="here" data-here hidden><Icon name="locate"/>{lang.here()}</button>
            </div>
            <form class="search" role="search" action=lang.path("/") method="get">
                <Icon name="search"/>
                <label class="sr" for="q">{lang.search_label()}</label>
                <input id="q" name="q" type="search" maxlength="100" enterkeyhint="search" autocomplete="off"
                    placeholder=lang.search_placeholder() value=text/>
                {kept.into_iter().map(hidden).collect_view()}
                <button class="search-go">{lang.search_button()}</button>
            </form>
            <nav class="chips" aria-label=lang.filters_label()>
                <ul>{chips.into_iter().enumerate().map(chip).collect_view()}</ul>
            </nav>
        </div>
    }
}

fn chip((index, chip): (usize, Chip)) -> impl IntoView {
    let Chip { label, href, on, role } = chip;
    let class = match (role, on) {
        (ChipRole::Emergency, _) => "chip chip-emergency",
        (_, true) => "chip on",
        _ => "chip",
    };
    view! {
        <li>
            <a id=format!("chip-{index}") class=class href=href aria-current=on.then_some("true") data-go=(role == ChipRole::Toggle).then_some("")>
                {on.then(|| view! { <Icon name="tick"/> })}
                {(role == ChipRole::Emergency).then(|| view! { <Icon name="siren"/> })}
                <span>{label}</span>
                {(role == ChipRole::Choice).then(|| view! { <Icon name="down"/> })}
            </a>
        </li>
    }
}

/// List or map in front, on a phone.
#[component]
fn Switch(lang: Lang, map_first: bool, list_href: String, map_href: String) -> impl IntoView {
    let current = |on: bool| on.then_some("true");
    view! {
        <nav class="switch" aria-label=lang.view_label()>
            <a id="to-list" href=list_href data-go aria-current=current(!map_first)><Icon name="list"/>{lang.view_list()}</a>
            <a id="to-map" href=map_href data-go aria-current=current(map_first)><Icon name="map"/>{lang.view_map()}</a>
        </nav>
    }
}

#[component]
fn Places(
    lang: Lang,
    cards: Vec<Card>,
    picked: Option<Card>,
    picked_id: Option<u32>,
    without_filters: Option<String>,
) -> impl IntoView {
    let nothing = cards.is_empty().then(|| {
        view! {
            <div class="nothing">
                <p><strong>{lang.nothing_title()}</strong></p>
                <p>{lang.nothing_text()}</p>
                {without_filters.map(|href| view! { <a class="btn btn-line" href=href data-go>{lang.clear_filters()}</a> })}
            </div>
        }
    });
    let row = |card: Card| {
        let picked = picked_id == Some(card.id);
        view! { <PlaceCard card lang picked/> }.to_html()
    };
    // Rendered at once: twenty views kept until the page is streamed cost a third of its time.
    let rows: String = picked.into_iter().chain(cards).map(row).collect();
    view! { <ul class="places" inner_html=rows></ul>{nothing} }
}

/// The frame that the island draws the map into, and the meaning of its shapes.
#[component]
pub fn MapBox(
    /// In which language.
    lang: Lang,
) -> impl IntoView {
    let row = |shape: &'static str, word: &'static str| {
        view! { <li class=format!("state-{shape}")><Icon name=shape/>{word}</li> }
    };
    view! {
        <section class="map-box" aria-label=lang.map_label()>
            <div class="map" data-map></div>
            <noscript><p class="map-note">{lang.map_needs_script()}</p></noscript>
            <label class="map-follow" hidden><input type="checkbox" checked/><span>{lang.map_moves_search()}</span></label>
            <ul class="map-key" aria-label=lang.map_key()>
                {row("open", lang.state_open())}
                {row("break", lang.state_break())}
                {row("closed", lang.state_closed())}
                {row("unknown", lang.state_unknown())}
            </ul>
            <p class="sr" role="status" data-status></p>
        </section>
    }
}
