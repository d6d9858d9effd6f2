//! Booking for somebody who called.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

use super::{
    LANG, Staff,
    day::DayQuery,
    frame::{Field, Page, Section, notice},
    visitor::{Sent, plain, status_of},
};
use crate::{
    booking::{Booked, BookingError, BookingRequest, SlotOffer},
    domain::{
        booking::Channel,
        patient::{Mobile, Patient, PersonName, Relation, VisitReason, Wrong, birth_date},
        schedule::{Doctor, DoctorId, Seller, Taken},
        time,
    },
    vault::random_token,
    web::forms::Fields,
};

/// What of a slot can be chosen: doctor and start.
type Choice = (DoctorId, String, DateTime, u16);

/// `GET /staff/book`.
pub(super) async fn show(staff: Staff) -> Response {
    let at = staff.asked.query("at").parse::<DateTime>().ok();
    let doctor = DoctorId::parse(&staff.asked.query("doctor"));
    let day = at.map(DateTime::date).or(staff.asked.day("day")).unwrap_or(staff.today.clock().date());
    form_page(&staff, day, doctor.zip(at), Fields::default(), None).await
}

async fn form_page(
    staff: &Staff,
    day: Date,
    picked: Option<(DoctorId, DateTime)>,
    typed: Fields,
    error: Option<BookingError>,
) -> Response {
    // What was sent is never sent again as something else.
    let used = matches!(error, Some(BookingError::KeyReused));
    let key = Some(typed.get("key").to_owned()).filter(|key| is_key(key) && !used);
    let key = key.unwrap_or_else(|| random_token().as_str().to_owned());
    let choices = match choices(staff, day).await {
        Ok(choices) => choices,
        Err(error) => return plain(&error),
    };
    let status = error.as_ref().map(status_of);
    let (faults, near) = match &error {
        Some(BookingError::Fields(faults)) => (faults.clone(), Vec::new()),
        Some(BookingError::SlotTaken(near)) => (Vec::new(), near.clone()),
        _ => (Vec::new(), Vec::new()),
    };
    let trouble = error.map(|error| error.text(LANG));
    let content = move || {
        let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| LANG.wrong(*fault));
        let option = |(doctor, name, at, free): &Choice| {
            let chosen = picked == Some((*doctor, *at));
            let text = format!("{} · {name} ({})", LANG.visit_time(*at), LANG.console_more_seats(*free));
            view! { <option value=format!("{doctor}@{at}") selected=chosen>{text}</option> }
        };
        let near = near.iter().map(|slot: &SlotOffer| view! { <li>{LANG.visit_time(slot.starts_at)}</li> });
        let near: Vec<_> = near.collect();
        let fault_of = |name: &str| fault(name).map(|text| view! { <p class="field-wrong">{text}</p> });
        view! {
            <h1>{LANG.console_caller_title()}</h1>
            {notice(trouble.as_deref(), None)}
            {(!near.is_empty()).then(|| view! { <p>{LANG.console_near()}</p><ul class="desk-near">{near}</ul> })}
            <form class="desk-form" action="/staff/book" method="get">
                <label for="day">{LANG.console_pick_day()}</label>
                <p class="desk-inline"><input id="day" name="day" type="date" value=day.to_string()/><button class="btn btn-quiet">{LANG.console_go()}</button></p>
            </form>
            <form class="desk-form" action="/staff/book" method="post">
                <input type="hidden" name="day" value=day.to_string()/>
                <input type="hidden" name="key" value=key.clone()/>
                <label for="slot">{LANG.console_time()}</label>
                <select id="slot" name="slot" required>{choices.iter().map(option).collect_view()}</select>
                {fault_of("slot")}
                <Field name="name" label=LANG.staff_name() value=typed.get("name") wrong=fault("name") required=true/>
                <Field name="phone" label=LANG.console_caller_mobile() kind="tel" value=typed.get("phone") wrong=fault("patient.phone") required=true/>
                <Field name="birth" label=LANG.console_caller_birth() value=typed.get("birth") wrong=fault("birth")/>
                <Field name="reason" label=LANG.console_caller_reason() value=typed.get("reason") wrong=fault("reason")/>
                <p><label class="tick"><input type="checkbox" name="consent" value="1" required checked=typed.ticked("consent")/>{LANG.console_caller_consent()}</label></p>
                {fault_of("consent.privacy")}
                <p><label class="tick"><input type="checkbox" name="health" value="1" checked=typed.ticked("health")/>{LANG.console_caller_health()}</label></p>
                {fault_of("consent.health")}
                <button class="btn btn-fill">{LANG.console_caller_book()}</button>
            </form>
        }
        .into_any()
    };
    let mut page = Page::new(LANG.console_caller_title(), Section::Day, content);
    page.status = status.unwrap_or(page.status);
    page.send(staff).await
}

/// The slots of a day that staff may give away.
async fn choices(staff: &Staff, day: Date) -> Result<Vec<Choice>, BookingError> {
    let (desk, today, hospital) = (staff.state.desk(), &staff.today, staff.passport.hospital);
    let practice = desk.practice(hospital, today).await?;
    let records = desk.records_of(hospital, (day, day)).await?;
    let taken = |doctor: &Doctor| -> Vec<Taken> {
        let own = records.iter().filter(|record| record.doctor == Some(doctor.id));
        own.filter_map(|record| {
            let (starts_at, ends_at) = (time::seoul(record.starts_at), time::seoul(record.ends_at));
            Some(Taken { starts_at, ends_at, seat: record.seat? })
        })
        .collect()
    };
    let mut choices = Vec::new();
    for doctor in practice.active() {
        let taken = taken(doctor);
        for slot in practice.slots(doctor, day, today) {
            let free = slot.free(&taken, Seller::Staff);
            if free > 0 && slot.starts_at > today.clock() {
                choices.push((doctor.id, doctor.name.clone(), slot.starts_at, free));
            }
        }
    }
    choices.sort_by_key(|(doctor, _, at, _)| (*at, *doctor));
    Ok(choices)
}

/// `POST /staff/book`.
pub(super) async fn book(staff: Staff, Sent(form): Sent) -> Response {
    let slot = form.get("slot").split_once('@');
    let picked = slot.and_then(|(doctor, at)| Some((DoctorId::parse(doctor)?, at.parse::<DateTime>().ok()?)));
    let booked: Result<Booked, BookingError> = async {
        let request = read(&staff, &form, picked)?;
        let body = ["slot", "name", "phone", "birth", "reason"].map(|name| form.get(name)).join("\u{0}");
        let key = Some((form.get("key"), body.as_bytes())).filter(|(key, _)| is_key(key));
        staff.state.desk().book_for_caller(&request, key, staff.passport.account, &staff.today).await
    }
    .await;
    match booked {
        Ok(booked) => {
            let receipt = booked.receipt();
            let query =
                DayQuery { day: receipt.starts_at.date(), doctor: Some(receipt.doctor), booking: None, moving: false };
            Redirect::to(&format!("{}&booked={}", query.path("/staff"), receipt.number.value())).into_response()
        }
        Err(error) => {
            let day = picked.map(|(_, at)| at.date()).or(form.get("day").parse().ok());
            let day = day.unwrap_or(staff.today.clock().date());
            form_page(&staff, day, picked, form, Some(error)).await
        }
    }
}

/// Whether a form's key has the form of one of ours.
fn is_key(key: &str) -> bool {
    (16..=64).contains(&key.len())
}

fn read(staff: &Staff, form: &Fields, picked: Option<(DoctorId, DateTime)>) -> Result<BookingRequest, BookingError> {
    let mut wrong = Vec::new();
    let mut note = |field: &'static str, fault: Wrong| wrong.push((field, fault));
    let name = PersonName::parse(form.get("name")).map_err(|fault| note("name", fault)).ok();
    let phone = Mobile::parse(form.get("phone")).map_err(|fault| note("patient.phone", fault)).ok();
    let day = staff.today.clock().date();
    let birth_date = birth_date(form.get("birth"), day).map_err(|fault| note("birth", fault)).ok();
    let reason = VisitReason::parse(form.get("reason")).map_err(|fault| note("reason", fault)).ok();
    if picked.is_none() {
        note("slot", Wrong::NotAChoice);
    }
    match (picked, name, phone, birth_date, reason) {
        (Some((doctor, starts_at)), Some(name), Some(phone), Some(birth_date), Some(reason)) => Ok(BookingRequest {
            hospital: staff.passport.hospital,
            doctor,
            starts_at,
            patient: Patient { name, phone: Some(phone), birth_date, relation: Relation::Oneself },
            reason,
            privacy_consent: form.ticked("consent"),
            health_consent: form.ticked("health"),
            channel: Channel::Phone,
            lang: LANG,
        }),
        _ => Err(BookingError::Fields(wrong)),
    }
}
