//! Marks: pins, discs, squares and clusters, drawn in the page's own colours.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::prelude::*;

use super::{
    MapView, corner,
    leaflet::{self, Layer},
    options, point,
};
use crate::web::{browser, finder::Mark};

/// What JavaScript calls with a Leaflet event.
type Listener = Closure<dyn Fn(JsValue)>;

/// The marks of a map, drawn anew as a whole.
#[derive(Clone)]
pub struct MarkLayer {
    group: Rc<Layer>,
    /// What the marks on the map call; gone with them.
    calls: Rc<RefCell<Vec<Listener>>>,
}

impl MarkLayer {
    /// An empty layer on the map.
    pub fn new(view: &MapView) -> Self {
        Self { group: Rc::new(leaflet::layer_group().add_to(&view.map)), calls: Rc::default() }
    }

    /// Draws these marks instead of the former ones; `pressed` gets the mark that was pressed.
    pub fn show(&self, marks: &[Mark], picked: Option<u32>, pressed: impl Fn(Mark) + Clone + 'static) {
        // Drawn anew, the mark that had the focus is another element.
        let focused = browser::document().active_element().and_then(|element| element.get_attribute("data-mark"));
        self.group.clear_layers();
        let mut calls = Vec::with_capacity(marks.len());
        for mark in marks {
            let is_picked = mark.id.is_some() && mark.id == picked;
            let layer = leaflet::marker(&corner(mark.lat, mark.lon), &settings(mark, is_picked)).add_to(&self.group);
            name(&layer, mark, is_picked, focused.as_deref());
            if is_picked {
                callout(&layer, mark);
            }
            let (pressed, mark) = (pressed.clone(), mark.clone());
            let call = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
                if means_press(&event) {
                    pressed(mark.clone());
                }
            });
            layer.on_layer("click", call.as_ref().unchecked_ref());
            // Leaflet calls a mark a button, but hears no keys.
            if let Some(element) = layer.element() {
                let _ = element.add_event_listener_with_callback("keydown", call.as_ref().unchecked_ref());
            }
            calls.push(call);
        }
        self.calls.replace(calls);
        // A mark that is no longer there leaves the focus to the map.
        let page = browser::document();
        let lost = focused.is_some() && !matches!(page.query_selector(".mark:focus"), Ok(Some(_)));
        if let (true, Ok(Some(map))) = (lost, page.query_selector(".map")) {
            let _ = map.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    }

    /// A dot for the device's own position.
    pub fn here(&self, lat: f64, lon: f64, label: &str) {
        let icon = leaflet::div_icon(&options(&[
            ("className", "mark mark-here".into()),
            ("iconSize", point(20, 20)),
            ("html", "".into()),
        ]));
        let layer = leaflet::marker(
            &corner(lat, lon),
            &options(&[("icon", icon), ("interactive", false.into()), ("keyboard", false.into())]),
        )
        .add_to(&self.group);
        if let Some(element) = layer.element() {
            let _ = element.set_attribute("role", "img");
            let _ = element.set_attribute("aria-label", label);
        }
    }
}

/// A click, or a key that presses buttons.
fn means_press(event: &JsValue) -> bool {
    let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return true };
    let presses = matches!(key.key().as_str(), "Enter" | " ");
    if presses {
        key.prevent_default();
    }
    presses
}

/// Half the width and the foot of a shape, pixels.
fn size(mark: &Mark, picked: bool) -> (i32, i32, i32) {
    match (picked, mark.shape.as_str()) {
        (true, _) => (48, 58, 58),
        (_, "open" | "pharmacy-open") => (44, 44, 44),
        (_, "cluster") if mark.count < 10 => (44, 44, 22),
        (_, "cluster") if mark.count < 50 => (46, 46, 23),
        (_, "cluster") => (54, 54, 27),
        _ => (44, 44, 22),
    }
}

fn settings(mark: &Mark, picked: bool) -> JsValue {
    let (width, height, foot) = size(mark, picked);
    let class = format!("mark mark-{}{}", mark.shape, if picked { " mark-picked" } else { "" });
    let inside = match mark.shape.as_str() {
        "cluster" => format!("<b>{}</b>", mark.count),
        "emergency" if !picked => "<b class=\"er\"></b>".to_owned(),
        _ => "<i></i><b></b>".to_owned(),
    };
    let icon = leaflet::div_icon(&options(&[
        ("className", class.into()),
        ("html", inside.into()),
        ("iconSize", point(width, height)),
        ("iconAnchor", point(width / 2, foot)),
        ("tooltipAnchor", point(0, -foot)),
    ]));
    let above = match (picked, mark.shape.as_str()) {
        (true, _) => 2_000,
        (_, "open" | "pharmacy-open" | "emergency") => 500,
        _ => 0,
    };
    options(&[("icon", icon), ("zIndexOffset", above.into()), ("riseOnHover", true.into())])
}

/// Leaflet makes the mark a button; this gives it its name, and the focus back.
fn name(layer: &Layer, mark: &Mark, picked: bool, focused: Option<&str>) {
    let Some(element) = layer.element() else { return };
    let _ = element.set_attribute("aria-label", &mark.label);
    let key = match mark.id {
        Some(id) => id.to_string(),
        None => format!("{},{}", browser::decimal(mark.lat, 5), browser::decimal(mark.lon, 5)),
    };
    let _ = element.set_attribute("data-mark", &key);
    if mark.id.is_some() {
        let _ = element.set_attribute("data-id", &key);
    }
    if picked {
        let _ = element.set_attribute("aria-current", "true");
    }
    if focused == Some(key.as_str()) {
        let _ = element.focus();
    }
}

/// Name and state above the picked mark.
fn callout(layer: &Layer, mark: &Mark) {
    let Some(state) = &mark.state else { return };
    let detail =
        if state.detail.is_empty() { String::new() } else { format!(" · {}", browser::escape(&state.detail)) };
    let html = format!(
        "<b class=\"callout-name\">{}</b><span class=\"state state-{}\"><span class=\"i i-{}\" aria-hidden=\"true\"></span><strong>{}</strong>{detail}</span>",
        browser::escape(&mark.name),
        state.shape,
        state.shape,
        browser::escape(&state.word),
    );
    layer.bind_tooltip(
        &html,
        &options(&[
            ("permanent", true.into()),
            ("direction", "top".into()),
            ("className", "callout".into()),
            ("opacity", 1.into()),
        ]),
    );
}
