//! Brings the list of emergency rooms to life: sorted by the exact position where the device knows it.

#![allow(missing_docs, reason = "the island macro makes items that it does not document")]

use leptos::prelude::*;

use crate::words::Lang;

/// The rooms, which are its children, below a button that looks for those around the device.
#[island]
pub fn RoomList(
    /// Whether they are around a coarse cell, so that the device may sort them exactly.
    near: bool,
    /// In which language.
    lang: Lang,
    /// A list of places, nearest first as far as the server can tell.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    client::start(root, near, lang);
    #[cfg(not(feature = "hydrate"))]
    let _ = (near, lang);
    view! { <div node_ref=root>{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod client {
    use leptos::{prelude::*, task::spawn_local};
    use web_sys::{HtmlElement, MouseEvent};

    use crate::{
        domain::geo::LatLon,
        web::{browser, nearby},
        words::Lang,
    };

    pub(super) fn start(root: NodeRef<leptos::html::Div>, near: bool, lang: Lang) {
        Effect::new(move |_| {
            let Some(root) = root.get() else { return };
            let root: HtmlElement = root.into();
            browser::unhide(&root, "[data-here]");
            if let Some((lat, lon)) = browser::known_position().filter(|_| near) {
                let here = LatLon { lat, lon };
                let search = browser::window().location().search().unwrap_or_default();
                // A link from somebody elsewhere keeps the distances of its own cell.
                if search.contains(&format!("near={}", nearby::cell(here))) {
                    nearby::sort(&root, lang, here);
                }
            }
            let list = root.clone();
            browser::listen(&root, "click", move |event: MouseEvent| {
                if browser::closest(&event, "[data-here]").is_some() {
                    let list = list.clone();
                    spawn_local(async move { open_here(&list, lang).await });
                }
            });
        });
    }

    /// Asks for the position and opens the page of its coarse cell.
    async fn open_here(root: &HtmlElement, lang: Lang) {
        browser::tell(root, Some(lang.locating()));
        match nearby::here(lang).await {
            Ok(here) => {
                let page = lang.path(&format!("/emergency?near={}", nearby::cell(here)));
                let _ = browser::window().location().set_href(&page);
            }
            Err(trouble) => browser::tell(root, Some(trouble)),
        }
    }
}
