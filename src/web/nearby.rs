//! The device's own position: asked for, told to the server only as a coarse cell, and used here to
//! put exact distances on a list and to sort it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::browser;
use crate::{domain::geo::LatLon, words::Lang};

/// The position, or why there is none, in words.
pub async fn here(lang: Lang) -> Result<LatLon, &'static str> {
    let (lat, lon) = browser::locate().await.map_err(|_| lang.position_denied())?;
    LatLon::in_korea(lat, lon).ok_or(lang.position_outside())
}

/// The position's coarse cell as the server is told it: `37.345,126.735`.
pub fn cell(here: LatLon) -> String {
    let cell = here.coarse();
    format!("{},{}", browser::decimal(cell.lat, 3), browser::decimal(cell.lon, 3))
}

/// Puts exact distances on the places of a list and sorts them; places without a position go last,
/// and what belongs to a place (a sibling without `data-at` right behind it) stays with it.
pub fn sort(root: &HtmlElement, lang: Lang, here: LatLon) {
    let Ok(Some(list)) = root.query_selector(".places") else { return };
    let mut groups: Vec<(f64, Vec<Element>)> = Vec::new();
    let children = list.children();
    for child in (0..children.length()).filter_map(|index| children.item(index)) {
        if child.class_list().contains("place") {
            let metres = position(&child).map_or(f64::MAX, |at| here.distance_m(at));
            write_distance(&child, lang, metres);
            groups.push((metres, vec![child]));
        } else if let Some((_, group)) = groups.last_mut() {
            group.push(child);
        }
    }
    groups.sort_by(|a, b| a.0.total_cmp(&b.0));
    for element in groups.into_iter().flat_map(|(_, group)| group) {
        let _ = list.append_child(&element);
    }
}

/// Where a place of a list stands.
pub fn position(place: &Element) -> Option<LatLon> {
    let at = place.get_attribute("data-at")?;
    let (lat, lon) = at.split_once(',')?;
    LatLon::in_korea(browser::number(lat), browser::number(lon))
}

fn write_distance(place: &Element, lang: Lang, metres: f64) {
    let write = |selector: &str, text: Option<String>| {
        let Ok(Some(element)) = place.query_selector(selector) else { return };
        let element: HtmlElement = element.unchecked_into();
        element.set_hidden(text.is_none());
        element.set_text_content(text.as_deref());
    };
    let known = metres < f64::MAX;
    write(".far", known.then(|| lang.distance(metres)));
    write(".walk", lang.walking_time(metres));
}
