//! Answers the finder's queries from the directory. Synchronous and without the database: pages
//! stay up while the store is away.

use jiff::civil::DateTime;

use super::{
    Mark,
    chips::{Links, chips},
    model::FinderView,
};
use crate::{
    directory::{Directory, Feature, Found, Hit, MapRequest, Place, Request, Understood},
    domain::{
        cursor,
        geo::{BBox, LatLon},
        hospital::{DEMO_MARK, Kind, Source},
        hours::OpenState,
        query::{Accepts, Fault, FieldError, Query},
        region::{self, RegionCode},
        search::{Area, Filter},
    },
    state::AppState,
    web::components::Card,
    words::Lang,
};

/// How many places a page of the list has.
pub const PAGE: usize = 20;
/// How far around a coarse cell is looked, metres.
const NEAR_RADIUS_M: f64 = 5_000.0;
/// How far around a named area is looked when it has nothing itself, metres.
const AROUND_RADIUS_M: f64 = 20_000.0;
/// 서울: what a first visit without any wish shows.
const FIRST_REGION: RegionCode = RegionCode(11);

/// What will be looked for, after the text has been understood.
struct Plan {
    query: Query,
    understood: Understood,
    origin: Option<LatLon>,
    offset: usize,
}

/// The finder for a query string; a wrong one is answered with a notice and the first page.
pub fn finder(state: &AppState, lang: Lang, raw: &str) -> FinderView {
    let directory = state.directory();
    let now = state.now();
    let (query, fault) = match Query::parse(raw, Accepts::Page) {
        Ok(query) => (query, None),
        Err(fault) => (Query::default(), Some(fault)),
    };
    let (plan, fault) = match plan(&directory, query) {
        Ok(plan) => (plan, fault),
        Err(bad_cursor) => (plan_first(&directory, Query::default()), Some(bad_cursor)),
    };
    let mut found = directory.search(&request(&plan, now), moment(&plan.query, now));
    let mut notice = fault.map(|fault| lang.fault(&fault));
    if let Some(around) = around(&plan, now).filter(|_| found.total == 0) {
        found = directory.search(&around, moment(&plan.query, now));
        notice =
            (found.total > 0).then(|| lang.nothing_here_but_near(&place_name(lang, &plan.query, &plan.understood)));
    }
    let at = moment(&plan.query, now);
    view(&directory, lang, at, plan, found, notice)
}

/// Where a text names an area and what is wanted there, but no place's name: the same around it.
fn around(plan: &Plan, now: DateTime) -> Option<Request> {
    let area = plan.understood.area.as_ref().filter(|_| plan.understood.rest.is_none())?;
    let area = Area::Near { at: area.centre, radius_m: AROUND_RADIUS_M };
    let filter = wish(&plan.query, &plan.understood, now);
    Some(Request { area, filter, text: None, ..request(plan, now) })
}

/// The moment that states are shown for: the one asked about.
fn moment(query: &Query, now: DateTime) -> DateTime {
    query.filter(now).open_at.unwrap_or(now)
}

/// What is wanted, from the filters and from the text, wherever that may be.
fn wish(query: &Query, understood: &Understood, now: DateTime) -> Filter {
    let Understood { specialties, kinds, emergency, open_now, night_or_holiday, .. } = understood;
    let asked = query.filter(now);
    Filter {
        specialties: asked.specialties.iter().chain(specialties.iter()).collect(),
        kinds: if asked.kinds.is_empty() { kinds.clone() } else { asked.kinds },
        emergency: asked.emergency || *emergency,
        night_or_holiday: asked.night_or_holiday || *night_or_holiday,
        open_at: asked.open_at.or(open_now.then_some(now)),
        ..asked
    }
}

/// Whether the query string of the page is one that can be answered.
pub fn check(raw: &str) -> Result<(), FieldError> {
    let query = Query::parse(raw, Accepts::Page)?;
    offset(&query).map(|_| ())
}

/// The marks for a view of the map.
///
/// # Errors
/// A wrong `bbox`, or a wrong query string.
pub fn marks(state: &AppState, lang: Lang, raw: &str, bbox: &str, zoom: u8) -> Result<Vec<Mark>, FieldError> {
    let directory = state.directory();
    let now = state.now();
    let query = Query::parse(raw, Accepts::Page)?;
    let view = Query::parse(&format!("bbox={bbox}&zoom={zoom}"), Accepts::Map)?;
    let Some(bbox) = view.bbox else {
        return Err(FieldError { field: "bbox".into(), fault: Fault::NotANumber });
    };
    // The map shows what lies in its view, whichever region the list is about or the text names.
    let (filter, text) = match query.text.as_deref().map(|text| directory.understand(text)) {
        Some(understood) if understood.area.is_some() => (wish(&query, &understood, now), understood.rest),
        _ => (query.filter(now), query.text.clone()),
    };
    let request = MapRequest { bbox, zoom, filter: Filter { region: None, ..filter }, text };
    let now = moment(&query, now);
    Ok(directory.map(&request, now).into_iter().filter_map(|feature| mark(lang, now, feature)).collect())
}

fn offset(query: &Query) -> Result<usize, FieldError> {
    let Some(sent) = &query.cursor else { return Ok(0) };
    cursor::decode(sent, &cursor_base(query)).ok_or(FieldError { field: "cursor".into(), fault: Fault::BadCursor })
}

/// The part of a query that a cursor belongs to: not how it is drawn.
fn cursor_base(query: &Query) -> String {
    Query { cursor: None, screen: Default::default(), ..query.clone() }.to_query_string()
}

fn plan(directory: &Directory, query: Query) -> Result<Plan, FieldError> {
    let offset = offset(&query)?;
    Ok(Plan { offset, ..plan_first(directory, query) })
}

fn plan_first(directory: &Directory, mut query: Query) -> Plan {
    let understood = query.text.as_deref().map(|text| directory.understand(text)).unwrap_or_default();
    // The text's own area wins over the one chosen before, but not over a view that the map was moved to.
    let by_view = query.bbox.is_some() && query.screen.zoom.is_some();
    if understood.area.is_some() && !by_view {
        (query.near, query.radius_m, query.bbox, query.region) = (None, None, None, None);
    }
    let nowhere = query.near.is_none() && query.bbox.is_none() && query.region.is_none() && query.text.is_none();
    if nowhere && directory.reaches(FIRST_REGION) {
        query.region = Some(FIRST_REGION);
    }
    let centre = |code| region::find(code).map(|region| region.centre);
    let named = understood.area.as_ref().map(|area| area.centre);
    let origin = named.or_else(|| query.region.and_then(centre));
    Plan { query, understood, origin, offset: 0 }
}

fn request(plan: &Plan, now: DateTime) -> Request {
    let moved_away = plan.query.bbox.is_some() && plan.understood.area.is_some();
    let (filter, text) = match moved_away {
        true => (wish(&plan.query, &plan.understood, now), plan.understood.rest.clone()),
        false => (plan.query.filter(now), plan.query.text.clone()),
    };
    Request {
        area: plan.query.area(NEAR_RADIUS_M),
        filter,
        text,
        origin: plan.origin,
        offset: plan.offset,
        limit: plan.query.limit.unwrap_or(PAGE),
    }
}

fn view(
    directory: &Directory,
    lang: Lang,
    now: DateTime,
    plan: Plan,
    found: Found,
    notice: Option<String>,
) -> FinderView {
    let Plan { query, understood, origin, offset } = plan;
    let show_distance = query.near.is_some() || origin.is_some() && query.text.is_none();
    let mut cards: Vec<Card> = found.places.iter().map(|hit| card(lang, now, hit, show_distance)).collect();
    let next = offset + cards.len();
    let picked = pick(directory, lang, now, &query, &mut cards);
    let links = Links { lang, base: Query { cursor: None, ..query.clone() } };
    let place = place_name(lang, &query, &understood);
    FinderView {
        lang,
        query: query.to_query_string(),
        kept: kept(&links.base),
        text: query.text.clone().unwrap_or_default(),
        count: if query.open.is_some() { lang.open_places_found(found.total) } else { lang.places_found(found.total) },
        order: order(lang, &query, &understood, origin.is_some(), &place),
        place,
        notice,
        chips: chips(&links, directory.any_bookable()),
        regions_href: lang.path(&href("/regions", &links.base.to_query_string())),
        bbox: picture(&query, origin, &found, picked.as_ref()),
        picked,
        picked_id: query.screen.selected.map(|id| id.0),
        more: (next < found.total).then(|| links.with(|q| q.cursor = Some(cursor::encode(next, &cursor_base(q))))),
        without_filters: links.filtered().then(|| links.without_filters()),
        map_first: query.screen.map,
        list_href: links.with(|q| q.screen.map = false),
        map_href: links.with(|q| q.screen.map = true),
        near: query.near.is_some(),
        cards,
    }
}

/// The picked place, to stand before the others: one that the list lacks, or, where the map is in
/// front and only the first card is seen below it, one out of the list.
fn pick(directory: &Directory, lang: Lang, now: DateTime, query: &Query, cards: &mut Vec<Card>) -> Option<Card> {
    let id = query.screen.selected?;
    match cards.iter().position(|card| card.id == id.0) {
        Some(at) if query.screen.map => Some(cards.remove(at)),
        Some(_) => None,
        None => {
            let place = directory.get(id)?;
            Some(card(lang, now, &Hit { place, distance_m: None, state: place.state_at(now) }, false))
        }
    }
}

/// A path with a query string, or without one when that is empty.
pub fn href(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The parameters that the search form carries along beside its text.
fn kept(base: &Query) -> Vec<(String, String)> {
    let rest = Query { text: None, screen: Default::default(), ..base.clone() }.to_query_string();
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    rest.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), decode(value)))
        .collect()
}

fn place_name(lang: Lang, query: &Query, understood: &Understood) -> String {
    if let Some(area) = understood.area.as_ref().filter(|_| query.bbox.is_none()) {
        return match (lang, area.region) {
            (Lang::En, Some(code)) => {
                std::iter::once(region_name(lang, code)).chain(area.emd.clone()).collect::<Vec<_>>().join(" ")
            }
            _ => area.label.clone(),
        };
    }
    match (query.near, query.bbox, query.region) {
        (Some(_), ..) => lang.around_here().to_owned(),
        (_, Some(_), _) => lang.map_area().to_owned(),
        (.., Some(code)) => region_name(lang, code),
        _ => lang.region_everywhere().to_owned(),
    }
}

/// `경기 시흥시`, `Siheung-si`.
pub fn region_name(lang: Lang, code: RegionCode) -> String {
    let Some(region) = region::find(code) else { return lang.region_everywhere().to_owned() };
    match lang {
        Lang::Ko => region.label_ko(),
        Lang::En => region.name_en.to_owned(),
    }
}

fn order(lang: Lang, query: &Query, understood: &Understood, from_middle: bool, place: &str) -> String {
    match query.near {
        Some(_) => lang.nearest_first().to_owned(),
        None if understood.rest.is_some() => lang.best_match_first().to_owned(),
        None if from_middle => lang.nearest_to(place),
        None => lang.nearest_first().to_owned(),
    }
}

/// A card; the demonstration mark of a name becomes a tag.
pub fn card(lang: Lang, now: DateTime, hit: &Hit, show_distance: bool) -> Card {
    let place = hit.place;
    Card {
        id: place.id().0,
        name: bare_name(place).to_owned(),
        demo: place.source() == Source::Demo,
        state: lang.state_line(hit.state, now, place.kind() == Kind::Pharmacy),
        about: about(lang, place),
        phone: place.phone().map(|phone| phone.digits().to_owned()),
        at: place.location().map(|at| (at.lat, at.lon)),
        distance_m: hit.distance_m.filter(|_| show_distance),
        bookable: place.bookable(),
    }
}

/// The name without the mark that demonstration data carries in it.
pub fn bare_name<'a>(place: Place<'a>) -> &'a str {
    place.name().strip_suffix(DEMO_MARK).unwrap_or(place.name())
}

/// Up to two departments, or the kind of place where there are none or many.
fn about(lang: Lang, place: Place) -> String {
    let names: Vec<&str> = place.specialties().iter().map(|s| lang.specialty(s)).collect();
    match names.as_slice() {
        [] => lang.kind(place.kind()).to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one}, {two}"),
        [one, two, rest @ ..] => lang.filter_departments(&format!("{one}, {two}"), rest.len()),
    }
}

/// What the map should show first: the asked rectangle, or the listed places and where they are
/// measured from.
fn picture(query: &Query, origin: Option<LatLon>, found: &Found, picked: Option<&Card>) -> [f64; 4] {
    let edges = |b: BBox| [b.west, b.south, b.east, b.north];
    if let Some(bbox) = query.bbox {
        return edges(bbox);
    }
    let from = query.near.or(origin);
    let listed = found.places.iter().filter_map(|hit| hit.place.location());
    let points: Vec<LatLon> =
        listed.chain(from).chain(picked.and_then(|card| card.at).map(|(lat, lon)| LatLon { lat, lon })).collect();
    let Some(first) = points.first() else { return edges(crate::domain::geo::KOREA) };
    let mut bbox = BBox::around(*first, 300.0);
    for at in points {
        bbox = BBox {
            west: bbox.west.min(at.lon),
            south: bbox.south.min(at.lat),
            east: bbox.east.max(at.lon),
            north: bbox.north.max(at.lat),
        };
    }
    edges(bbox)
}

fn mark(lang: Lang, now: DateTime, feature: Feature) -> Option<Mark> {
    Some(match feature {
        Feature::Cluster { at, count, bbox, .. } => Mark {
            id: None,
            lat: at.lat,
            lon: at.lon,
            shape: "cluster".to_owned(),
            count,
            label: lang.cluster(count),
            name: String::new(),
            state: None,
            bbox: Some([bbox.west, bbox.south, bbox.east, bbox.north]),
        },
        Feature::Place(place, open) => mark_in(lang, now, place, place.location()?, open),
    })
}

fn mark_in(lang: Lang, now: DateTime, place: Place, at: LatLon, open: OpenState) -> Mark {
    let pharmacy = place.kind() == Kind::Pharmacy;
    let line = lang.state_line(open, now, pharmacy);
    let shape = match (pharmacy && open.is_open(), place.emergency()) {
        (true, _) => "pharmacy-open".to_owned(),
        (_, true) => "emergency".to_owned(),
        _ => line.shape.clone(),
    };
    let name = place.name().to_owned();
    let label = format!("{name}, {} {}", line.word, line.detail);
    Mark {
        id: Some(place.id().0),
        lat: at.lat,
        lon: at.lon,
        shape,
        count: 1,
        label,
        name,
        state: Some(line),
        bbox: None,
    }
}
