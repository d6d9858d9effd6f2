//! What lies under the marks: the districts' outlines from our own file, so that the map is never
//! blank, and the tiles over them when their server answers.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::{
    leaflet::{self, Map},
    options,
};
use crate::web::browser;

/// Tiles come from this zoom on; further out the outlines alone are calmer and say more.
const TILES_FROM_ZOOM: i32 = 9;

pub(super) fn draw(map: &Map, tiles: &str, credit: &str) {
    let pane = map.create_pane("districts");
    let _ = pane.style().set_property("z-index", "150");
    if !tiles.is_empty() {
        let settings =
            options(&[("maxZoom", 19.into()), ("minZoom", TILES_FROM_ZOOM.into()), ("attribution", credit.into())]);
        leaflet::tile_layer(tiles, &settings).add_to(map);
    }
    let map: JsValue = map.clone().into();
    spawn_local(async move {
        // Without the outlines the map still has its ground colour and its tiles.
        if let Ok(outlines) = browser::fetch_json("/outlines.json").await {
            let style = options(&[("className", "district".into()), ("weight", 1.into())]);
            let settings = options(&[("pane", "districts".into()), ("interactive", false.into()), ("style", style)]);
            leaflet::geo_json(&outlines, &settings).add_to(map.unchecked_ref());
        }
    });
}
