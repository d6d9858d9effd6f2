//! The finder in the browser: answers its links and its form without a reload, keeps the address
//! bar true, sorts by the exact position that only the device knows, and drives the map.

use std::{cell::RefCell, rc::Rc};

use leptos::{
    prelude::*,
    task::{spawn_local, tick},
};
use web_sys::{Event, HtmlElement, HtmlInputElement, MouseEvent};

use super::{FinderView, Live, Mark, find_places, map_marks};
use crate::{
    domain::geo::{BBox, LatLon},
    web::{
        browser,
        map::{MapView, MarkLayer},
    },
};

/// Pages that are fetched to be sure which places are the nearest to the exact position.
const MOST_PAGES: usize = 4;
/// How many places are fetched and shown after "내 주변".
const NEAR_LIMIT: usize = 100;
/// After "내 주변" the map shows at least this far, metres, and at least so many places.
const NEAR_REACH_M: f64 = 250.0;
const NEAR_SEEN: usize = 4;

#[derive(Clone)]
struct Client {
    live: Live,
    tiles: Rc<str>,
    root: HtmlElement,
    map: Rc<RefCell<Option<(MapView, MarkLayer)>>>,
    /// Counts the questions, so that a late answer to an old one is passed over.
    asked: Rc<RefCell<u32>>,
    /// Set while the code itself moves the map.
    steering: Rc<RefCell<bool>>,
}

/// Brings the finder to life once it stands in the page.
pub(super) fn start(live: Live, root: NodeRef<leptos::html::Div>, holder: NodeRef<leptos::html::Div>, tiles: String) {
    Effect::new(move |_| {
        let (Some(root), Some(holder)) = (root.get(), holder.get()) else { return };
        let client = Client {
            live,
            tiles: tiles.as_str().into(),
            root: root.into(),
            map: Rc::default(),
            asked: Rc::default(),
            steering: Rc::default(),
        };
        client.listen();
        client.unhide(".here");
        let holder: HtmlElement = holder.into();
        spawn_local(async move {
            client.sharpen().await;
            client.open_map(&holder).await;
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
            client.go(query.trim_start_matches('?').to_owned(), Step::Back);
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
            self.more(query);
        } else if let Some(query) = query_of("a[data-go]") {
            event.prevent_default();
            self.go(query, Step::Forward);
        }
    }

    fn submitted(&self, event: &Event) {
        event.prevent_default();
        let Ok(Some(input)) = self.root.query_selector("input[name=q]") else { return };
        let text = wasm_bindgen::JsCast::unchecked_into::<HtmlInputElement>(input).value();
        let kept = self.live.view.with_untracked(|v| v.kept.clone());
        let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
        let mut pairs = vec![format!("q={}", encode(text.trim()))];
        pairs.extend(kept.iter().map(|(name, value)| format!("{name}={}", encode(value))));
        self.go(pairs.join("&"), Step::Forward);
    }

    /// Asks for another query and shows its answer; the map follows where the query says so.
    fn go(&self, query: String, step: Step) {
        let client = self.clone();
        spawn_local(async move {
            let Some(view) = client.ask(query).await else { return };
            // A filter turned over while the list is the map's view leaves the map where it is.
            let follows = step == Step::Back || step == Step::Forward && value_of(&view.query, "bbox").is_none();
            let frame = Frame::of(&view);
            client.show(view, step);
            client.sharpen().await;
            // The page must have its new shape before the map can measure itself.
            tick().await;
            client.steer(|map| {
                map.resized();
                if follows {
                    frame.apply(map);
                }
            });
            client.draw_marks().await;
        });
    }

    async fn ask(&self, query: String) -> Option<FinderView> {
        let lang = self.live.view.with_untracked(|v| v.lang);
        let ticket = {
            let mut asked = self.asked.borrow_mut();
            *asked += 1;
            *asked
        };
        let answer = find_places(lang, query).await;
        if ticket != *self.asked.borrow() {
            return None;
        }
        self.live.trouble.set(answer.is_err().then(|| lang.loading_failed().to_owned()));
        answer.ok()
    }

    fn show(&self, view: FinderView, step: Step) {
        let url = match view.query.as_str() {
            "" => view.lang.path("/"),
            query => view.lang.path(&format!("/?{query}")),
        };
        if let Ok(history) = browser::window().history() {
            let nothing = wasm_bindgen::JsValue::NULL;
            let _ = match step {
                Step::Forward => history.push_state_with_url(&nothing, "", Some(&url)),
                Step::MapMoved | Step::Picked => history.replace_state_with_url(&nothing, "", Some(&url)),
                Step::Back => Ok(()),
            };
        }
        self.live.view.set(view);
    }

    /// Adds the next page below the places that are there.
    fn more(&self, query: String) {
        let client = self.clone();
        spawn_local(async move {
            let Some(next) = client.ask(query).await else { return };
            client.live.view.update(|view| {
                view.cards.extend(next.cards);
                view.more = next.more;
            });
        });
    }

    async fn near_me(&self) {
        let lang = self.live.view.with_untracked(|v| v.lang);
        self.live.trouble.set(Some(lang.locating().to_owned()));
        let Ok((lat, lon)) = browser::locate().await else {
            self.live.trouble.set(Some(lang.position_denied().to_owned()));
            return;
        };
        let Some(here) = LatLon::in_korea(lat, lon) else {
            self.live.trouble.set(Some(lang.position_outside().to_owned()));
            return;
        };
        let cell = here.coarse();
        let query = self.live.view.with_untracked(|v| {
            without(&v.query, &["near", "radius_m", "bbox", "region", "q", "cursor", "sel", "zoom", "limit"])
        });
        let Some(view) = self.ask(join(&query, &format!("near={},{}&limit={NEAR_LIMIT}", cell.lat, cell.lon))).await
        else {
            return;
        };
        self.show(view, Step::Forward);
        self.sharpen().await;
        self.steer(|map| map.fit(self.surroundings(here)));
        self.draw_marks().await;
    }

    /// Replaces distances from the coarse cell by exact ones and sorts by them, on the device.
    ///
    /// The server sorts from the middle of the cell, so a place it has not sent yet can be nearer
    /// than the last one by twice the way to the middle: pages are fetched until that is settled.
    async fn sharpen(&self) {
        let (near, query) = self.live.view.with_untracked(|v| (v.near, v.query.clone()));
        let Some((lat, lon)) = browser::known_position().filter(|_| near) else { return };
        let here = LatLon { lat, lon };
        let slack = 2.0 * here.distance_m(here.coarse());
        if !query.contains(&format!("near={},{}", here.coarse().lat, here.coarse().lon)) {
            return;
        }
        let (mut cards, mut more) = self.live.view.with_untracked(|v| (v.cards.clone(), v.more.clone()));
        for _ in 1..MOST_PAGES {
            let reach = cards.last().and_then(|card| card.distance_m).unwrap_or(0.0);
            let first = cards.first().and_then(|card| card.distance_m).unwrap_or(0.0);
            let Some(href) = more.clone().filter(|_| reach - first < slack) else { break };
            let query = href.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
            let Some(next) = self.ask(query).await else { break };
            cards.extend(next.cards);
            more = next.more;
        }
        for card in &mut cards {
            card.distance_m = card.at.map(|(lat, lon)| here.distance_m(LatLon { lat, lon }));
        }
        cards.sort_by(|a, b| a.distance_m.unwrap_or(f64::MAX).total_cmp(&b.distance_m.unwrap_or(f64::MAX)));
        self.live.view.update(|view| {
            view.cards = cards;
            view.more = more;
        });
    }

    /// The rectangle of the device and the places nearest to it.
    fn surroundings(&self, here: LatLon) -> [f64; 4] {
        let around = BBox::around(here, NEAR_REACH_M);
        let start = [around.west, around.south, around.east, around.north];
        let nearest = self
            .live
            .view
            .with_untracked(|v| v.cards.iter().take(NEAR_SEEN).filter_map(|card| card.at).collect::<Vec<_>>());
        nearest.into_iter().fold(start, |[west, south, east, north], (lat, lon)| {
            [west.min(lon), south.min(lat), east.max(lon), north.max(lat)]
        })
    }

    async fn open_map(&self, holder: &HtmlElement) {
        let (lang, frame) = self.live.view.with_untracked(|v| (v.lang, Frame::of(v)));
        let opened =
            MapView::open(holder, &self.tiles, frame.bbox, lang.map_credit(), [lang.zoom_in(), lang.zoom_out()]).await;
        let Ok(map) = opened else {
            self.live.trouble.set(Some(lang.map_failed().to_owned()));
            return;
        };
        self.unhide(".map-follow");
        frame.apply(&map);
        let marks = MarkLayer::new(&map);
        let client = self.clone();
        map.on_moved(move || client.map_moved());
        *self.map.borrow_mut() = Some((map, marks));
        self.draw_marks().await;
    }

    fn map_moved(&self) {
        if *self.steering.borrow() {
            return;
        }
        let client = self.clone();
        let follows = matches!(self.root.query_selector(".map-follow input:checked"), Ok(Some(_)));
        let Some(([west, south, east, north], zoom)) =
            self.map.borrow().as_ref().map(|(map, _)| (map.seen(), map.zoom()))
        else {
            return;
        };
        if !follows {
            spawn_local(async move { client.draw_marks().await });
            return;
        }
        let query = self
            .live
            .view
            .with_untracked(|v| without(&v.query, &["near", "radius_m", "bbox", "region", "cursor", "zoom", "limit"]));
        self.go(join(&query, &format!("bbox={west},{south},{east},{north}&zoom={zoom}")), Step::MapMoved);
    }

    /// Moves the map without that counting as the person's own move.
    fn steer(&self, change: impl FnOnce(&MapView)) {
        *self.steering.borrow_mut() = true;
        if let Some((map, _)) = self.map.borrow().as_ref() {
            change(map);
        }
        *self.steering.borrow_mut() = false;
    }

    async fn draw_marks(&self) {
        let Some((map, layer)) = self.map.borrow().clone() else { return };
        let (lang, query, picked) = self.live.view.with_untracked(|v| (v.lang, v.query.clone(), v.picked_id));
        let [west, south, east, north] = map.seen();
        let query = without(&query, &["near", "radius_m", "bbox", "cursor", "zoom", "limit", "sel", "view"]);
        let Ok(marks) = map_marks(lang, query, format!("{west},{south},{east},{north}"), map.zoom()).await else {
            return;
        };
        let client = self.clone();
        layer.show(&marks, picked, move |mark| client.pressed(mark));
        if let Some((lat, lon)) = browser::known_position() {
            layer.here(lat, lon, lang.my_position());
        }
    }

    fn pressed(&self, mark: Mark) {
        match (mark.id, mark.bbox) {
            (Some(id), _) => {
                let query = self.live.view.with_untracked(|v| without(&v.query, &["sel"]));
                self.go(join(&query, &format!("sel={id}")), Step::Picked);
            }
            (None, Some(bbox)) => {
                if let Some((map, _)) = self.map.borrow().as_ref() {
                    let zoom = map.zoom();
                    map.fit(bbox);
                    if map.zoom() <= zoom {
                        map.dive(mark.lat, mark.lon, 2.0);
                    }
                }
            }
            _ => {}
        }
    }

    fn unhide(&self, selector: &str) {
        if let Ok(Some(element)) = self.root.query_selector(selector) {
            let _ = element.remove_attribute("hidden");
        }
    }
}

/// How the finder came to a query, which decides what happens to the address bar and the map.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Forward,
    Back,
    MapMoved,
    Picked,
}

/// What the map is to show: a rectangle, at its own zoom level where the query has one.
struct Frame {
    bbox: [f64; 4],
    zoom: Option<f64>,
}

impl Frame {
    fn of(view: &FinderView) -> Self {
        Self { bbox: view.bbox, zoom: value_of(&view.query, "zoom").and_then(|zoom| zoom.parse().ok()) }
    }

    fn apply(&self, map: &MapView) {
        let [west, south, east, north] = self.bbox;
        match self.zoom {
            Some(zoom) => map.go_to((south + north) / 2.0, (west + east) / 2.0, zoom),
            None => map.fit(self.bbox),
        }
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
