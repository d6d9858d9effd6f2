//! Booking for somebody who called.

use axum::response::Response;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

use super::{
    Staff,
    day::DayQuery,
    fields::{Choice, Faults, Field, Lines, Tick, Word},
    frame::{Page, Section, notice},
    visitor::{Sent, plain, to},
};
use crate::{
    booking::{Booked, BookingError, BookingRequest, Practice, SlotOffer},
    domain::{
        booking::Channel,
        patient::{Mobile, Patient, PersonName, Relation, VisitReason, Wrong, birth_date},
        schedule::{Doctor, DoctorId, Seller, Taken},
        time,
    },
    vault::random_token,
    web::forms::{Fields, noted},
    words::Lang,
};

/// What of a slot can be chosen: doctor and start, and how many seats are left.
type Choosable = (DoctorId, String, DateTime, u16);
/// A slot as the form sends it.
type Picked = Option<(DoctorId, DateTime)>;

/// `GET /staff/book`.
pub(super) async fn show(staff: Staff) -> Response {
    let at = staff.asked.query("at").parse::<DateTime>().ok();
    let doctor = DoctorId::parse(&staff.asked.query("doctor"));
    let day = at.map(DateTime::date).or(staff.asked.day("day")).unwrap_or(staff.today.clock().date());
    form_page(&staff, day, doctor.zip(at), Fields::default(), None).await
}

async fn form_page(staff: &Staff, day: Date, picked: Picked, typed: Fields, error: Option<BookingError>) -> Response {
    let lang = staff.lang;
    // What was sent is never sent again as something else.
    let used = matches!(error, Some(BookingError::KeyReused));
    let key = Some(typed.get("key").to_owned()).filter(|key| is_key(key) && !used);
    let key = key.unwrap_or_else(|| random_token().as_str().to_owned());
    let read = async {
        let practice = staff.state.desk().practice(staff.passport.hospital, &staff.today).await?;
        Ok::<_, BookingError>((choosable(staff, &practice, day).await?, practice))
    };
    let (slots, practice) = match read.await {
        Ok(read) => read,
        Err(error) => return plain(lang, &error),
    };
    let wrong = Faults::of(lang, error.as_ref());
    let near = match &error {
        Some(BookingError::SlotTaken(near)) => near.clone(),
        _ => Vec::new(),
    };
    let trouble = error.as_ref().map(|error| error.text(lang));
    let page = lang.path("/staff/book");
    let content = move || {
        let near = (!near.is_empty()).then(|| nearby(lang, &near, &practice));
        view! {
            <h1>{lang.console_caller_title()}</h1>
            {notice(trouble.as_deref(), None)}
            <div class="desk-card">
            <form class="desk-form" action=page.clone() method="get">
                <label for="day">{lang.console_pick_day()}</label>
                <p class="desk-inline"><input id="day" name="day" type="date" value=day.to_string()/><button class="btn btn-quiet">{lang.console_go()}</button></p>
            </form>
            <form class="desk-form" action=page.clone() method="post" novalidate>
                <input type="hidden" name="day" value=day.to_string()/>
                <input type="hidden" name="key" value=key.clone()/>
                {near}
                {times(lang, &slots, picked, &wrong)}
                {patient(lang, &typed, &wrong)}
                <button class="btn btn-fill">{lang.console_caller_book()}</button>
            </form>
            </div>
        }
        .into_any()
    };
    Page::new(lang.console_caller_title(), Section::Day, content).after(error.as_ref()).send(staff).await
}

/// The times of the day; a day without one says so.
fn times(lang: Lang, slots: &[Choosable], picked: Picked, wrong: &Faults) -> AnyView {
    let word = |(doctor, name, at, free): &Choosable| {
        let text = format!("{} · {name} ({})", lang.visit_time(*at), lang.console_more_seats(*free));
        Word::of_data(lang, format!("{doctor}@{at}"), text)
    };
    let value = picked.map(|(doctor, at)| format!("{doctor}@{at}")).unwrap_or_default();
    let none = slots.is_empty().then(|| view! { <p class="notice">{lang.console_no_time()}</p> });
    view! {
        <Choice name="slot" label=lang.console_time() words=slots.iter().map(word).collect() value wrong=wrong.at("slot")/>
        {none}
    }
    .into_any()
}

fn patient(lang: Lang, typed: &Fields, wrong: &Faults) -> AnyView {
    view! {
        <Field name="name" label=lang.staff_name() value=typed.get("name") wrong=wrong.at("name") required=true/>
        <Field name="phone" label=lang.console_caller_mobile() kind="tel" value=typed.get("phone") wrong=wrong.at("phone") required=true/>
        <Field name="birth" label=lang.console_caller_birth() value=typed.get("birth") wrong=wrong.at("birth") hint=lang.book_birth_date_hint()/>
        <Lines name="reason" label=lang.console_caller_reason() most=VisitReason::MAX value=typed.get("reason") wrong=wrong.at("reason")/>
        <Tick name="consent" label=lang.console_caller_consent() ticked=typed.ticked("consent") wrong=wrong.at("consent")/>
        <Tick name="health" label=lang.console_caller_health() ticked=typed.ticked("health") wrong=wrong.at("health")/>
    }
    .into_any()
}

/// After a lost race, the nearest free times: one press books one of them, with all that was typed.
/// They stand before the choice of the form, whose value counts after theirs.
fn nearby(lang: Lang, near: &[SlotOffer], practice: &Practice) -> AnyView {
    let one = |slot: &SlotOffer| {
        let value = format!("{}@{}", slot.doctor, slot.starts_at);
        view! {
            <li><button class="btn btn-tonal" name="slot" value=value>{lang.visit_time(slot.starts_at)}" · "
                <span lang=lang.of_data()>{practice.doctor_name(slot.doctor).to_owned()}</span></button></li>
        }
    };
    view! { <p>{lang.console_near()}</p><ul class="desk-near">{near.iter().map(one).collect_view()}</ul> }.into_any()
}

/// The slots of a day that staff may give away.
async fn choosable(staff: &Staff, practice: &Practice, day: Date) -> Result<Vec<Choosable>, BookingError> {
    let (desk, today, hospital) = (staff.state.desk(), &staff.today, staff.passport.hospital);
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
                DayQuery { doctor: Some(receipt.doctor), ..DayQuery::new(staff.lang, receipt.starts_at.date()) };
            to(staff.lang, &format!("{}&booked={}", query.page("/staff"), receipt.number.value()))
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

/// Reads every field, in the order of the form.
fn read(staff: &Staff, form: &Fields, picked: Picked) -> Result<BookingRequest, BookingError> {
    let mut wrong = Vec::new();
    let slot = noted(&mut wrong, "slot", picked.ok_or(Wrong::NotAChoice));
    let name = noted(&mut wrong, "name", PersonName::parse(form.get("name")));
    let phone = noted(&mut wrong, "phone", Mobile::parse(form.get("phone")));
    let born = noted(&mut wrong, "birth", birth_date(form.get("birth"), staff.today.clock().date()));
    let reason = noted(&mut wrong, "reason", VisitReason::parse(form.get("reason")));
    if !form.ticked("consent") {
        wrong.push(("consent", Wrong::NoConsent));
    }
    if matches!(reason, Some(Some(_))) && !form.ticked("health") {
        wrong.push(("health", Wrong::NoHealthConsent));
    }
    match (slot, name, born, reason) {
        (Some((doctor, starts_at)), Some(name), Some(birth_date), Some(reason)) if wrong.is_empty() => {
            Ok(BookingRequest {
                hospital: staff.passport.hospital,
                doctor,
                starts_at,
                patient: Patient { name, phone, birth_date, relation: Relation::Oneself },
                reason,
                privacy_consent: true,
                health_consent: form.ticked("health"),
                channel: Channel::Phone,
                // Of the messages to the caller, whatever language the console speaks.
                lang: Lang::Ko,
            })
        }
        _ => Err(BookingError::Fields(wrong)),
    }
}
