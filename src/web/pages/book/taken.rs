//! The sheet of a lost race: the nearest free times over the page, each a button of its form, so that
//! one press takes one of them and nothing that was chosen or typed before is lost.

use jiff::civil::DateTime;
use leptos::prelude::*;

use super::slot_value;
use crate::{domain::schedule::DoctorId, words::Lang};

/// A free time to take instead.
#[derive(Clone, Debug)]
pub struct Near {
    /// Whose.
    pub doctor: DoctorId,
    /// Their name.
    pub name: String,
    /// When.
    pub at: DateTime,
    /// Free seats.
    pub free: u16,
}

/// A race that was lost.
#[derive(Clone, Debug)]
pub struct Lost {
    /// What happened.
    pub title: String,
    /// What stays as it was.
    pub text: &'static str,
    /// The nearest free times.
    pub near: Vec<Near>,
    /// More of them.
    pub more: Vec<Near>,
    /// The timetable, where leaving loses nothing: a path without language.
    pub back: Option<String>,
}

/// The sheet; it stands inside the form that takes a time.
pub fn sheet(lang: Lang, lost: &Lost) -> AnyView {
    let near = |near: &Near| {
        let seats = if near.free == 1 { lang.book_last_seat().to_owned() } else { lang.book_seats(near.free.into()) };
        let class = if near.free == 1 { "near last" } else { "near" };
        view! {
            <li><button class=class name="slot" value=slot_value(near.doctor, near.at)>
                <span><strong>{lang.visit_time(near.at)}</strong><span lang=lang.of_data()>{near.name.clone()}</span></span>
                <span class="seats">{seats}</span>
            </button></li>
        }
    };
    let more = (!lost.more.is_empty()).then(|| {
        view! {
            <details><summary>{lang.book_all_times()}</summary><ul class="nears">{lost.more.iter().map(near).collect_view()}</ul></details>
        }
    });
    let back = lost.back.as_ref().map(|page| {
        view! { <a class="btn btn-quiet wide" href=lang.path(page)>{lang.book_back_to_times()}</a> }
    });
    let text = if lost.near.is_empty() { lang.book_no_time_text() } else { lost.text };
    view! {
        <div class="scrim" aria-hidden="true"></div>
        <div class="taken" role="dialog" aria-modal="true" aria-labelledby="taken" aria-describedby="taken-text" tabindex="-1" autofocus>
            <h2 id="taken">{lost.title.clone()}</h2>
            <p id="taken-text">{text}</p>
            <ul class="nears">{lost.near.iter().map(near).collect_view()}</ul>
            {more}
            {back}
        </div>
    }
    .into_any()
}
