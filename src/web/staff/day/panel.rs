//! The picked booking, whole, and what can be done with it.

use jiff::civil::DateTime;
use leptos::prelude::*;

use super::{DayQuery, LANG};
use crate::{
    booking::Booking,
    domain::{
        booking::{Channel, Status},
        patient::Relation,
        time,
    },
    web::components::Icon,
};

/// The steps of a visit.
const STEPS: [Status; 4] = [Status::Confirmed, Status::Arrived, Status::InProgress, Status::Fulfilled];

/// The panel beside the day.
pub(super) fn panel(booking: &Booking, doctor: &str, query: &DayQuery, clock: DateTime) -> AnyView {
    let record = &booking.record;
    let walk_in = record.channel == Channel::WalkIn;
    let name = match &booking.patient {
        Some(patient) => patient.name.as_str().to_owned(),
        None => LANG.console_nameless().to_owned(),
    };
    let when = LANG.visit_time(booking.times().0);
    let close = query.with(None).path("/staff");
    let made = LANG.console_made(&LANG.visit_time(time::seoul(record.created_at)), LANG.staff_channel(record.channel));
    let number = record.queue_number.map(|number| view! { <p class="quiet">{LANG.console_queue_number(number)}</p> });
    view! {
        <aside class="desk-panel" id="panel" tabindex="-1" aria-label=LANG.console_panel()>
            <p class="panel-top"><span class="quiet">{LANG.console_number(&record.number.to_string())}</span>
                <a class="btn btn-quiet" href=close aria-label=LANG.console_close()><Icon name="cross"/></a></p>
            <h2>{name}</h2>
            <p>{when}" · "{doctor.to_owned()}</p>
            {number}
            {steps(record.status)}
            {facts(booking, clock)}
            <p class="quiet">{made}</p>
            {actions(record.id, record.status, walk_in, query)}
        </aside>
    }
    .into_any()
}

fn steps(status: Status) -> AnyView {
    if !STEPS.contains(&status) {
        let class = format!("panel-state is-{}", status.word());
        return view! { <p class=class><Icon name=super::view::glyph(status)/><strong>{LANG.staff_status(status)}</strong></p> }
            .into_any();
    }
    let reached = STEPS.iter().position(|step| *step == status).unwrap_or(0);
    let step = |(index, step): (usize, Status)| {
        let current = (index == reached).then_some("step");
        view! { <li class:done={index <= reached} aria-current=current>{LANG.staff_status(step)}</li> }
    };
    view! { <ol class="steps" aria-label=LANG.console_steps()>{STEPS.into_iter().enumerate().map(step).collect_view()}</ol> }
        .into_any()
}

fn facts(booking: &Booking, clock: DateTime) -> Option<AnyView> {
    let patient = booking.patient.as_ref()?;
    let born = patient.birth_date.map(|born| {
        let had = (clock.month(), clock.day()) >= (born.month(), born.day());
        let age = clock.year() - born.year() - i16::from(!had);
        view! { <dt>{LANG.console_birth()}</dt><dd>{born.strftime("%Y. %-m. %-d.").to_string()}" ("{LANG.console_age(age)}")"</dd> }
    });
    let phone = patient.phone.as_ref().map(|phone| {
        view! { <dt>{LANG.console_phone()}</dt><dd><a href=format!("tel:{}", phone.digits())>{phone.to_string()}</a></dd> }
    });
    let family = (patient.relation != Relation::Oneself)
        .then(|| view! { <dt>{LANG.console_relation()}</dt><dd>{LANG.console_by_family()}</dd> });
    let reason = booking.reason.as_ref().map(|reason| {
        view! { <div class="panel-reason"><p class="quiet">{LANG.console_reason()}</p><p>{reason.as_str().to_owned()}</p></div> }
    });
    Some(view! { <dl>{born}{phone}{family}</dl>{reason} }.into_any())
}

/// The step that follows is filled; those that are rarer follow it.
fn actions(id: i64, status: Status, walk_in: bool, query: &DayQuery) -> AnyView {
    let button = |action: &'static str, word: &'static str, class: &'static str| {
        view! {
            <form action=format!("/staff/bookings/{id}/{action}") method="post">
                <input type="hidden" name="day" value=query.day.to_string()/>
                <input type="hidden" name="stay" value="1"/>
                <button class=class>{word}</button>
            </form>
        }
        .into_any()
    };
    let (fill, quiet) = ("btn btn-fill", "btn btn-quiet");
    let next = match status {
        Status::Confirmed => Some(button("arrive", LANG.console_arrive(), fill)),
        Status::Arrived => Some(button("start", LANG.console_start(), fill)),
        Status::InProgress => Some(button("finish", LANG.console_finish(), fill)),
        _ => None,
    };
    let undo = match status {
        Status::Arrived if walk_in => None,
        Status::Arrived | Status::InProgress | Status::Fulfilled | Status::NoShow => {
            Some(button("undo", LANG.console_undo(), quiet))
        }
        _ => None,
    };
    let no_show = status.may_become(Status::NoShow).then(|| button("no-show", LANG.console_no_show(), quiet));
    let to_move = DayQuery { moving: true, booking: Some(id), ..query.clone() }.path("/staff");
    let moving = (status == Status::Confirmed)
        .then(|| view! { <a class="btn btn-quiet" href=to_move>{LANG.console_move()}</a> });
    let cancel = status.may_become(Status::Cancelled).then(|| cancel(id, query));
    view! { <div class="panel-do">{next}<div class="panel-more">{moving}{no_show}{undo}</div>{cancel}</div> }.into_any()
}

fn cancel(id: i64, query: &DayQuery) -> AnyView {
    view! {
        <details class="panel-cancel">
            <summary class="btn btn-quiet">{LANG.console_cancel()}</summary>
            <form class="desk-form" action=format!("/staff/bookings/{id}/cancel") method="post">
                <input type="hidden" name="day" value=query.day.to_string()/>
                <input type="hidden" name="stay" value="1"/>
                <label for="cancel-words">{LANG.console_cancel_words()}</label>
                <textarea id="cancel-words" name="words" rows="3" maxlength="200" aria-describedby="cancel-hint"></textarea>
                <p class="hint" id="cancel-hint">{LANG.console_cancel_hint()}</p>
                <button class="btn btn-danger">{LANG.console_cancel_yes()}</button>
            </form>
        </details>
    }
    .into_any()
}
