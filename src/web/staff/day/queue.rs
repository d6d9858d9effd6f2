//! Who waits: booked patients and walk-ins in one order, and who is next; numbers for walk-ins.

use leptos::prelude::*;

use super::{DayQuery, LANG, view::masked};
use crate::{
    booking::{Booking, Place, Practice, Today},
    domain::{
        booking::{Channel, Status},
        schedule::DoctorId,
    },
    web::components::Icon,
};

/// The column of those who wait.
pub(super) fn queue(
    waiting: &[Place],
    bookings: &[Booking],
    practice: &Practice,
    query: &DayQuery,
    today: &Today,
) -> AnyView {
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
            <h2 id="queue-title">{LANG.console_queue()}" "{waiting.len()}</h2>
            {waiting.is_empty().then(|| view! { <p class="quiet">{LANG.console_queue_none()}</p> })}
            <ol>{rows.collect_view()}</ol>
            {(!inside.is_empty()).then(|| view! { <h3>{LANG.console_inside()}</h3><ul>{inside}</ul> })}
            {ticket(practice, query)}
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
    let record = &place.booking.record;
    let doctor = record.doctor.map_or(LANG.console_anybody(), |id| practice.doctor_name(id)).to_owned();
    let minutes = record.arrived_at.map_or(0, |at| (today.now.as_second() - at.as_second()) / 60);
    let page = format!("{}#panel", query.with(Some(record.id)).path("/staff"));
    let booked = (record.channel != Channel::WalkIn).then(|| {
        let time = place.booking.times().0.strftime("%H:%M").to_string();
        view! { <span>{LANG.staff_confirmed()}" "{time}</span> }
    });
    view! {
        <li class="waiting" class:is-next=next>
            <span class="number">{place.number}</span>
            <p><a href=page>{masked(&place.booking)}</a>{next.then(|| view! { <span class="tag tag-today">{LANG.console_turn()}</span> })}
                <span class="facts">{booked}<span>{doctor}</span><span>{LANG.console_waits(minutes)}</span></span></p>
            {act(record.id, "start", query, LANG.console_call(), LANG.console_call_name(place.number), next)}
        </li>
    }
    .into_any()
}

fn walk_in_inside(booking: &Booking, query: &DayQuery) -> AnyView {
    let number = booking.record.queue_number.unwrap_or_default();
    let page = format!("{}#panel", query.with(Some(booking.record.id)).path("/staff"));
    let label = format!("{} {}", LANG.console_queue_number(number), LANG.console_finish());
    view! {
        <li class="waiting">
            <span class="number">{number}</span><p><a href=page>{masked(booking)}</a></p>
            {act(booking.record.id, "finish", query, LANG.console_finish(), label, false)}
        </li>
    }
    .into_any()
}

fn act(id: i64, action: &str, query: &DayQuery, word: &'static str, label: String, filled: bool) -> AnyView {
    let class = if filled { "btn btn-tonal" } else { "btn btn-quiet" };
    view! {
        <form action=format!("/staff/bookings/{id}/{action}") method="post">
            <input type="hidden" name="day" value=query.day.to_string()/>
            <button class=class aria-label=label>{word}</button>
        </form>
    }
    .into_any()
}

/// The form of a walk-in number.
fn ticket(practice: &Practice, query: &DayQuery) -> AnyView {
    let choice =
        |doctor: &crate::domain::schedule::Doctor| view! { <option value=doctor.id.0>{doctor.name.clone()}</option> };
    view! {
        <details class="ticket" id="ticket">
            <summary class="btn btn-line"><Icon name="plus"/>{LANG.console_ticket()}</summary>
            <form class="desk-form" action="/staff/walk-in" method="post">
                <input type="hidden" name="day" value=query.day.to_string()/>
                <label for="walk-name">{LANG.staff_name()}</label>
                <input id="walk-name" name="name" required maxlength="40" autocomplete="off"/>
                <label for="walk-phone">{LANG.console_ticket_phone()}</label>
                <input id="walk-phone" name="phone" type="tel" autocomplete="off"/>
                <label for="walk-doctor">{LANG.console_doctor()}</label>
                <select id="walk-doctor" name="doctor"><option value="">{LANG.console_anybody()}</option>{practice.active().map(choice).collect_view()}</select>
                <button class="btn btn-fill">{LANG.console_ticket_give()}</button>
            </form>
        </details>
    }
    .into_any()
}
