//! Small things of the browser: loading files, the position, the tab's memory.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, Window};

/// Where the tab keeps the device's position: on the device, until the tab is closed.
const POSITION_KEY: &str = "position";

/// The window.
pub fn window() -> Window {
    web_sys::window().expect("islands wake in a window")
}

/// Its document.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// Loads a stylesheet of our own, once.
pub async fn load_style(href: &str) -> Result<(), JsValue> {
    load("link", &[("rel", "stylesheet"), ("href", href)]).await
}

/// Loads a script of our own, once.
pub async fn load_script(src: &str) -> Result<(), JsValue> {
    load("script", &[("src", src)]).await
}

async fn load(tag: &str, attributes: &[(&str, &str)]) -> Result<(), JsValue> {
    let (name, value) = attributes[attributes.len() - 1];
    if let Some(there) = document().query_selector(&format!("{tag}[{name}='{value}'][data-loaded]"))? {
        drop(there);
        return Ok(());
    }
    let element = document().create_element(tag)?;
    for (name, value) in attributes {
        element.set_attribute(name, value)?;
    }
    let arrived = Promise::new(&mut |resolve, reject| {
        // Adding listeners to a fresh element and the element to the head cannot fail.
        let _ = element.add_event_listener_with_callback("load", &resolve);
        let _ = element.add_event_listener_with_callback("error", &reject);
        if let Some(head) = document().head() {
            let _ = head.append_child(&element);
        }
    });
    JsFuture::from(arrived).await?;
    element.set_attribute("data-loaded", "")
}

/// Fetches JSON of our own.
pub async fn fetch_json(url: &str) -> Result<JsValue, JsValue> {
    let response: web_sys::Response = JsFuture::from(window().fetch_with_str(url)).await?.dyn_into()?;
    JsFuture::from(response.json()?).await
}

/// Whether movement on the screen is welcome.
pub fn motion_welcome() -> bool {
    let calm = window().match_media("(prefers-reduced-motion: reduce)");
    !matches!(calm, Ok(Some(query)) if query.matches())
}

/// Text made safe inside HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Listens to events that reach an element.
pub fn listen<E: JsCast + 'static>(target: &web_sys::EventTarget, event: &str, mut call: impl FnMut(E) + 'static) {
    let call = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| call(event.unchecked_into()));
    let _ = target.add_event_listener_with_callback(event, call.as_ref().unchecked_ref());
    call.forget();
}

/// The nearest element around an event's target that fits a selector.
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// The device's position as latitude and longitude, asked of the person at the first time.
pub async fn locate() -> Result<(f64, f64), JsValue> {
    let geolocation = window().navigator().geolocation()?;
    let asked = Promise::new(&mut |resolve, reject| {
        let options = web_sys::PositionOptions::new();
        options.set_timeout(10_000);
        options.set_maximum_age(60_000);
        options.set_enable_high_accuracy(true);
        let asked = geolocation.get_current_position_with_error_callback_and_options(&resolve, Some(&reject), &options);
        if let Err(error) = asked {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    let position: web_sys::Position = JsFuture::from(asked).await?.unchecked_into();
    let at = position.coords();
    remember_position(at.latitude(), at.longitude());
    Ok((at.latitude(), at.longitude()))
}

fn remember_position(lat: f64, lon: f64) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(POSITION_KEY, &format!("{},{}", decimal(lat, 6), decimal(lon, 6)));
    }
}

/// The position that this tab asked for earlier.
pub fn known_position() -> Option<(f64, f64)> {
    let kept = window().session_storage().ok()??.get_item(POSITION_KEY).ok()??;
    let (lat, lon) = kept.split_once(',')?;
    Some((number(lat), number(lon)))
}

/// A number with so many decimals, written by the browser: Rust's own printing of floating point
/// numbers would weigh more than all that uses it here.
pub fn decimal(number: f64, places: u8) -> String {
    let written = js_sys::Number::from(number).to_fixed(places);
    written.map_or_else(|_| String::new(), String::from)
}

/// A number read by the browser; not a number where there is none.
pub fn number(text: &str) -> f64 {
    js_sys::Number::parse_float(text)
}

/// Shows an element that is hidden while there is no JavaScript.
pub fn unhide(root: &HtmlElement, selector: &str) {
    if let Ok(Some(element)) = root.query_selector(selector) {
        let _ = element.remove_attribute("hidden");
    }
}

/// Says what is wrong, or under way, in the list's own place for that; `None` takes it back.
pub fn tell(root: &HtmlElement, text: Option<&str>) {
    let Ok(Some(place)) = root.query_selector("[data-trouble]") else { return };
    place.set_text_content(text);
    let place: HtmlElement = place.unchecked_into();
    place.set_hidden(text.is_none());
}
