//! The picked booking, whole, and what can be done with it.

use jiff::civil::DateTime;
use leptos::prelude::*;

use super::DayQuery;
use crate::{
    booking::Booking,
    domain::{
        booking::{Channel, Status},
        patient::Relation,
        time,
    },
    web::{
        components::Icon,
        forms::Fields,
        staff::{
            actions::MOST_WORDS,
            fields::{Fault, Faults, Lines},
        },
    },
    words::Lang,
};

/// The steps of a visit.
const STEPS: [Status; 4] = [Status::Confirmed, Status::Arrived, Status::InProgress, Status::Fulfilled];

/// The panel beside the day.
pub(super) fn panel(
    booking: &Booking,
    doctor: &str,
    query: &DayQuery,
    clock: DateTime,
    (typed, wrong): (&Fields, &Faults),
) -> AnyView {
    let (lang, record) = (query.lang, &booking.record);
    let name = match &booking.patient {
        Some(patient) => view! { <h2 lang=lang.of_data()>{patient.name.as_str().to_owned()}</h2> }.into_any(),
        None => view! { <h2>{lang.console_nameless()}</h2> }.into_any(),
    };
    let own = record.doctor.and(lang.of_data());
    let when = lang.visit_time(booking.times().0);
    let close = query.with(None).path("/staff");
    let made = lang.console_made(&lang.visit_time(time::seoul(record.created_at)), lang.staff_channel(record.channel));
    let number = record.queue_number.map(|number| view! { <p class="quiet">{lang.console_queue_number(number)}</p> });
    view! {
        <aside class="desk-panel" id="panel" tabindex="-1" aria-label=lang.console_panel()>
            <p class="panel-top"><span class="quiet">{lang.console_number(&record.number.to_string())}</span>
                <a class="btn btn-quiet" href=close aria-label=lang.console_close()><Icon name="cross"/></a></p>
            {name}
            <p>{when}" · "<span lang=own>{doctor.to_owned()}</span></p>
            {number}
            {steps(lang, record.status)}
            {facts(lang, booking, clock)}
            <p class="quiet">{made}</p>
            {actions(booking, query, (typed, wrong))}
        </aside>
    }
    .into_any()
}

fn steps(lang: Lang, status: Status) -> AnyView {
    if !STEPS.contains(&status) {
        let class = format!("panel-state is-{}", status.word());
        return view! { <p class=class><Icon name=super::view::glyph(status)/><strong>{lang.staff_status(status)}</strong></p> }
            .into_any();
    }
    let reached = STEPS.iter().position(|step| *step == status).unwrap_or(0);
    let step = |(index, step): (usize, Status)| {
        let current = (index == reached).then_some("step");
        view! { <li class:done={index <= reached} aria-current=current>{lang.staff_status(step)}</li> }
    };
    view! { <ol class="visit-steps" aria-label=lang.console_steps()>{STEPS.into_iter().enumerate().map(step).collect_view()}</ol> }
        .into_any()
}

fn facts(lang: Lang, booking: &Booking, clock: DateTime) -> Option<AnyView> {
    let patient = booking.patient.as_ref()?;
    let born = patient.birth_date.map(|born| {
        let had = (clock.month(), clock.day()) >= (born.month(), born.day());
        let age = clock.year() - born.year() - i16::from(!had);
        view! { <dt>{lang.console_birth()}</dt><dd>{born.strftime("%Y. %-m. %-d.").to_string()}" ("{lang.console_age(age)}")"</dd> }
    });
    let phone = patient.phone.as_ref().map(|phone| {
        view! { <dt>{lang.console_phone()}</dt><dd><a href=format!("tel:{}", phone.digits())>{phone.to_string()}</a></dd> }
    });
    let family = (patient.relation != Relation::Oneself)
        .then(|| view! { <dt>{lang.console_relation()}</dt><dd>{lang.console_by_family()}</dd> });
    let reason = booking.reason.as_ref().map(|reason| {
        view! { <div class="panel-reason"><p class="quiet">{lang.console_reason()}</p><p lang=lang.of_data()>{reason.as_str().to_owned()}</p></div> }
    });
    Some(view! { <dl>{born}{phone}{family}</dl>{reason} }.into_any())
}

/// The step that follows is filled; those that are rarer follow it.
fn actions(booking: &Booking, query: &DayQuery, (typed, wrong): (&Fields, &Faults)) -> AnyView {
    let (lang, id, status) = (query.lang, booking.record.id, booking.record.status);
    let walk_in = booking.record.channel == Channel::WalkIn;
    let button = |action: &'static str, word: &'static str, class: &'static str| {
        view! {
            <form action=lang.path(&format!("/staff/bookings/{id}/{action}")) method="post">
                <input type="hidden" name="day" value=query.day.to_string()/>
                <input type="hidden" name="stay" value="1"/>
                <button class=class>{word}</button>
            </form>
        }
        .into_any()
    };
    let (fill, quiet) = ("btn btn-fill", "btn btn-quiet");
    let next = match status {
        Status::Confirmed => Some(button("arrive", lang.console_arrive(), fill)),
        Status::Arrived => Some(button("start", lang.console_start(), fill)),
        Status::InProgress => Some(button("finish", lang.console_finish(), fill)),
        _ => None,
    };
    let undo = match status {
        Status::Arrived if walk_in => None,
        Status::Arrived | Status::InProgress | Status::Fulfilled | Status::NoShow => {
            Some(button("undo", lang.console_undo(), quiet))
        }
        _ => None,
    };
    let no_show = status.may_become(Status::NoShow).then(|| button("no-show", lang.console_no_show(), quiet));
    let to_move = DayQuery { moving: true, booking: Some(id), ..query.clone() }.path("/staff");
    let moving = (status == Status::Confirmed)
        .then(|| view! { <a class="btn btn-quiet" href=to_move>{lang.console_move()}</a> });
    let cancel = status.may_become(Status::Cancelled).then(|| cancel(id, query, typed.get("words"), wrong.at("words")));
    view! { <div class="panel-do">{next}<div class="panel-more">{moving}{no_show}{undo}</div>{cancel}</div> }.into_any()
}

fn cancel(id: i64, query: &DayQuery, words: &str, wrong: Option<Fault>) -> AnyView {
    let (lang, open) = (query.lang, wrong.is_some());
    view! {
        <details class="panel-cancel" open=open>
            <summary class="btn btn-quiet">{lang.console_cancel()}</summary>
            <form class="desk-form" action=lang.path(&format!("/staff/bookings/{id}/cancel")) method="post" novalidate>
                <input type="hidden" name="day" value=query.day.to_string()/>
                <input type="hidden" name="stay" value="1"/>
                <Lines name="words" label=lang.console_cancel_words() most=MOST_WORDS value=words wrong hint=lang.console_cancel_hint()/>
                <button class="btn btn-danger">{lang.console_cancel_yes()}</button>
            </form>
        </details>
    }
    .into_any()
}
