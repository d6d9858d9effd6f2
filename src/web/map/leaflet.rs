//! The part of Leaflet 1.9 that the map uses, as it stands on the global `L`.

#![allow(missing_docs, reason = "names and meanings are Leaflet's own")]

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    pub type Map;
    #[wasm_bindgen(js_namespace = L, js_name = map)]
    pub fn map(holder: &web_sys::HtmlElement, options: &JsValue) -> Map;
    #[wasm_bindgen(method, js_name = setView)]
    pub fn set_view(this: &Map, centre: &JsValue, zoom: f64, options: &JsValue);
    #[wasm_bindgen(method, js_name = fitBounds)]
    pub fn fit_bounds(this: &Map, bounds: &LatLngBounds, options: &JsValue);
    #[wasm_bindgen(method, js_name = setMaxBounds)]
    pub fn set_max_bounds(this: &Map, bounds: &LatLngBounds);
    #[wasm_bindgen(method, js_name = getBounds)]
    pub fn bounds(this: &Map) -> LatLngBounds;
    #[wasm_bindgen(method, js_name = getZoom)]
    pub fn zoom(this: &Map) -> f64;
    #[wasm_bindgen(method, js_name = invalidateSize)]
    pub fn invalidate_size(this: &Map);
    #[wasm_bindgen(method)]
    pub fn on(this: &Map, event: &str, call: &js_sys::Function);
    #[wasm_bindgen(method, js_name = createPane)]
    pub fn create_pane(this: &Map, name: &str) -> web_sys::HtmlElement;

    #[wasm_bindgen(method, js_name = getSize)]
    pub fn size(this: &Map) -> Point;

    pub type Point;
    #[wasm_bindgen(method, getter)]
    pub fn x(this: &Point) -> f64;
    #[wasm_bindgen(method, getter)]
    pub fn y(this: &Point) -> f64;

    pub type LatLngBounds;
    #[wasm_bindgen(js_namespace = L, js_name = latLngBounds)]
    pub fn bounds(south_west: &JsValue, north_east: &JsValue) -> LatLngBounds;
    #[wasm_bindgen(method, js_name = getWest)]
    pub fn west(this: &LatLngBounds) -> f64;
    #[wasm_bindgen(method, js_name = getSouth)]
    pub fn south(this: &LatLngBounds) -> f64;
    #[wasm_bindgen(method, js_name = getEast)]
    pub fn east(this: &LatLngBounds) -> f64;
    #[wasm_bindgen(method, js_name = getNorth)]
    pub fn north(this: &LatLngBounds) -> f64;

    /// Whatever can be added to a map: a layer, a group, a control.
    pub type Layer;
    #[wasm_bindgen(js_namespace = L, js_name = tileLayer)]
    pub fn tile_layer(url: &str, options: &JsValue) -> Layer;
    #[wasm_bindgen(js_namespace = L, js_name = geoJSON)]
    pub fn geo_json(data: &JsValue, options: &JsValue) -> Layer;
    #[wasm_bindgen(js_namespace = L, js_name = layerGroup)]
    pub fn layer_group() -> Layer;
    #[wasm_bindgen(js_namespace = L, js_name = marker)]
    pub fn marker(at: &JsValue, options: &JsValue) -> Layer;
    #[wasm_bindgen(js_namespace = L, js_name = divIcon)]
    pub fn div_icon(options: &JsValue) -> JsValue;
    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = zoom)]
    pub fn zoom_control(options: &JsValue) -> Layer;
    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = attribution)]
    pub fn attribution(options: &JsValue) -> Layer;
    #[wasm_bindgen(method, js_name = addTo)]
    pub fn add_to(this: &Layer, target: &JsValue) -> Layer;
    #[wasm_bindgen(method, js_name = clearLayers)]
    pub fn clear_layers(this: &Layer);
    #[wasm_bindgen(method, js_name = on)]
    pub fn on_layer(this: &Layer, event: &str, call: &js_sys::Function);
    #[wasm_bindgen(method, js_name = bindTooltip)]
    pub fn bind_tooltip(this: &Layer, content: &str, options: &JsValue);
    #[wasm_bindgen(method, js_name = getElement)]
    pub fn element(this: &Layer) -> Option<web_sys::HtmlElement>;
}
