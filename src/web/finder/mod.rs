//! The finder: search, filters, list and map of `/`. The server renders it whole, from links and
//! forms; in the browser the island answers the same links without a reload, by asking the server
//! for the same markup, and shows the map.

#![allow(missing_docs, reason = "the island and server macros make items that they do not document")]

mod mark;

#[cfg(feature = "ssr")]
pub mod answer;
#[cfg(feature = "ssr")]
mod chips;
#[cfg(feature = "hydrate")]
mod client;
#[cfg(feature = "ssr")]
pub mod markup;
#[cfg(feature = "ssr")]
mod model;

use leptos::{prelude::*, server_fn::codec::GetUrl};
pub use mark::Mark;

use crate::words::Lang;

/// Answers a query string of `/` as the page itself would, with the markup of [`markup::Answer`].
#[server(prefix = "/fn", endpoint = "find_places", input = GetUrl)]
pub async fn find_places(
    /// Language of the words in it.
    lang: Lang,
    /// The part of the URL behind the `?`.
    query: String,
) -> Result<String, ServerFnError> {
    let state = expect_context::<crate::state::AppState>();
    let view = answer::finder(&state, lang, &query);
    Ok(view! { <markup::Answer view/> }.to_html())
}

/// The marks of a map view; filters from the query string, the view as `west,south,east,north`.
#[server(prefix = "/fn", endpoint = "map_marks", input = GetUrl)]
pub async fn map_marks(
    /// Language of the labels.
    lang: Lang,
    /// The part of the page's URL behind the `?`.
    query: String,
    /// West, south, east, north in degrees.
    bbox: String,
    /// Leaflet's zoom level.
    zoom: u8,
) -> Result<Vec<Mark>, ServerFnError> {
    let state = expect_context::<crate::state::AppState>();
    answer::marks(&state, lang, &query, &bbox, zoom).map_err(|error| ServerFnError::Args(lang.fault(&error)))
}

/// Brings the finder's markup to life: its children are the answer to the page's own query.
#[island]
pub fn Finder(
    /// In which language.
    lang: Lang,
    /// Tiles of the map, `{z}/{x}/{y}`; empty for outlines alone.
    tiles: String,
    /// The answer and the map's frame.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    client::start(root, lang, tiles);
    #[cfg(not(feature = "hydrate"))]
    let _ = (lang, tiles);
    view! { <div class="finder" node_ref=root>{children()}</div> }
}
