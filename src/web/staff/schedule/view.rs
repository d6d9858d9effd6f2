//! The markup of the timetable.

use leptos::prelude::*;

use super::form::{DAYS, ranges};
use crate::{
    booking::Practice,
    domain::{
        hours::HOLIDAY,
        schedule::{Change, Doctor, DoctorId, Exception},
        specialty::Specialty,
    },
    web::{
        components::Wrong,
        forms::Fields,
        staff::fields::{Choice, Faults, Field, Tick, Word},
    },
    words::Lang,
};

/// The doctors with their weeks.
pub(super) fn doctors(lang: Lang, practice: &Practice, owner: bool) -> AnyView {
    let row = |doctor: &Doctor| {
        let department = doctor.specialty.map(|specialty| lang.specialty(specialty));
        let state = if doctor.active { lang.console_bookable() } else { lang.console_inactive() };
        let edit = owner.then(|| {
            let label = format!("{} {}", doctor.name, lang.console_edit());
            view! { <a class="btn btn-quiet" href=lang.path(&format!("/staff/schedule/doctor?id={}", doctor.id)) aria-label=label>{lang.console_edit()}</a> }
        });
        let photo = doctor.has_photo.then(|| {
            view! { <img class="doc-photo" src=format!("/doctors/{}/photo", doctor.id) alt=lang.console_photo_of(&doctor.name) width="56" height="56"/> }
        });
        view! {
            <li class="desk-row">{photo}<p><strong lang=lang.of_data()>{doctor.name.clone()}</strong>" "<span class="tag">{state}</span><br/>
                <span class="quiet">{department}</span></p>{edit}</li>
        }
    };
    let none = practice.doctors.is_empty().then(|| view! { <p class="notice">{lang.console_no_doctors()}</p> });
    let add = owner.then(
        || view! { <p><a class="btn btn-fill" href=lang.path("/staff/schedule/doctor")>{lang.console_add_doctor()}</a></p> },
    );
    view! {
        <section class="desk-card" aria-labelledby="doctors"><h2 id="doctors">{lang.console_doctor()}</h2>
            {none}<ul class="desk-rows">{practice.doctors.iter().map(row).collect_view()}</ul>{add}</section>
    }
    .into_any()
}

/// The name of a row of the week.
fn day_name(lang: Lang, index: usize) -> &'static str {
    if index == HOLIDAY { lang.console_holiday_row() } else { lang.weekday(index) }
}

/// A doctor's form.
pub(super) fn doctor_form(lang: Lang, fields: &[(&'static str, String)], wrong: &Faults) -> AnyView {
    let value = |name: &str| {
        fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let line = |name: &'static str, label: &'static str| {
        view! { <Field name label kind="number" value=value(name) wrong=wrong.at(name) required=true/> }
    };
    let specialty = |specialty: Specialty| Word::new(specialty.code(), lang.specialty(specialty));
    let specialties =
        std::iter::once(Word::new("", lang.console_no_specialty())).chain(Specialty::all().map(specialty));
    let day = |(index, name): (usize, &'static str)| {
        view! { <Field name label=day_name(lang, index) value=value(name) wrong=wrong.at(name)/> }
    };
    view! {
        <form class="desk-card desk-form" action=lang.path("/staff/schedule/doctor") method="post" novalidate>
            <input type="hidden" name="id" value=value("id")/>
            <Field name="name" label=lang.console_doctor_name() value=value("name") wrong=wrong.at("name") required=true/>
            <Choice name="specialty" label=lang.console_specialty() words=specialties.collect() value=value("specialty") wrong=wrong.at("specialty")/>
            <Tick name="active" label=lang.console_active() ticked={!value("active").is_empty()}/>
            <div class="desk-pairs">
                {line("slot", lang.console_slot_minutes())}{line("buffer", lang.console_buffer())}
                {line("seats", lang.console_seats())}{line("walk_in", lang.console_walk_in())}
            </div>
            <fieldset><legend>{lang.console_hours()}</legend><p class="hint">{lang.console_hours_hint()}</p>
                <div class="desk-pairs">{DAYS.into_iter().enumerate().map(day).collect_view()}</div></fieldset>
            <button class="btn btn-fill">{lang.console_preview()}</button>
        </form>
    }
    .into_any()
}

/// The form of a doctor's photo; what was wrong with the last one stands beside it.
pub(super) fn photo_form(lang: Lang, id: DoctorId, has_photo: bool, wrong: Option<&'static str>) -> AnyView {
    let to = lang.path(&format!("/staff/schedule/photo/{id}"));
    let invalid = wrong.map(|_| "true");
    let described = if wrong.is_some() { "photo-hint photo-wrong" } else { "photo-hint" };
    let remove = has_photo.then(|| {
        view! { <form action=to.clone() method="post" enctype="multipart/form-data"><button class="btn btn-quiet">{lang.console_photo_remove()}</button></form> }
    });
    view! {
        <section class="desk-card" aria-labelledby="photo-title">
            <h2 id="photo-title">{lang.console_photo()}</h2>
            <form class="desk-form" action=to.clone() method="post" enctype="multipart/form-data">
                <div class="field"><label for="photo">{lang.console_photo()}</label>
                    <p class="hint" id="photo-hint">{lang.console_photo_hint()}</p>
                    <input id="photo" name="photo" type="file" accept="image/jpeg,image/png" required autofocus=wrong.is_some() aria-invalid=invalid aria-describedby=described/>
                    {wrong.map(|text| view! { <Wrong name="photo" text=text.to_owned()/> })}</div>
                <button class="btn btn-quiet">{lang.console_photo_send()}</button>
            </form>
            {remove}
        </section>
    }
    .into_any()
}

/// Days off and extra clinics, and the form for another.
pub(super) fn exceptions(lang: Lang, practice: &Practice, owner: bool, form: (&Fields, &Faults)) -> AnyView {
    let row = |exception: &Exception| {
        let remove = owner.then(|| {
            let label = format!("{} {}", days(lang, exception), lang.console_remove());
            view! {
                <form action=lang.path("/staff/schedule/exception") method="post">
                    <input type="hidden" name="remove" value=exception.id/><button class="btn btn-quiet" aria-label=label>{lang.console_remove()}</button>
                </form>
            }
        });
        view! { <li class="desk-row"><p>{told(lang, exception, practice)}</p>{remove}</li> }
    };
    let none = practice.exceptions.is_empty().then(|| view! { <p class="quiet">{lang.console_exceptions_none()}</p> });
    let form = owner.then(|| exception_form(lang, practice, form));
    view! {
        <section class="desk-card" aria-labelledby="exceptions"><h2 id="exceptions">{lang.console_exceptions()}</h2>
            {none}<ul class="desk-rows">{practice.exceptions.iter().map(row).collect_view()}</ul>{form}</section>
    }
    .into_any()
}

/// `11월 26일 (목)–11월 27일 (금)`.
fn days(lang: Lang, exception: &Exception) -> String {
    match exception.from == exception.to {
        true => lang.visit_day(exception.from),
        false => format!("{}–{}", lang.visit_day(exception.from), lang.visit_day(exception.to)),
    }
}

fn told(lang: Lang, exception: &Exception, practice: &Practice) -> AnyView {
    let word = match &exception.change {
        Change::Off(_) => lang.console_exception_off(),
        Change::Extra(_) => lang.console_exception_extra(),
    };
    let own = lang.of_data();
    let who = match exception.doctor {
        Some(id) => view! { <span lang=own>{practice.doctor_name(id).to_owned()}</span> }.into_any(),
        None => lang.console_everybody().into_any(),
    };
    let times = ranges(exception.change.ranges());
    let times = (!times.is_empty()).then(|| format!(" · {times}"));
    let note = (!exception.note.is_empty()).then(|| view! { " · "<span lang=own>{exception.note.clone()}</span> });
    view! { <strong>{word}</strong>" · "{who}" · "{days(lang, exception)}{times}{note} }.into_any()
}

fn exception_form(lang: Lang, practice: &Practice, (typed, wrong): (&Fields, &Faults)) -> AnyView {
    let doctor = |doctor: &Doctor| Word::of_data(lang, doctor.id.to_string(), doctor.name.clone());
    let everybody = Word::new("", lang.console_everybody());
    let doctors = std::iter::once(everybody).chain(practice.active().map(doctor)).collect();
    let kinds =
        vec![Word::new("off", lang.console_exception_off()), Word::new("extra", lang.console_exception_extra())];
    view! {
        <form class="desk-form" action=lang.path("/staff/schedule/exception") method="post" novalidate>
            <Choice name="kind" label=lang.console_exception_kind() words=kinds value=typed.get("kind") wrong=wrong.at("kind")/>
            <Choice name="doctor" label=lang.console_doctor() words=doctors value=typed.get("doctor") wrong=wrong.at("doctor")/>
            <div class="desk-pairs">
                <Field name="from" label=lang.console_from() kind="date" value=typed.get("from") wrong=wrong.at("from") required=true/>
                <Field name="to" label=lang.console_to() kind="date" value=typed.get("to") wrong=wrong.at("to")/>
            </div>
            <Field name="times" label=lang.console_times() value=typed.get("times") wrong=wrong.at("times")/>
            <Field name="note" label=lang.console_note() value=typed.get("note") wrong=wrong.at("note")/>
            <button class="btn btn-fill">{lang.console_preview()}</button>
        </form>
    }
    .into_any()
}
