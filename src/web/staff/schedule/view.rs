//! The markup of the timetable.

use leptos::prelude::*;

use super::{
    LANG,
    form::{DAYS, ranges},
};
use crate::{
    booking::Practice,
    domain::{
        hours::HOLIDAY,
        schedule::{Change, Doctor, Exception},
        specialty::Specialty,
    },
    web::{forms::Fields, staff::frame::Field},
};

/// The doctors with their weeks.
pub(super) fn doctors(practice: &Practice, owner: bool) -> AnyView {
    let row = |doctor: &Doctor| {
        let department = doctor.specialty.map(|specialty| LANG.specialty(specialty));
        let state = if doctor.active { LANG.console_active() } else { LANG.console_inactive() };
        let edit = owner.then(|| {
            let label = format!("{} {}", doctor.name, LANG.console_edit());
            view! { <a class="btn btn-quiet" href=format!("/staff/schedule/doctor?id={}", doctor.id) aria-label=label>{LANG.console_edit()}</a> }
        });
        let photo = doctor.has_photo.then(|| {
            view! { <img class="doc-photo" src=format!("/doctors/{}/photo", doctor.id) alt=LANG.console_photo_of(&doctor.name) width="56" height="56"/> }
        });
        view! {
            <li class="desk-row">{photo}<p><strong>{doctor.name.clone()}</strong>" "<span class="tag">{state}</span><br/>
                <span class="quiet">{department}</span></p>{edit}</li>
        }
    };
    let none = practice.doctors.is_empty().then(|| view! { <p class="notice">{LANG.console_no_doctors()}</p> });
    let add = owner.then(
        || view! { <p><a class="btn btn-fill" href="/staff/schedule/doctor">{LANG.console_add_doctor()}</a></p> },
    );
    view! {
        <section class="desk-card" aria-labelledby="doctors"><h2 id="doctors">{LANG.console_doctor()}</h2>
            {none}<ul class="desk-rows">{practice.doctors.iter().map(row).collect_view()}</ul>{add}</section>
    }
    .into_any()
}

/// The name of a row of the week.
fn day_name(index: usize) -> &'static str {
    if index == HOLIDAY { LANG.console_holiday_row() } else { LANG.weekday(index) }
}

/// A doctor's form, and, of one who is there, the photo's.
pub(super) fn doctor_form(known: Option<&Doctor>, fields: &[(&'static str, String)]) -> AnyView {
    let value = |name: &str| {
        fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let chosen = value("specialty");
    let option = |specialty: Specialty| {
        let code = specialty.code();
        view! { <option value=code selected={chosen == code}>{LANG.specialty(specialty)}</option> }
    };
    let day = |(index, name): (usize, &'static str)| {
        view! { <Field name label=day_name(index) value=value(name)/> }
    };
    let photo = known.filter(|doctor| doctor.id.0 != 0).map(photo_form);
    view! {
        <form class="desk-card desk-form" action="/staff/schedule/doctor" method="post">
            <input type="hidden" name="id" value=value("id")/>
            <Field name="name" label=LANG.console_doctor_name() value=value("name") required=true/>
            <div class="field"><label for="specialty">{LANG.console_specialty()}</label>
                <select id="specialty" name="specialty"><option value="">{LANG.console_no_specialty()}</option>{Specialty::all().map(option).collect_view()}</select></div>
            <p><label class="tick"><input type="checkbox" name="active" value="1" checked={!value("active").is_empty()}/>{LANG.console_active()}</label></p>
            <div class="desk-pairs">
                <Field name="slot" label=LANG.console_slot_minutes() kind="number" value=value("slot") required=true/>
                <Field name="buffer" label=LANG.console_buffer() kind="number" value=value("buffer") required=true/>
                <Field name="seats" label=LANG.console_seats() kind="number" value=value("seats") required=true/>
                <Field name="walk_in" label=LANG.console_walk_in() kind="number" value=value("walk_in") required=true/>
            </div>
            <fieldset><legend>{LANG.console_hours()}</legend><p class="hint">{LANG.console_hours_hint()}</p>
                <div class="desk-pairs">{DAYS.into_iter().enumerate().map(day).collect_view()}</div></fieldset>
            <button class="btn btn-fill">{LANG.console_preview()}</button>
        </form>
        {photo}
    }
    .into_any()
}

fn photo_form(doctor: &Doctor) -> AnyView {
    let to = format!("/staff/schedule/photo/{}", doctor.id);
    view! {
        <section class="desk-card" aria-labelledby="photo-title">
            <h2 id="photo-title">{LANG.console_photo()}</h2>
            <form class="desk-form" action=to.clone() method="post" enctype="multipart/form-data">
                <label for="photo">{LANG.console_photo()}</label>
                <input id="photo" name="photo" type="file" accept="image/jpeg,image/png" required aria-describedby="photo-hint"/>
                <p class="hint" id="photo-hint">{LANG.console_photo_hint()}</p>
                <button class="btn btn-quiet">{LANG.console_photo_send()}</button>
            </form>
            <form action=to method="post" enctype="multipart/form-data"><button class="btn btn-quiet">{LANG.console_photo_remove()}</button></form>
        </section>
    }
    .into_any()
}

/// Days off and extra clinics, and the form for another.
pub(super) fn exceptions(practice: &Practice, owner: bool, typed: &Fields) -> AnyView {
    let row = |exception: &Exception| {
        let remove = owner.then(|| {
            view! {
                <form action="/staff/schedule/exception" method="post">
                    <input type="hidden" name="remove" value=exception.id/><button class="btn btn-quiet">{LANG.console_remove()}</button>
                </form>
            }
        });
        view! { <li class="desk-row"><p>{told(exception, practice)}</p>{remove}</li> }
    };
    let none = practice.exceptions.is_empty().then(|| view! { <p class="quiet">{LANG.console_exceptions_none()}</p> });
    let form = owner.then(|| exception_form(practice, typed));
    view! {
        <section class="desk-card" aria-labelledby="exceptions"><h2 id="exceptions">{LANG.console_exceptions()}</h2>
            {none}<ul class="desk-rows">{practice.exceptions.iter().map(row).collect_view()}</ul>{form}</section>
    }
    .into_any()
}

fn told(exception: &Exception, practice: &Practice) -> String {
    let word = match &exception.change {
        Change::Off(_) => LANG.console_exception_off(),
        Change::Extra(_) => LANG.console_exception_extra(),
    };
    let who = exception.doctor.map_or(LANG.console_everybody(), |id| practice.doctor_name(id));
    let days = match exception.from == exception.to {
        true => LANG.visit_day(exception.from),
        false => format!("{}–{}", LANG.visit_day(exception.from), LANG.visit_day(exception.to)),
    };
    let times = ranges(exception.change.ranges());
    [word, who, days.as_str(), times.as_str(), exception.note.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn exception_form(practice: &Practice, typed: &Fields) -> AnyView {
    let picked = typed.get("doctor").to_owned();
    let option = |doctor: &Doctor| {
        let id = doctor.id.to_string();
        view! { <option value=id.clone() selected={picked == id}>{doctor.name.clone()}</option> }
    };
    let extra = typed.get("kind") == "extra";
    view! {
        <form class="desk-form" action="/staff/schedule/exception" method="post">
            <div class="field"><label for="kind">{LANG.console_exception_kind()}</label>
                <select id="kind" name="kind"><option value="off">{LANG.console_exception_off()}</option><option value="extra" selected=extra>{LANG.console_exception_extra()}</option></select></div>
            <div class="field"><label for="doctor">{LANG.console_doctor()}</label>
                <select id="doctor" name="doctor"><option value="">{LANG.console_everybody()}</option>{practice.active().map(option).collect_view()}</select></div>
            <div class="desk-pairs">
                <Field name="from" label=LANG.console_from() kind="date" value=typed.get("from") required=true/>
                <Field name="to" label=LANG.console_to() kind="date" value=typed.get("to")/>
            </div>
            <Field name="times" label=LANG.console_times() value=typed.get("times")/>
            <Field name="note" label=LANG.console_note() value=typed.get("note")/>
            <button class="btn btn-fill">{LANG.console_preview()}</button>
        </form>
    }
    .into_any()
}
