//! The site: pages that the server renders and that work without JavaScript, and the islands that
//! come alive in the browser. No SQL, no rules of its own.

pub mod finder;
pub mod live;
pub mod place_map;
pub mod report;
pub mod rooms;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod staff;

#[cfg(feature = "hydrate")]
pub mod browser;
#[cfg(feature = "hydrate")]
pub mod map;
#[cfg(feature = "hydrate")]
pub mod nearby;

/// Wakes the islands of the page; called by `islands.js` when the module has arrived.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
