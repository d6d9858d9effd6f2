//! Search over bookings. It is posted: names and phones never stand in an address.

use axum::response::Response;
use leptos::prelude::*;

use super::{
    Staff,
    day::{
        DayQuery,
        view::{glyph, masked},
    },
    frame::{Page, Section},
    visitor::{Sent, plain},
};
use crate::{booking::Booking, web::components::Icon, words::Lang};

/// `POST /staff/search`.
pub(super) async fn search(staff: Staff, Sent(form): Sent) -> Response {
    let text: String = form.get("q").chars().take(60).collect();
    let found = match staff.state.desk().find_bookings(&staff.passport, &text, &staff.today).await {
        Ok(found) => found,
        Err(error) => return plain(staff.lang, &error),
    };
    let lang = staff.lang;
    let content = move || {
        let none = found.is_empty().then(|| view! { <p class="notice" role="status">{lang.console_found_none()}</p> });
        view! {
            <h1>{lang.console_found()}" "{found.len()}</h1>
            {none}
            <ul class="desk-rows">{found.iter().map(|booking| row(lang, booking)).collect_view()}</ul>
            <p><a href=lang.path("/staff")>{lang.console_back_to_day()}</a></p>
        }
        .into_any()
    };
    Page::new(lang.console_found(), Section::Other, content).send(&staff).await
}

/// A booking of a list: when, who, where it stands.
pub(super) fn row(lang: Lang, booking: &Booking) -> AnyView {
    let (starts_at, _) = booking.times();
    let query = DayQuery {
        doctor: booking.record.doctor,
        booking: Some(booking.record.id),
        ..DayQuery::new(lang, starts_at.date())
    };
    let state = lang.staff_status(booking.status());
    view! {
        <li class="desk-row">
            <a href=format!("{}#panel", query.path("/staff"))>{lang.visit_time(starts_at)}" · "{masked(lang, booking)}</a>
            <span class="quiet">{lang.console_number(&booking.number().to_string())}</span>
            <span class=format!("row-state is-{}", booking.status().word())><Icon name=glyph(booking.status())/>{state}</span>
        </li>
    }
    .into_any()
}
