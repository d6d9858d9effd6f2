//! `/emergency`: 119 first, then the nearest emergency rooms and their free beds where known.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;

use super::{parsed_query, request_lang};
use crate::{
    directory::{Hit, Request},
    domain::{
        beds::BedReading,
        hospital::HospitalId,
        query::Query,
        region::{self, RegionCode},
        search::{Area, Filter},
    },
    state::AppState,
    web::{
        app::{Frame, Section},
        components::{Card, Icon, PlaceCard},
        finder::answer::{card, href, region_name},
        rooms::RoomList,
    },
    words::{Lang, StateLine},
};

/// How many rooms are listed.
const ROOMS: usize = 15;
/// 서울, where nobody has said another area.
const FIRST_REGION: RegionCode = RegionCode(11);

type Readings = Arc<HashMap<HospitalId, BedReading>>;

/// The page; with a key for the live service it waits for the readings of the 시도 it lists.
#[component]
pub fn Emergency() -> AnyView {
    let state = expect_context::<AppState>();
    let lang = request_lang();
    let query = parsed_query();
    let area = Query { near: query.near, bbox: query.bbox, region: query.region, ..Query::default() };
    let page = href("/emergency", &area.to_query_string());
    let regions = lang.path(&href("/regions", &Query { emergency: true, ..area.clone() }.to_query_string()));
    let connected = state.beds().is_some();
    let list = match connected {
        false => rooms(&state, lang, &area, &HashMap::new()).into_any(),
        true => live_rooms(state, lang, area.clone()),
    };
    view! {
        <Frame lang page title=lang.emergency_title().to_owned() section=Section::Emergency class="text emergency">
            <h1>{lang.emergency_title()}</h1>
            <section class="urgent">
                <p class="urgent-lead"><Icon name="octagon"/><strong>{lang.emergency_lead()}</strong></p>
                <p>{lang.emergency_lead_text()}</p>
                <a class="btn btn-119" href="tel:119"><Icon name="phone"/>{lang.emergency_call()}</a>
            </section>
            <div class="sheet-head">
                <h2>{lang.emergency_rooms_near()}</h2>
                <a href=regions>{place_name(lang, &area)}<Icon name="down"/><span class="sr">{lang.region_choose()}</span></a>
            </div>
            {(!connected).then(|| view! { <p class="notice">{lang.emergency_no_key()}</p> })}
            {list}
        </Frame>
    }
    .into_any()
}

fn live_rooms(state: AppState, lang: Lang, area: Query) -> AnyView {
    let readings = {
        let (state, area) = (state.clone(), area.clone());
        ArcOnceResource::new_blocking(async move {
            let readings = match state.beds() {
                Some(board) => board.readings(&sidos(&state, &area), state.now()).await,
                None => Readings::default(),
            };
            ReadingsInHand(readings)
        })
    };
    let list = move || {
        let (state, area, readings) = (state.clone(), area.clone(), readings.clone());
        Suspend::new(async move { rooms(&state, lang, &area, &readings.await.0) })
    };
    view! { <Suspense>{list}</Suspense> }.into_any()
}

/// The 시도 of the listed rooms.
fn sidos(state: &AppState, area: &Query) -> Vec<RegionCode> {
    let directory = state.directory();
    let hits = directory.search(&request(area), state.now());
    let mut sidos: Vec<RegionCode> =
        hits.places.iter().filter_map(|hit| hit.place.region()).map(RegionCode::sido).collect();
    sidos.sort_unstable();
    sidos.dedup();
    sidos
}

/// The nearest rooms, across the borders of regions: the nearest may lie beyond one.
fn request(area: &Query) -> Request {
    let centre = |code: RegionCode| region::find(code).map(|region| region.centre);
    let origin = area.near.or(area.bbox.map(|b| b.centre())).or_else(|| centre(area.region.unwrap_or(FIRST_REGION)));
    let filter = Filter { emergency: true, ..Filter::default() };
    Request { area: Area::Everywhere, filter, text: None, origin, offset: 0, limit: ROOMS }
}

fn rooms(state: &AppState, lang: Lang, area: &Query, readings: &HashMap<HospitalId, BedReading>) -> AnyView {
    let directory = state.directory();
    let now = state.now();
    let found = directory.search(&request(area), now);
    let rooms: Vec<Room> = found
        .places
        .iter()
        .map(|hit| room(lang, now, hit, readings.get(&hit.place.id()), state.beds().is_some()))
        .collect();
    if rooms.is_empty() {
        return view! { <p class="notice">{lang.emergency_none()}</p> }.into_any();
    }
    let (near, connected) = (area.near.is_some(), state.beds().is_some());
    let row = |room: Room| {
        let lines = room.beds.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        let read_at = room.read_at.map(|time| view! { <li class="quiet">{lang.emergency_read_at(&time)}</li> });
        let beds = connected.then(|| view! { <li class="beds"><ul>{lines}{read_at}</ul></li> });
        view! { <PlaceCard card=room.card lang/>{beds} }
    };
    let list = rooms.into_iter().map(row).collect_view();
    view! {
        <RoomList near lang>
            <p><button type="button" class="btn btn-tonal" data-here hidden><Icon name="locate"/>{lang.here()}</button></p>
            <p class="notice" role="alert" data-trouble hidden></p>
            <ul class="places rooms">{list}</ul>
        </RoomList>
    }
    .into_any()
}

/// An emergency room as the list shows it.
struct Room {
    /// The hospital; its number is the emergency room's where that is known.
    card: Card,
    /// Lines about free beds and equipment, the first the most important; empty when not connected.
    beds: Vec<String>,
    /// When the beds were counted.
    read_at: Option<String>,
}

fn room(lang: Lang, now: jiff::civil::DateTime, hit: &Hit, reading: Option<&BedReading>, connected: bool) -> Room {
    let mut card = card(lang, now, hit, true);
    if let Some(phone) = hit.place.emergency_phone() {
        card.phone = Some(phone.digits().to_owned());
    }
    // Outpatient hours say nothing about the emergency room.
    card.state =
        StateLine { shape: "emergency".to_owned(), word: lang.emergency_room().to_owned(), detail: String::new() };
    let beds = match reading {
        Some(reading) => bed_lines(lang, reading),
        None if connected => vec![lang.emergency_beds_unknown().to_owned()],
        None => Vec::new(),
    };
    let read_at = reading.map(|reading| reading.at.strftime("%H:%M").to_string());
    Room { card, beds, read_at }
}

fn bed_lines(lang: Lang, reading: &BedReading) -> Vec<String> {
    let first = match reading.er_beds {
        Some(free) if free > 0 => lang.emergency_beds(free),
        Some(0) => lang.emergency_full().to_owned(),
        Some(waiting) => lang.emergency_waiting(-waiting),
        None => lang.emergency_beds_unknown().to_owned(),
    };
    let equipment = [
        (reading.ct, lang.emergency_ct()),
        (reading.mri, lang.emergency_mri()),
        (reading.ventilator, lang.emergency_ventilator()),
    ];
    let available: Vec<&str> =
        equipment.into_iter().filter(|(usable, _)| *usable == Some(true)).map(|(_, name)| name).collect();
    let more = (!available.is_empty()).then(|| lang.emergency_available(&available.join("·")));
    std::iter::once(first).chain(more).collect()
}

fn place_name(lang: Lang, area: &Query) -> String {
    match (area.near, area.bbox) {
        (Some(_), _) => lang.around_here().to_owned(),
        (_, Some(_)) => lang.map_area().to_owned(),
        _ => region_name(lang, area.region.unwrap_or(FIRST_REGION)),
    }
}

/// Readings on their way through a resource, which wants a serialised form: they are not needed in
/// the browser, so that form is empty.
#[derive(Clone, Default)]
struct ReadingsInHand(Readings);

impl serde::Serialize for ReadingsInHand {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<'de> serde::Deserialize<'de> for ReadingsInHand {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Ok(Self::default())
    }
}
