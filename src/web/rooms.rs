//! The list of emergency rooms: nearest first, by the exact position where the device knows it.

#![allow(missing_docs, reason = "the island and server macros make items that they do not document")]

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::components::{Card, Icon, PlaceCard};
use crate::words::Lang;

/// An emergency room as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// The hospital; its number is the emergency room's where that is known.
    pub card: Card,
    /// Lines about free beds and equipment, the first the most important; empty when not connected.
    pub beds: Vec<String>,
    /// When the beds were counted.
    pub read_at: Option<String>,
}

/// The rooms, with a button that sorts them around the device.
#[island]
pub fn RoomList(
    /// The rooms, nearest first as far as the server can tell.
    rooms: Vec<Room>,
    /// Whether they are around a coarse cell, so that the device may sort them exactly.
    near: bool,
    /// In which language.
    lang: Lang,
) -> impl IntoView {
    let shown = RwSignal::new(rooms);
    let trouble = RwSignal::new(None::<String>);
    let ready = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    client::start(shown, near, ready);
    #[cfg(not(feature = "hydrate"))]
    let _ = near;
    let locate = move |_| {
        #[cfg(feature = "hydrate")]
        client::locate(lang, trouble);
    };
    let row = move |room: Room| {
        let lines = room.beds.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        let read_at = room.read_at.map(|time| view! { <li class="quiet">{lang.emergency_read_at(&time)}</li> });
        view! { <PlaceCard card=room.card lang/><li class="beds"><ul>{lines}{read_at}</ul></li> }
    };
    view! {
        <p><button type="button" class="btn btn-tonal" on:click=locate hidden=move || !ready.get()><Icon name="locate"/>{lang.here()}</button></p>
        {move || trouble.get().map(|text| view! { <p class="notice" role="alert">{text}</p> })}
        <ul class="places rooms">{move || shown.get().into_iter().map(row).collect_view()}</ul>
    }
}

#[cfg(feature = "hydrate")]
mod client {
    use leptos::{prelude::*, task::spawn_local};

    use super::Room;
    use crate::{domain::geo::LatLon, web::browser, words::Lang};

    pub(super) fn start(shown: RwSignal<Vec<Room>>, near: bool, ready: RwSignal<bool>) {
        Effect::new(move |_| {
            ready.set(true);
            let Some((lat, lon)) = browser::known_position().filter(|_| near) else { return };
            let here = LatLon { lat, lon };
            shown.update(|rooms| {
                for room in rooms.iter_mut() {
                    room.card.distance_m = room.card.at.map(|(lat, lon)| here.distance_m(LatLon { lat, lon }));
                }
                let distance = |room: &Room| room.card.distance_m.unwrap_or(f64::MAX);
                rooms.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
            });
        });
    }

    /// Asks for the position and opens the page of its coarse cell.
    pub(super) fn locate(lang: Lang, trouble: RwSignal<Option<String>>) {
        trouble.set(Some(lang.locating().to_owned()));
        spawn_local(async move {
            let Ok((lat, lon)) = browser::locate().await else {
                return trouble.set(Some(lang.position_denied().to_owned()));
            };
            let Some(here) = LatLon::in_korea(lat, lon) else {
                return trouble.set(Some(lang.position_outside().to_owned()));
            };
            let cell = here.coarse();
            let page = lang.path(&format!("/emergency?near={},{}", cell.lat, cell.lon));
            let _ = browser::window().location().set_href(&page);
        });
    }
}
