//! Who waits: booked patients and walk-ins in one order, and who is next; numbers for walk-ins.

use leptos::prelude::*;

use super::{DayQuery, view::masked};
use crate::{
    booking::{Booking, Place, Practice, Today},
    domain::{
        booking::{Channel, Status},
        schedule::DoctorId,
    },
    web::{
        components::Icon,
        forms::Fields,
        staff::fields::{Choice, Faults, Field, Word},
    },
};

/// The column of those who wait.
pub(super) fn queue(
    waiting: &[Place],
    bookings: &[Booking],
    practice: &Practice,
    query: &DayQuery,
    today: &Today,
) -> AnyView {
    let lang = query.lang;
    let form = DayQuery { walk_in: true, ..query.with(None) }.path("/staff");
    let inside = bookings
        .iter()
        .filter(|booking| booking.record.channel == Channel::WalkIn && booking.record.status == Status::InProgress);
    let inside: Vec<_> = inside.map(|booking| walk_in_inside(booking, query)).collect();
    let rows = waiting.iter().enumerate().map(|(index, place)| {
        let first = is_next(&waiting[..index], place.booking.record.doctor);
        row(place, first, practice, query, today)
    });
    view! {
        <section class="desk-queue" data-key="queue" aria-labelledby="queue-title">
            <div class="queue-head"><h2 id="queue-title">{lang.console_queue()}" "{waiting.len()}</h2>
                <a class="btn btn-quiet" href=format!("{form}#panel")><Icon name="plus"/>{lang.console_ticket()}</a></div>
            {waiting.is_empty().then(|| view! { <p class="quiet">{lang.console_queue_none()}</p> })}
            <ol>{rows.collect_view()}</ol>
            {(!inside.is_empty()).then(|| view! { <h3>{lang.console_inside()}</h3><ul>{inside}</ul> })}
        </section>
    }
    .into_any()
}

/// Whether nobody before waits for the same doctor, or for anybody.
pub(in crate::web::staff) fn is_next(before: &[Place], doctor: Option<DoctorId>) -> bool {
    let same = |place: &Place| {
        let other = place.booking.record.doctor;
        other.is_none() || doctor.is_none() || other == doctor
    };
    !before.iter().any(same)
}

fn row(place: &Place, next: bool, practice: &Practice, query: &DayQuery, today: &Today) -> AnyView {
    let (lang, record) = (query.lang, &place.booking.record);
    let doctor = match record.doctor {
        Some(id) => view! { <span lang=lang.of_data()>{practice.doctor_name(id).to_owned()}</span> }.into_any(),
        None => view! { <span>{lang.console_anybody()}</span> }.into_any(),
    };
    let minutes = record.arrived_at.map_or(0, |at| (today.now.as_second() - at.as_second()) / 60);
    let page = format!("{}#panel", query.with(Some(record.id)).path("/staff"));
    let booked = (record.channel != Channel::WalkIn).then(|| {
        let time = place.booking.times().0.strftime("%H:%M").to_string();
        view! { <span>{lang.staff_confirmed()}" "{time}</span> }
    });
    view! {
        <li class="waiting" class:is-next=next>
            <span class="number">{place.number}</span>
            <p><a href=page>{masked(lang, &place.booking)}</a>{next.then(|| view! { <span class="tag tag-today">{lang.console_turn()}</span> })}
                <span class="facts">{booked}{doctor}<span>{lang.console_waits(minutes)}</span></span></p>
            {act(record.id, "start", query, lang.console_call(), lang.console_call_name(place.number), next)}
        </li>
    }
    .into_any()
}

fn walk_in_inside(booking: &Booking, query: &DayQuery) -> AnyView {
    let (lang, number) = (query.lang, booking.record.queue_number.unwrap_or_default());
    let page = format!("{}#panel", query.with(Some(booking.record.id)).path("/staff"));
    let label = format!("{} {}", lang.console_queue_number(number), lang.console_finish());
    view! {
        <li class="waiting">
            <span class="number">{number}</span><p><a href=page>{masked(lang, booking)}</a></p>
            {act(booking.record.id, "finish", query, lang.console_finish(), label, false)}
        </li>
    }
    .into_any()
}

fn act(id: i64, action: &str, query: &DayQuery, word: &'static str, label: String, filled: bool) -> AnyView {
    let class = if filled { "btn btn-tonal" } else { "btn btn-quiet" };
    view! {
        <form action=query.lang.path(&format!("/staff/bookings/{id}/{action}")) method="post">
            <input type="hidden" name="day" value=query.day.to_string()/>
            <button class=class aria-label=label>{word}</button>
        </form>
    }
    .into_any()
}

/// The form of a walk-in number, in the panel: what stands there is not swapped while one types.
pub(super) fn ticket(query: &DayQuery, doctors: &[(DoctorId, String)], (typed, wrong): (&Fields, &Faults)) -> AnyView {
    let lang = query.lang;
    let doctor = |(id, name): &(DoctorId, String)| Word::of_data(lang, id.to_string(), name.clone());
    let anybody = Word::new("", lang.console_anybody());
    let words = std::iter::once(anybody).chain(doctors.iter().map(doctor)).collect();
    let close = query.with(None).path("/staff");
    view! {
        <aside class="desk-panel" id="panel" tabindex="-1" aria-labelledby="walk-in">
            <p class="panel-top"><span class="quiet">{lang.staff_by_walk_in()}</span>
                <a class="btn btn-quiet" href=close aria-label=lang.console_close()><Icon name="cross"/></a></p>
            <h2 id="walk-in">{lang.console_ticket_new()}</h2>
            <form class="desk-form" action=lang.path("/staff/walk-in") method="post" novalidate>
                <Field name="name" label=lang.staff_name() value=typed.get("name") wrong=wrong.at("name") required=true/>
                <Field name="phone" label=lang.console_ticket_phone() kind="tel" value=typed.get("phone") wrong=wrong.at("phone")/>
                <Choice name="doctor" label=lang.console_doctor() words value=typed.get("doctor") wrong=wrong.at("doctor")/>
                <button class="btn btn-fill">{lang.console_ticket_give()}</button>
            </form>
        </aside>
    }
    .into_any()
}
