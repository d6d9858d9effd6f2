//! The waitlist: a short form for a full day, and a place in line.

use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    Site,
    form::{Consent, Typed, consent_text},
    head::{Head, Hospital},
};
use crate::{
    domain::{patient::Wrong as Fault, schedule::DoctorId},
    web::components::{Field, Icon, Input},
    words::Lang,
};

/// The short form.
#[derive(Clone, Debug)]
pub struct WaitForm {
    /// Where.
    pub hospital: Hospital,
    /// For which day.
    pub day: Date,
    /// The doctor, where only one is waited for.
    pub doctor: Option<(DoctorId, String)>,
    /// The form's own address.
    pub page: String,
    /// The timetable.
    pub back: String,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong, by field.
    pub wrong: Vec<(&'static str, Fault)>,
    /// What went wrong as a whole.
    pub notice: Option<String>,
}

/// A place in line.
#[derive(Clone, Debug)]
pub struct PlacePage {
    /// Where; `None` when it has closed down.
    pub hospital: Option<Hospital>,
    /// For which day.
    pub day: Date,
    /// The page's address without language.
    pub page: String,
    /// `waiting`, `offered`, `booked` or `left`.
    pub status: String,
    /// How many are before it.
    pub before: u64,
    /// Whether the day is over.
    pub past: bool,
}

/// The page of the form.
pub fn form(lang: Lang, form: &WaitForm) -> AnyView {
    let notice = form.notice.clone().map(|text| view! { <p class="notice" role="alert">{text}</p> });
    let wrong = |field: &str| {
        let index = form.wrong.iter().position(|(name, _)| *name == field);
        (index.map(|index| lang.wrong(form.wrong[index].1)), index == Some(0))
    };
    let (name, name_first) = wrong("name");
    let (phone, phone_first) = wrong("phone");
    let (privacy, privacy_first) = wrong("privacy");
    let typed = form.typed.clone();
    let body = view! {
            <Head lang hospital=form.hospital.clone() back=form.back.clone()/>
            <h1>{lang.wait_lead(&lang.visit_day(form.day))}</h1>
            <p class="lead">{lang.wait_text()}</p>
            {form.doctor.clone().map(|(_, name)| view! { <p class="chosen"><strong lang=lang.of_data()>{name}</strong></p> })}
            {notice}
            <form class="book-fields" method="post" action=lang.path(&form.page) novalidate>
                <Field name="name" label=lang.book_name() input=Input::Line("name", "text") value=typed.name wrong=name focus=name_first/>
                <Field name="phone" label=lang.book_phone() hint=lang.book_phone_hint() input=Input::Line("tel", "tel") value=typed.phone wrong=phone focus=phone_first/>
                <Consent name="privacy" label=lang.consent_privacy() text=lang.consent_privacy_text() ticked=typed.privacy wrong=privacy focus=privacy_first/>
                {consent_text(lang)}
                <button class="btn btn-fill wide">{lang.wait_join()}</button>
            </form>
    }
    .into_any();
    view! { <Site lang page=form.page.clone() title=lang.wait_title() private=true>{body}</Site> }.into_any()
}

/// The page of a place in line.
pub fn place(lang: Lang, place: &PlacePage) -> AnyView {
    let waits = place.status == "waiting" && !place.past;
    let (class, icon, title) = match place.status.as_str() {
        "waiting" if !place.past => ("sign sign-wait", "clock", lang.wait_joined()),
        "offered" if !place.past => ("sign", "tick", lang.status_offered()),
        "left" => ("sign sign-off", "cross", lang.wait_left()),
        _ => ("sign sign-off", "cross", lang.wait_over()),
    };
    let offered = place.status == "offered" && !place.past;
    let before = if place.before == 0 { lang.wait_first().to_owned() } else { lang.wait_before(place.before) };
    let times = place.hospital.as_ref().map(|hospital| {
        let link = lang.path(&format!("/hospitals/{}/book?day={}", hospital.id, place.day));
        view! { <li><a href=link><span>{lang.wait_see_times()}</span><Icon name="right"/></a></li> }
    });
    let body = view! {
            <div class="visit-state">
                <p class=class aria-hidden="true"><Icon name=icon/></p>
                <h1>{title}</h1>
                {waits.then(|| view! { <p class="before">{before}</p> })}
                {offered.then(|| view! { <p>{lang.wait_offered()}</p> })}
            </div>
            <section class="card ticket">
                <h2>{lang.visit_day(place.day)}</h2>
                {place.hospital.clone().map(|hospital| view! {
                    <p class="ticket-where"><a href=lang.path(&format!("/hospitals/{}", hospital.id)) lang=lang.of_data()>{hospital.name}</a>{hospital.demo.then(|| view! { <span class="tag">{lang.demo_tag()}</span> })}</p>
                })}
                {waits.then(|| view! { <p>{lang.wait_text()}</p> })}
            </section>
            <section class="card">
                <ul class="lines">
                    {times}
                    <li><a href=lang.path("/my")><span>{lang.nav_mine()}</span><Icon name="right"/></a></li>
                </ul>
                {waits.then(|| view! { <form method="post" action=lang.path(&place.page)><button class="btn btn-line wide" name="do" value="leave">{lang.wait_leave()}</button></form> })}
            </section>
    }
    .into_any();
    view! { <Site lang page=place.page.clone() title=lang.wait_title() private=true>{body}</Site> }.into_any()
}
