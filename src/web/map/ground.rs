//! What lies under the marks: the districts' outlines and names from our own file, so that the map
//! is never blank, and the tiles over them when their server answers.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::{
    corner,
    leaflet::{self, Map},
    options, point,
};
use crate::{web::browser, words::Lang};

/// Tiles come from this zoom on; further out the outlines alone are calmer and say more.
const TILES_FROM_ZOOM: i32 = 9;
/// From this zoom on the names of 시군구 do not run into each other.
const NAMES_OF_DISTRICTS_FROM_ZOOM: f64 = 11.0;

pub(super) fn draw(map: &Map, holder: &HtmlElement, tiles: &str, lang: Lang) {
    let pane = map.create_pane("districts");
    let _ = pane.style().set_property("z-index", "150");
    if tiles.is_empty() {
        let _ = holder.class_list().add_1("no-tiles");
    } else {
        let settings = options(&[
            ("maxZoom", 19.into()),
            ("minZoom", TILES_FROM_ZOOM.into()),
            ("attribution", lang.map_credit().into()),
        ]);
        let layer = leaflet::tile_layer(tiles, &settings);
        // Tiles carry names of their own: ours stand in where tiles fail.
        let mark_tiles = |event: &str, missing: bool| {
            let classes = holder.class_list();
            let call = Closure::<dyn Fn()>::new(move || {
                let _ = if missing { classes.add_1("no-tiles") } else { classes.remove_1("no-tiles") };
            });
            layer.on_layer(event, call.as_ref().unchecked_ref());
            call.forget();
        };
        mark_tiles("tileerror", true);
        mark_tiles("tileload", false);
        layer.add_to(map);
    }
    mark_zoom(map, holder);
    let map = map.clone();
    spawn_local(async move {
        // Without the outlines the map still has its ground colour and its tiles.
        if let Ok(outlines) = browser::fetch_json("/outlines.json").await {
            draw_outlines(&map, &outlines, lang);
        }
    });
}

/// Tells the style sheet whose names there is room for: 시도 or 시군구.
fn mark_zoom(map: &Map, holder: &HtmlElement) {
    let (classes, view) = (holder.class_list(), map.clone());
    let mark = move || {
        let far = view.zoom() < NAMES_OF_DISTRICTS_FROM_ZOOM;
        let _ = if far { classes.add_1("far-out") } else { classes.remove_1("far-out") };
    };
    mark();
    let call = Closure::<dyn Fn()>::new(mark);
    map.on("zoomend", call.as_ref().unchecked_ref());
    call.forget();
}

/// Draws the outlines that are in view, and others when they come into it: all of them at once keep a
/// phone busy for half a second.
fn draw_outlines(map: &Map, outlines: &JsValue, lang: Lang) {
    let style = options(&[("className", "district".into()), ("weight", 1.into())]);
    let settings = options(&[("pane", "districts".into()), ("interactive", false.into()), ("style", style)]);
    let features: js_sys::Array = field(outlines, "features").unchecked_into();
    let mut hidden: Vec<JsValue> = features.iter().collect();
    let view = map.clone();
    let mut draw = move || {
        let seen = view.bounds();
        hidden.retain(|feature| {
            let comes = meets(feature, &seen);
            if comes {
                leaflet::geo_json(feature, &settings).add_to(view.unchecked_ref());
                draw_name(&view, feature, lang);
            }
            !comes
        });
    };
    draw();
    let call = Closure::<dyn FnMut()>::new(draw);
    map.on("moveend", call.as_ref().unchecked_ref());
    call.forget();
}

/// Whether a feature's box and a view overlap.
fn meets(feature: &JsValue, seen: &leaflet::LatLngBounds) -> bool {
    let bbox: js_sys::Array = field(feature, "bbox").unchecked_into();
    let side = |index| bbox.get(index).as_f64().unwrap_or_default();
    side(0) <= seen.east() && side(2) >= seen.west() && side(1) <= seen.north() && side(3) >= seen.south()
}

fn draw_name(map: &Map, feature: &JsValue, lang: Lang) {
    let about = field(feature, "properties");
    let text = |name: &str| field(&about, name).as_string().unwrap_or_default();
    let name = if lang == Lang::Ko { text("name_ko") } else { text("name_en") };
    let at: js_sys::Array = field(&about, "label").unchecked_into();
    let (Some(lon), Some(lat)) = (at.get(0).as_f64(), at.get(1).as_f64()) else { return };
    let icon = [
        ("className", format!("district-name name-{}", text("level")).into()),
        ("iconSize", point(0, 0)),
        ("html", format!("<span>{}</span>", browser::escape(&name)).into()),
    ];
    let settings = [
        ("icon", leaflet::div_icon(&options(&icon))),
        ("interactive", false.into()),
        ("keyboard", false.into()),
        ("pane", "districts".into()),
    ];
    leaflet::marker(&corner(lat, lon), &options(&settings)).add_to(map);
}

/// A property of an object; undefined where there is none.
fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}
