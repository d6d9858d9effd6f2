//! The small map of one place on its page.

#![allow(missing_docs, reason = "the island macro makes items that it does not document")]

use leptos::prelude::*;

use crate::words::Lang;

/// A map with one mark; without JavaScript the address beside it stands alone.
#[island]
pub fn PlaceMap(
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    /// The place's name and state.
    label: String,
    /// The shape of its mark, as in [`Mark`](super::finder::Mark).
    shape: String,
    /// Tiles, as for the finder.
    tiles: String,
    /// In which language.
    lang: Lang,
) -> impl IntoView {
    let holder = NodeRef::<leptos::html::Div>::new();
    let map_label = lang.map_of(&label);
    #[cfg(feature = "hydrate")]
    client::start(holder, (lat, lon), label, shape, tiles, lang);
    #[cfg(not(feature = "hydrate"))]
    let _ = (lat, lon, shape, tiles);
    view! { <div class="map small-map" role="group" aria-label=map_label node_ref=holder></div> }
}

#[cfg(feature = "hydrate")]
mod client {
    use leptos::{prelude::*, task::spawn_local};

    use crate::{
        domain::geo::{BBox, LatLon},
        web::{
            finder::Mark,
            map::{MapView, MarkLayer},
        },
        words::Lang,
    };

    pub(super) fn start(
        holder: NodeRef<leptos::html::Div>,
        (lat, lon): (f64, f64),
        label: String,
        shape: String,
        tiles: String,
        lang: Lang,
    ) {
        Effect::new(move |_| {
            let Some(holder) = holder.get() else { return };
            let (label, shape, tiles) = (label.clone(), shape.clone(), tiles.clone());
            spawn_local(async move {
                let around = BBox::around(LatLon { lat, lon }, 250.0);
                // Without the map the address and the links to other maps stay.
                let Ok(map) = MapView::open(&holder, &tiles, lang).await else { return };
                map.fit([around.west, around.south, around.east, around.north]);
                let mark = Mark {
                    id: Some(0),
                    lat,
                    lon,
                    shape,
                    count: 1,
                    label,
                    name: String::new(),
                    state: None,
                    bbox: None,
                };
                MarkLayer::new(&map).show(&[mark], Some(0), |_| {});
            });
        });
    }
}
