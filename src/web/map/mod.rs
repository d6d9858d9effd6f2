//! The map in the browser: Leaflet, loaded when a page first shows a map, the outlines of the
//! districts under its tiles, and marks whose shape and colour say the open state.

mod ground;
mod leaflet;
mod marks;

use leaflet::Map;
use wasm_bindgen::prelude::*;

pub use marks::MarkLayer;

use super::browser;
use crate::{domain::geo::KOREA, words::Lang};

/// A map on the page.
#[derive(Clone)]
pub struct MapView {
    map: Map,
}

impl MapView {
    /// Loads Leaflet and draws a map into `holder`; it shows nothing until it is told what.
    ///
    /// # Errors
    /// When Leaflet does not arrive.
    pub async fn open(holder: &web_sys::HtmlElement, tiles: &str, lang: Lang) -> Result<Self, JsValue> {
        browser::load_style("/leaflet/leaflet.css").await?;
        browser::load_script("/leaflet/leaflet.js").await?;
        let settings = options(&[
            ("zoomControl", false.into()),
            ("attributionControl", false.into()),
            ("minZoom", 6.into()),
            ("maxZoom", 19.into()),
            ("maxBoundsViscosity", 1.0.into()),
        ]);
        let map = leaflet::map(holder, &settings);
        map.set_max_bounds(&leaflet::bounds(&corner(KOREA.south, KOREA.west), &corner(KOREA.north, KOREA.east)));
        // Of two controls in a lower corner the later one stands above.
        let zoom = [
            ("position", "bottomright".into()),
            ("zoomInTitle", lang.zoom_in().into()),
            ("zoomOutTitle", lang.zoom_out().into()),
        ];
        if !tiles.is_empty() {
            leaflet::attribution(&options(&[("prefix", false.into())])).add_to(&map);
        }
        leaflet::zoom_control(&options(&zoom)).add_to(&map);
        let view = Self { map };
        view.fit([124.5, 33.0, 132.0, 38.7]);
        ground::draw(&view.map, holder, tiles, lang);
        Ok(view)
    }

    /// Shows a rectangle.
    pub fn fit(&self, [west, south, east, north]: [f64; 4]) {
        let bounds = leaflet::bounds(&corner(south, west), &corner(north, east));
        self.map.fit_bounds(
            &bounds,
            &options(&[("maxZoom", 17.into()), ("padding", point(16, 24)), ("animate", false.into())]),
        );
    }

    /// Goes to a point at a zoom level, at once.
    pub fn go_to(&self, lat: f64, lon: f64, zoom: f64) {
        self.map.set_view(&corner(lat, lon), zoom, &options(&[("animate", false.into())]));
    }

    /// Flies to a point, closer by some levels, as far as movement is welcome.
    pub fn dive(&self, lat: f64, lon: f64, levels: f64) {
        let animate = options(&[("animate", browser::motion_welcome().into())]);
        self.map.set_view(&corner(lat, lon), self.map.zoom() + levels, &animate);
    }

    /// West, south, east, north of what is seen, to five decimals (a metre): `126.9,37.5,127.0,37.6`.
    pub fn seen(&self) -> String {
        let b = self.map.bounds();
        [b.west(), b.south(), b.east(), b.north()].map(|degrees| browser::decimal(degrees, 5)).join(",")
    }

    /// Width and height as text, to tell a change.
    pub fn size(&self) -> String {
        let size = self.map.size();
        format!("{}x{}", size.x() as i32, size.y() as i32)
    }

    /// Zoom level.
    pub fn zoom(&self) -> u8 {
        self.map.zoom() as u8
    }

    /// Calls back whenever the view has come to rest.
    pub fn on_moved(&self, call: impl FnMut() + 'static) {
        let call = Closure::<dyn FnMut()>::new(call);
        self.map.on("moveend", call.as_ref().unchecked_ref());
        call.forget();
    }

    /// The holder has changed its size.
    pub fn resized(&self) {
        self.map.invalidate_size();
    }
}

fn corner(lat: f64, lon: f64) -> JsValue {
    js_sys::Array::of2(&lat.into(), &lon.into()).into()
}

fn point(x: i32, y: i32) -> JsValue {
    js_sys::Array::of2(&x.into(), &y.into()).into()
}

fn options(entries: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
