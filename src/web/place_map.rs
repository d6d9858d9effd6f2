//! The small map of one place on its page.

#![allow(missing_docs, reason = "the island macro makes items that it does not document")]

use leptos::prelude::*;

use super::finder::Mark;
use crate::words::Lang;

/// A map with one mark; without JavaScript the address beside it stands alone.
#[island]
pub fn PlaceMap(
    /// The place.
    mark: Mark,
    /// Tiles, as for the finder.
    tiles: String,
    /// In which language.
    lang: Lang,
) -> impl IntoView {
    let holder = NodeRef::<leptos::html::Div>::new();
    let name = mark.name.clone();
    #[cfg(feature = "hydrate")]
    client::start(holder, mark, tiles, lang);
    #[cfg(not(feature = "hydrate"))]
    let _ = (tiles, mark);
    view! { <div class="map small-map" role="group" aria-label=lang.map_of(&name) node_ref=holder></div> }
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

    pub(super) fn start(holder: NodeRef<leptos::html::Div>, mark: Mark, tiles: String, lang: Lang) {
        Effect::new(move |_| {
            let Some(holder) = holder.get() else { return };
            let (mark, tiles) = (mark.clone(), tiles.clone());
            spawn_local(async move {
                let b = BBox::around(LatLon { lat: mark.lat, lon: mark.lon }, 250.0);
                let words = [lang.zoom_in(), lang.zoom_out()];
                let opened =
                    MapView::open(&holder, &tiles, [b.west, b.south, b.east, b.north], lang.map_credit(), words).await;
                // Without the map the address and the links to other maps stay.
                if let Ok(map) = opened {
                    let picked = mark.id;
                    MarkLayer::new(&map).show(&[mark], picked, |_| {});
                }
            });
        });
    }
}
