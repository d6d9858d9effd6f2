//! The hospital at the head of these pages.

use leptos::prelude::*;

use crate::{
    directory::Directory,
    domain::{
        geo::LatLon,
        hospital::{HospitalId, Source},
    },
    web::{components::Icon, finder::answer::bare_name},
    words::Lang,
};

/// What these pages show of a hospital.
#[derive(Clone, Debug)]
pub struct Hospital {
    /// Its number.
    pub id: HospitalId,
    /// Its name, without the demonstration mark.
    pub name: String,
    /// Made up for demonstration.
    pub demo: bool,
    /// Its address.
    pub address: String,
    /// Digits to call.
    pub phone: Option<String>,
    /// Where it is.
    pub at: Option<LatLon>,
}

impl Hospital {
    /// From the directory; `None` when it has closed down or never was.
    pub fn find(directory: &Directory, id: HospitalId) -> Option<Self> {
        let place = directory.get(id)?;
        Some(Self {
            id,
            name: bare_name(place).to_owned(),
            demo: place.source() == Source::Demo,
            address: place.address().to_owned(),
            phone: place.phone().map(|phone| phone.digits().to_owned()),
            at: place.location(),
        })
    }
}

/// The way back, and the hospital's name.
#[component]
pub fn Head(
    /// In which language.
    lang: Lang,
    /// Which.
    hospital: Hospital,
    /// Where the arrow leads: a path without language.
    back: String,
) -> AnyView {
    view! {
        <p class="book-head">
            <a class="back" href=lang.path(&back) aria-label=lang.back()><Icon name="left"/></a>
            <span lang=lang.of_data()>{hospital.name}</span>
            {hospital.demo.then(|| view! { <span class="tag">{lang.demo_tag()}</span> })}
        </p>
    }
    .into_any()
}
