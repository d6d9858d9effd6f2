//! The finder in the browser: answers its links and its form without a reload, keeps the address
//! bar true, sorts by the exact position that only the device knows, and drives the map.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, MouseEvent};

use super::{Mark, find_places, map_marks};
use crate::{
    domain::geo::{BBox, LatLon},
    web::{
        browser,
        map::{MapView, MarkLayer},
        nearby,
    },
    words::Lang,
};

/// How many of the nearest places must be certain.
const SURE: usize = 10;
/// Pages that are fetched to be sure which places are the nearest to the exact position.
const MOST_PAGES: usize = 4;
/// How many places are asked for at a time around the device.
const NEAR_LIMIT: usize = 100;
/// After "내 주변" the map shows at least this far from the middle of the cell, metres: all of it.
const NEAR_REACH_M: f64 = 600.0;
/// And at least so many places.
const NEAR_SEEN: usize = 4;
/// From this zoom on a cluster is one building.
const DEEPEST_ZOOM: u8 = 18;
/// What is added around a building's places, degrees: some metres.
const EDGE: f64 = 0.00005;

#[derive(Clone)]
struct Client {
    lang: Lang,
    root: HtmlElement,
    map: Rc<RefCell<Option<(MapView, MarkLayer)>>>,
    /// Counts the questions, so that a late answer to an old one is passed over.
    asked: Rc<Cell<u32>>,
    /// The same for the map's marks.
    drawn: Rc<Cell<u32>>,
    /// Set while the code itself moves the map.
    steering: Rc<Cell<bool>>,
    /// What last changed the address.
    last: Rc<Cell<Step>>,
    /// The map's size when it last moved: a move with another size is the window's, not the person's.
    size: Rc<RefCell<String>>,
}

/// How the finder came to a query, which decides what happens to the address bar and the map.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Forward,
    Back,
    MapMoved,
    Picked,
}

/// Brings the finder to life once it stands in the page.
pub(super) fn start(root: NodeRef<leptos::html::Div>, lang: Lang, tiles: String) {
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        let client = Client {
            lang,
            root: root.into(),
            map: Rc::default(),
            asked: Rc::default(),
            drawn: Rc::default(),
            steering: Rc::default(),
            last: Rc::new(Cell::new(Step::Back)),
            size: Rc::default(),
        };
        client.listen();
        let tiles = tiles.clone();
        spawn_local(async move {
            client.settle().await;
            client.open_map(&tiles).await;
        });
    });
}

impl Client {
    fn listen(&self) {
        let client = self.clone();
        browser::listen(&self.root, "click", move |event: MouseEvent| client.clicked(&event));
        let client = self.clone();
        browser::listen(&self.root, "submit", move |event: Event| client.submitted(&event));
        let client = self.clone();
        browser::listen(&browser::window(), "popstate", move |_: Event| {
            let query = browser::window().location().search().unwrap_or_default();
            let query = query.trim_start_matches('?');
            if query == client.query() {
                // Only the hash is another: what is shown stays, and what was asked for is not wanted any more.
                client.asked.set(client.asked.get() + 1);
            } else {
                client.go(query.to_owned(), Step::Back);
            }
        });
    }

    fn clicked(&self, event: &MouseEvent) {
        if event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let query_of = |selector| {
            let href = browser::closest(event, selector)?.get_attribute("href")?;
            Some(href.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default())
        };
        if browser::closest(event, "[data-here]").is_some() {
            let client = self.clone();
            spawn_local(async move { client.near_me().await });
        } else if let Some(query) = query_of("a[data-more]") {
            event.prevent_default();
            // Pressed twice, it would add the same places twice.
            let Some(button) = self.find("a[data-more]:not([aria-busy])") else { return };
            let _ = button.set_attribute("aria-busy", "true");
            let client = self.clone();
            spawn_local(async move {
                client.more(query).await;
                let _ = button.remove_attribute("aria-busy");
            });
        } else if let Some(query) = query_of("a[data-go]") {
            event.prevent_default();
            self.go(query, Step::Forward);
        }
    }

    fn submitted(&self, event: &Event) {
        event.prevent_default();
        let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
        let inputs = self.root.query_selector_all(".search input[name]");
        let pairs =
            inputs.iter().flat_map(|list| (0..list.length()).filter_map(|index| list.item(index))).map(|input| {
                let input: HtmlInputElement = input.unchecked_into();
                format!("{}={}", input.name(), encode(input.value().trim()))
            });
        self.go(pairs.collect::<Vec<_>>().join("&"), Step::Forward);
    }

    /// Asks for another query and shows its answer; the map follows where the query says so.
    fn go(&self, query: String, step: Step) {
        let client = self.clone();
        spawn_local(async move { client.go_now(query, step).await });
    }

    async fn go_now(&self, query: String, step: Step) {
        let Some(markup) = self.ask(query).await else { return };
        self.show(&markup, step);
        self.settle().await;
        // A filter turned over while the list is the map's view leaves the map where it is.
        let follows = step == Step::Back || step == Step::Forward && value_of(&self.query(), "bbox").is_none();
        self.steer(|map| {
            map.resized();
            if follows {
                self.frame(map);
            }
        });
        self.draw_marks().await;
    }

    async fn ask(&self, query: String) -> Option<String> {
        let ticket = self.asked.get() + 1;
        self.asked.set(ticket);
        let answer = find_places(self.lang, query).await;
        if ticket != self.asked.get() {
            return None;
        }
        browser::tell(&self.root, answer.is_err().then(|| self.lang.loading_failed()));
        answer.ok()
    }

    /// Puts an answer in the place of the former one, with the focus where it was.
    fn show(&self, markup: &str, step: Step) {
        let focused = browser::document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        let side = self.side();
        let scrolled = side.scroll_top();
        let typed = self.find("#q:focus").map(|input| input.unchecked_into::<HtmlInputElement>().value());
        side.set_outer_html(markup);
        if let Some(element) = focused.and_then(|id| browser::document().get_element_by_id(&id)) {
            let _ = element.unchecked_into::<HtmlElement>().focus();
        }
        // What is being typed while an answer to something else arrives stays.
        if let (Some(typed), Some(input)) = (typed, self.find("#q")) {
            input.unchecked_into::<HtmlInputElement>().set_value(&typed);
        }
        // Where the list scrolls by itself, beside the map, the picked place is brought into view.
        let side = self.side();
        if step == Step::Picked && side.client_height() > 0 {
            side.set_scroll_top(scrolled);
            self.find(".picked").inspect(|card| card.scroll_into_view_with_bool(false));
        }
        self.write_address(step);
        self.announce();
    }

    fn write_address(&self, step: Step) {
        let query = self.query();
        let url = self.lang.path(&if query.is_empty() { "/".to_owned() } else { format!("/?{query}") });
        let Ok(history) = browser::window().history() else { return };
        // One move of the map after another, or one pick after another, is one step back.
        let same = self.last.replace(step) == step && matches!(step, Step::MapMoved | Step::Picked);
        let _ = match step {
            Step::Back => Ok(()),
            _ if same => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
            _ => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
        };
        self.point_language_links(&query);
    }

    /// The header's and footer's links to the other language ask for the same.
    fn point_language_links(&self, query: &str) {
        let other = if self.lang == Lang::Ko { Lang::En } else { Lang::Ko };
        let url = other.path(&if query.is_empty() { "/".to_owned() } else { format!("/?{query}") });
        let Ok(links) = browser::document().query_selector_all("body a[hreflang]") else { return };
        for link in (0..links.length()).filter_map(|index| links.item(index)) {
            let _ = link.unchecked_into::<Element>().set_attribute("href", &url);
        }
    }

    /// Tells screen readers how many places there are now.
    fn announce(&self) {
        if let (Some(count), Some(status)) = (self.find(".count"), self.find("[data-status]")) {
            status.set_text_content(count.text_content().as_deref());
        }
    }

    /// Adds the next page below the places that are there.
    async fn more(&self, query: String) {
        let ticket = self.asked.get();
        let answer = find_places(self.lang, query).await;
        if ticket != self.asked.get() {
            return;
        }
        browser::tell(&self.root, answer.is_err().then(|| self.lang.loading_failed()));
        let Ok(markup) = answer else { return };
        let Ok(next) = browser::document().create_element("div") else { return };
        next.set_inner_html(&markup);
        let (Some(list), Ok(Some(added))) = (self.find(".places"), next.query_selector(".places")) else { return };
        while let Some(place) = added.first_element_child() {
            let _ = list.append_child(&place);
        }
        let Some(button) = self.find("a[data-more]") else { return };
        match next.query_selector("a[data-more]") {
            Ok(Some(further)) => _ = button.set_attribute("href", &further.get_attribute("href").unwrap_or_default()),
            _ => button.remove(),
        }
    }

    async fn near_me(&self) {
        browser::tell(&self.root, Some(self.lang.locating()));
        match nearby::here(self.lang).await {
            Err(trouble) => browser::tell(&self.root, Some(trouble)),
            Ok(here) => {
                let places = ["near", "radius_m", "bbox", "region", "q", "cursor", "sel", "zoom", "limit"];
                let query = without(&self.query(), &places);
                self.go_now(join(&query, &format!("near={}&limit={NEAR_LIMIT}", nearby::cell(here))), Step::Forward)
                    .await;
            }
        }
    }

    /// The device's position, when the list is about its own coarse cell.
    fn here(&self) -> Option<LatLon> {
        let (lat, lon) = browser::known_position()?;
        let here = LatLon::in_korea(lat, lon)?;
        (value_of(&self.query(), "near") == Some(nearby::cell(here).as_str())).then_some(here)
    }

    /// Makes a fresh list ready: shows what needs JavaScript, and around the device puts exact
    /// distances in place of those from the middle of its cell.
    ///
    /// The server sorts from that middle, so a place it has not sent yet can be nearer than one it
    /// has by twice the way to the middle: pages are fetched until the first [`SURE`] are certain.
    async fn settle(&self) {
        browser::unhide(&self.root, ".here");
        let Some(here) = self.here() else { return };
        let middle = here.coarse();
        let slack = 2.0 * here.distance_m(middle);
        let ticket = self.asked.get();
        for _ in 1..MOST_PAGES {
            let places = self.places();
            let reach = |at: Option<&LatLon>| at.map_or(0.0, |at| middle.distance_m(*at));
            let settled = reach(places.last()) - reach(places.get(SURE.min(places.len()).saturating_sub(1))) >= slack;
            let more = self.find("a[data-more]").and_then(|more| more.get_attribute("href"));
            let Some(query) =
                more.filter(|_| !settled).and_then(|href| href.split_once('?').map(|(_, query)| query.to_owned()))
            else {
                break;
            };
            self.more(query).await;
            if ticket != self.asked.get() {
                return;
            }
        }
        nearby::sort(&self.root, self.lang, here);
    }

    /// Where the listed places stand, in their order.
    fn places(&self) -> Vec<LatLon> {
        let Some(list) = self.find(".places") else { return Vec::new() };
        let children = list.children();
        (0..children.length()).filter_map(|index| nearby::position(&children.item(index)?)).collect()
    }

    async fn open_map(&self, tiles: &str) {
        let Some(holder) = self.find("[data-map]") else { return };
        let Ok(map) = MapView::open(&holder.unchecked_into(), tiles, self.lang).await else {
            return browser::tell(&self.root, Some(self.lang.map_failed()));
        };
        browser::unhide(&self.root, ".map-follow");
        self.frame(&map);
        self.size.replace(map.size());
        let marks = MarkLayer::new(&map);
        let client = self.clone();
        map.on_moved(move || client.map_moved());
        *self.map.borrow_mut() = Some((map, marks));
        self.draw_marks().await;
    }

    /// Shows what the query is about: its own view, the device's cell, or the listed places. What
    /// the map shows is told to the server: the device never stands in its middle.
    fn frame(&self, map: &MapView) {
        let query = self.query();
        let [west, south, east, north] = self.bbox();
        match (value_of(&query, "zoom"), self.here()) {
            (Some(zoom), _) => map.go_to((south + north) / 2.0, (west + east) / 2.0, browser::number(zoom)),
            (None, Some(here)) => map.fit(self.surroundings(here.coarse())),
            (None, None) => map.fit([west, south, east, north]),
        }
    }

    /// The cell around its middle, and the places nearest to that.
    fn surroundings(&self, middle: LatLon) -> [f64; 4] {
        let cell = BBox::around(middle, NEAR_REACH_M);
        let mut places = self.places();
        places.sort_by(|a, b| middle.distance_m(*a).total_cmp(&middle.distance_m(*b)));
        let start = [cell.west, cell.south, cell.east, cell.north];
        places.into_iter().take(NEAR_SEEN).fold(start, |[west, south, east, north], at| {
            [west.min(at.lon), south.min(at.lat), east.max(at.lon), north.max(at.lat)]
        })
    }

    fn map_moved(&self) {
        let Some((seen, zoom, size)) = self.map.borrow().as_ref().map(|(map, _)| (map.seen(), map.zoom(), map.size()))
        else {
            return;
        };
        let resized = self.size.replace(size.clone()) != size;
        if self.steering.get() {
            return;
        }
        if resized || self.find(".map-follow input:checked").is_none() {
            let client = self.clone();
            return spawn_local(async move { client.draw_marks().await });
        }
        let query = without(&self.query(), &["near", "radius_m", "bbox", "region", "cursor", "zoom", "limit"]);
        self.go(join(&query, &format!("bbox={seen}&zoom={zoom}")), Step::MapMoved);
    }

    /// Moves the map without that counting as the person's own move.
    fn steer(&self, change: impl FnOnce(&MapView)) {
        self.steering.set(true);
        if let Some((map, _)) = self.map.borrow().as_ref() {
            change(map);
        }
        self.steering.set(false);
    }

    async fn draw_marks(&self) {
        let Some((map, layer)) = self.map.borrow().clone() else { return };
        let query = self.query();
        let picked = value_of(&query, "sel").map(|id| browser::number(id) as u32);
        let filters = without(&query, &["near", "radius_m", "bbox", "cursor", "zoom", "limit", "sel", "view"]);
        let ticket = self.drawn.get() + 1;
        self.drawn.set(ticket);
        let Ok(marks) = map_marks(self.lang, filters, map.seen(), map.zoom()).await else { return };
        if ticket != self.drawn.get() {
            return;
        }
        let client = self.clone();
        layer.show(&marks, picked, move |mark| client.pressed(&mark));
        if let Some((lat, lon)) = browser::known_position() {
            layer.here(lat, lon, self.lang.my_position());
        }
    }

    fn pressed(&self, mark: &Mark) {
        match (mark.id, mark.bbox) {
            (Some(id), _) => self.go(join(&without(&self.query(), &["sel"]), &format!("sel={id}")), Step::Picked),
            (None, Some(bbox)) => {
                let Some((map, _)) = self.map.borrow().clone() else { return };
                if map.zoom() >= DEEPEST_ZOOM {
                    return self.list_within(bbox);
                }
                let zoom = map.zoom();
                map.fit(bbox);
                if map.zoom() <= zoom {
                    map.dive(mark.lat, mark.lon, 2.0);
                }
            }
            _ => {}
        }
    }

    /// Lists the places of a building, which no zoom tells apart.
    fn list_within(&self, [west, south, east, north]: [f64; 4]) {
        let edges = [west - EDGE, south - EDGE, east + EDGE, north + EDGE].map(|degrees| browser::decimal(degrees, 5));
        let query = without(&self.query(), &["near", "radius_m", "bbox", "region", "cursor", "zoom", "limit", "view"]);
        self.go(join(&query, &format!("bbox={}&zoom={DEEPEST_ZOOM}", edges.join(","))), Step::Forward);
    }

    /// The answer's markup.
    fn side(&self) -> Element {
        self.find(".finder-side").unwrap_or_else(|| self.root.clone().into())
    }

    /// The query string that the list answers.
    fn query(&self) -> String {
        self.side().get_attribute("data-query").unwrap_or_default()
    }

    /// West, south, east, north that the answer wants the map to show.
    fn bbox(&self) -> [f64; 4] {
        let written = self.side().get_attribute("data-bbox").unwrap_or_default();
        let mut edges = written.split(',').map(browser::number);
        std::array::from_fn(|_| edges.next().unwrap_or_default())
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).ok().flatten()
    }
}

/// The value of a parameter of a query string.
fn value_of<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|pair| pair.0 == name).map(|pair| pair.1)
}

/// A query string without some parameters.
fn without(query: &str, names: &[&str]) -> String {
    let kept = query.split('&').filter(|pair| !names.contains(&pair.split('=').next().unwrap_or(pair)));
    kept.filter(|pair| !pair.is_empty()).collect::<Vec<_>>().join("&")
}

fn join(query: &str, more: &str) -> String {
    if query.is_empty() { more.to_owned() } else { format!("{query}&{more}") }
}
