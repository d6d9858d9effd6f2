//! Booking a time, its own page, the waitlist: what they look like. What they show is found by
//! `web/forms`.

pub mod choose;
pub mod form;
pub mod head;
pub mod taken;
pub mod timetable;
pub mod visit;
pub mod wait;

use jiff::civil::DateTime;
use leptos::prelude::*;

use crate::{
    domain::schedule::DoctorId,
    web::app::{Frame, Section},
    words::Lang,
};

/// The frame of these pages.
#[component]
fn Site(lang: Lang, page: String, #[prop(into)] title: String, private: bool, children: Children) -> AnyView {
    let section = if page.starts_with("/hospitals") { Section::Find } else { Section::Mine };
    view! { <Frame lang page title section class="booking" private>{children()}</Frame> }.into_any()
}

/// How far one has come.
fn steps(lang: Lang, step: u8) -> AnyView {
    view! {
        <p class="steps"><span class="sr">{lang.book_step(step)}</span><span class="on" aria-hidden="true"></span><span class:on=step == 2 aria-hidden="true"></span></p>
    }
    .into_any()
}

/// A slot as one value of a form: whose, and when.
pub fn slot_value(doctor: DoctorId, at: DateTime) -> String {
    format!("{doctor}@{}", at.strftime("%Y-%m-%dT%H:%M"))
}

/// Reads [`slot_value`].
pub fn read_slot(value: &str) -> Option<(DoctorId, DateTime)> {
    let (doctor, at) = value.split_once('@')?;
    Some((DoctorId::parse(doctor)?, at.parse().ok()?))
}
